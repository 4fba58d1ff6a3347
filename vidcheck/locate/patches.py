"""A picture in patches of one surface each, and how far it is from one patch to another.

Patches are watersheds from a regular grid of seeds, each in the calmest place near its grid point
(waterpixels: Machairas et al. 2015, doi:10.1109/TIP.2015.2451011, without their regularisation).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Doubles = NDArray[np.float64]

PATCHES = 220
"""About how many a picture is parted into."""
LEAST_STEP = 1e-4
"""Length of the way between two patches that look the same."""


def patches(rgb: NDArray[np.uint8]) -> Ints:
    """The patch every pixel belongs to, int64 (H, W), numbered from 0 without gaps.

    Args:
        rgb: RGB uint8 (H, W, 3), of a hundred pixels or so a side.
    """
    height, width = rgb.shape[:2]
    smooth = cv2.GaussianBlur(rgb, (0, 0), 1)
    labels = _seeds(np.asarray(smooth, np.uint8), max(4, round((height * width / PATCHES) ** 0.5)))
    cv2.watershed(smooth, labels)
    labels = np.maximum(labels, 0).astype(np.float32)  # ridges, and the rim, belong to nobody yet
    while (open_ := labels == 0).any():
        labels[open_] = cv2.dilate(labels, np.ones((3, 3), np.uint8))[open_]
    whole = labels.astype(np.int64)
    numbers = np.cumsum(np.bincount(whole.ravel()) > 0) - 1  # a seed may lie under another
    return np.asarray(numbers[whole], np.int64)


def _seeds(smooth: NDArray[np.uint8], step: int) -> NDArray[np.int32]:
    """Three by three pixels a grid point, where the picture changes least around it."""
    gray = cv2.cvtColor(smooth, cv2.COLOR_RGB2GRAY)
    across, down = (cv2.Sobel(gray, cv2.CV_32F, *order) for order in ((1, 0), (0, 1)))
    change, near = np.abs(across) + np.abs(down), step // 4
    seeds = np.zeros(gray.shape, np.int32)
    rows, columns = (np.arange(step / 2, side, step).astype(int) for side in gray.shape)
    for number, (row, column) in enumerate(((y, x) for y in rows for x in columns), 1):
        top, left = max(0, row - near), max(0, column - near)
        window = change[top : row + near + 1, left : column + near + 1]
        y, x = np.unravel_index(int(window.argmin()), window.shape)
        seeds[max(0, top + y - 1) : top + y + 2, max(0, left + x - 1) : left + x + 2] = number
    return seeds


def joints(labels: Ints, also: Ints) -> tuple[Ints, Ints]:
    """Patches that touch, as two lists of equal length; those in `also` all touch each other."""
    beside = labels[:, :-1].ravel(), labels[:, 1:].ravel()
    below = labels[:-1].ravel(), labels[1:].ravel()
    all_of = np.repeat(also, len(also)), np.tile(also, len(also))
    one, other = (np.concatenate(ends) for ends in zip(beside, below, all_of, strict=True))
    count = int(labels.max()) + 1
    first, second = np.divmod(np.flatnonzero(np.bincount(one * count + other)), count)
    apart = first != second
    return first[apart], second[apart]


def walks(count: int, first: Ints, second: Ints, lengths: Doubles) -> Doubles:
    """Length of the shortest way from each of `count` patches to each, (n, n); inf where none.

    Args:
        count: of patches.
        first: one end of each joint, (k,).
        second: the other end, (k,).
        lengths: of each joint, 0 or more, (k,).

    Source: Floyd 1962, doi:10.1145/367766.368168; at a few hundred patches as fast as any.
    """
    far = np.full((count, count), np.inf)
    np.fill_diagonal(far, 0)
    far[first, second] = far[second, first] = lengths + LEAST_STEP
    for between in range(count):
        np.minimum(far, far[:, between, None] + far[between], out=far)
    return far
