"""What goes wrong in generated video, drawn on purpose: a change, presence, light or clock each.

The onset of each is known to the frame; that is what labels.csv tells.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import cv2
import numpy as np
from acting import Change, Field, bump, displaced
from photos import Layer, Picture, photograph
from scene import FPS, ease, wave

Presence = Callable[[float], float]
Light = Callable[[float], tuple[float, float, float]]


def _mix(a: Picture, b: np.ndarray, weight: np.ndarray | float) -> Picture:
    mixed = a + (b.astype(np.float32) - a) * np.float32(weight)
    return np.clip(mixed + np.float32(0.5), 0, 255).astype(np.uint8)


@cache
def coat(layer: Layer, hue: int, reach: int, below: int = 0) -> np.ndarray:
    """Where the layer shows this hue (OpenCV degrees, 0..179) strongly, in rows from `below` on.

    Darker parts count less: a shadow keeps its colour. Returns 0..1, float32 (H, W, 1).
    """
    hsv = cv2.cvtColor(layer.rgb, cv2.COLOR_RGB2HSV).astype(np.int16)
    away = np.abs((hsv[..., 0] - hue + 90) % 180 - 90)
    mask = ((away <= reach) & (hsv[..., 1] > 100)).astype(np.uint8) * 255
    mask[:below] = 0
    bright = np.clip(hsv[..., 2] / np.float32(110.0), 0, 1).astype(np.float32)
    return (cv2.GaussianBlur(mask, (5, 5), 0) / np.float32(255.0) * bright)[..., None]


def recoloured(
    layer: Layer,
    by: tuple[float, float, float],
    *,
    hue: int,
    reach: int,
    below: int = 0,
    share: float = 1.0,
) -> Layer:
    """The coat of this hue moved in CIE Lab by (L*, a*, b*)."""
    lab = cv2.cvtColor(layer.rgb, cv2.COLOR_RGB2LAB).astype(np.float32)
    step = np.array([by[0] * 2.55, by[1], by[2]], np.float32) * np.float32(share)
    moved = np.clip(lab + step * coat(layer, hue, reach, below) + np.float32(0.5), 0, 255)
    return Layer(cv2.cvtColor(moved.astype(np.uint8), cv2.COLOR_LAB2RGB), layer.alpha)


def colour_drift(
    start: float,
    end: float,
    by: tuple[float, float, float],
    *,
    hue: int,
    reach: int,
    below: int = 0,
) -> Change:
    """The coat's colour wanders off by `by` in Lab; put before acting, whose layers are new."""

    def change(t: float, layer: Layer) -> Layer:
        share = ease(t, start, end)
        if share == 0:
            return layer
        return recoloured(layer, by, hue=hue, reach=reach, below=below, share=share)

    return change


@cache
def _texture(name: str, height: int, width: int) -> np.ndarray:
    """A texture of mean 1, float32 (H, W, 1)."""
    grey = photograph(name)[..., 0]
    tiled = np.tile(grey, (height // 512 + 1, width // 512 + 1))[:height, :width]
    return (tiled / np.float32(grey.mean()))[..., None].astype(np.float32)


def texture_drift(start: float, end: float, name: str, where: Field, strength: float) -> Change:
    """Another texture grows into the subject at `where` (0..1) and stays fixed to it."""

    def change(t: float, layer: Layer) -> Layer:
        share = ease(t, start, end) * strength
        if share == 0:
            return layer
        h, w = layer.alpha.shape
        smooth = cv2.GaussianBlur(layer.rgb, (11, 11), 0)
        grown = np.clip(smooth * _texture(name, h, w), 0, 255)
        weight = (where * share)[..., None].astype(np.float32)
        return Layer(_mix(layer.rgb, grown, weight), layer.alpha)

    return change


def swap(start: float, other: Layer, seconds: float = 0.2) -> Change:
    """Within `seconds` the subject melts into another one."""

    def change(t: float, layer: Layer) -> Layer:
        share = ease(t, start, start + seconds)
        if share == 0:
            return layer
        rgb, alpha = _mix(layer.rgb, other.rgb, share), _mix(layer.alpha, other.alpha, share)
        return Layer(rgb, alpha)

    return change


def morph(start: float, full: float, size: float, middle: tuple[float, float]) -> Change:
    """The shape swells and wobbles by up to `size` pixels of the layer, as if it were jelly."""

    def change(t: float, layer: Layer) -> Layer:
        grown = size * ease(t, start, full)
        if grown == 0:
            return layer
        h, w = layer.alpha.shape
        x, y = np.meshgrid(np.arange(w) / w, np.arange(h) / h)
        reach = bump((h, w), (middle[0], middle[1]), (w * 0.62, h * 0.75))
        turn = 2 * np.pi * t
        dx = np.sin(2 * np.pi * 1.7 * y + turn * 0.9) + 0.6 * np.sin(
            2 * np.pi * 2.9 * x - turn * 0.6
        )
        dy = np.sin(2 * np.pi * 1.5 * x - turn * 0.8) + 0.6 * np.sin(
            2 * np.pi * 2.3 * y + turn * 0.7
        )
        return displaced(layer, dx * reach * grown, dy * reach * grown)

    return change


def boil(start: float, strength: float, where: Field) -> Change:
    """Local flicker: fine structure is invented anew in every frame, inside the subject only."""

    def change(t: float, layer: Layer) -> Layer:
        if t < start:
            return layer
        h, w = layer.alpha.shape
        rng = np.random.default_rng(1000 + round(t * FPS))
        cells = rng.integers(0, 256, (3, h // 9 + 1, w // 9 + 1)).astype(np.uint8)
        noise = [
            cv2.resize(plane, (w, h), interpolation=cv2.INTER_LINEAR) / 127.5 - 1 for plane in cells
        ]
        moved = displaced(layer, noise[0] * where * 1.5, noise[1] * where * 1.5)
        factor = (1 + noise[2] * where * strength)[..., None].astype(np.float32)
        rgb = np.clip(moved.rgb * factor + np.float32(0.5), 0, 255).astype(np.uint8)
        return Layer(rgb, layer.alpha)

    return change


def appears(start: float, seconds: float = 0.13) -> Presence:
    """Not there, then there."""
    return lambda t: ease(t, start, start + seconds)


def vanishes(start: float, seconds: float = 0.17) -> Presence:
    """There, then not there."""
    return lambda t: 1 - ease(t, start, start + seconds)


def flickers(start: float, strength: float, seed: int) -> Light:
    """The brightness of the whole picture jitters from frame to frame."""
    jitter = np.random.default_rng(seed).uniform(-1, 1, 512)

    def light(t: float) -> tuple[float, float, float]:
        level = 1 + strength * float(jitter[round(t * FPS)]) * ease(t, start, start + 0.1)
        return level, level, level

    return light


def flashes(start: float, frames: int = 3, strength: float = 0.9) -> Light:
    """A burst of light for a few frames."""

    def light(t: float) -> tuple[float, float, float]:
        since = round((t - start) * FPS)
        level = 1 + (strength * (1 - since / frames) if 0 <= since < frames else 0.0)
        return level, level, level * 1.02

    return light


def stops(start: float, end: float) -> Callable[[float], float]:
    """A clock that stands from `start` to `end` and then goes on from where it stood."""
    return lambda t: min(t, start) + max(0.0, t - end)


def shaken(t: float, size: float, phase: float) -> tuple[float, float]:
    """How far a hand moves the camera, in stage pixels."""
    return (
        size * (0.7 * wave(t, 1.9, phase) + 0.3 * wave(t, 0.67, phase * 3.1)),
        size * (0.6 * wave(t, 1.5, phase + 0.3) + 0.4 * wave(t, 0.53, phase * 2.3)),
    )
