"""Writing files so that a reader sees the old content or the new, never half of it."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import stat
import struct
import tempfile
import time
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path

from vidcheck.errors import OutputError

DRAFT = re.compile(r"\..+\.[a-z0-9_]{8}\.vidcheck\.part")
"""A file that is being written; mkstemp puts the eight characters in."""
DRAFT_S = 86400.0
"""A draft that nobody has written to for a day is that of a process that was killed."""

NO_ZIP = (
    zipfile.BadZipFile, EOFError, LookupError, OSError, RuntimeError, SyntaxError, TypeError,
    ValueError, struct.error, zlib.error,
)  # fmt: skip
"""What zipfile, and NumPy over it, raise where the bytes of an archive are not true."""


def write_whole(path: Path, content: str | bytes) -> None:
    """Write beside the target, flush, then rename over it; the old file survives any failure.

    A link is followed, an old file's permissions stay, and what is no file (`/dev/stdout`, a pipe)
    is written to as it is: renaming over it would take it away.

    Raises: OutputError where the folder cannot be written or the disk is full.
    """
    raw = content.encode("utf-8") if isinstance(content, str) else content
    try:
        if _is_stream(path):
            path.write_bytes(raw)
        else:
            _replace(Path(os.path.realpath(path)), raw)
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be written: {error.strerror or error}",
            hint="choose another place with --out, or make room; what was there is untouched",
        ) from error


def _is_stream(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()


def _replace(path: Path, raw: bytes) -> None:
    if path.is_file() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    path.parent.mkdir(parents=True, exist_ok=True)
    _clear_drafts(path.parent)
    handle, name = tempfile.mkstemp(
        dir=path.parent, prefix=f".{path.name}.", suffix=".vidcheck.part"
    )
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(raw)
            out.flush()
            os.fsync(out.fileno())
        draft.chmod(stat.S_IMODE(path.stat().st_mode) if path.is_file() else 0o644)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


@lru_cache(maxsize=256)
def _clear_drafts(folder: Path) -> None:
    """Take away what killed processes left half-written in a folder; looked for once a process.

    Only ordinary files with a draft's name, and only old ones: another process may be writing.
    """
    with contextlib.suppress(OSError), os.scandir(folder) as inside:
        for one in inside:
            if DRAFT.fullmatch(one.name) and one.is_file(follow_symlinks=False):
                age_s = time.time() - one.stat(follow_symlinks=False).st_mtime
                if age_s > DRAFT_S:
                    Path(one.path).unlink()


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes as 64 hex digits; never more than a block of it in memory."""
    with path.open("rb", buffering=0) as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
