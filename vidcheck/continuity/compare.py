"""How far apart two looks at a subject are, aspect by aspect, in the unit of each aspect."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from vidcheck.continuity.view import View

    Floats = NDArray[np.float32]

Aspect = Literal["face", "body", "upper_colour", "lower_colour", "colour", "corners", "edges"]
ASPECTS: tuple[Aspect, ...] = (
    "face", "body", "upper_colour", "lower_colour", "colour", "corners", "edges",
)  # fmt: skip
LIGHT = 0.4
"""Weight of lightness against a and b: light changes between shots, cloth does not."""
QUANTILES = 32
FEWEST = 24
"""Pixels of a part of a subject below which its colours are not compared."""
UPPER, LOWER = 0.35, 0.45
"""Heights, from the top of the subject, above which hair and face lie, and below which clothes."""
FEWEST_CORNERS = 8
RATIO = 0.8
"""Nearest against second nearest descriptor, Lowe 2004, doi:10.1023/B:VISI.0000029664.99615.94."""


def apart(one: View, other: View, aspect: Aspect) -> float:
    """Distance of two views in one aspect; NaN where one of them lacks it.

    `face` and `body`: 1 - cosine, 0..2. Colours: mean ΔE*ab of the sorted palettes (sliced
    Wasserstein distance). `corners`: 1 - share of local features met again, 0..1. `edges`:
    1 - cosine, 0..1.
    """
    match aspect:
        case "face":
            return _turned(one.face, other.face)
        case "body":
            return _turned(one.vector, other.vector)
        case "edges":
            return _turned(one.edges, other.edges)
        case "corners":
            return _unmet(one, other)
        case _:
            return _palettes(one, other, aspect)


def table(ones: Sequence[View], others: Sequence[View], aspect: Aspect) -> NDArray[np.float64]:
    """Distances of every view to every other, (len(ones), len(others))."""
    rows = [[apart(one, other, aspect) for other in others] for one in ones]
    return np.array(rows, np.float64).reshape(len(ones), len(others))


def nearest(distances: NDArray[np.float64]) -> float:
    """Distance of two sets by their best-matching views: mean of both directions' nearest.

    NaN where nothing could be compared. A subject seen from the front in one shot and from both
    sides in the other is compared front with front.
    """
    if not np.isfinite(distances).any():
        return float("nan")
    filled = np.where(np.isfinite(distances), distances, np.inf)
    ends = [filled.min(axis) for axis in (0, 1)]
    return float(np.mean([end[np.isfinite(end)].mean() for end in ends]))


def _turned(one: Floats | None, other: Floats | None) -> float:
    return float("nan") if one is None or other is None else float(1 - one @ other)


def _unmet(one: View, other: View) -> float:
    """Share of local features, of the view that has fewer, without a clear counterpart."""
    mine, theirs = _unit_corners(one), _unit_corners(other)
    least = min(len(mine), len(theirs))
    if least < FEWEST_CORNERS:
        return float("nan")
    # Squared distance of unit vectors; two smallest per row, nearest against second nearest.
    gaps = np.partition(2 - 2 * (mine @ theirs.T), 1, axis=1)[:, :2]
    nearest_ = np.argmax(mine @ theirs.T, axis=1)
    met = set(nearest_[gaps[:, 0] < RATIO**2 * gaps[:, 1]].tolist())
    return 1 - min(1.0, len(met) / least)


@lru_cache(maxsize=4096)
def _unit_corners(view: View) -> Floats:
    corners = view.corners.astype(np.float32)
    lengths = np.linalg.norm(corners, axis=1, keepdims=True)
    return np.asarray(corners / np.maximum(lengths, 1e-6), np.float32)


def _palettes(one: View, other: View, aspect: Aspect) -> float:
    """Rabin et al. 2012, doi:10.1007/978-3-642-24785-9_37, with twelve fixed directions."""
    seen = _sorted_colours(one, aspect), _sorted_colours(other, aspect)
    if seen[0] is None or seen[1] is None:
        return float("nan")
    # The mean over directions of |u·d| is half of |d|, so twice the mean reads as a ΔE.
    return float(2 * np.abs(seen[0] - seen[1]).mean())


@lru_cache(maxsize=8192)
def _sorted_colours(view: View, aspect: Aspect) -> Floats | None:
    """Quantiles of a part's colours along each direction, (QUANTILES, 12); None for too few."""
    colours = view.colours
    if aspect == "upper_colour":
        colours = colours[view.heights < UPPER]
    if aspect == "lower_colour":
        colours = colours[view.heights > LOWER]
    if len(colours) < FEWEST:
        return None
    weighted = colours * np.array((LIGHT, 1, 1), np.float32)
    at = np.linspace(0.5 / QUANTILES, 1 - 0.5 / QUANTILES, QUANTILES)
    return np.asarray(np.quantile(weighted @ _DIRECTIONS, at, axis=0), np.float32)


def _directions() -> Floats:
    """Twelve directions spread evenly over the half sphere (golden spiral), (3, 12)."""
    step = np.arange(12) + 0.5
    height, turn = step / 12, np.pi * (1 + 5**0.5) * step
    flat = np.sqrt(1 - height**2)
    return np.asarray(np.stack([height, flat * np.cos(turn), flat * np.sin(turn)]), np.float32)


_DIRECTIONS = _directions()
