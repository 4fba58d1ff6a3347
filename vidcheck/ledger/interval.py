"""How far a count can be trusted: intervals for shares, their differences, ratios and means.

Sources: Wilson 1927 (score interval of a share), Newcombe 1998, Stat. Med. 17:873, method 10
(difference of two shares), Efron 1979 (bootstrap of a ratio), Student 1908 (mean of differences).
"""

from __future__ import annotations

import math
import random
from statistics import NormalDist, fmean, stdev
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

CONFIDENCE = 0.95
RESAMPLES = 2000
"""Enough for two digits of a 95 % bound (Efron and Tibshirani 1993, chapter 14: 1000 or more)."""

Bounds = tuple[float, float]


def wilson(hits: int, of: int, confidence: float = CONFIDENCE) -> Bounds:
    """Bounds of a share, both in 0..1; (0, 1) where nothing was counted.

    Args:
        hits: how many had it, 0..of.
        of: how many there were.
        confidence: of the two-sided interval, in 0..1.
    """
    if of == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, spread = hits / of, z * z / of
    middle = share + spread / 2
    half = z * math.sqrt(share * (1 - share) / of + spread / (4 * of))
    low, high = (middle - half) / (1 + spread), (middle + half) / (1 + spread)
    return (0.0 if hits == 0 else max(0.0, low)), (1.0 if hits == of else min(1.0, high))


def difference(before: tuple[int, int], after: tuple[int, int]) -> Bounds:
    """Bounds of the share after minus the share before, each as (hits, of); in -1..1."""
    (k1, n1), (k2, n2) = before, after
    if not n1 or not n2:
        return -1.0, 1.0
    p1, p2 = k1 / n1, k2 / n2
    (l1, u1), (l2, u2) = wilson(k1, n1), wilson(k2, n2)
    gap = p2 - p1
    return gap - math.hypot(p2 - l2, u1 - p1), gap + math.hypot(u2 - p2, p1 - l1)


def ratio(pairs: Sequence[tuple[float, float]]) -> Bounds | None:
    """Bounds of sum(first) / sum(second), pairs drawn anew; None where too few hold a second.

    The same pairs give the same bounds.
    """
    if sum(second > 0 for _, second in pairs) < 2:
        return None
    dice = random.Random(0)  # noqa: S311 (drawing samples, no secret)
    found = []
    for _ in range(RESAMPLES):
        drawn = dice.choices(pairs, k=len(pairs))
        below = sum(second for _, second in drawn)
        if below > 0:
            found.append(sum(first for first, _ in drawn) / below)
    found.sort()
    tail = (1 - CONFIDENCE) / 2
    return found[int(tail * len(found))], found[min(len(found) - 1, int((1 - tail) * len(found)))]


def mean(values: Sequence[float]) -> tuple[float, float] | None:
    """The mean and half the width of its interval; None below two values."""
    if len(values) < 2:
        return None
    from scipy.special import stdtrit  # noqa: PLC0415 (only drift needs it)

    quantile = float(stdtrit(len(values) - 1, (1 + CONFIDENCE) / 2))
    return fmean(values), quantile * stdev(values) / math.sqrt(len(values))
