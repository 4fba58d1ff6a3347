"""One look at a subject: what of it can be compared with another look, however it is framed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np

from vidcheck.models.embedding import on_grey
from vidcheck.models.shelf import Absent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from vidcheck.models.face import Face
    from vidcheck.models.shelf import Shelf

    Image = NDArray[np.uint8]
    Floats = NDArray[np.float32]

COLOURS = 256
"""Pixels of the subject whose colours are kept, spread evenly over it."""
CORNERS = 120
"""Local features kept of a view, the strongest."""
SIDE = 192
"""Pixels of the square in which local features and texture are read."""
BINS = 8
"""Orientations of an edge histogram; it has 4 × 4 cells."""

_ZERO = np.array((0, 128, 128), np.float32)
_STEP = np.array((100 / 255, 1, 1), np.float32)


@dataclass(frozen=True, eq=False)
class View:
    """A subject in one frame, as numbers.

    Args:
        colours: (n, 3) CIE L*a*b* of pixels of the subject.
        heights: (n,) where each of them lies, 0 at the subject's top, 1 at its bottom.
        corners: (k, 128) SIFT descriptors, uint8.
        edges: (128,) histogram of edge orientations by place, unit length: its shape and pattern.
        vector: embedding of the whole subject, unit length, or None without a model.
        face: embedding of its largest face, unit length, or None where no face is found.
        faces: how many faces are on the subject; None where nobody looked for any.
    """

    colours: Floats
    heights: Floats
    corners: NDArray[np.uint8]
    edges: Floats
    vector: Floats | None = None
    face: Floats | None = None
    faces: int | None = field(default=None)


def describe(rgb: Image, mask: Floats, models: Shelf) -> View | None:
    """What of the subject can be compared, or None where there is too little of it.

    Corners and edges are read with the subject laid on grey, so that its outline counts and what
    stands behind it does not.

    Args:
        rgb: a frame, RGB uint8 (H, W, 3).
        mask: how much each pixel belongs to the subject, 0..1, (H, W).
        models: what is at hand; without any, colours, corners and edges remain.
    """
    alone = on_grey(rgb, mask, SIDE)
    if alone is None:
        return None
    picture, share = alone
    lab = _lab(rgb)
    rows, columns = _spread(mask > 0.5, COLOURS)
    top, bottom = int(rows.min()), int(rows.max())
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    embedder, reader = models.embedding, models.faces
    found = None if isinstance(reader, Absent) else _faces_on(reader.faces(rgb), mask)
    return View(
        colours=lab[rows, columns],
        heights=((rows - top) / max(1, bottom - top)).astype(np.float32),
        corners=_corners(grey, share),
        edges=_edges(grey, share),
        vector=None if isinstance(embedder, Absent) else embedder.vector(rgb, mask),
        face=found[0].vector if found else None,
        faces=None if found is None else len(found),
    )


def _lab(rgb: Image) -> Floats:
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB).astype(np.float32)
    return np.asarray((lab - _ZERO) * _STEP, np.float32)


def _spread(where: NDArray[np.bool_], count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and columns of at most `count` pixels, evenly from the first to the last."""
    rows, columns = np.nonzero(where)
    picked = np.linspace(0, len(rows) - 1, min(count, len(rows))).round().astype(np.intp)
    return rows[picked], columns[picked]


def _faces_on(faces: Sequence[Face], mask: Floats) -> list[Face]:
    """Those whose middle lies on the subject."""
    return [
        face
        for face in faces
        if mask[
            min(mask.shape[0] - 1, (face.region.top + face.region.bottom) // 2),
            min(mask.shape[1] - 1, (face.region.left + face.region.right) // 2),
        ]
        > 0.3
    ]


def _corners(grey: Image, share: Floats) -> NDArray[np.uint8]:
    inner = (cv2.erode(share, np.ones((3, 3), np.uint8)) > 0.5).astype(np.uint8)
    _, found = cv2.SIFT.create(nfeatures=CORNERS).detectAndCompute(grey, inner)
    told = np.zeros((0, 128)) if found is None else found[:CORNERS]
    return np.asarray(np.clip(told, 0, 255), np.uint8)


def _edges(grey: Image, share: Floats) -> Floats:
    """Histogram of oriented gradients over 4 × 4 cells (Dalal and Triggs 2005), inside the mask."""
    smooth = cv2.GaussianBlur(grey, (0, 0), 1.5).astype(np.float32)
    across, down = (cv2.Sobel(smooth, cv2.CV_32F, *order) for order in ((1, 0), (0, 1)))
    size = np.hypot(across, down) * (share > 0.5)
    turn = (np.arctan2(down, across) % np.pi) / np.pi * BINS
    cells = np.indices(grey.shape) * 4 // grey.shape[0]
    where = (cells[0] * 4 + cells[1]) * BINS + turn.astype(int) % BINS
    told = np.bincount(where.ravel(), weights=size.ravel(), minlength=16 * BINS)
    told = np.sqrt(told)
    return np.asarray(told / max(float(np.linalg.norm(told)), 1e-6), np.float32)
