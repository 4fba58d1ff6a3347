"""Two takes of one shot, moment beside moment: is one steadier than chance would have it?

Both answer the same wish, so that equal shares of their length show about the same thing, and what
the shot itself demands (a turn, a pan) falls out of the difference. Neighbouring moments are alike,
so whole blocks of time are drawn again and again, and the interval is honest about how little a
clip of a few seconds says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vidcheck.decide.rules import rules

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vidcheck.judge.rows import ClipRow, Curves

    Floats = NDArray[np.float64]

MOMENTS = 48
"""Shares of the length that are compared."""
BLOCK = 6
"""Moments in a block: an eighth of a take, about half a second of a usual one."""
DRAWS = 400


@dataclass(frozen=True)
class Difference:
    """How much less steady the first take is, in robust standard deviations, with its interval."""

    mean: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


def paired_difference(one: ClipRow, other: ClipRow) -> Difference | None:
    """Compare the curves of two takes; positive where `one` is less steady than `other`.

    Returns: the mean over measures and moments with a block bootstrap interval, None where they
        have fewer than two measures in common.

    Source: moving blocks after Künsch 1989, doi:10.1214/aos/1176347265, with drawn numbers that
        are the same at every run.
    """
    if one.curves is None or other.curves is None:
        return None
    wanted = rules().paired
    series = [
        found
        for name, sign in wanted.measures.items()
        if (found := _scaled(one.curves, other.curves, name, sign)) is not None
    ]
    if len(series) < wanted.least_measures:
        return None
    moments = np.nanmean(np.stack(series), axis=0)
    means = _drawn_means(moments)
    tail = (1 - wanted.confidence) / 2
    low, high = np.quantile(means, (tail, 1 - tail))
    return Difference(float(moments.mean()), float(low), float(high))


def _scaled(one: Curves, other: Curves, name: str, sign: int) -> Floats | None:
    """Difference of one measure at each moment, in robust standard deviations of both takes."""
    first, second = _at_moments(one, name), _at_moments(other, name)
    if first is None or second is None:
        return None
    both = np.concatenate([first, second])
    spread = 1.4826 * float(np.median(np.abs(both - np.median(both))))
    if spread <= 0:
        return None
    return np.asarray(np.clip(sign * (first - second) / spread, -5, 5), np.float64)


def _at_moments(curves: Curves, name: str) -> Floats | None:
    values = curves.values.get(name)
    if values is None:
        return None
    numbers = np.array([np.nan if value is None else value for value in values], np.float64)
    known = np.isfinite(numbers)
    times = np.array(curves.times_s, np.float64)
    if known.sum() < MOMENTS // 4 or times[-1] <= times[0]:
        return None
    shares = (times[known] - times[0]) / (times[-1] - times[0])
    return np.asarray(np.interp(np.linspace(0, 1, MOMENTS), shares, numbers[known]), np.float64)


def _drawn_means(moments: Floats) -> Floats:
    rng = np.random.default_rng(0)
    starts = rng.integers(0, MOMENTS - BLOCK + 1, (DRAWS, MOMENTS // BLOCK))
    picked = starts[..., None] + np.arange(BLOCK)
    return np.asarray(moments[picked].mean(axis=(1, 2)), np.float64)
