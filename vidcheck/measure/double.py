"""One becomes two: something just like the subject that stands elsewhere, and did not before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from vidcheck.brief import pairs_in
from vidcheck.locate.look import look_of
from vidcheck.measure.base import Columns, Due, MetricSpec, Outcome, Sample, Unmeasured
from vidcheck.motion import COARSE, coarse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vidcheck.brief import Brief
    from vidcheck.measure.base import Pair

    Floats = NDArray[np.float32]

OVERLAP = 0.5
"""Of its own sides: a match nearer to the subject than that is the subject."""
EVERY = pairs_in(1 / 4)
"""Pairs from one look to the next."""


def second(picture: Floats, mask: Floats) -> tuple[float, int, int] | None:
    """The place outside the subject that looks most like it.

    Args:
        picture: L*a*b*, float32 (H, W, 3).
        mask: the subject, 0..1, float32 (H, W).

    Returns:
        Likeness as `Look.placings` gives it, column and row of its middle; None where the subject
        is too small or too large for another to be seen.
    """
    look = look_of(picture, mask)
    if look is None:
        return None
    height, width = look.share.shape
    alike = look.placings(picture)
    down, across = int(OVERLAP * height) + 1, int(OVERLAP * width) + 1
    rows = slice(max(0, look.top - down), look.top + down)
    alike[rows, max(0, look.left - across) : look.left + across] = -1
    row, column = np.unravel_index(int(alike.argmax()), alike.shape)
    return float(alike[row, column]), int(column) + width // 2, int(row) + height // 2


@dataclass
class Double:
    """Columns: `value` likeness of the best second one, with its middle `x`, `y` in working px."""

    columns: Columns = field(default_factory=lambda: Columns(("value", "x", "y")))
    due: Due = field(default_factory=lambda: Due(EVERY))

    def update(self, sample: Sample) -> None:
        """Look for a second one at the end of every second pair: what lasts is seen then, too."""
        if sample.pair is not None and self.due.now():
            self.columns.add(sample.frame.time_s, *_look(sample.pair))

    def result(self) -> Outcome:
        """The largest likeness of the clip."""
        values = self.columns.column("value")
        if not np.isfinite(values).any():
            return Unmeasured(
                SPEC.name, "the subject is too small or too large for a second one to be seen"
            )
        return self.columns.measurement(SPEC.name, float(np.nanmax(values)))


def _look(pair: Pair) -> tuple[float, float, float]:
    subject, after = pair.subject_after, pair.motion.after
    found = None
    if subject is not None:
        found = second(coarse(after.lab, after.size), coarse(subject.mask, after.size))
    if found is None:
        return (float("nan"),) * 3
    alike, column, row = found
    return max(-1.0, alike), COARSE * (column + 0.5), COARSE * (row + 0.5)


def _make(_: Brief) -> Double:
    return Double()


SPEC = MetricSpec(
    "second_subject",
    "how much the place outside the subject that is most like it looks like it",
    "画面中主体之外最像主体之处与主体的相似度",
    "1",
    "lower",
    -1.0,
    1.0,
    "own; normalised cross-correlation, Lewis 1995, Fast Template Matching",
    _make,
)
SPECS = (SPEC,)
