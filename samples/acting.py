"""What subjects do by themselves (breathe, turn the head, narrow the eyes), and rising steam.

Every motion is a displacement field in the layer's own pixels, so it goes along with the layer.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, reduce

import cv2
import numpy as np
from photos import Layer, Picture, Point
from scene import ease, wave

Change = Callable[[float, Layer], Layer]
Field = np.ndarray  # float64, (H, W)


@cache
def _grid(height: int, width: int) -> tuple[Field, Field]:
    x, y = np.meshgrid(np.arange(width, dtype=np.float64), np.arange(height, dtype=np.float64))
    return x, y


@cache
def bump(shape: tuple[int, ...], middle: Point, half_axes: Point) -> Field:
    """1 in the middle (x, y), falling smoothly to 0 at the rim of the ellipse; (H, W)."""
    gx, gy = _grid(shape[0], shape[1])
    squared = ((gx - middle[0]) / half_axes[0]) ** 2 + ((gy - middle[1]) / half_axes[1]) ** 2
    return np.maximum(0.0, 1.0 - squared) ** 2


def displaced(layer: Layer, dx: Field, dy: Field) -> Layer:
    """The layer sampled at (x - dx, y - dy); displacements in pixels, kept to 1/32 of one."""
    gx, gy = _grid(*layer.alpha.shape)
    map_x = (gx - np.round(dx * 32) / 32).astype(np.float32)
    map_y = (gy - np.round(dy * 32) / 32).astype(np.float32)
    rgb = cv2.remap(layer.rgb, map_x, map_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)
    alpha = cv2.remap(layer.alpha, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return Layer(rgb, alpha)


def chain(*changes: Change | None) -> Change:
    """One change after the other."""
    steps = [change for change in changes if change is not None]
    return lambda t, layer: reduce(lambda shown, step: step(t, shown), steps, layer)


def cat_acts(phase: float, lively: float = 1.0) -> Change:
    """The cat turns its head a little, breathes, narrows its eyes once and twitches an ear."""

    def change(t: float, layer: Layer) -> Layer:
        h, w = layer.alpha.shape
        side = 7.0 * lively * wave(t, 3.4, phase)
        nod = 3.0 * lively * wave(t, 2.6, phase + 0.2)
        face = bump((h, w), (225, 150), (190, 190))
        nose = bump((h, w), (265, 215), (90, 90))
        dx, dy = face * side + nose * side * 0.6, face * nod
        squint = 0.9 * (ease(t, 1.0, 1.3) - ease(t, 1.45, 1.9))
        for x, y, r in ((170, 115, 52), (312, 132, 42)):
            lid = bump((h, w), (x, y), (r, r))
            dy = dy - lid * squint * (_grid(h, w)[1] - y)
        ear = bump((h, w), (372, 20), (46, 60))
        dx = dx + ear * 5.0 * wave(t, 0.5) * (ease(t, 2.0, 2.1) - ease(t, 2.2, 2.5))
        breath = bump((h, w), (120, 300), (220, 120))
        return displaced(layer, dx, dy + breath * 2.2 * wave(t, 2.2, phase))

    return change


def woman_acts(phase: float, lively: float = 1.0) -> Change:
    """The astronaut moves her head, blinks and breathes."""

    def change(t: float, layer: Layer) -> Layer:
        h, w = layer.alpha.shape
        head = bump((h, w), (226, 95), (150, 150))
        face = bump((h, w), (226, 115), (52, 72))
        side = 6.0 * lively * wave(t, 3.1, phase)
        dx = head * side + face * side * 0.45
        dy = head * 2.5 * lively * wave(t, 2.3, phase + 0.4)
        blink = 0.8 * (ease(t, 1.30, 1.38) - ease(t, 1.42, 1.54))
        for x, y in ((202, 101), (245, 103)):
            lid = bump((h, w), (x, y), (17, 13))
            dy = dy - lid * blink * (_grid(h, w)[1] - y)
        chest = bump((h, w), (220, 400), (330, 260))
        return displaced(layer, dx, dy - chest * 2.6 * (1 + wave(t, 2.4, phase)))

    return change


@cache
def _cloud(height: int, width: int, seed: int) -> Picture:
    """Smooth fractal noise, uint8 (H, W)."""
    rng = np.random.default_rng(seed)
    total = np.zeros((height, width), np.float64)
    for cell, weight in ((64, 0.5), (32, 0.28), (16, 0.15), (8, 0.07)):
        shape = (height // cell + 2, width // cell + 2)
        coarse = rng.integers(0, 256, shape).astype(np.uint8)
        size = (shape[1] * cell, shape[0] * cell)
        fine = cv2.resize(coarse, size, interpolation=cv2.INTER_LINEAR)
        total += weight * fine[:height, :width]
    return cv2.GaussianBlur(np.round(total).astype(np.uint8), (9, 9), 0)


@cache
def plume(width: int, height: int, rgb: tuple[int, int, int]) -> Layer:
    """A still plume of this colour; `rises` gives it its life."""
    colour = np.empty((height, width, 3), np.uint8)
    colour[:] = rgb
    envelope = bump((height, width), (width / 2, height * 0.62), (width / 2, height * 0.62))
    return Layer(colour, np.round(envelope * 255).astype(np.uint8))


def rises(speed: float, strength: float, seed: int, aslant: float = 0.0) -> Change:
    """Steam: two sheets of noise climb at `speed` pixels per second and drift `aslant`."""

    def change(t: float, layer: Layer) -> Layer:
        h, w = layer.alpha.shape
        sheets = []
        for k, pace in ((0, 1.0), (1, 1.6)):
            noise = _cloud(h + 700, w + 400, seed + k)
            matrix = np.array([[1, 0, -200 + aslant * pace * t], [0, 1, -speed * pace * t]])
            size = (w, h)
            sheets.append(cv2.warpAffine(noise, matrix, size).astype(np.float64))
        body = np.clip((sheets[0] + sheets[1]) / 2 - 96, 0, 128) / 128
        alpha = np.round(layer.alpha * body * strength)
        return Layer(layer.rgb, np.clip(alpha, 0, 255).astype(np.uint8))

    return change
