"""Structural similarity: to the frame before, to the first frame, and along the motion."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np

from vidcheck.brief import pairs_in
from vidcheck.measure.base import (
    Columns,
    Due,
    MetricSpec,
    Outcome,
    Pair,
    Sample,
    Unmeasured,
    mean_in,
    median_of,
)
from vidcheck.motion import cells, grid, planes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vidcheck.brief import Brief

    Floats = NDArray[np.float32]

SOURCE = "Wang, Bovik, Sheikh, Simoncelli 2004, doi:10.1109/TIP.2003.819861"
C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
SIGMA, RADIUS = 1.5, 5
EVERY = pairs_in(1 / 4)
"""Pairs from one comparison to the next: no detector rests on these measures."""
CROP = 96
"""Side in pixels to which the subject is brought for comparison with the first frame."""


def ssim_map(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> Floats:
    """SSIM at every pixel, float32 (H, W), -1..1, 1 where the neighbourhoods are the same.

    scikit-image's `structural_similarity(gaussian_weights=True, sigma=1.5,
    use_sample_covariance=False, data_range=255)` in float32: both pictures are first centred on
    their common mean, or squares of luma near 255 lose the digits that variances live in.

    Args:
        one: luma, uint8, shape (H, W), each side at least 11 pixels.
        other: luma, uint8, the same shape.
    """
    middle = np.float32((cv2.mean(one)[0] + cv2.mean(other)[0]) / 2)
    x: Floats = one.astype(np.float32) - middle
    y: Floats = other.astype(np.float32) - middle
    mean_x, mean_y = _smooth(x), _smooth(y)
    # variances of x and y are only ever needed as their sum
    squares, product = _smooth(x * x + y * y), _smooth(x * y)
    variance = squares - (mean_x * mean_x + mean_y * mean_y)
    covariance = product - mean_x * mean_y
    light_x, light_y = mean_x + middle, mean_y + middle
    top = (2 * light_x * light_y + C1) * (2 * covariance + C2)
    bottom = (light_x * light_x + light_y * light_y + C1) * (variance + C2)
    return np.asarray(top / bottom, np.float32)


def ssim(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Mean of `ssim_map` without the rim of 5 pixels, as scikit-image takes it; -1..1."""
    inner = ssim_map(one, other)[RADIUS:-RADIUS, RADIUS:-RADIUS]
    return float(inner.mean(dtype=np.float64))


def _smooth(picture: Floats) -> Floats:
    size = 2 * RADIUS + 1
    blurred = cv2.GaussianBlur(
        picture, (size, size), SIGMA, borderType=cv2.BORDER_REFLECT
    )  # scikit-image's "reflect" is OpenCV's BORDER_REFLECT
    return np.asarray(blurred, np.float32)


@dataclass
class SsimAdjacent:
    """Similarity of neighbouring measured frames, on the subject."""

    columns: Columns = field(default_factory=lambda: Columns(("value", "surroundings")))
    due: Due = field(default_factory=lambda: Due(EVERY))

    def update(self, sample: Sample) -> None:
        """Compare the two frames of a pair, pixel by pixel."""
        if sample.pair is None or not self.due.now():
            return
        motion = sample.pair.motion
        similar = cells(ssim_map(motion.before.gray, motion.after.gray))
        self.columns.add(
            motion.after.time_s,
            mean_in(similar, sample.pair.inner),
            mean_in(similar, sample.pair.outer),
        )

    def result(self) -> Outcome:
        """Median over the clip."""
        return _median(self.columns, ADJACENT.name)


@dataclass
class SsimCompensated:
    """Similarity of neighbouring frames after the motion between them is undone."""

    columns: Columns = field(default_factory=lambda: Columns(("value", "surroundings")))
    due: Due = field(default_factory=lambda: Due(EVERY))

    def update(self, sample: Sample) -> None:
        """Bring the later frame back along the flow, compare where the flow holds."""
        if sample.pair is None or not self.due.now():
            return
        pair, motion = sample.pair, sample.pair.motion
        columns, rows = grid(motion.before.size)
        across, down = planes(motion.forward)
        brought = cv2.remap(
            motion.after.gray,
            columns + across,
            rows + down,
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        similar = cells(ssim_map(motion.before.gray, np.asarray(brought, np.uint8)))
        self.columns.add(
            motion.after.time_s,
            mean_in(similar, pair.inner & motion.followed),
            mean_in(similar, pair.outer & motion.followed),
        )

    def result(self) -> Outcome:
        """Median over the clip."""
        return _median(self.columns, COMPENSATED.name)


@dataclass
class SsimFirst:
    """Similarity of the subject, brought to one size, with how it looked in the first frame."""

    columns: Columns = field(default_factory=lambda: Columns(("value",)))
    due: Due = field(default_factory=lambda: Due(EVERY))
    _first: NDArray[np.uint8] | None = None

    def update(self, sample: Sample) -> None:
        """Cut the subject out and compare it with the first cut."""
        if sample.pair is None or not self.due.now():
            return
        if self._first is None:
            self._first = _cut(sample.pair, later=False)
        now = _cut(sample.pair, later=True)
        value = float("nan") if self._first is None or now is None else ssim(self._first, now)
        self.columns.add(sample.frame.time_s, value)

    def result(self) -> Outcome:
        """Median over the clip."""
        return _median(self.columns, FIRST.name)


def _cut(pair: Pair, *, later: bool) -> NDArray[np.uint8] | None:
    frame = pair.motion.after if later else pair.motion.before
    subject = pair.subject_after if later else pair.subject
    picture = frame.gray
    if subject is not None:
        if subject.region is None:
            return None
        picture = picture[subject.region.slices]
    small = cv2.resize(picture, (CROP, CROP), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def _median(columns: Columns, metric: str) -> Outcome:
    value = median_of(columns.column("value"))
    if not np.isfinite(value):
        return Unmeasured(metric, "no two frames could be compared")
    return columns.measurement(metric, value)


def _spec(name: str, summary: str, summary_zh: str, make: type) -> MetricSpec:
    def maker(_: Brief) -> SsimAdjacent | SsimCompensated | SsimFirst:
        return make()  # type: ignore[no-any-return]

    return MetricSpec(name, summary, summary_zh, "1", "higher", -1.0, 1.0, SOURCE, maker)


ADJACENT = _spec(
    "ssim_adjacent",
    "structural similarity of neighbouring frames, on the subject; falls with motion",
    "相邻帧的结构相似度（主体区域）；运动越大越低",
    SsimAdjacent,
)
COMPENSATED = _spec(
    "ssim_compensated",
    "structural similarity of neighbouring frames after the motion between them is undone",
    "补偿运动后的相邻帧结构相似度",
    SsimCompensated,
)
FIRST = _spec(
    "ssim_first",
    "structural similarity of the subject with its first frame; falls when it turns, too",
    "主体与首帧的结构相似度；主体转身时也会下降",
    SsimFirst,
)
SPECS = (ADJACENT, COMPENSATED, FIRST)
