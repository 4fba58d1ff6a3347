"""A folder of kept results holds no more than it should: what was used longest ago goes first."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 2 << 30
"""Of the usual place: some 20 000 takes with their pictures."""
OLDEST_S = 180 * 86400.0
"""An entry that nobody has asked for in half a year goes."""
EACH_S = 86400.0
"""How often the folder is looked through, in seconds."""
_LOOKED = "looked-through.txt"


def prune(folder: Path, most_bytes: int = MOST_BYTES, oldest_s: float = OLDEST_S) -> int:
    """Delete entries that are too old, then the oldest until the rest fits; how many went.

    Looks at most once a day. Entries are renewed when they are read (vidcheck.run.store), and one
    that is gone is measured anew, so nothing here can be wrong, and no failure matters.
    """
    mark, now = folder / _LOOKED, time.time()
    try:
        if mark.exists() and now - mark.stat().st_mtime < EACH_S:
            return 0
        mark.write_bytes(b"")
        entries = sorted(_entries(folder), reverse=True)
    except OSError:
        return 0
    room, gone = most_bytes, 0
    for used, size, path in entries:
        room -= size
        if room < 0 or now - used > oldest_s:
            with contextlib.suppress(OSError):
                path.unlink()
                gone += 1
    return gone


def _entries(folder: Path) -> list[tuple[float, int, Path]]:
    """When each was last used, its bytes, its place; drafts of a killed process are entries too."""
    found = []
    for path in folder.glob("[0-9a-f][0-9a-f]/*"):
        with contextlib.suppress(OSError):
            facts = path.stat()
            found.append((facts.st_mtime, facts.st_size, path))
    return found
