"""A subject as a vector: cut out, laid on grey, and pooled where the subject is.

Whole frames follow the background: of six subjects before six backgrounds, whole-frame vectors told
the subject in 79 % of comparisons and those cut out on grey in all (docs/models.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from vidcheck.geometry import Region, Size
from vidcheck.models.face import unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vidcheck.models.network import Network

    Image = NDArray[np.uint8]
    Floats = NDArray[np.float32]
    Vector = NDArray[np.float32]

GREY = 127
MARGIN = 0.08
"""Of the subject's own size, left around it, so that its outline is seen."""
LEAST_PIXELS = 64
"""Pixels of a subject below which nothing is described."""


def on_grey(rgb: Image, mask: Floats, side: int) -> tuple[Image, Floats] | None:
    """The subject alone: RGB uint8 and its mask 0..1, both `side` by `side`, or None if too small.

    Args:
        rgb: the picture, RGB uint8 (H, W, 3).
        mask: how much each pixel belongs to the subject, 0..1, (H, W).
        side: pixels of the square it is brought to; the subject keeps its proportions.
    """
    solid = mask > 0.5
    if np.count_nonzero(solid) < LEAST_PIXELS:
        return None
    rows, columns = np.flatnonzero(solid.any(1)), np.flatnonzero(solid.any(0))
    tight = Region(int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1)
    window = tight.grown(MARGIN).inside(Size(rgb.shape[1], rgb.shape[0])) or tight
    cut, alpha = rgb[window.slices], mask[window.slices][..., None]
    laid = cut * alpha + GREY * (1 - alpha)
    reach = max(window.height, window.width)
    sheet = np.full((reach, reach, 3), GREY, np.float32)
    share = np.zeros((reach, reach), np.float32)
    top, left = (reach - window.height) // 2, (reach - window.width) // 2
    place = slice(top, top + window.height), slice(left, left + window.width)
    sheet[place], share[place] = laid, alpha[..., 0]
    how = cv2.INTER_AREA if reach > side else cv2.INTER_LINEAR
    small = cv2.resize(sheet, (side, side), interpolation=how)
    picture = np.clip(small.round(), 0, 255).astype(np.uint8)
    return picture, np.asarray(cv2.resize(share, (side, side), interpolation=how), np.float32)


def pooled(answer: Floats, mask: Floats) -> Vector:
    """A network's answer as one unit vector, averaged where the mask is.

    Args:
        answer: (1, n) as it is; (1, n, rows, columns) or tokens (1, count, n), of which a first
            one beyond a square number stands for the whole picture and is left out.
        mask: 0..1, square.
    """
    if answer.ndim == 2:
        return unit(answer[0])
    if answer.ndim == 3:
        tokens = answer[0]
        side = int(np.sqrt(len(tokens)))
        answer = tokens[len(tokens) - side * side :].T.reshape(1, -1, side, side)
    places = answer[0]
    weights = cv2.resize(mask, places.shape[:0:-1], interpolation=cv2.INTER_AREA)
    if weights.sum() < 1e-3:
        weights = np.ones_like(weights)
    return unit((places * weights).sum((1, 2)) / weights.sum())


class Embedder:
    """Describes the subject of a picture by one vector."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def vector(self, rgb: Image, mask: Floats) -> Vector | None:
        """The subject's unit vector, or None where it is too small to be described."""
        alone = on_grey(rgb, mask, self.network.side[0])
        if alone is None:
            return None
        picture, share = alone
        return pooled(self.network.ask(picture), share)
