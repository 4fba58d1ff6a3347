"""Patches that change at once, calm before and calm after: things out of nothing, or gone.

A hand that passes by, a face that turns, a leaf in the wind change before and after as well. A
thing that was not there, then is, and stays, changes exactly once: what remains of the change
after the unrest of the pairs before and after is taken off it. Looked at twice: between
neighbouring frames, for what jumps in, and over a third of a second, for what fades in.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from vidcheck.brief import pairs_in
from vidcheck.geometry import Size
from vidcheck.measure.base import (
    Columns,
    MetricSpec,
    Outcome,
    Pair,
    Sample,
    Unmeasured,
)
from vidcheck.motion import COARSE, coarse, grid, inner
from vidcheck.motion import sample as sample_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from vidcheck.brief import Brief
    from vidcheck.decode import Frame
    from vidcheck.measure.base import Metric

    Floats = NDArray[np.float32]

WINDOW = 7
"""Side of the patch in coarse pixels (28 working pixels, a ninth of the short side)."""
RIM = 4
"""Coarse pixels at the picture's rim where things may enter and leave as they like."""
PAIRS_BEFORE, PAIRS_AFTER = pairs_in(1 / 4), pairs_in(1 / 6)
"""Pairs before and after (a quarter and a sixth of a second) that have to be calm."""
UNREST_WEIGHT, FLOOR = 1.5, 2.0
"""Unrest counts half again; ΔE 2 is what codecs do to a patch at rest."""
CAP = 40.0
SPAN, SPANS_BEFORE = pairs_in(1 / 3), 2
"""Pairs in which a thing fades in or away, and how many such stretches before have to be calm."""
OWN = 0.3
"""Share of a coarse pixel that must be subject for a change there to be the subject's."""


_COLUMNS = ("value", "x", "y", "appears", "own", "own_x", "own_y", "own_appears")


@dataclass(frozen=True, eq=False)
class _Carrier:
    """Carries a coarse map from the beginning of a pair to its end."""

    at: tuple[Floats, Floats]

    @classmethod
    def of(cls, pair: Pair) -> _Carrier:
        """That of a pair."""
        back = coarse(pair.motion.back, pair.motion.before.size) * np.float32(1 / COARSE)
        columns, rows = grid(_shape(back))
        return cls((columns + back[..., 0], rows + back[..., 1]))

    def __call__(self, map_: Floats) -> Floats:
        """The map at the end of the pair; 0 where nothing is known."""
        moved = cv2.remap(map_, *self.at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
        return np.asarray(moved, np.float32)


@dataclass
class _Change:
    """A change waiting to be confirmed, carried along with the motion."""

    time_s: float
    size: Floats
    own: Floats
    appears: Floats
    column: Floats
    row: Floats
    age: int = 0

    def carry(self, carried: _Carrier) -> None:
        """On to the grid of the next frame."""
        self.size, self.own, self.appears = map(carried, (self.size, self.own, self.appears))
        self.column, self.row = carried(self.column), carried(self.row)


@dataclass
class Surprise:
    """Strongest patch of every pair.

    Columns: `value` in the surroundings (ΔE) with its middle `x`, `y` in working pixels and
    `appears`, positive where the patch stands out more after than before; `own` the same on the
    subject with `own_x`, `own_y`, `own_appears`.
    """

    columns: Columns = field(default_factory=lambda: Columns(_COLUMNS))
    _unrest: list[Floats] = field(default_factory=list)
    _waiting: list[_Change] = field(default_factory=list)

    def update(self, sample: Sample) -> None:
        """Take in one pair; a change is noted once the pairs after it are known."""
        pair = sample.pair
        if pair is None:
            return
        change = coarse(_change_size(pair), pair.motion.before.size)
        near = cv2.dilate(change, np.ones((3, 3), np.uint8)).astype(np.float32)
        for waiting in self._waiting:
            waiting.size = np.maximum(waiting.size - UNREST_WEIGHT * near, 0)
            waiting.age += 1
        self._waiting.append(self._fresh(pair, sample.frame.time_s, change))
        self._carry(pair, near)
        while self._waiting and self._waiting[0].age >= PAIRS_AFTER:
            self.columns.add(*_told(self._waiting.pop(0)))

    def _fresh(self, pair: Pair, time_s: float, change: Floats) -> _Change:
        unrest = np.max(self._unrest, axis=0) if self._unrest else np.zeros_like(change)
        size = np.maximum(change - UNREST_WEIGHT * unrest - FLOOR, 0)
        size_px = pair.motion.before.size
        own = np.zeros_like(change) if pair.subject is None else coarse(pair.subject.mask, size_px)
        columns, rows = grid(_shape(change))
        return _Change(time_s, size, own, _appears(pair), columns, rows)

    def _carry(self, pair: Pair, near: Floats) -> None:
        carried = _Carrier.of(pair)
        self._unrest = [carried(map_) for map_ in [*self._unrest, near][-PAIRS_BEFORE:]]
        for change in self._waiting:
            change.carry(carried)

    def result(self) -> Outcome:
        """The strongest patch of the clip, wherever it is."""
        return _strongest(self.columns, JUMP, "fewer than four frames could be compared")


@dataclass(frozen=True, eq=False)
class _Leg:
    """What is kept of one pair of a stretch: maps, no pictures.

    `lab` and `own` (coarse) are of its first frame, `source` leads from its last back to there.
    """

    lab: Floats
    own: Floats | None
    source: tuple[Floats, Floats]
    carried: _Carrier


@dataclass
class Fade:
    """Strongest patch of every third of a second, looked at after every pair.

    The way there is put together of the pairs' own flow. What has to be calm are the thirds of a
    second before and after, not those that share a pair with this one: so it does not matter at
    which pair a fade begins. Columns as those of `Surprise`.
    """

    columns: Columns = field(default_factory=lambda: Columns(_COLUMNS))
    _legs: deque[_Leg] = field(default_factory=lambda: deque(maxlen=SPAN))
    _near: list[Floats] = field(default_factory=list)
    _waiting: list[_Change] = field(default_factory=list)

    def update(self, sample: Sample) -> None:
        """Take in one pair; a change is noted a third of a second later."""
        pair = sample.pair
        if pair is None:
            return
        carried, motion = _Carrier.of(pair), pair.motion
        self._near = [carried(map_) for map_ in self._near[-SPANS_BEFORE * SPAN :]]
        for change in self._waiting:
            change.carry(carried)
            change.age += 1
        own = None if pair.subject is None else coarse(pair.subject.mask, motion.before.size)
        self._legs.append(_Leg(motion.before.lab, own, motion.source, carried))
        if len(self._legs) == SPAN:
            self._look(motion.after)

    def _look(self, frame: Frame) -> None:
        residual, inside = self._residual(frame)
        size = np.minimum(np.sqrt(inner(residual, residual)), CAP) * inside
        change = coarse(size, frame.size)
        near = np.asarray(cv2.dilate(change, np.ones((3, 3), np.uint8)), np.float32)
        for waiting in self._waiting:
            if waiting.age % SPAN == 0:
                waiting.size = np.maximum(waiting.size - UNREST_WEIGHT * near, 0)
        while self._waiting and self._waiting[0].age >= SPAN:
            self.columns.add(*_told(self._waiting.pop(0)))
        before = self._near[-SPAN::-SPAN]
        unrest = np.max(before, axis=0) if before else np.zeros_like(change)
        self._waiting.append(self._fresh(frame, change - UNREST_WEIGHT * unrest, residual))
        self._near.append(near)

    def _residual(self, frame: Frame) -> tuple[Floats, NDArray[np.bool_]]:
        """What a third of a second of motion does not explain, per cell of its last frame."""
        columns, rows = self._legs[-1].source
        for earlier in list(self._legs)[-2::-1]:
            at = (columns, rows)
            columns, rows = (sample_at(part, at) for part in earlier.source)
        lab = self._legs[0].lab
        height, width = lab.shape[:2]
        inside = (columns > 1) & (columns < width - 2) & (rows > 1) & (rows < height - 2)
        residual = frame.lab - sample_at(lab, (columns, rows))
        some = inside[::3, ::3]
        if np.count_nonzero(some) > 40:
            residual = residual - np.median(residual[::3, ::3][some], axis=0)
        return np.asarray(residual, np.float32), inside

    def _fresh(self, frame: Frame, size: Floats, residual: Floats) -> _Change:
        now = coarse(frame.lab, frame.size)
        appears = _standing_out(now) - _standing_out(now - coarse(residual, frame.size))
        own = self._legs[0].own
        if own is None:
            own = np.zeros_like(size)
        else:
            for leg in self._legs:
                own = leg.carried(own)
        columns, rows = grid(_shape(size))
        return _Change(frame.time_s, np.maximum(size - FLOOR, 0), own, appears, columns, rows)

    def result(self) -> Outcome:
        """The strongest patch of the clip, wherever it is."""
        return _strongest(self.columns, FADE, "shorter than two thirds of a second")


def _strongest(columns: Columns, name: str, reason: str) -> Outcome:
    if not len(columns):
        return Unmeasured(name, reason)
    both = np.maximum(columns.column("value"), columns.column("own"))
    return columns.measurement(name, float(both.max()))


def _told(change: _Change) -> tuple[float, ...]:
    """The time and the numbers of a change that the calm after it confirmed."""
    patch = cv2.boxFilter(change.size, -1, (WINDOW, WINDOW), borderType=cv2.BORDER_CONSTANT)
    patch[:RIM], patch[-RIM:], patch[:, :RIM], patch[:, -RIM:] = 0, 0, 0, 0
    appears = cv2.boxFilter(change.appears, -1, (WINDOW, WINDOW))
    numbers: list[float] = []
    for part in (patch * (change.own < OWN), patch * (change.own >= OWN)):
        row, column = np.unravel_index(int(part.argmax()), part.shape)
        x, y = change.column[row, column], change.row[row, column]
        numbers += [float(part[row, column]), float(x) * COARSE, float(y) * COARSE]
        numbers.append(float(appears[row, column]))
    return change.time_s, *numbers


def _change_size(pair: Pair) -> Floats:
    size = np.minimum(pair.motion.residual_size, CAP)
    return np.where(pair.motion.inside, size, 0).astype(np.float32)


def _appears(pair: Pair) -> Floats:
    """How much more a place stands out from its neighbourhood after the pair than before, ΔE."""
    size = pair.motion.before.size
    before = coarse(pair.motion.before.lab, size)
    return _standing_out(before + coarse(pair.motion.residual, size)) - _standing_out(before)


def _standing_out(lab: Floats) -> Floats:
    away = lab - cv2.blur(lab, (3 * WINDOW, 3 * WINDOW))
    return np.sqrt(inner(away, away))


def _shape(map_: NDArray[Any]) -> Size:
    return Size(map_.shape[1], map_.shape[0])


def _jump(_: Brief) -> Surprise:
    return Surprise()


def _fade(_: Brief) -> Fade:
    return Fade()


JUMP, FADE = "unexplained_change", "unexplained_fade"


def _spec(name: str, summary: str, summary_zh: str, make: Callable[[Brief], Metric]) -> MetricSpec:
    source = "own; excuses after Ling et al. 2025 (VMBench), arXiv:2503.10076"
    return MetricSpec(name, summary, summary_zh, "ΔE", "lower", 0.0, CAP, source, make)


SPECS = (
    _spec(
        JUMP,
        "the strongest patch that jumps once, calm before and after: out of nothing, or gone",
        "最强的“一次性”突变区域：前后都平静，凭空出现或消失",
        _jump,
    ),
    _spec(
        FADE,
        "the same over a third of a second: what fades in, or away",
        "同上，但跨度约三分之一秒：渐渐出现或消失",
        _fade,
    ),
)
