"""Subjects drawn so that what differs between two shots is known."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from tests.stage import texture
from vidcheck.continuity.glimpse import Glimpse
from vidcheck.continuity.view import View, describe
from vidcheck.models.face import unit
from vidcheck.models.shelf import Shelf

if TYPE_CHECKING:
    from numpy.typing import NDArray

HAIR, COAT = (150, 110, 70), (40, 70, 150)
NO_MODELS = Shelf(None)


@lru_cache(maxsize=64)
def doll(
    coat: tuple[int, int, int] = COAT,
    hair: tuple[int, int, int] = HAIR,
    *,
    step: int = 0,
    wall: int = 120,
    pattern: int = 1,
    light: float = 1.0,
) -> Glimpse:
    """A doll of two parts, hair above and coat below, `step` pixels to the right, before a wall."""
    height, width, tall, wide = 160, 240, 110, 56
    rgb = texture(height, width, 40 + step, (wall, wall, wall))
    top, left = 30, 60 + step
    rows, columns = np.mgrid[:height, :width]
    inside = (rows >= top) & (rows < top + tall) & (columns >= left) & (columns < left + wide)
    upper = inside & (rows < top + 0.35 * tall)
    for where, tint, seed in ((upper, hair, pattern), (inside & ~upper, coat, pattern + 50)):
        paint = texture(tall, wide, seed, tint)
        full = np.zeros_like(rgb)
        full[top : top + tall, left : left + wide] = paint
        rgb[where] = full[where]
    picture = np.clip(cv2.GaussianBlur(rgb * light, (0, 0), 0.8), 0, 255).astype(np.uint8)
    return Glimpse(step / 12, picture, inside.astype(np.float32))


def shot(count: int = 4, **kind: object) -> tuple[View, ...]:
    """Views of a doll that walks a little, described without models."""
    views = [looked(doll(step=3 * i, **kind)) for i in range(count)]  # type: ignore[arg-type]
    return tuple(views)


def looked(glimpse: Glimpse, models: Shelf = NO_MODELS) -> View:
    assert glimpse.mask is not None
    view = describe(glimpse.rgb, glimpse.mask, models)
    assert view is not None
    return view


def vector(angle: float, seed: int = 0) -> NDArray[np.float32]:
    """A unit vector `angle` radians from a fixed one, in a direction of its own."""
    rng = np.random.default_rng(seed + 1)
    side = rng.standard_normal(128)
    side[0] = 0
    start = np.zeros(128)
    start[0] = 1
    turned = np.cos(angle) * start + np.sin(angle) * side / np.linalg.norm(side)
    return unit(turned.astype(np.float32))
