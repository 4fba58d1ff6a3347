"""Looks into the folder of the takes now and then; measures when new ones have come to rest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vidcheck.match.files import is_video

if TYPE_CHECKING:
    import threading

    from vidcheck.review.desk import Desk

EVERY_S = 2.0
Listing = frozenset[tuple[str, int, int]]


def listing(folder: Path) -> Listing:
    """Name, size and time of every clip below a folder, hidden ones left out."""
    found = set()
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        if is_video(path) and not any(part.startswith(".") for part in inside.parts):
            try:
                facts = path.stat()
            except OSError:
                continue  # it went away while we looked
            found.add((inside.as_posix(), facts.st_size, facts.st_mtime_ns))
    return frozenset(found)


class Watch:
    """Remembers what was measured; a folder that changed and then stayed so is measured again."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.before = self.measured = listing(desk.takes_dir)
        if self._has_unknown():
            self.measured = frozenset()

    def _has_unknown(self) -> bool:
        report = self.desk.report
        known = {Path(row.path).resolve() for row in report.clips}
        known |= {Path(left.path).resolve() for left in report.unmatched}
        return any(
            (self.desk.takes_dir / name).resolve() not in known for name, _, _ in self.before
        )

    def look(self) -> bool:
        """Look once; True where it measured."""
        now = listing(self.desk.takes_dir)
        rests, self.before = now == self.before, now
        if now == self.measured or not rests:
            return False
        self.measured = now
        self.desk.measure_again()
        return True

    def run(self, until: threading.Event) -> None:
        """Look every two seconds until told to stop."""
        while not until.wait(EVERY_S):
            self.look()
