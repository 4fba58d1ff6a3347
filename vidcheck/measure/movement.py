"""How much moves: the picture as a whole, the camera, and the subject apart from the camera."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from vidcheck.measure.base import Columns, MetricSpec, Outcome, Sample, Unmeasured, median_of
from vidcheck.motion import CELL, squared

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vidcheck.brief import Brief
    from vidcheck.measure.base import Pair

    Floats = NDArray[np.float32]

TOP = 95
"""Percentile of flow taken as the amount: VBench's dynamic degree looks at the top 5 %, too."""


def speed(length_px: float, pair: Pair) -> float:
    """Pixels in one pair as short sides per second."""
    return length_px / pair.motion.before.size.short_side / max(pair.motion.gap_s, 1e-3)


@dataclass
class MotionAmount:
    """Top flow of the whole picture, in short sides per second."""

    columns: Columns = field(default_factory=lambda: Columns(("value",)))

    def update(self, sample: Sample) -> None:
        """Take in one pair."""
        if sample.pair is not None:
            flow = np.ascontiguousarray(sample.pair.motion.ahead[::2, ::2])
            top = float(np.percentile(squared(flow), TOP)) ** 0.5
            self.columns.add(sample.frame.time_s, speed(top, sample.pair))

    def result(self) -> Outcome:
        """Median over the clip."""
        return _median(self.columns, AMOUNT.name)


@dataclass
class CameraMotion:
    """The similarity that carries the background.

    Columns, per second: `value` length of the shift in short sides; `right`, `down` the shift of
    the picture's centre in short sides; `zoom` natural logarithm of the scale; `roll` in degrees.
    """

    columns: Columns = field(
        default_factory=lambda: Columns(("value", "right", "down", "zoom", "roll"))
    )

    def update(self, sample: Sample) -> None:
        """Take in one pair."""
        if sample.pair is not None:
            self.columns.add(sample.frame.time_s, *_camera(sample.pair))

    def result(self) -> Outcome:
        """Median length of the shift."""
        return _median(self.columns, CAMERA.name)


@dataclass
class SubjectMotion:
    """Motion of the subject apart from the camera's, in short sides per second."""

    columns: Columns = field(default_factory=lambda: Columns(("value",)))

    def update(self, sample: Sample) -> None:
        """Take in one pair."""
        pair = sample.pair
        if pair is None:
            return
        value = float("nan")
        matrix = pair.camera
        if pair.subject is not None and matrix is not None and pair.inner[::2, ::2].any():
            some = np.zeros_like(pair.inner)
            some[::2, ::2] = pair.inner[::2, ::2]
            own = pair.motion.ahead[some] - _field(matrix, some)
            value = speed(float(np.median(np.linalg.norm(own, axis=1))), pair)
        self.columns.add(sample.frame.time_s, value)

    def result(self) -> Outcome:
        """Median over the clip."""
        return _median(self.columns, SUBJECT.name)


def _camera(pair: Pair) -> tuple[float, ...]:
    matrix = pair.camera
    if matrix is None:
        return (float("nan"),) * 5
    size = pair.motion.before.size
    middle = np.array([size.width / 2, size.height / 2], np.float32)
    right, down = (matrix[:, :2] @ middle + matrix[:, 2] - middle).tolist()
    gap = max(pair.motion.gap_s, 1e-3)
    zoom = float(np.log(max(np.hypot(matrix[0, 0], matrix[1, 0]), 1e-3))) / gap
    roll = float(np.degrees(np.arctan2(matrix[1, 0], matrix[0, 0]))) / gap
    return (
        speed(float(np.hypot(right, down)), pair),
        speed(right, pair),
        speed(down, pair),
        zoom,
        roll,
    )


def _field(matrix: Floats, where: NDArray[np.bool_]) -> Floats:
    """How many pixels a similarity moves each cell of `where`, float32 (n, 2), horizontal first."""
    rows, columns = np.nonzero(where)
    place = np.stack([columns, rows], axis=1).astype(np.float32) * CELL
    return np.asarray(place @ matrix[:, :2].T + matrix[:, 2] - place, np.float32)


def _median(columns: Columns, name: str) -> Outcome:
    value = median_of(columns.column("value"))
    if not np.isfinite(value):
        return Unmeasured(name, "no motion could be followed")
    return columns.measurement(name, value)


def _amount(_: Brief) -> MotionAmount:
    return MotionAmount()


def _camera_metric(_: Brief) -> CameraMotion:
    return CameraMotion()


def _subject(_: Brief) -> SubjectMotion:
    return SubjectMotion()


_SIDES = "sides/s"
AMOUNT = MetricSpec(
    "motion_amount",
    "how fast the fastest twentieth of the picture moves, in short sides of the picture a second",
    "画面运动量：最快的 5% 像素每秒移动多少个画面短边",
    _SIDES,
    "neither",
    0.0,
    None,
    "dynamic degree after Huang et al. 2024 (VBench), arXiv:2311.17982, with DIS flow",
    _amount,
)
CAMERA = MetricSpec(
    "camera_motion",
    "how fast the camera moves, from the background",
    "摄影机运动速度（由背景估计）",
    _SIDES,
    "neither",
    0.0,
    None,
    "RANSAC similarity, Fischler, Bolles 1981, doi:10.1145/358669.358692",
    _camera_metric,
)
SUBJECT = MetricSpec(
    "subject_motion",
    "how fast the subject moves apart from the camera",
    "主体相对摄影机的运动速度",
    _SIDES,
    "neither",
    0.0,
    None,
    "flow less the background's similarity",
    _subject,
)
SPECS = (AMOUNT, CAMERA, SUBJECT)
