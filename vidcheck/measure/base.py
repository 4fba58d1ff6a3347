"""What every measure has in common: its description, what it sees, and what it answers."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Protocol

import cv2
import numpy as np

from vidcheck.motion import cells

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from vidcheck.brief import Brief
    from vidcheck.decode import Frame
    from vidcheck.locate.base import Subject
    from vidcheck.motion import Motion


@dataclass(frozen=True, eq=False)
class Pair:
    """Two frames a pace apart: the motion between them, and the subject in each.

    `subject` is on the grid of `motion.before`, `subject_after` on that of `motion.after`; where
    the clip has no known subject both are None and measures look at the whole picture.
    """

    motion: Motion
    subject: Subject | None
    subject_after: Subject | None
    shared: dict[str, Any] = field(default_factory=dict, repr=False)
    """What measures of the same kind compute once for this pair: histograms by name."""

    @cached_property
    def inner(self) -> NDArray[np.bool_]:
        """Cells of the subject in `before`; of the whole picture where there is no subject."""
        return self._part(None if self.subject is None else self.subject.solid)

    @cached_property
    def camera(self) -> NDArray[np.float32] | None:
        """The similarity that carries the surroundings on; see `Motion.camera`."""
        return self.motion.camera(self.outer)

    @cached_property
    def outer(self) -> NDArray[np.bool_]:
        """Cells of the surroundings in `before`; of the whole picture where no subject is."""
        return self._part(None if self.subject is None else self.subject.surroundings)

    def _part(self, mask: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
        whole = cells(self.motion.before.gray)
        return np.ones(whole.shape, np.bool_) if mask is None else np.ascontiguousarray(cells(mask))


@dataclass(frozen=True, eq=False)
class Sample:
    """All a measure ever sees of one moment.

    The frame, the one before it, and at the measuring pace the pair that ends here (None between).
    """

    frame: Frame
    before: Frame | None
    pair: Pair | None


@dataclass(frozen=True, eq=False)
class Measurement:
    """A number for the clip, and the series it was made from.

    `times_s` in seconds, shape (n,); each column of `series` has shape (n,), NaN where nothing
    could be measured at that moment.
    """

    metric: str
    value: float
    times_s: NDArray[np.float64]
    series: dict[str, NDArray[np.float64]]


@dataclass(frozen=True)
class Unmeasured:
    """Why there is no number."""

    metric: str
    reason: str


Outcome = Measurement | Unmeasured


class Metric(Protocol):
    """A thin accumulator: remembers numbers, never pictures but the one before."""

    def update(self, sample: Sample) -> None:
        """Take in one moment; samples come in time order."""

    def result(self) -> Outcome:
        """The answer for all moments so far."""


@dataclass(frozen=True)
class MetricSpec:
    """The one place where a measure's name, unit, range and source are written.

    `better` is "higher" or "lower" where one end means more consistent, "neither" where the
    number only describes. `low` and `high` bound the value; None for no bound.
    """

    name: str
    summary: str
    summary_zh: str
    unit: str
    better: Literal["higher", "lower", "neither"]
    low: float | None
    high: float | None
    source: str
    make: Callable[[Brief], Metric]


@dataclass
class Columns:
    """Per-moment numbers as flat arrays: 8 bytes each, so that an hour of film stays small."""

    names: tuple[str, ...]
    times_s: array[float] = field(default_factory=lambda: array("d"))
    values: dict[str, array[float]] = field(init=False)

    def __post_init__(self) -> None:
        self.values = {name: array("d") for name in self.names}

    def add(self, time_s: float, *numbers: float) -> None:
        """One moment, its numbers in the order of `names`."""
        self.times_s.append(time_s)
        for name, number in zip(self.names, numbers, strict=True):
            self.values[name].append(number)

    def __len__(self) -> int:
        return len(self.times_s)

    def column(self, name: str) -> NDArray[np.float64]:
        """One column as an array of shape (n,)."""
        return np.array(self.values[name], np.float64)

    def measurement(self, metric: str, value: float) -> Measurement:
        """These columns as the answer of `metric`."""
        series = {name: self.column(name) for name in self.names}
        return Measurement(metric, float(value), np.array(self.times_s, np.float64), series)


@dataclass
class Due:
    """Says at every `every`-th pair, from the first on, that it is time to look."""

    every: int
    _seen: int = 0

    def now(self) -> bool:
        """Ask once a pair."""
        self._seen += 1
        return self._seen % self.every == 1 % self.every


def mean_in(values: NDArray[np.float32], where: NDArray[np.bool_], least: int = 8) -> float:
    """Mean of `values` over the pixels of `where`; NaN where there are fewer than `least`."""
    mask = where.view(np.uint8)
    if cv2.countNonZero(mask) < least:
        return float("nan")
    return float(cv2.mean(values, mask)[0])


def median_of(values: NDArray[np.float64]) -> float:
    """Median of the numbers that are there; NaN where none is."""
    known = values[np.isfinite(values)]
    return float(np.median(known)) if known.size else float("nan")
