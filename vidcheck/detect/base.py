"""What every detector has in common: what it is shown, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from vidcheck.geometry import Region
from vidcheck.measure.base import Measurement

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from vidcheck.defects import DefectType
    from vidcheck.measure.base import Outcome

    Doubles = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Series:
    """Values over time, each shape (n,); moments without a value are left out."""

    times_s: Doubles
    values: Doubles

    def __len__(self) -> int:
        return len(self.values)

    def peak(self) -> int:
        """Index of the largest value."""
        return int(self.values.argmax())

    def start_of(self, index: int) -> float:
        """Time of the moment before `index`: a change between two frames begins at the first."""
        return float(self.times_s[max(0, index - 1)])


@dataclass(frozen=True)
class Excuse:
    """A stretch of time, in seconds, in which the subject was away for a good reason."""

    start_s: float
    end_s: float
    why: Literal["left", "covered"]


@dataclass(frozen=True, eq=False)
class Evidence:
    """All a detector is shown of a clip.

    `track` holds the subject's box in working pixels at each measured moment; `excused` the
    stretches in which changes of the subject mean nothing.
    """

    outcomes: Mapping[str, Outcome]
    track: tuple[tuple[float, Region | None], ...]
    first_s: float
    last_s: float
    excused: tuple[Excuse, ...] = ()

    def calm(self, series: Series | None) -> Series | None:
        """The series without excused moments; None where fewer than four are left."""
        if series is None or not self.excused:
            return series
        kept = np.ones(len(series), np.bool_)
        for excuse in self.excused:
            kept &= (series.times_s < excuse.start_s) | (series.times_s > excuse.end_s)
        if np.count_nonzero(kept) < 4:
            return None
        return Series(series.times_s[kept], series.values[kept])

    def series(self, metric: str, column: str = "value") -> Series | None:
        """A column of a measure, or None where it is unmeasured or shorter than four moments."""
        outcome = self.outcomes.get(metric)
        if not isinstance(outcome, Measurement):
            return None
        values = outcome.series[column]
        known = np.isfinite(values)
        if np.count_nonzero(known) < 4:
            return None
        return Series(outcome.times_s[known], values[known])

    def excess(self, metric: str, column: str = "around") -> Series | None:
        """The subject's values less those of its surroundings, where both are known."""
        outcome = self.outcomes.get(metric)
        if not isinstance(outcome, Measurement):
            return None
        values = outcome.series["value"] - outcome.series[column]
        known = np.isfinite(values)
        if np.count_nonzero(known) < 4:
            return None
        return Series(outcome.times_s[known], values[known])

    def box_at(self, time_s: float) -> Region | None:
        """The subject's box at the measured moment nearest to `time_s`."""
        if not self.track:
            return None
        return min(self.track, key=lambda moment: abs(moment[0] - time_s))[1]


PATCH_PX = 56
"""Side of the box drawn around a patch, in working pixels: twice the window it is measured in."""


def around(x: float, y: float) -> Region:
    """The box of a patch with its middle at x, y, all in working pixels."""
    return Region.from_xywh(x - PATCH_PX / 2, y - PATCH_PX / 2, PATCH_PX, PATCH_PX)


@dataclass(frozen=True)
class Candidate:
    """Something that may be a defect.

    `strength` is in the detector's own unit and comparable between clips; whether it is much is
    for calibration to say. `box` in working pixels. The sentences say what was seen.
    """

    type: DefectType
    strength: float
    start_s: float
    end_s: float
    box: Region | None
    metric: str
    evidence: str
    evidence_zh: str


@dataclass(frozen=True)
class DetectorSpec:
    """One kind of defect and how it is looked for.

    `unit` and `floor` belong to the strength; below `floor` nothing is worth a word, whatever
    the calibration says.
    """

    name: str
    summary: str
    summary_zh: str
    unit: str
    floor: float
    find: Callable[[Evidence], tuple[Candidate, ...]]


def spans(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Runs of True as (first, last) indices, both inclusive.

    >>> spans(np.array([False, True, True, False, True]))
    [(1, 2), (4, 4)]
    """
    edges = np.diff(np.concatenate([[0], flags.astype(np.int8), [0]]))
    starts, stops = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return [(int(start), int(stop) - 1) for start, stop in zip(starts, stops, strict=True)]
