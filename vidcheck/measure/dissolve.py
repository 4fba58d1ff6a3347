"""One picture that fades into another: a cut that no two neighbouring frames show.

While one picture dissolves into another, each frame in between is a mixture of both, pixel by
pixel, and the share of the second grows. A camera that moves gives mixtures of its first and last
picture only where these are much alike; light that changes leaves the drawing of the picture what
it was. So three things must come together: the ends differ, all between lies on the line from one
to the other, and it goes along that line step by step.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np

from vidcheck.brief import pairs_in
from vidcheck.measure.base import Columns, MetricSpec, Outcome, Sample, Unmeasured
from vidcheck.motion import CELL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vidcheck.brief import Brief

    Floats = NDArray[np.float32]

REACHES = tuple(pairs_in(seconds) for seconds in (0.25, 0.5, 0.75))
"""Pairs from the middle of a dissolve to its ends: it lasts half a second to one and a half."""
STRONG = 30.0
"""Levels of 255 (root mean square) from which two pictures differ as a cut makes them differ."""
LOOKS = 5
"""Pictures looked at of each run, ends included: two that are in line with both ends by chance are
in line with what is between, too."""
UNRELATED = 0.75
"""Share of the change that lies beside the line between two pictures where the one in the middle
has nothing to do with either and all have the same contrast."""


def mixture(pictures: NDArray[np.float32]) -> float:
    """How surely a run of pictures dissolves from its first to its last, 0..1.

    Args:
        pictures: luma 0..255 in time order, float32, shape (n, H, W), n at least 3.
    """
    first, last = pictures[0], pictures[-1]
    change = (last - first).ravel()
    energy = float(change @ change)
    if energy < change.size:  # less than one level: the same picture
        return 0.0
    away = (pictures[1:-1] - first).reshape(len(pictures) - 2, -1)
    shares = away @ change / energy
    beside = np.square(away).sum(1) / energy - np.square(shares)
    on_line = max(0.0, 1 - float(beside.max()) / (UNRELATED / 2))
    steps = np.diff(np.concatenate([[0.0], shares, [1.0]]))
    gradual = max(0.0, 1 - float(np.abs(steps).max()))
    strong = min(1.0, float(np.sqrt(energy / change.size)) / STRONG)
    return on_line * gradual * strong * unlike(first, last)


def unlike(one: Floats, other: Floats) -> float:
    """One less the correlation of two planes, 0..1: 0 where only the light differs."""
    x, y = one - one.mean(), other - other.mean()
    spread = float(np.sqrt((x * x).sum() * (y * y).sum()))
    if spread < one.size:  # less than one level of contrast: nothing is drawn there
        return 1.0
    return min(1.0, max(0.0, 1 - float((x * y).sum()) / spread))


@dataclass
class Dissolve:
    """Columns: `value` as `mixture` says it, `reach_s` from its middle to its ends in seconds.

    A moment is noted when the shortest reach on both sides is known, and again, if surer, with
    each longer one.
    """

    columns: Columns = field(default_factory=lambda: Columns(("value", "reach_s")))
    _seen: deque[tuple[float, NDArray[np.uint8]]] = field(
        default_factory=lambda: deque(maxlen=2 * REACHES[-1] + 1)
    )

    def update(self, sample: Sample) -> None:
        """Take in one pair."""
        if sample.pair is None:
            return
        gray = sample.frame.gray
        small = cv2.resize(gray, (gray.shape[1] // CELL, gray.shape[0] // CELL))
        self._seen.append((sample.frame.time_s, np.asarray(small, np.uint8)))
        for reach in REACHES:
            if len(self._seen) > 2 * reach:
                self._note(reach)

    def _note(self, reach: int) -> None:
        run = list(self._seen)[-2 * reach - 1 :]
        looks = np.linspace(0, 2 * reach, LOOKS).round().astype(int)
        value = mixture(np.stack([run[look][1] for look in looks]).astype(np.float32))
        if reach == REACHES[0]:
            self.columns.add(run[reach][0], 0.0, 0.0)
        row = REACHES[0] - reach - 1
        if value > self.columns.values["value"][row]:
            self.columns.values["value"][row] = value
            self.columns.values["reach_s"][row] = (run[-1][0] - run[0][0]) / 2

    def result(self) -> Outcome:
        """The surest moment."""
        if not len(self.columns):
            return Unmeasured(SPEC.name, "shorter than half a second")
        return self.columns.measurement(SPEC.name, float(self.columns.column("value").max()))


def _make(_: Brief) -> Dissolve:
    return Dissolve()


SPEC = MetricSpec(
    "dissolve",
    "how surely one picture fades into another: frames between that are mixtures of both",
    "画面叠化的可能性：中间帧是前后两个画面的混合",
    "1",
    "neither",
    0.0,
    1.0,
    "linear mixing model of dissolves after Hampapur, Jain, Weymouth 1995, doi:10.1007/BF01225242",
    _make,
)
SPECS = (SPEC,)
