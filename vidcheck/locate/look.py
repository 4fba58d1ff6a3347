"""How a subject looks, small, and where in a picture something looks like it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

LEAST, MOST = 4, 0.7
"""Sides of a subject, in squares of 4 px and as a share of the picture's, between which it can be
told from what is around it, and another could be seen beside it."""
ALIKE_DE = 20.0
"""ΔE between the mean colours of two things at which they are not alike."""


@dataclass(frozen=True, eq=False)
class Look:
    """A subject cut out: L*a*b* (h, w, 3), how much each place belongs to it, where it was."""

    own: Floats
    share: Floats
    top: int
    left: int

    def placings(self, picture: Floats) -> Floats:
        """Likeness of every place of `picture` to it, at most 1, float32 (H - h + 1, W - w + 1).

        Normalised cross-correlation over its own outline, less the difference of the mean colours
        in units of ΔE 20; the place is named by its upper left corner.

        Source: Lewis 1995, Fast Template Matching.
        """
        share = self.share
        middle = (self.own * share[..., None]).sum((0, 1))
        apart = (self.own - middle) * share[..., None]
        spread = float((apart * (self.own - middle)).sum())
        planes = cv2.split(picture)
        product = sum(map(_correlated, planes, cv2.split(apart)))
        means = [_correlated(plane, share) for plane in planes]
        squares = _correlated((picture * picture).sum(2), share)
        there = squares - sum(mean * mean for mean in means)
        away = sum((mean - own) ** 2 for mean, own in zip(means, middle, strict=True))
        alike = product / np.sqrt(np.maximum(there, 1.0) * max(spread, 1.0))
        alike -= np.sqrt(away) / ALIKE_DE
        height, width = share.shape
        placed = alike[: picture.shape[0] - height + 1, : picture.shape[1] - width + 1]
        return np.ascontiguousarray(placed, np.float32)


def _correlated(plane: NDArray[Any], kernel: NDArray[Any]) -> Floats:
    return np.asarray(cv2.filter2D(plane, -1, kernel, anchor=(0, 0)), np.float32)


def look_of(picture: Floats, mask: Floats) -> Look | None:
    """The look of what `mask` (0..1, (H, W)) covers; None where it is too small or too large."""
    rows, columns = np.flatnonzero((mask > 0.5).any(1)), np.flatnonzero((mask > 0.5).any(0))
    if not rows.size:
        return None
    top, left = int(rows[0]), int(columns[0])
    height, width = int(rows[-1]) + 1 - top, int(columns[-1]) + 1 - left
    if min(height, width) < LEAST or height > MOST * mask.shape[0] or width > MOST * mask.shape[1]:
        return None
    place = slice(top, top + height), slice(left, left + width)
    weight = mask[place]
    return Look(picture[place], weight / float(weight.sum()), top, left)
