"""The colour of the subject, followed on the subject itself and taken against its surroundings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np

from vidcheck.measure.base import Columns, MetricSpec, Outcome, Sample, Unmeasured, median_of
from vidcheck.motion import CELL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from vidcheck.brief import Brief
    from vidcheck.decode import Frame
    from vidcheck.motion import Motion

    Floats = NDArray[np.float32]

_COLUMNS = ("value", "spread", "light", "a", "b", "alive", "alive_around")
POINTS, POINTS_AROUND = 120, 60
"""Corners followed on the subject and around it; as many grid points may join them."""
LEAST = 8
"""Points below which a median colour shift is not believed."""


@dataclass
class Points:
    """Points of one part of the picture, chained from frame to frame, with their first colour."""

    place: Floats
    first: Floats
    born: int

    @classmethod
    def seed(cls, frame: Frame, where: NDArray[np.bool_], most: int) -> Points | None:
        """Corners (Shi, Tomasi 1994) and a grid of 9 px inside `where`; None if fewer than 8."""
        mask = where.copy()
        mask[:4], mask[-4:], mask[:, :4], mask[:, -4:] = False, False, False, False
        found = cv2.goodFeaturesToTrack(frame.gray, most, 0.003, 4, mask=mask.astype(np.uint8))
        rows, columns = np.nonzero(mask[::9, ::9])
        places = np.stack([columns * 9, rows * 9], axis=1).astype(np.float32)
        places = places[:: max(1, -(-len(places) // most))]
        if found is not None:
            places = np.concatenate([places, found[:, 0]])
        if len(places) < LEAST:
            return None
        points = cls(places.astype(np.float32), places, len(places))
        points.first = points.colours(frame)
        return points

    def colours(self, frame: Frame) -> Floats:
        """L*a*b* of the cells in which the points lie, (n, 3)."""
        rows, columns = frame.lab.shape[:2]
        at = np.rint(self.place / CELL).astype(np.intp)
        return frame.lab[np.clip(at[:, 1], 0, rows - 1), np.clip(at[:, 0], 0, columns - 1)]

    def keep(self, there: Floats, held: NDArray[np.bool_]) -> None:
        """Move on to `there`; points that are not held die."""
        self.place, self.first = there[held], self.first[held]

    @property
    def alive(self) -> float:
        """Share of the points that still live."""
        return len(self.place) / self.born


def follow(motion: Motion, sets: Sequence[Points]) -> None:
    """Move sets of points on, in one go; a point that does not come back within 1.2 px dies.

    So does one that leaves the picture. Dense flow says where to begin to look, both ways.
    """
    if not sum(len(points.place) for points in sets):
        return
    place = np.concatenate([points.place for points in sets])
    size = motion.before.size
    there, found = _track(motion.before, motion.after, place, _at(motion.forward, place))
    back, _ = _track(motion.after, motion.before, there, _at(motion.backward, there))
    held = (np.linalg.norm(back - place, axis=1) < 1.2) & found & (there > 3).all(1)
    held &= (there[:, 0] < size.width - 4) & (there[:, 1] < size.height - 4)
    ends = np.cumsum([len(points.place) for points in sets])[:-1]
    for points, part, kept in zip(sets, np.split(there, ends), np.split(held, ends), strict=True):
        points.keep(part, kept)


def _at(flow: Floats, place: Floats) -> Floats:
    """Where a flow takes places (n, 2)."""
    rows, columns = flow.shape[:2]
    at = np.rint(place).astype(np.intp)
    return place + flow[np.clip(at[:, 1], 0, rows - 1), np.clip(at[:, 0], 0, columns - 1)]


def _track(
    start: Frame, end: Frame, place: Floats, guess: Floats
) -> tuple[Floats, NDArray[np.bool_]]:
    moved, found, _ = cv2.calcOpticalFlowPyrLK(
        start.gray,
        end.gray,
        place[:, None],
        guess[:, None].copy(),
        winSize=(17, 17),
        maxLevel=1,
        flags=cv2.OPTFLOW_USE_INITIAL_FLOW,
    )
    return np.asarray(moved[:, 0], np.float32), np.asarray(found[:, 0] == 1)


@dataclass
class AppearanceDrift:
    """How far the colour of tracked points of the subject moved, less that of the background.

    Columns: `value` ΔE (L halved) of the median shift; `spread` 75th percentile of the single
    points' chroma shifts; `light`, `a`, `b` the median shift itself; `alive`, `alive_around` share
    of points still tracked.
    """

    columns: Columns = field(default_factory=lambda: Columns(_COLUMNS))
    _inner: Points | None = None
    _outer: Points | None = None
    _started: bool = False

    def update(self, sample: Sample) -> None:
        """Track one pair further."""
        if sample.pair is None:
            return
        pair, motion = sample.pair, sample.pair.motion
        if not self._started:
            self._started = True
            everywhere = np.ones(motion.before.gray.shape, np.bool_)
            subject = pair.subject
            inner, outer = (
                (everywhere, everywhere)
                if subject is None
                else (subject.solid, subject.surroundings)
            )
            self._inner = Points.seed(motion.before, inner, POINTS)
            self._outer = Points.seed(motion.before, outer, POINTS_AROUND)
        sets = [points for points in (self._inner, self._outer) if points is not None]
        follow(motion, sets)
        self.columns.add(sample.frame.time_s, *self._numbers(motion.after))

    def _numbers(self, frame: Frame) -> tuple[float, ...]:
        nan = float("nan")
        inner, outer = self._inner, self._outer
        alive = inner.alive if inner else nan
        around = outer.alive if outer else nan
        if inner is None or len(inner.place) < LEAST // 2:
            return *(nan,) * 5, alive, around
        shift = inner.colours(frame) - inner.first
        if outer is not None and len(outer.place) >= LEAST:
            moved = outer.colours(frame) - outer.first
            shift = shift - np.median(moved, axis=0)
        middle = np.median(shift, axis=0)
        value = float(np.linalg.norm(middle * (0.5, 1, 1)))
        spread = float(np.percentile(np.linalg.norm(shift[:, 1:], axis=1), 75))
        light, a, b = (float(part) for part in middle)
        return value, spread, light, a, b, alive, around

    def result(self) -> Outcome:
        """Median over the last fifth of the moments at which points lived.

        A subject whose points all died on the way still has an answer, or nobody would learn from
        the columns that they died.
        """
        values = self.columns.column("value")
        values = values[np.isfinite(values)]
        value = median_of(values[-max(2, len(values) // 5) :])
        if not np.isfinite(value):
            return Unmeasured("appearance_drift", "no point of the subject could be followed")
        return self.columns.measurement("appearance_drift", value)


def _make(_: Brief) -> AppearanceDrift:
    return AppearanceDrift()


SPEC = MetricSpec(
    "appearance_drift",
    "how far the colour of points of the subject has moved at the end, against its surroundings",
    "主体上跟踪点的颜色在结尾偏移了多少（扣除环境变化）",
    "ΔE",
    "lower",
    0.0,
    None,
    "tracked colour after Tracker-FG (DynamicEval, arXiv:2510.07441); Lucas, Kanade 1981",
    _make,
)
SPECS = (SPEC,)
