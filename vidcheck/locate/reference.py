"""Find the subject of reference pictures in a frame: by local features, else by its colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from vidcheck.geometry import Region, Size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Image = NDArray[np.uint8]

REFERENCE_SIDE = 320
"""Short side references are brought to, so that features meet at a like scale."""
RATIO = 0.75
"""Lowe 2004, doi:10.1023/B:VISI.0000029664.99615.94, §7.1: nearest against second nearest."""
LEAST_MATCHES = 10
"""Matches that agree on one similarity below which a find is chance (Lowe 2004 asks for 3 of a
fully searched pose; ten keeps the other photographs of scikit-image apart in our tests)."""
COLOUR_PEAK = 0.35
"""Mean back-projection inside the best window below which colours are no find."""


@dataclass(frozen=True)
class Find:
    """Where the subject is, and how sure that is (0..1)."""

    region: Region
    confidence: float


def find_subject(picture: Image, references: Sequence[Image]) -> Find | None:
    """Where the views are found, taken together, or None where no view is in the picture.

    Args:
        picture: RGB uint8 (H, W, 3).
        references: RGB uint8 pictures of the subject, any sizes; background cut away or not.
    """
    finds = [find for view in references if (find := by_features(picture, view)) is not None]
    if finds:
        return _together(finds)
    finds = [find for view in references if (find := by_colour(picture, view)) is not None]
    return max(finds, key=lambda find: find.confidence, default=None)


def _together(finds: Sequence[Find]) -> Find:
    """The surest find, widened to the others that touch it: a face and the coat below it."""
    best = max(finds, key=lambda find: find.confidence)
    region = best.region
    for find in finds:
        if region.grown(0.1).overlap(find.region) > 0:
            other = find.region
            region = Region(
                min(region.top, other.top),
                min(region.left, other.left),
                max(region.bottom, other.bottom),
                max(region.right, other.right),
            )
    return Find(region, best.confidence)


def by_features(picture: Image, view: Image) -> Find | None:
    """SIFT matches that agree on one similarity transform; the view's outline carried over."""
    sift = cv2.SIFT.create(nfeatures=1500)
    scale = REFERENCE_SIDE / min(view.shape[:2])
    small = cv2.resize(view, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    keys, words = sift.detectAndCompute(small, None)
    there, theirs = sift.detectAndCompute(picture, None)
    if words is None or theirs is None or len(keys) < 2 or len(there) < 2:
        return None
    pairs = cv2.BFMatcher().knnMatch(words, theirs, k=2)
    good = [pair[0] for pair in pairs if pair[0].distance < RATIO * pair[1].distance]
    if len(good) < LEAST_MATCHES:
        return None
    start = np.array([keys[match.queryIdx].pt for match in good], np.float32)
    end = np.array([there[match.trainIdx].pt for match in good], np.float32)
    matrix, agree = cv2.estimateAffinePartial2D(
        start, end, method=cv2.RANSAC, ransacReprojThreshold=4
    )
    if matrix is None or (count := int(agree.sum())) < LEAST_MATCHES:
        return None
    height, width = small.shape[:2]
    outline = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    corners = outline @ matrix[:, :2].T + matrix[:, 2]
    region = _around(corners, picture)
    return None if region is None else Find(region, min(1.0, 0.5 + count / 80))


def by_colour(picture: Image, view: Image) -> Find | None:
    """The window of the view's shape whose pixels wear the view's colours most."""
    hsv_view, hsv = (cv2.cvtColor(image, cv2.COLOR_RGB2HSV) for image in (view, picture))
    inner = _middle(hsv_view)
    own = cv2.calcHist([inner], [0, 1], None, [24, 16], [0, 180, 0, 256])
    everywhere = cv2.calcHist([hsv], [0, 1], None, [24, 16], [0, 180, 0, 256])
    own, everywhere = own / own.sum(), everywhere / everywhere.sum()
    likely = own / (own + everywhere + 1e-6)
    back = cv2.calcBackProject(
        [hsv], [0, 1], (likely * 255).astype(np.float32), [0, 180, 0, 256], 1
    )
    back = cv2.GaussianBlur(back.astype(np.float32) / 255, (0, 0), 3)
    best: Find | None = None
    shape = view.shape[0] / view.shape[1]
    for share in (0.25, 0.35, 0.5, 0.7):
        height = round(picture.shape[0] * share)
        width = min(picture.shape[1], max(8, round(height / shape)))
        mean = cv2.boxFilter(back, -1, (width, height), borderType=cv2.BORDER_CONSTANT)
        row, column = np.unravel_index(int(mean.argmax()), mean.shape)
        peak = float(mean[row, column])
        score = peak * share**0.25
        if peak < COLOUR_PEAK or (best is not None and score <= best.confidence):
            continue
        region = Region.from_xywh(column - width / 2, row - height / 2, width, height)
        inside = region.inside(Size(picture.shape[1], picture.shape[0]))
        if inside is not None:
            best = Find(inside, min(0.6, score))
    return best


def _middle(image: NDArray[Any]) -> NDArray[Any]:
    height, width = image.shape[:2]
    return image[height // 6 : height - height // 6, width // 6 : width - width // 6]


def _around(corners: NDArray[np.float32], picture: Image) -> Region | None:
    (left, top), (right, bottom) = corners.min(0), corners.max(0)
    height, width = picture.shape[:2]
    if right - left < 8 or bottom - top < 8 or (right - left) > 3 * width:
        return None
    return Region.from_xywh(left, top, right - left, bottom - top).inside(Size(width, height))
