"""Where a file with several shots changes from one to the next: measured cuts, planned lengths."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

from vidcheck.decode import open_clip

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SIDE = 64
"""Short side of the pictures compared: a cut changes all of it."""
RATIO, LEAST_CHANGE, NEIGHBOURS = 3.0, 15.0, 2
"""PySceneDetect's AdaptiveDetector: a cut changes the picture by 15 of 255 and three times as much
as its two neighbours on either side."""
FARTHEST = 0.5
"""A cut farther from its planned place than half a mean shot is not that cut."""
LEAST_PART_S = 0.25


@dataclass(frozen=True)
class Part:
    """One shot's part of a file in seconds; `measured` where a cut was found at its start."""

    start_s: float
    end_s: float
    measured: bool


def parts_of(path: Path, planned_s: Sequence[float]) -> list[Part]:
    """Split a file into as many parts as shots were planned.

    Args:
        path: the file.
        planned_s: how long each shot was to be, in order; at least one.

    Raises: ClipError where the file cannot be read.
    """
    times, change = changes(path)
    return split(times, change, planned_s)


def changes(path: Path) -> tuple[Floats, Floats]:
    """Time of every frame and how much it differs from the one before, 0..255 (0 for the first).

    The mean absolute difference of hue, saturation and value, as PySceneDetect's content value.
    """
    times: list[float] = []
    change: list[float] = []
    before: NDArray[np.int16] | None = None
    with open_clip(path, SIDE, threads=1) as (_, frames):
        for frame in frames:
            hsv = np.asarray(cv2.cvtColor(frame.rgb, cv2.COLOR_RGB2HSV), np.int16)
            times.append(frame.time_s)
            change.append(0.0 if before is None else _difference(before, hsv))
            before = hsv
    return np.array(times, np.float64), np.array(change, np.float64)


def _difference(before: NDArray[np.int16], after: NDArray[np.int16]) -> float:
    apart = np.abs(after - before)
    hue = np.minimum(apart[..., 0], 180 - apart[..., 0])  # hue is a circle of 180
    return float(hue.mean() + apart[..., 1].mean() + apart[..., 2].mean()) / 3


def split(times_s: Floats, change: Floats, planned_s: Sequence[float]) -> list[Part]:
    """The parts, each boundary at the measured cut nearest to its planned place, in order.

    Where no cut lies near enough the boundary stands where it was planned, scaled to the file.

    Args:
        times_s: of every frame, ascending, shape (frames,).
        change: of every frame from the one before, shape (frames,).
        planned_s: how long each shot was to be.
    """
    if len(times_s) < 2:
        end = float(times_s[-1]) if len(times_s) else 0.0
        return [Part(0.0, end, measured=False)] * len(planned_s)
    step = float(np.median(np.diff(times_s)))
    start, end = float(times_s[0]), float(times_s[-1]) + step
    places = start + (end - start) * np.cumsum(planned_s)[:-1] / sum(planned_s)
    chosen = _chosen(tuple(cuts(times_s, change)), tuple(places.tolist()),
                     (end - start) / len(planned_s))  # fmt: skip
    edges = [(start, False), *chosen, (end, False)]
    return [
        Part(round(one[0], 4), round(other[0], 4), measured=one[1])
        for one, other in pairwise(edges)
    ]


def cuts(times_s: Floats, change: Floats) -> list[float]:
    """Times of the first frame after every cut."""
    found = []
    for index in range(1, len(change)):
        low, high = max(1, index - NEIGHBOURS), min(len(change), index + NEIGHBOURS + 1)
        around = [change[i] for i in range(low, high) if i != index]
        usual = float(np.mean(around)) if around else 0.0
        if change[index] >= LEAST_CHANGE and change[index] >= RATIO * usual:
            found.append(float(times_s[index]))
    return found


def _chosen(
    found: tuple[float, ...], places: tuple[float, ...], mean_s: float
) -> list[tuple[float, bool]]:
    """For each planned place a cut or the place itself, so that they ascend and lie nearest."""

    @cache
    def best(index: int, after: float) -> tuple[float, tuple[tuple[float, bool], ...]]:
        if index == len(places):
            return 0.0, ()
        place = places[index]
        options = [(abs(cut - place) / mean_s, cut, True) for cut in found]
        options = [one for one in options if one[0] <= FARTHEST and one[1] >= after + LEAST_PART_S]
        options.append((FARTHEST, max(place, after + LEAST_PART_S), False))
        ways = []
        for cost, at, measured in options:
            further, rest = best(index + 1, at)
            ways.append((cost + further, ((at, measured), *rest)))
        return min(ways)

    return list(best(0, float("-inf"))[1])
