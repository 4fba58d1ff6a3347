"""Find the subject of reference pictures in a frame: by local features, else by its colours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import cv2
import numpy as np

from vidcheck.geometry import Region, Size
from vidcheck.locate.base import box_of
from vidcheck.locate.outline import cut_from_middle, extent_of_cut, off_plain_ground
from vidcheck.locate.salient import saliency, strongest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from vidcheck.brief import Reference

    Image = NDArray[np.uint8]
    Floats = NDArray[np.float32]
    Mask = NDArray[np.bool_]

REFERENCE_SIDE = 320
"""Short side references are brought to, so that features meet at a like scale."""
RATIO = 0.75
"""Lowe 2004, doi:10.1023/B:VISI.0000029664.99615.94, §7.1: nearest against second nearest."""
LEAST_MATCHES = 10
"""Matches that agree on one similarity below which a find is chance (Lowe 2004 asks for 3 of a
fully searched pose): of 6 to 9 half are wrong, of 10 or more 0 of 186 found another subject."""
SURE, CUT, ELSEWHERE, COLOURS = 0.95, 0.75, 0.55, 0.5
"""Shares of finds that overlap the known box by more than half (benchmarks/references.md): of a
subject whose outline is known, of one that was cut out, of one whose surroundings were met and not
it, and of one found by its colours."""
ALIKE_COLOURS = 0.58
"""Bhattacharyya coefficient of two subjects' colours that 5 to 9 in 100 others reach."""
NEAR = 1.0
"""Of its size: how near to the surest find another view is found to be the same one's part."""
BINS = (8, 24, 24)
"""Of L*, a* and b*: lightness changes with the light, colours hardly."""


@dataclass(frozen=True)
class Find:
    """Where the subject is, and how sure that is (0..1)."""

    region: Region
    confidence: float


@dataclass(frozen=True, eq=False)
class Features:
    """Places (n, 2) in x, y and SIFT words (n, 128) of a picture."""

    places: Floats
    words: Floats


class View:
    """A reference picture made ready: its outline, the box around it, its features."""

    def __init__(self, rgb: Image, outline: Mask, extent: Region, *, sure: bool) -> None:
        self.rgb, self.outline, self.extent, self.sure = rgb, outline, extent, sure

    @cached_property
    def features(self) -> Features:
        """Of the whole picture."""
        return features_of(self.rgb)

    @cached_property
    def mirrored(self) -> View:
        """The same turned left to right."""
        width = self.outline.shape[1]
        box = replace(self.extent, left=width - self.extent.right, right=width - self.extent.left)
        turned = np.ascontiguousarray(self.rgb[:, ::-1])
        return View(turned, self.outline[:, ::-1], box, sure=self.sure)


def view_of(reference: Reference) -> View | None:
    """A picture with its outline: by its transparency, off a plain ground, cut from its middle."""
    scale = REFERENCE_SIDE / min(reference.rgb.shape[:2])
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    rgb = cv2.resize(reference.rgb, None, fx=scale, fy=scale, interpolation=how).astype(np.uint8)
    if reference.opaque is None:
        outline = off_plain_ground(rgb)
    else:
        solid = reference.opaque.astype(np.float32)
        outline = cv2.resize(solid, rgb.shape[1::-1], interpolation=how) > 0.5
    if outline is not None and (extent := box_of(outline)) is not None:
        return View(rgb, outline, extent, sure=True)
    outline = cut_from_middle(rgb)
    if outline is None or (extent := extent_of_cut(outline)) is None:
        return None
    return View(rgb, outline, extent, sure=False)


def find_subject(picture: Image, references: Sequence[Reference]) -> Find | None:
    """Where the views are found, taken together, or None where no view is in the picture.

    Args:
        picture: RGB uint8 (H, W, 3).
        references: pictures of the subject; background cut away or not.
    """
    views = [view for one in references if (view := view_of(one)) is not None]
    if not views:
        return None
    there = features_of(picture)
    for tried in (views, [view.mirrored for view in views]):
        finds = [find for one in tried if (find := by_features(picture, there, one)) is not None]
        if finds:
            return _together(finds)
    finds = [find for view in views if (find := by_colour(picture, view)) is not None]
    return max(finds, key=lambda find: find.confidence, default=None)


def _together(finds: Sequence[Find]) -> Find:
    """The surest find, widened to the others that touch it: a face and the coat below it."""
    best = max(finds, key=lambda find: find.confidence)
    region = best.region
    for find in finds:
        if region.grown(NEAR).overlap(find.region) > 0:
            other = find.region
            region = Region(
                min(region.top, other.top),
                min(region.left, other.left),
                max(region.bottom, other.bottom),
                max(region.right, other.right),
            )
    return Find(region, best.confidence)


def features_of(rgb: Image) -> Features:
    """The strongest 1500 SIFT features of a picture."""
    keys, words = cv2.SIFT.create(nfeatures=1500).detectAndCompute(rgb, None)
    places = np.array([key.pt for key in keys], np.float32).reshape(-1, 2)
    told = np.zeros((0, 128)) if words is None else words
    return Features(places, np.asarray(told, np.float32))


def by_features(picture: Image, there: Features, view: View) -> Find | None:
    """Features of the subject that agree on one similarity; the box of its outline carried over.

    Where too few of the subject's own agree, those of its surroundings may say where it is.
    """
    mine = view.features
    if min(len(mine.words), len(there.words)) < 2:
        return None
    pairs = cv2.BFMatcher().knnMatch(mine.words, there.words, k=2)
    good = [pair[0] for pair in pairs if pair[0].distance < RATIO * pair[1].distance]
    if len(good) < LEAST_MATCHES:
        return None
    start = mine.places[[match.queryIdx for match in good]]
    end = there.places[[match.trainIdx for match in good]]
    near = cv2.dilate(view.outline.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    columns, rows = start.astype(int).T
    own = near[rows.clip(0, near.shape[0] - 1), columns.clip(0, near.shape[1] - 1)]
    for which, sure in ((own, SURE if view.sure else CUT), (np.ones_like(own), ELSEWHERE)):
        matrix = _similarity(start[which], end[which])
        region = None if matrix is None else _carried(view.extent, matrix, picture)
        if region is not None:
            return Find(region, sure)
    return None


def _similarity(start: Floats, end: Floats) -> NDArray[np.float64] | None:
    """The turn, scale and shift that enough pairs of places agree on, (2, 3)."""
    if len(start) < LEAST_MATCHES:
        return None
    cv2.setRNGSeed(0)
    matrix, agree = cv2.estimateAffinePartial2D(
        start, end, method=cv2.RANSAC, ransacReprojThreshold=4
    )
    if matrix is None or int(agree.sum()) < LEAST_MATCHES:
        return None
    return np.asarray(matrix, np.float64)


def _carried(box: Region, matrix: NDArray[np.float64], picture: Image) -> Region | None:
    """Where a box of the reference lies in the picture; None where that cannot be."""
    across, down = (box.left, box.right), (box.top, box.bottom)
    corners = np.array([(x, y) for x in across for y in down], np.float64)
    places = corners @ matrix[:, :2].T + matrix[:, 2]
    (left, top), (right, bottom) = places.min(0), places.max(0)
    height, width = picture.shape[:2]
    if right - left < 8 or bottom - top < 8 or (right - left) > 3 * width:
        return None
    return Region.from_xywh(left, top, right - left, bottom - top).inside(Size(width, height))


def by_colour(picture: Image, view: View) -> Find | None:
    """What stands out and wears the subject's colours, where what is cut out wears them alike."""
    cells = _cells(picture)
    looked_for, everywhere = _shares(_cells(view.rgb)[view.outline]), _shares(cells)
    likely = looked_for / (looked_for + everywhere + 1e-6)
    worn = cv2.GaussianBlur(likely[cells], (0, 0), 4)
    mask = strongest(picture, np.asarray(saliency(picture) + worn, np.float32))
    region = None if mask is None else box_of(mask)
    if mask is None or region is None:
        return None
    alike = float(np.sqrt(looked_for * _shares(cells[mask])).sum())
    return Find(region, COLOURS) if alike >= ALIKE_COLOURS else None


def _cells(rgb: Image) -> NDArray[np.intp]:
    """Which of the cells of BINS the colour of each pixel falls into, (H, W)."""
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB)
    places = [lab[..., axis].astype(np.intp) * bins // 256 for axis, bins in enumerate(BINS)]
    return np.ravel_multi_index(tuple(places), BINS)


def _shares(cells: NDArray[np.intp]) -> Floats:
    """Share of pixels in each cell, float32 (cells,)."""
    counts = np.bincount(cells.ravel(), minlength=int(np.prod(BINS)))
    return np.asarray(counts / max(1, cells.size), np.float32)
