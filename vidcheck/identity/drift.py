"""How far a subject's looks are from each other over a clip; pure arithmetic on unit vectors.

A distance is 1 - cosine: 0 the same, 1 nothing in common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]
    Vectors = NDArray[np.float32]

GAPS_S = (0.25, 0.5, 1.0, 2.0, 4.0)
LOOSE = 0.3
"""Of a gap: pairs that far from it still count for it."""
FEWEST = 4
"""Looks below which nothing is said: two on either side of a change."""
WINDOW_S = 0.6
"""Seconds before and after a moment that are held against each other: longer than a blink or a
hand before a face, and two looks at least."""
OPENING_S = 0.6
"""Seconds whose most typical look is the reference of the clip."""


def distance(one: Vectors, other: Vectors) -> float:
    """1 - cosine of two vectors of any length."""
    size = float(np.linalg.norm(one) * np.linalg.norm(other))
    return 1 - float(one @ other) / max(size, 1e-9)


def medoid(vectors: Vectors) -> int:
    """Index of the look that is most like all others; the first of equals."""
    return int((vectors @ vectors.T).sum(1).argmax())


def to_reference(times_s: Doubles, vectors: Vectors) -> Doubles:
    """Similarity (cosine) of every look to the medoid of the opening, (n,)."""
    opening = vectors[times_s <= times_s[0] + OPENING_S]
    return np.asarray(vectors @ opening[medoid(opening)], np.float64)


def gap_curve(times_s: Doubles, vectors: Vectors) -> tuple[tuple[float, float], ...]:
    """By gap in seconds, the mean similarity of looks that far apart; gaps that occur only.

    A subject that moves has a lower curve; one that drifts has one that falls with the gap.
    """
    apart = np.abs(times_s[:, None] - times_s[None])
    alike = vectors @ vectors.T
    upper = np.triu(np.ones_like(apart, dtype=bool), 1)
    curve = []
    for gap in GAPS_S:
        near = upper & (np.abs(apart - gap) <= LOOSE * gap)
        if near.any():
            curve.append((gap, float(alike[near].mean())))
    return tuple(curve)


def halves(times_s: Doubles, vectors: Vectors) -> float:
    """Distance of the mean look of the first half of the time from that of the second."""
    early = times_s <= (times_s[0] + times_s[-1]) / 2
    return distance(vectors[early].mean(0), vectors[~early].mean(0))


def jump(vectors: Vectors) -> float:
    """The largest distance between one look and the next.

    Key frames follow what changes, so they are an eighth of a second apart where much does.
    """
    return float(1 - (vectors[1:] * vectors[:-1]).sum(1).min())


def steps(times_s: Doubles, vectors: Vectors) -> Doubles:
    """Between each look and the next: how far what follows is from what went before, (n - 1,).

    The mean of up to 0.6 s on each side, two looks at least; NaN too near the ends to have two.
    What changes and comes back within that time makes a small step, what stays a large one.
    """
    found = np.full(len(times_s) - 1, np.nan)
    for index in range(1, len(times_s) - 2):
        start = min(index - 1, int(np.searchsorted(times_s, times_s[index] - WINDOW_S)))
        stop = max(
            index + 3, int(np.searchsorted(times_s, times_s[index + 1] + WINDOW_S, side="right"))
        )
        before, after = vectors[start : index + 1], vectors[index + 1 : stop]
        found[index] = distance(before.mean(0), after.mean(0))
    return found
