"""What a file holds, by its SHA-256: read once as long as the file is the same one, unchanged.

The same: device, inode, size and both time stamps. That of the inode cannot be set back, which is
what git's index rests on, too.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from vidcheck.errors import OutputError
from vidcheck.files import sha256_of, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SETTLED_S = 2.0
"""A file whose last change is younger may change again without another time stamp (FAT counts in
two seconds), so what was read of it is not remembered."""
KEPT = "contents.json"
MOST = 1 << 14
"""Files remembered, those asked for last: 2 MB."""
_KNOWN: dict[str, str] = {}


def content_of(path: Path) -> str:
    """SHA-256 of a file's bytes; not read again where it is known to be unchanged."""
    now = path.stat()
    if time.time() - max(now.st_mtime, now.st_ctime) < SETTLED_S:
        return sha256_of(path)
    stamp = f"{now.st_dev}-{now.st_ino}-{now.st_size}-{now.st_mtime_ns}-{now.st_ctime_ns}"
    content = _KNOWN.pop(stamp, None) or sha256_of(path)
    _KNOWN[stamp] = content  # at the end: what was asked for last is kept longest
    return content


@contextmanager
def remembered_in(folder: Path | None) -> Iterator[None]:
    """Within, what earlier processes read is known, and later ones are told; None: neither.

    Only where the inode's time stamp is one of changes; on Windows it is that of its making.
    """
    if folder is None or os.name != "posix":
        yield
        return
    told = _told(folder / KEPT)
    for stamp, content in told.items():
        _KNOWN.setdefault(stamp, content)
    try:
        yield
    finally:
        known = dict(list(_KNOWN.items())[-MOST:])
        if not known.keys() <= told.keys():
            with contextlib.suppress(OutputError):  # it is read again, and nothing else
                write_whole(folder / KEPT, json.dumps(known))


def _told(path: Path) -> dict[str, str]:
    try:
        told = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(told, dict):
        return {}
    return {
        stamp: content
        for stamp, content in told.items()
        if isinstance(content, str) and re.fullmatch(r"[0-9a-f]{64}", content)
    }
