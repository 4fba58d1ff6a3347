"""Colour histograms of the subject: neighbouring frames, and against the first frames."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Literal, cast

import cv2
import numpy as np

from vidcheck.measure.base import Columns, MetricSpec, Outcome, Sample, Unmeasured, median_of
from vidcheck.motion import cells

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vidcheck.brief import Brief
    from vidcheck.decode import Frame
    from vidcheck.measure.base import Pair

    Floats = NDArray[np.float32]

Space = Literal["hsv", "lab"]
SOURCE = "Bhattacharyya 1943; cv2.HISTCMP_BHATTACHARYYA"
ANCHOR = 3
"""Frames averaged into the anchor that later frames are compared with."""
LEAST = 16
"""Cells below which a histogram says nothing."""


_WITHIN_60 = np.stack([np.arange(256), *[np.clip(np.arange(256), 68, 187)] * 2], axis=1)
"""Chroma beyond ±60 (8-bit 68..188) counts as 60."""


def histogram(frame: Frame, where: NDArray[np.bool_], space: Space) -> Floats | None:
    """Share of cells per bin, sums to 1, or None where `where` holds fewer than 16 cells.

    HSV: 16 hues × 16 saturations. Lab: 4 lightnesses × 12 × 12 of a and b in -60..60, stronger
    colours in the outermost bins.
    """
    mask = np.ascontiguousarray(where).view(np.uint8)
    if np.count_nonzero(mask) < LEAST:
        return None
    if space == "hsv":
        picture = cv2.cvtColor(frame.half, cv2.COLOR_RGB2HSV)
        counts = cv2.calcHist([picture], [0, 1], mask, [16, 16], [0, 180, 0, 256])
    else:
        picture = cv2.LUT(frame.lab8, _WITHIN_60.astype(np.uint8)[None])
        counts = cv2.calcHist([picture], [0, 1, 2], mask, [4, 12, 12], [0, 256, 68, 188, 68, 188])
    return np.asarray(counts / counts.sum(), np.float32).ravel()


def palettes(pair: Pair, space: Space) -> tuple[Floats | None, Floats | None]:
    """Histograms of the subject and of its surroundings at the end of a pair, once for all."""
    if space not in pair.shared:
        after, subject = pair.motion.after, pair.subject_after
        if subject is None:
            whole = histogram(after, np.ones(after.half.shape[:2], np.bool_), space)
            pair.shared[space] = (whole, whole)
        else:
            around = histogram(after, cells(subject.surroundings), space)
            pair.shared[space] = (histogram(after, cells(subject.solid), space), around)
    return cast("tuple[Floats | None, Floats | None]", pair.shared[space])


def bhattacharyya(one: Floats, other: Floats) -> float:
    """Distance of two histograms, 0 (the same) to 1 (no bin in common)."""
    return float(cv2.compareHist(one, other, cv2.HISTCMP_BHATTACHARYYA))


@dataclass
class HistogramDistance:
    """Distance from the frame before or from the first frames, on the subject.

    Columns: `value` on the subject, `surroundings` around it, `apart` between the two.
    """

    name: str
    space: Space
    against: Literal["adjacent", "first"]
    columns: Columns = field(default_factory=lambda: Columns(("value", "surroundings", "apart")))
    _anchors: tuple[list[Floats], list[Floats]] = field(default_factory=lambda: ([], []))
    _before: deque[tuple[Floats | None, Floats | None]] = field(
        default_factory=lambda: deque(maxlen=1)
    )

    def update(self, sample: Sample) -> None:
        """Compare the subject, and apart from it its surroundings."""
        if sample.pair is None:
            return
        now = palettes(sample.pair, self.space)
        values = [self._distance(part, now[part]) for part in (0, 1)]
        self._before.append(now)
        apart = float("nan")
        if now[0] is not None and now[1] is not None:
            apart = bhattacharyya(now[0], now[1])
        self.columns.add(sample.frame.time_s, *values, apart)

    def _distance(self, part: int, now: Floats | None) -> float:
        if now is None:
            return float("nan")
        if self.against == "adjacent":
            before = self._before[0][part] if self._before else None
            return float("nan") if before is None else bhattacharyya(before, now)
        anchors = self._anchors[part]
        if len(anchors) < ANCHOR:
            anchors.append(now)
        return bhattacharyya(np.mean(anchors, axis=0, dtype=np.float32), now)

    def result(self) -> Outcome:
        """Neighbours: the median. First frames: the mean over the last fifth of the clip."""
        values = self.columns.column("value")
        if self.against == "first":
            values = values[-max(2, len(values) // 5) :]
        value = median_of(values)
        if not np.isfinite(value):
            return Unmeasured(self.name, "the subject was never large enough for a histogram")
        return self.columns.measurement(self.name, value)


def _make(
    name: str, space: Space, against: Literal["adjacent", "first"], _: Brief
) -> HistogramDistance:
    return HistogramDistance(name, space, against)


def _spec(space: Space, against: Literal["adjacent", "first"], en: str, zh: str) -> MetricSpec:
    name = f"histogram_{space}_{against}"
    make = partial(_make, name, space, against)
    return MetricSpec(name, en, zh, "1", "lower", 0.0, 1.0, SOURCE, make)


SPECS = (
    _spec(
        "hsv",
        "adjacent",
        "hue and saturation of the subject, distance between neighbouring frames",
        "主体色相与饱和度，相邻帧直方图距离",
    ),
    _spec(
        "hsv",
        "first",
        "hue and saturation of the subject at the end, distance from the first frames",
        "主体色相与饱和度，结尾与开头的直方图距离",
    ),
    _spec(
        "lab",
        "first",
        "perceived colour of the subject at the end, distance from the first frames",
        "主体感知颜色（Lab），结尾与开头的直方图距离",
    ),
)
