"""What moved between two frames: dense flow both ways, where it breaks down, and the camera.

Everything is computed at most once per pair and shared by locators and measures.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from vidcheck.geometry import Size

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vidcheck.decode import Frame

    Floats = NDArray[np.float32]
    Mask = NDArray[np.bool_]

CELL = 2
"""Working pixels per cell. Flow and luma have every working pixel; what follows from flow (where
it breaks, what it leaves over) is smooth, and kept for cells of two by two at a quarter of the
cost."""
COARSE = 4
"""Working pixels per pixel of a coarse map."""
BORDER = 3
"""Pixels at the rim in which a displaced position counts as having left the picture."""


@dataclass(frozen=True, eq=False)
class Motion:
    """Motion from `before` to `after` (later in time); all fields on the grid of `before`.

    `forward` and `backward` are flow at every working pixel, (H, W, 2), horizontal first; all other
    fields have one value per cell, ((H + 1) // 2, (W + 1) // 2, …). Lengths are working pixels.
    """

    before: Frame
    after: Frame

    @property
    def gap_s(self) -> float:
        """Seconds between the two frames."""
        return self.after.time_s - self.before.time_s

    @cached_property
    def forward(self) -> Floats:
        """Where each pixel of `before` goes. Kroeger et al. 2016 (DIS), arXiv:1603.03590."""
        return flow(self.before, self.after, engine=0)

    @cached_property
    def backward(self) -> Floats:
        """Where each pixel of `after` came from, on the grid of `after`."""
        return flow(self.after, self.before, engine=1)

    @cached_property
    def ahead(self) -> Floats:
        """`forward` per cell."""
        return np.ascontiguousarray(cells(self.forward))

    @cached_property
    def back(self) -> Floats:
        """`backward` per cell."""
        return np.ascontiguousarray(cells(self.backward))

    @cached_property
    def target(self) -> tuple[Floats, Floats]:
        """Column and row, in cells of `after`, of each cell of `before`."""
        return _displaced(self.ahead)

    @cached_property
    def source(self) -> tuple[Floats, Floats]:
        """Column and row, in cells of `before`, of each cell of `after`: to carry a field on."""
        return _displaced(self.back)

    @cached_property
    def inside(self) -> Mask:
        """Cells whose target lies in the picture."""
        columns, rows = self.target
        size = self.before.size
        return (
            (columns > (BORDER - 1) / CELL)
            & (columns < (size.width - BORDER) / CELL)
            & (rows > (BORDER - 1) / CELL)
            & (rows < (size.height - BORDER) / CELL)
        )

    @cached_property
    def broken(self) -> Mask:
        """Cells where forward and backward flow disagree.

        Source: Sundaram, Brox, Keutzer 2010, doi:10.1007/978-3-642-15549-9_32, eq. 5:
        |w_f + w_b(x + w_f)|² > 0.01 (|w_f|² + |w_b|²) + 0.5.
        """
        back = sample(self.back, self.target)
        gap = squared(self.ahead + back)
        size = squared(self.ahead) + squared(back)
        return np.asarray(gap > 0.01 * size + 0.5)

    @cached_property
    def followed(self) -> Mask:
        """Cells that stay in the picture and whose flow holds both ways."""
        return self.inside & ~self.broken

    @cached_property
    def residual(self) -> Floats:
        """Change of L*a*b* along the motion, less the whole picture's median change."""
        change = sample(self.after.lab, self.target) - self.before.lab
        held = self.followed[::3, ::3]
        if np.count_nonzero(held) > 40:
            change -= np.median(change[::3, ::3][held], axis=0)
        return np.asarray(change, np.float32)

    @cached_property
    def residual_size(self) -> Floats:
        """Length of `residual`: ΔE*ab (CIE 1976) left after motion."""
        return np.sqrt(squared(self.residual))

    @cached_property
    def bending(self) -> Floats:
        """How far each cell moves from how its neighbourhood (26 px) moves, in px."""
        return np.sqrt(squared(self.ahead - cv2.blur(self.ahead, (13, 13))))

    def camera(self, background: Mask) -> Floats | None:
        """Similarity (2, 3) that carries background pixels from `before` to `after`, by RANSAC.

        Args:
            background: cells that may be used.

        Returns:
            The matrix for working pixels, or None where fewer than a dozen can be followed.
        """
        usable = np.flatnonzero((background & self.followed).ravel())
        if usable.size < 12:
            return None
        picked = usable[:: max(1, usable.size // 400)]
        rows, columns = np.unravel_index(picked, background.shape)
        origin = np.stack([columns, rows], axis=1).astype(np.float32) * CELL
        moved = origin + self.ahead.reshape(-1, 2)[picked]
        matrix, _ = cv2.estimateAffinePartial2D(
            origin, moved, method=cv2.RANSAC, ransacReprojThreshold=1.0, maxIters=200
        )
        return None if matrix is None else np.asarray(matrix, np.float32)


@lru_cache(maxsize=2)
def _engine(_number: int) -> cv2.DISOpticalFlow:
    return cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)


def flow(start: Frame, end: Frame, *, engine: int = 0) -> Floats:
    """Dense inverse search flow from `start` to `end`, float32 (H, W, 2), in pixels.

    An engine keeps buffers: two threads may call this at the same time with different engines.
    """
    return np.asarray(_engine(engine).calc(start.gray, end.gray, None), np.float32)  # type: ignore[call-overload]


@lru_cache(maxsize=4)
def grid(size: Size) -> tuple[Floats, Floats]:
    """Column and row of every pixel, each float32 (H, W)."""
    rows, columns = np.mgrid[: size.height, : size.width].astype(np.float32)
    return columns, rows


def cells(field: NDArray[Any]) -> NDArray[Any]:
    """One value per cell of a field or mask at working pixels: a view of every second one."""
    return field[::CELL, ::CELL]


def coarse(map_: NDArray[Any], size: Size) -> Floats:
    """A map per working pixel or per cell, averaged over squares of 4 working pixels, float32.

    Args:
        map_: shape (H, W, …).
        size: of the working picture, so that maps of both kinds come out alike.
    """
    picture = map_.view(np.uint8) if map_.dtype == np.bool_ else map_
    small = cv2.resize(
        picture.astype(np.float32, copy=False),
        (max(1, size.width // COARSE), max(1, size.height // COARSE)),
        interpolation=cv2.INTER_AREA,
    )
    return np.asarray(small, np.float32)


def _displaced(field: Floats) -> tuple[Floats, Floats]:
    """Where each cell comes to by a flow per cell, in cells."""
    columns, rows = grid(Size(field.shape[1], field.shape[0]))
    across, down = planes(field)
    step = np.float32(1 / CELL)
    return columns + across * step, rows + down * step


def sample(field: Floats, at: tuple[Floats, Floats]) -> Floats:
    """`field` read bilinearly at columns and rows `at`; the rim is repeated outwards."""
    return np.asarray(
        cv2.remap(field, at[0], at[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE),
        np.float32,
    )


def planes(field: Floats) -> tuple[Floats, Floats]:
    """The two channels of a field (H, W, 2), each (H, W)."""
    first, second = cv2.split(field)
    return np.asarray(first, np.float32), np.asarray(second, np.float32)


def squared(field: Floats) -> Floats:
    """Squared length of the vectors of a field, (H, W, n) to (H, W)."""
    if field.shape[2] != 2:
        return inner(field, field)
    across, down = planes(field)  # a third of the time that `inner` takes for two channels
    return np.asarray(cv2.add(cv2.multiply(across, across), cv2.multiply(down, down)), np.float32)


def inner(one: Floats, other: Floats) -> Floats:
    """Inner product of two vector fields at every pixel, (H, W, n) twice to (H, W)."""
    product = cv2.multiply(one, other)
    return np.asarray(cv2.transform(product, np.ones((1, one.shape[2]), np.float32)), np.float32)
