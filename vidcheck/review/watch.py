"""Measures when takes have come, or the storyboard was edited, while the page is open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vidcheck.match.files import files_below, is_video
from vidcheck.run.watch import landings

if TYPE_CHECKING:
    from collections.abc import Callable

    from vidcheck.review.desk import Desk

EVERY_S = 2.0


def watch(desk: Desk, sleep: Callable[[float], object]) -> None:
    """Look every two seconds until `sleep` answers that it is over.

    What the folder holds at the start is measured only where the result does not know it; the page
    writes takes.yaml itself, so only videos count.
    """
    board = Path(desk.report.storyboard or "")
    changes = landings(desk.takes_dir, board, every_s=EVERY_S, sleep=sleep, counts=is_video)
    for times, _ in enumerate(changes):
        if times or _has_unknown(desk):
            desk.measure_again()


def _has_unknown(desk: Desk) -> bool:
    known = {Path(row.path).resolve() for row in desk.report.clips}
    known |= {Path(left.path).resolve() for left in desk.report.unmatched}
    return any(
        path.resolve() not in known for path in files_below(desk.takes_dir) if is_video(path)
    )
