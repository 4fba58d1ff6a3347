"""How far the subject's look walks in small steps, each taken against a fresh picture of itself.

Compared with the first frame, a subject that turns looks as if it had changed, and its points die
one by one. Compared with itself a third of a second ago nearly all of it can still be followed, and
a change of light or view is small and seldom goes on in one direction; a drift does. So the steps
are added up as vectors: what goes to and fro cancels out, what goes on and on walks away.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from vidcheck.brief import pairs_in
from vidcheck.geometry import Size
from vidcheck.measure.base import Columns, MetricSpec, Outcome, Sample, Unmeasured
from vidcheck.motion import cells, grid, planes, sample

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vidcheck.brief import Brief
    from vidcheck.decode import Frame
    from vidcheck.locate.base import Subject
    from vidcheck.motion import Motion

    Floats = NDArray[np.float32]

WINDOW = pairs_in(1 / 3)
"""Pairs in one step, a third of a second: with a twelfth noise adds up, with two thirds a turning
head is lost; of 1/3 s, 2/3 s and the whole clip, 1/3 s told injected drifts best (AUC 0.98, 0.95,
0.90)."""
LEAST = 15
"""Cells of the subject that must have been followed through a whole step."""
LEAST_AROUND = 50
LIGHT = 0.5
"""Weight of lightness: shading changes it, drifting generators change hue."""
_COLUMNS = ("value", "step", "held", "held_around")


class Chain:
    """Where each cell came from in an anchor frame some pairs ago, and whether that is sure."""

    def __init__(self, anchor: Frame) -> None:
        self.anchor = anchor
        self.length = 0
        self._place: Floats | None = None
        self._sure: Floats = np.ones(anchor.lab.shape[:2], np.float32)

    def step(self, motion: Motion) -> None:
        """Follow one pair further; a pixel is sure while flow holds both ways all the time."""
        at = motion.source
        place = _everywhere(motion.before) if self._place is None else self._place
        self._place = sample(place, at)
        held = np.where(motion.followed, self._sure, np.float32(0))
        self._sure = (sample(held, at) > 0.7).astype(np.float32)
        self.length += 1

    def change(self, now: Frame) -> tuple[Floats, NDArray[np.bool_]]:
        """L*a*b* of `now` less that of the same places in the anchor, (H, W, 3), and where sure."""
        if self._place is None:
            return np.zeros_like(now.lab), self._sure > 0.5
        there = sample(self.anchor.lab, planes(self._place))
        return np.subtract(now.lab, there), self._sure > 0.5


@dataclass
class AppearanceWalk:
    """The walk of the subject's median colour.

    Columns, one row a step: `value` length of the sum of all steps so far, ΔE with lightness
    halved; `step` length of this step; `held`, `held_around` share of the subject and of its
    surroundings that could be followed.
    """

    columns: Columns = field(default_factory=lambda: Columns(_COLUMNS))
    _chain: Chain | None = None
    _sum: Floats = field(default_factory=lambda: np.zeros(3, np.float32))

    def update(self, sample: Sample) -> None:
        """Follow one pair; at the end of a step, compare."""
        if sample.pair is None:
            return
        motion = sample.pair.motion
        if self._chain is None:
            self._chain = Chain(motion.before)
        self._chain.step(motion)
        if self._chain.length >= WINDOW:
            change, sure = self._chain.change(sample.frame)
            numbers = self._on_subject(change, sure, sample.pair.subject_after)
            self.columns.add(sample.frame.time_s, *numbers)
            self._chain = None

    def _on_subject(
        self, change: Floats, sure: NDArray[np.bool_], subject: Subject | None
    ) -> tuple[float, float, float, float]:
        nan = float("nan")
        if subject is None:
            return nan, nan, nan, nan
        own, rest = cells(subject.solid), cells(subject.surroundings)
        inner, outer = own & sure, rest & sure
        count, around = int(np.count_nonzero(inner)), int(np.count_nonzero(outer))
        held = count / max(1, int(np.count_nonzero(own)))
        held_around = around / max(1, int(np.count_nonzero(rest)))
        if count < LEAST:
            return nan, nan, held, held_around
        step = _median(change, inner, count)
        if around >= LEAST_AROUND:
            step = step - _median(change, outer, around)
        step = step * (LIGHT, 1, 1)
        self._sum = self._sum + step.astype(np.float32)
        return float(np.linalg.norm(self._sum)), float(np.linalg.norm(step)), held, held_around

    def result(self) -> Outcome:
        """The furthest that the subject's colour has walked from where it began."""
        values = self.columns.column("value")
        known = values[np.isfinite(values)]
        if not known.size:
            return Unmeasured(
                SPEC.name, "the subject could not be followed for a third of a second"
            )
        return self.columns.measurement(SPEC.name, float(known.max()))


def _everywhere(frame: Frame) -> Floats:
    return np.dstack(grid(Size(frame.lab.shape[1], frame.lab.shape[0])))


def _median(change: Floats, where: NDArray[np.bool_], count: int) -> Floats:
    """Median of each channel over some 3,000 of the pixels of `where`, spread evenly."""
    some = np.flatnonzero(where.ravel())[:: max(1, count // 3000)]
    return np.asarray(np.median(change.reshape(-1, 3)[some], axis=0), np.float32)


def _make(_: Brief) -> AppearanceWalk:
    return AppearanceWalk()


SPEC = MetricSpec(
    "appearance_walk",
    "how far the subject's colour walks in steps of a third of a second, against its surroundings",
    "主体颜色每三分之一秒相对自身走一步，累计走了多远（扣除环境）",
    "ΔE",
    "lower",
    0.0,
    None,
    "own; dense chains as in Sundaram, Brox, Keutzer 2010, doi:10.1007/978-3-642-15549-9_32",
    _make,
)
SPECS = (SPEC,)
