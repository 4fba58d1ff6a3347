"""Waits for takes to land: tells when a folder has changed and come to rest."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from vidcheck.match.files import files_below

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

EVERY_S = 1.0
"""Seconds between two looks at the folder."""
STILL_LOOKS = 2
"""Looks in a row that must see the same: a download that still grows is not measured."""

Look = dict[str, tuple[int, int]]


def landings(
    folder: Path,
    board: Path,
    *,
    every_s: float = EVERY_S,
    sleep: Callable[[float], object] = time.sleep,
    counts: Callable[[Path], bool] = lambda _: True,
) -> Iterator[tuple[str, ...]]:
    """Yield at once, then whenever files were added, changed or taken away and nothing moves more.

    Ends only where `sleep` says so. A file that is not there (yet) counts as none.

    Args:
        folder: where takes land.
        board: the storyboard, whose changes count as well.
        every_s: seconds between two looks.
        sleep: waits so many seconds; a true answer ends it.
        counts: which files of the folder matter.

    Yields: the names of what is new or changed, sorted; all at the first time.
    """
    told: Look | None = None
    before = look(folder, board, counts)
    still = 1
    while True:
        if still >= STILL_LOOKS and before != told:
            yield tuple(sorted(name for name, stamp in before.items()
                               if (told or {}).get(name) != stamp))  # fmt: skip
            told = before
        if sleep(every_s):
            return
        now = look(folder, board, counts)
        still = still + 1 if now == before else 1
        before = now


def look(folder: Path, board: Path, counts: Callable[[Path], bool]) -> Look:
    """Size and time of change of every file that counts, by name."""
    seen: Look = {}
    inside = filter(counts, files_below(folder)) if folder.is_dir() else ()
    for path in [board, *inside]:
        try:
            found = path.stat()
        except OSError:
            continue  # gone between the listing and the look
        seen[path.name if path == board else path.relative_to(folder).as_posix()] = (
            found.st_size,
            found.st_mtime_ns,
        )
    return seen
