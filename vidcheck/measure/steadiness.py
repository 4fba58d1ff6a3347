"""The whole picture at every frame: brightness, repeated frames, and cuts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np

from vidcheck.measure.base import Columns, MetricSpec, Outcome, Sample, Unmeasured, median_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vidcheck.brief import Brief

    Floats = NDArray[np.float32]

REPEAT_SHARE, REPEAT_FLOOR = 0.12, 0.02
"""A frame repeats the one before if it differs by less than 12 % of the clip's median difference
(or 0.02 of 255 levels): codecs leave that much noise on a picture that stands still."""


def repeats(difference: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which frames repeat the one before, from mean absolute differences (NaN for the first)."""
    usual = median_of(difference)
    limit = max(REPEAT_SHARE * usual, REPEAT_FLOOR)
    return np.asarray(np.nan_to_num(difference, nan=np.inf) < limit)


@dataclass
class LumaFlicker:
    """Brightness that changes and changes back. Column `value`: mean luma 0..255, every frame."""

    columns: Columns = field(default_factory=lambda: Columns(("value",)))

    def update(self, sample: Sample) -> None:
        """Note the mean luma of the frame."""
        self.columns.add(sample.frame.time_s, float(cv2.mean(sample.frame.gray)[0]))

    def result(self) -> Outcome:
        """Median absolute second difference of mean luma; slow fades cancel out."""
        luma = self.columns.column("value")
        if len(luma) < 5:
            return Unmeasured(FLICKER.name, "fewer than five frames")
        return self.columns.measurement(FLICKER.name, float(np.median(np.abs(np.diff(luma, 2)))))


@dataclass
class RepeatedFrames:
    """Frames that repeat the one before. Column `value`: mean absolute difference of luma."""

    columns: Columns = field(default_factory=lambda: Columns(("value",)))

    def update(self, sample: Sample) -> None:
        """Note the difference to the frame before."""
        difference = float("nan")
        if sample.before is not None:
            difference = float(cv2.mean(cv2.absdiff(sample.frame.gray, sample.before.gray))[0])
        self.columns.add(sample.frame.time_s, difference)

    def result(self) -> Outcome:
        """Share of frames that repeat the one before."""
        if len(self.columns) < 2:
            return Unmeasured(REPEATED.name, "fewer than two frames")
        share = float(repeats(self.columns.column("value"))[1:].mean())
        return self.columns.measurement(REPEATED.name, share)


@dataclass
class Novelty:
    """How new the palette and layout of a frame are. Column `value`: 0 (the same) to 1."""

    columns: Columns = field(default_factory=lambda: Columns(("value",)))
    _before: tuple[Floats, Floats] | None = None

    def update(self, sample: Sample) -> None:
        """Compare with the frame before."""
        now = _signature(sample.frame.rgb)
        value = float("nan")
        if self._before is not None:
            palette = cv2.compareHist(self._before[0], now[0], cv2.HISTCMP_BHATTACHARYYA)
            layout = float(np.abs(self._before[1] - now[1]).mean()) / 64
            value = min(1.0, max(float(palette), 0.0)) * min(1.0, layout)
        self._before = now
        self.columns.add(sample.frame.time_s, value)

    def result(self) -> Outcome:
        """The most novel frame."""
        values = self.columns.column("value")
        if not np.isfinite(values).any():
            return Unmeasured(NOVELTY.name, "fewer than two frames")
        return self.columns.measurement(NOVELTY.name, float(np.nanmax(values)))


def _signature(rgb: NDArray[np.uint8]) -> tuple[Floats, Floats]:
    half = cv2.resize(rgb, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_NEAREST)
    counts = cv2.calcHist([half], [0, 1, 2], None, [6, 6, 6], [0, 256] * 3).ravel()
    layout = cv2.resize(rgb, (8, 8), interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.asarray(counts / counts.sum(), np.float32), np.asarray(layout, np.float32)


def _flicker(_: Brief) -> LumaFlicker:
    return LumaFlicker()


def _repeated(_: Brief) -> RepeatedFrames:
    return RepeatedFrames()


def _novelty(_: Brief) -> Novelty:
    return Novelty()


FLICKER = MetricSpec(
    "luma_flicker",
    "brightness of the whole picture that jumps and jumps back from frame to frame",
    "整幅画面亮度的逐帧闪烁",
    "levels",
    "lower",
    0.0,
    510.0,
    "median |second difference| of mean luma; docs/measure.md",
    _flicker,
)
REPEATED = MetricSpec(
    "repeated_frames",
    "share of frames that repeat the one before",
    "与前一帧相同的帧所占比例",
    "1",
    "neither",
    0.0,
    1.0,
    "docs/measure.md",
    _repeated,
)
NOVELTY = MetricSpec(
    "novelty",
    "the largest jump of palette and layout between two frames: a cut",
    "相邻帧色彩与构图的最大跳变（剪切点）",
    "1",
    "neither",
    0.0,
    1.0,
    "Bhattacharyya 1943 × mean change of an 8×8 layout; docs/measure.md",
    _novelty,
)
SPECS = (FLICKER, REPEATED, NOVELTY)
