"""What changes between two single frames and stays changed, at the clip's own frame rate.

Whatever moves changes the picture in many frames in a row. A thing out of nothing, a swap, a cut
changes it once: a place that differs far more between these two frames than in the two pairs of
frames before and after, and that does not change back. No motion has to be known for that, so it
holds where flow fails, and it is looked at between all frames, not at the measuring pace.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np

from vidcheck.measure.base import Columns, MetricSpec, Outcome, Sample, Unmeasured
from vidcheck.motion import COARSE, squared

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vidcheck.brief import Brief

    Floats = NDArray[np.float32]

WINDOW = 7
"""Side of the patch in coarse pixels (28 working pixels, a ninth of the short side)."""
RIM = 3
UNREST_WEIGHT, FLOOR, CAP = 1.2, 1.0, 40.0
"""The unrest of the four neighbouring pairs of frames counts a fifth more; ΔE 1 is coding noise."""
TOLD = 1.0
"""ΔE of the least patch worth asking whether it appears."""
OWN = 0.3
"""Share of a coarse pixel that must be subject for a change there to be the subject's."""
TO_LAB = np.array([100 / 255, 1, 1], np.float32)
_COLUMNS = ("value", "x", "y", "appears", "own", "own_x", "own_y", "own_appears")


@dataclass
class Blink:
    """Strongest patch between each two frames, in the surroundings and on the subject.

    Columns: `value` in the surroundings (ΔE) with its middle `x`, `y` in working pixels and
    `appears`, positive where the patch stands out more after than before; `own` the same on the
    subject with `own_x`, `own_y`, `own_appears`.
    """

    columns: Columns = field(default_factory=lambda: Columns(_COLUMNS))
    _labs: deque[Floats] = field(default_factory=lambda: deque(maxlen=6))
    _steps: deque[tuple[float, Floats, Floats]] = field(default_factory=lambda: deque(maxlen=5))
    _own: NDArray[np.bool_] | None = None

    def update(self, sample: Sample) -> None:
        """Take in one frame; a change is noted two frames later."""
        lab = _small_lab(sample.frame.rgb)
        if sample.pair is not None and sample.pair.subject_after is not None:
            mask = sample.pair.subject_after.mask
            small = cv2.resize(mask, lab.shape[1::-1], interpolation=cv2.INTER_AREA)
            self._own = np.asarray(small >= OWN)
        if self._labs:
            step = _length(lab - self._labs[-1])
            near = cv2.dilate(step, np.ones((3, 3), np.uint8))
            self._steps.append((sample.frame.time_s, step, np.asarray(near, np.float32)))
        self._labs.append(lab)
        if len(self._steps) == 5:
            self._note()

    def _note(self) -> None:
        before, after = self._labs[2], self._labs[3]
        time_s, step, _ = self._steps[2]
        unrest = np.max([self._steps[index][2] for index in (0, 1, 3, 4)], axis=0)
        stays = _length(self._labs[5] - self._labs[0])
        size = np.clip(step - UNREST_WEIGHT * unrest - FLOOR, 0, CAP)
        size = np.minimum(size, stays)
        patch = cv2.boxFilter(size, -1, (WINDOW, WINDOW), borderType=cv2.BORDER_CONSTANT)
        patch[:RIM], patch[-RIM:], patch[:, :RIM], patch[:, -RIM:] = 0, 0, 0, 0
        own = np.zeros(patch.shape, np.bool_) if self._own is None else self._own
        numbers: list[float] = []
        for part in (patch * ~own, patch * own):
            row, column = np.unravel_index(int(part.argmax()), part.shape)
            change, stands = float(part[row, column]), 0.0
            if change >= TOLD:
                stands = _standing_out(after, row, column) - _standing_out(before, row, column)
            numbers += [change, COARSE * (column + 0.5), COARSE * (row + 0.5), stands]
        self.columns.add(time_s, *numbers)

    def result(self) -> Outcome:
        """The strongest patch of the clip, wherever it is."""
        if not len(self.columns):
            return Unmeasured(SPEC.name, "fewer than six frames")
        both = np.maximum(self.columns.column("value"), self.columns.column("own"))
        return self.columns.measurement(SPEC.name, float(both.max()))


def _small_lab(rgb: NDArray[np.uint8]) -> Floats:
    height, width = rgb.shape[:2]
    size = (max(8, width // COARSE), max(8, height // COARSE))
    lab = cv2.cvtColor(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2LAB)
    return np.asarray(lab.astype(np.float32) * TO_LAB, np.float32)


def _length(change: Floats) -> Floats:
    """Length of each pixel's change, less the median change of the picture; (H, W)."""
    middle = np.median(change[::4, ::4].reshape(-1, 3), axis=0).astype(np.float32)
    return np.sqrt(squared(change - middle))


def _standing_out(lab: Floats, row: np.intp, column: np.intp) -> float:
    """ΔE between the patch at a place and its wider neighbourhood."""

    def mean(reach: int) -> Floats:
        part = lab[
            max(0, row - reach) : row + reach + 1, max(0, column - reach) : column + reach + 1
        ]
        return np.asarray(part.mean(axis=(0, 1)), np.float32)

    return float(np.linalg.norm(mean(WINDOW // 2) - mean(WINDOW + WINDOW // 2)))


def _make(_: Brief) -> Blink:
    return Blink()


SPEC = MetricSpec(
    "sudden_change",
    "the strongest patch that jumps between two single frames and does not jump back",
    "相邻两帧之间突变且不再恢复的最强区域",
    "ΔE",
    "lower",
    0.0,
    CAP,
    "own; persistence after Ling et al. 2025 (VMBench), arXiv:2503.10076",
    _make,
)
SPECS = (SPEC,)
