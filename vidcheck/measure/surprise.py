"""Patches that change at once, calm before and calm after: things out of nothing, or gone.

A hand that passes by, a face that turns, a leaf in the wind change before and after as well. A
thing that was not there, then is, and stays, changes exactly once: what remains of the change
after the unrest of the pairs before and after is taken off it. Looked at twice: between
neighbouring frames, for what jumps in, and over a third of a second, for what fades in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import cv2
import numpy as np

from vidcheck.geometry import Size
from vidcheck.measure.base import (
    COARSE,
    Columns,
    MetricSpec,
    Outcome,
    Pair,
    Sample,
    Unmeasured,
    coarse,
)
from vidcheck.motion import Motion, grid, inner

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vidcheck.brief import Brief
    from vidcheck.decode import Frame
    from vidcheck.locate.base import Subject

    Floats = NDArray[np.float32]

WINDOW = 7
"""Side of the patch in coarse pixels (28 working pixels, a ninth of the short side)."""
RIM = 4
"""Coarse pixels at the picture's rim where things may enter and leave as they like."""
PAIRS_BEFORE, PAIRS_AFTER = 3, 2
"""Pairs before and after (a quarter and a sixth of a second) that have to be calm."""
UNREST_WEIGHT, FLOOR = 1.5, 2.0
"""Unrest counts half again; ΔE 2 is what codecs do to a patch at rest."""
CAP = 40.0
SLOW_STRIDE = 4
"""Pairs taken as one for what fades in: a third of a second."""
OWN = 0.3
"""Share of a coarse pixel that must be subject for a change there to be the subject's."""


_COLUMNS = ("value", "x", "y", "appears", "own", "own_x", "own_y", "own_appears")


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


@dataclass
class Surprise:
    """Strongest patch of every pair, or of every `stride` pairs taken as one.

    Columns: `value` in the surroundings (ΔE) with its middle `x`, `y` in working pixels and
    `appears`, positive where the patch stands out more after than before; `own` the same on the
    subject with `own_x`, `own_y`, `own_appears`.
    """

    name: str
    stride: int = 1
    columns: Columns = field(default_factory=lambda: Columns(_COLUMNS))
    _start: tuple[Frame, Subject | None] | None = None
    _pairs: int = 0
    _unrest: list[Floats] = field(default_factory=list)
    _waiting: list[_Change] = field(default_factory=list)

    def update(self, sample: Sample) -> None:
        """Take in one pair; a change is noted once the pairs after it are known."""
        pair = self._span(sample.pair)
        if pair is None:
            return
        change = coarse(_change_size(pair))
        near = cv2.dilate(change, np.ones((3, 3), np.uint8)).astype(np.float32)
        for waiting in self._waiting:
            waiting.size = np.maximum(waiting.size - UNREST_WEIGHT * near, 0)
            waiting.age += 1
        self._waiting.append(self._fresh(pair, sample.frame.time_s, change))
        self._carry(pair, near)
        while self._waiting and self._waiting[0].age >= PAIRS_AFTER:
            self._note(self._waiting.pop(0))

    def _span(self, pair: Pair | None) -> Pair | None:
        if pair is None or self.stride == 1:
            return pair
        if self._start is None:
            self._start = (pair.motion.before, pair.subject)
        self._pairs += 1
        if self._pairs % self.stride:
            return None
        frame, subject = self._start
        self._start = (pair.motion.after, pair.subject_after)
        return Pair(Motion(frame, pair.motion.after), subject, pair.subject_after)

    def _fresh(self, pair: Pair, time_s: float, change: Floats) -> _Change:
        unrest = np.max(self._unrest, axis=0) if self._unrest else np.zeros_like(change)
        size = np.maximum(change - UNREST_WEIGHT * unrest - FLOOR, 0)
        own = np.zeros_like(change) if pair.subject is None else coarse(pair.subject.mask)
        columns, rows = grid(_shape(change))
        return _Change(time_s, size, own, _appears(pair), columns, rows)

    def _carry(self, pair: Pair, near: Floats) -> None:
        back = coarse(pair.motion.backward) / COARSE
        columns, rows = grid(_shape(near))
        at = (columns + back[..., 0], rows + back[..., 1])

        def carried(map_: Floats) -> Floats:
            moved = cv2.remap(map_, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
            return np.asarray(moved, np.float32)

        self._unrest = [carried(map_) for map_ in [*self._unrest, near][-PAIRS_BEFORE:]]
        for change in self._waiting:
            change.size, change.own = carried(change.size), carried(change.own)
            change.appears = carried(change.appears)
            change.column, change.row = carried(change.column), carried(change.row)

    def _note(self, change: _Change) -> None:
        patch = cv2.boxFilter(change.size, -1, (WINDOW, WINDOW), borderType=cv2.BORDER_CONSTANT)
        patch[:RIM], patch[-RIM:], patch[:, :RIM], patch[:, -RIM:] = 0, 0, 0, 0
        appears = cv2.boxFilter(change.appears, -1, (WINDOW, WINDOW))
        numbers: list[float] = []
        for part in (patch * (change.own < OWN), patch * (change.own >= OWN)):
            row, column = np.unravel_index(int(part.argmax()), part.shape)
            x, y = change.column[row, column], change.row[row, column]
            numbers += [float(part[row, column]), float(x) * COARSE, float(y) * COARSE]
            numbers.append(float(appears[row, column]))
        self.columns.add(change.time_s, *numbers)

    def result(self) -> Outcome:
        """The strongest patch of the clip, wherever it is."""
        if not len(self.columns):
            return Unmeasured(self.name, "fewer than four frames could be compared")
        both = np.maximum(self.columns.column("value"), self.columns.column("own"))
        return self.columns.measurement(self.name, float(both.max()))


def _change_size(pair: Pair) -> Floats:
    size = np.minimum(pair.motion.residual_size, CAP)
    return np.where(pair.motion.inside, size, 0).astype(np.float32)


def _appears(pair: Pair) -> Floats:
    """How much more a place stands out from its neighbourhood after the pair than before, ΔE."""
    before = coarse(pair.motion.before.lab)
    return _standing_out(before + coarse(pair.motion.residual)) - _standing_out(before)


def _standing_out(lab: Floats) -> Floats:
    away = lab - cv2.blur(lab, (3 * WINDOW, 3 * WINDOW))
    return np.sqrt(inner(away, away))


def _shape(map_: Floats) -> Size:
    return Size(map_.shape[1], map_.shape[0])


def _make(name: str, stride: int, _: Brief) -> Surprise:
    return Surprise(name, stride)


def _spec(name: str, stride: int, summary: str, summary_zh: str) -> MetricSpec:
    source = "own; excuses after Ling et al. 2025 (VMBench), arXiv:2503.10076"
    make = partial(_make, name, stride)
    return MetricSpec(name, summary, summary_zh, "ΔE", "lower", 0.0, CAP, source, make)


SPECS = (
    _spec(
        "unexplained_change",
        1,
        "the strongest patch that jumps once, calm before and after: out of nothing, or gone",
        "最强的“一次性”突变区域：前后都平静，凭空出现或消失",
    ),
    _spec(
        "unexplained_fade",
        SLOW_STRIDE,
        "the same over a third of a second: what fades in, or away",
        "同上，但跨度约三分之一秒：渐渐出现或消失",
    ),
)
