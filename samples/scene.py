"""From layers to frames: placement, parallax, shutter, light, grain.

Stage coordinates are the pixels of the background photograph. A pose of the camera says which stage
point stands in the middle of the frame and how many frame pixels a stage pixel covers; a layer
nearer than the background moves and grows more than it by the layer's `depth`.
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from photos import Layer, Picture

WIDTH, HEIGHT, FPS = 640, 360, 24
Matrix = np.ndarray  # float64, (3, 3), homogeneous
Box = tuple[int, int, int, int]  # x, y, width, height in frame pixels


@dataclass(frozen=True)
class Pose:
    """The camera: stage point in mid-frame, frame pixels per stage pixel, roll in degrees."""

    x: float
    y: float
    zoom: float
    roll: float = 0.0


def shift(x: float, y: float) -> Matrix:
    """Translation in pixels."""
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1]], np.float64)


def scale(x: float, y: float | None = None) -> Matrix:
    """Scaling about the origin."""
    return np.diag([x, x if y is None else y, 1.0])


def turn(degrees: float) -> Matrix:
    """Rotation in the picture plane, clockwise on screen."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]], np.float64)


def about(x: float, y: float, *steps: Matrix) -> Matrix:
    """The steps, first one first, with (x, y) as their origin."""
    out = shift(-x, -y)
    for step in steps:
        out = step @ out
    return shift(x, y) @ out


def yaw(degrees: float, distance: float) -> Matrix:
    """A flat card turned about its upright axis, seen from `distance` pixels."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[c, 0, 0], [0, 1, 0], [s / distance, 0, 1]], np.float64)


def wave(t: float, period_s: float, phase: float = 0.0) -> float:
    """A sine of time in -1..1."""
    return math.sin(2 * math.pi * (t / period_s + phase))


def ease(t: float, start: float, end: float) -> float:
    """0 before `start`, 1 after `end`, smooth between."""
    x = min(1.0, max(0.0, (t - start) / (end - start)))
    return x * x * (3 - 2 * x)


def _still(_: float) -> Matrix:
    return np.eye(3)


def _solid(_: float) -> float:
    return 1.0


@dataclass(frozen=True)
class Element:
    """One thing in the scene: a layer, its own motion, its change and how much of it is there."""

    name: str
    layer: Layer
    depth: float = 1.0
    place: Callable[[float], Matrix] = _still
    change: Callable[[float, Layer], Layer] | None = None
    presence: Callable[[float], float] = _solid


@dataclass(frozen=True)
class Take:
    """All that is drawn in one file; times in seconds.

    `light` gives the factor per channel and the strength of a warm light from one side; `clock`
    maps the time of a frame to the time that is drawn, so that a freeze is a clock that stands.
    """

    elements: tuple[Element, ...]
    camera: Callable[[float], Pose]
    home: Pose
    seconds: float
    light: Callable[[float], tuple[float, float, float]] = lambda _: (1.0, 1.0, 1.0)
    glow: Callable[[float], float] | None = None
    glow_at: tuple[float, float] = (0.0, 0.5)
    clock: Callable[[float], float] = lambda t: t
    shutter: int = 1
    grain: float = 2.4
    cut: tuple[float, Take] | None = None


@dataclass
class Drawn:
    """The frames (RGB) and every element's box in every frame, None where it is not seen."""

    frames: list[Picture] = field(default_factory=list)
    boxes: list[dict[str, Box | None]] = field(default_factory=list)


def _lens(take: Take, pose: Pose, depth: float) -> Matrix:
    home = take.home
    zoom = home.zoom * (1 + (pose.zoom / home.zoom - 1) * depth)
    x, y = home.x + (pose.x - home.x) * depth, home.y + (pose.y - home.y) * depth
    return shift(WIDTH / 2, HEIGHT / 2) @ turn(pose.roll) @ scale(zoom) @ shift(-x, -y)


def _warp(picture: Picture, matrix: Matrix, border: int) -> Picture:
    flags = cv2.INTER_CUBIC if matrix[0, 0] > 0.9 else cv2.INTER_LINEAR
    return cv2.warpPerspective(picture, matrix, (WIDTH, HEIGHT), flags=flags, borderMode=border)


def _box(alpha: Picture) -> Box | None:
    solid = (alpha > 96).astype(np.uint8)
    if not solid.any():
        return None
    x, y, w, h = cv2.boundingRect(solid)
    return int(x), int(y), int(w), int(h)


def _expose(take: Take, t: float) -> tuple[np.ndarray, dict[str, Box | None]]:
    """One instant, float32 RGB in 0..255, and where each element stands."""
    pose = take.camera(t)
    canvas = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    boxes: dict[str, Box | None] = {}
    for element in take.elements:
        presence = element.presence(t)
        layer = element.change(t, element.layer) if element.change else element.layer
        matrix = _lens(take, pose, element.depth) @ element.place(t)
        alpha = _warp(layer.alpha, matrix, cv2.BORDER_CONSTANT)
        boxes[element.name] = _box(alpha) if presence > 0.3 else None
        if presence <= 0:
            continue
        rgb = _warp(layer.rgb, matrix, cv2.BORDER_REFLECT_101)
        weight = alpha[..., None] * np.float32(presence / 255.0)
        canvas += (rgb - canvas) * weight
    return canvas, boxes


_ACROSS, _DOWN = np.meshgrid(
    (np.arange(WIDTH, dtype=np.float32) + 0.5) / WIDTH,
    (np.arange(HEIGHT, dtype=np.float32) + 0.5) / HEIGHT,
)
_VIGNETTE = (1 - 0.55 * ((_ACROSS - 0.5) ** 2 + (_DOWN - 0.5) ** 2))[..., None]
_WARM = np.array([0.62, 0.40, 0.16], np.float32)


def _light(take: Take, t: float, canvas: np.ndarray) -> np.ndarray:
    lit = canvas * (np.array(take.light(t), np.float32) * _VIGNETTE)
    if take.glow is not None:
        x, y = take.glow_at
        fall = 1 / (1 + 5 * ((_ACROSS - np.float32(x)) ** 2 + (_DOWN - np.float32(y)) ** 2))
        lit = lit + lit * (fall[..., None] * _WARM) * np.float32(take.glow(t))
    # A film's shoulder instead of a hard clip: highlights above 215 are pressed together.
    over = np.maximum(lit - np.float32(215), 0)
    return lit - over + over * np.float32(40) / (over + np.float32(40))


def _grain(rng: np.random.Generator, sigma: float) -> np.ndarray:
    """Sensor noise (H, W, 3): mostly luma, a little colour, softened as by demosaicing."""
    raw = np.round(rng.standard_normal((HEIGHT, WIDTH)) * 24 + 128).clip(0, 255).astype(np.uint8)
    tint = np.round(rng.standard_normal((HEIGHT // 2, WIDTH // 2, 3)) * 24 + 128)
    colour = cv2.resize(tint.clip(0, 255).astype(np.uint8), (WIDTH, HEIGHT))
    luma = cv2.GaussianBlur(raw, (3, 3), 0)[..., None].astype(np.float32) - 128
    return (luma * np.float32(1.7) + (colour.astype(np.float32) - 128) * 0.5) * (sigma / 24)


def _frame(take: Take, t: float, rng: np.random.Generator) -> tuple[Picture, dict[str, Box | None]]:
    """One finished frame; the shutter is open for half the time between two frames."""
    total, boxes = _expose(take, t)
    for k in range(1, take.shutter):
        total = total + _expose(take, t + 0.5 * k / take.shutter / FPS)[0]
    lit = _light(take, t, total / np.float32(take.shutter))
    noisy = lit + _grain(rng, take.grain).astype(np.float32)
    return np.clip(noisy + np.float32(0.5), 0, 255).astype(np.uint8), boxes


def draw(take: Take, name: str) -> Drawn:
    """All frames of a take; `name` seeds the grain, a clock that stands repeats the frame."""
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    out = Drawn()
    drawn_at: float | None = None
    for index in range(round(take.seconds * FPS)):
        t = index / FPS
        shown = take.cut[1] if take.cut and t >= take.cut[0] else take
        moment = shown.clock(t)
        if moment == drawn_at:
            out.frames.append(out.frames[-1])
            out.boxes.append(out.boxes[-1])
            continue
        frame, boxes = _frame(shown, moment, rng)
        out.frames.append(frame)
        out.boxes.append(boxes)
        drawn_at = moment
    return out
