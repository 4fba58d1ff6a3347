"""The photographs and what is cut out of them: soft-edged layers, and backgrounds without them.

All arithmetic that could differ between processors is kept in fixed point (OpenCV's 8-bit paths) or
in single multiplications and additions, so that a redraw gives the same pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import skimage

Picture = np.ndarray  # uint8, (H, W, 3) RGB or (H, W) mask
Point = tuple[float, float]

_DATA = Path(skimage.__file__).parent / "data"

_WOMAN: tuple[Point, ...] = (
    (184, 150), (178, 132), (165, 118), (154, 100), (152, 80), (165, 52), (186, 33), (212, 17),
    (242, 14), (268, 24), (288, 45), (300, 72), (300, 98), (290, 122), (274, 136), (263, 144),
    (256, 172), (276, 186), (291, 206), (303, 232), (324, 243), (340, 260), (350, 290), (358, 322),
    (361, 347), (378, 344), (402, 343), (432, 351), (456, 370), (476, 396), (490, 426), (498, 454),
    (508, 470), (506, 514), (28, 514), (24, 490), (18, 460), (18, 432), (21, 400), (25, 368),
    (30, 332), (40, 300), (50, 278), (60, 256), (80, 234), (112, 207), (113, 186), (130, 165),
    (150, 152), (172, 147),
)  # fmt: skip
_CAT: tuple[Point, ...] = (
    (45, -4), (402, -4), (388, 33), (368, 67), (354, 84), (364, 104), (366, 122), (360, 148),
    (349, 172), (328, 203), (318, 224), (318, 248), (306, 268), (316, 304), (-4, 304), (-4, 146),
    (22, 124), (36, 116), (33, 90), (38, 45),
)  # fmt: skip
_SPOON: tuple[Point, ...] = ((396, 70), (410, 64), (425, 72), (424, 84), (404, 142), (392, 142))
_ROCKET: tuple[Point, ...] = (
    (323, 127), (330, 136), (334, 147), (334, 176), (337, 182), (337, 240), (333, 246), (334, 405),
    (312, 405), (311, 246), (309, 240), (310, 182), (311, 176), (311, 147), (316, 136),
)  # fmt: skip
_CAMERAMAN: tuple[Point, ...] = (
    (0, 300), (22, 240), (60, 190), (120, 145), (155, 125), (160, 85), (180, 62), (215, 55),
    (245, 68), (258, 95), (262, 130), (282, 125), (320, 122), (338, 150), (330, 185), (300, 195),
    (255, 190), (225, 215), (205, 270), (190, 330), (170, 390), (175, 440), (195, 516), (0, 516),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Layer:
    """A cut-out: colours (H, W, 3) RGB and coverage (H, W), both uint8."""

    rgb: Picture
    alpha: Picture


@cache
def photograph(name: str) -> Picture:
    """A picture of skimage's `data` folder as RGB (H, W, 3), uint8."""
    bgr = cv2.imread(str(_DATA / name), cv2.IMREAD_COLOR)
    if bgr is None:
        raise FileNotFoundError(f"{_DATA / name}: scikit-image does not ship it here")
    return np.ascontiguousarray(bgr[..., ::-1])


def _polygon(shape: tuple[int, ...], points: tuple[Point, ...]) -> Picture:
    mask = np.zeros(shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.array(points, np.int32)], 255)
    return mask


def _disc(width: int) -> Picture:
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, width))


def _cut(rgb: Picture, rough: Picture, *, band: int, rounds: int, feather: int = 5) -> Picture:
    """Soft coverage (H, W): GrabCut settles a band of ±`band` pixels around the rough outline."""
    known = cv2.erode(rough, _disc(2 * band + 1))
    possible = cv2.dilate(rough, _disc(2 * band + 1))
    trimap = np.full(rough.shape, cv2.GC_BGD, np.uint8)
    trimap[possible > 0] = cv2.GC_PR_BGD
    trimap[rough > 0] = cv2.GC_PR_FGD
    trimap[known > 0] = cv2.GC_FGD
    if rounds:
        cv2.setRNGSeed(1)
        models = np.zeros((1, 65)), np.zeros((1, 65))
        cv2.grabCut(rgb, trimap, None, *models, rounds, cv2.GC_INIT_WITH_MASK)
    inside = np.isin(trimap, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8) * 255
    inside = cv2.morphologyEx(inside, cv2.MORPH_OPEN, _disc(5))
    inside = cv2.morphologyEx(inside, cv2.MORPH_CLOSE, _disc(5))
    # One pixel inward: what is left of the old background at the edge would shine as a halo.
    return cv2.GaussianBlur(cv2.erode(inside, _disc(3)), (feather, feather), 0)


def _spread(rgb: Picture, trusted: Picture, steps: int = 14) -> Picture:
    """Colours grown outward from the trusted pixels: soft edges then show no old background."""
    grown, known = rgb.copy(), trusted.copy()
    for _ in range(steps):
        weight = cv2.blur(known, (3, 3)).astype(np.float32)
        mean = cv2.blur((grown * (known[..., None] > 0)).astype(np.uint8), (3, 3))
        reached = (weight > 0) & (known == 0)
        scale = 255.0 / np.maximum(weight, 1.0)
        filled = np.clip(mean * scale[..., None], 0, 255).astype(np.uint8)
        grown[reached] = filled[reached]
        known[reached] = 255
    return grown


def _cut_out(rgb: Picture, alpha: Picture) -> Layer:
    return Layer(_spread(rgb, np.where(alpha > 250, 255, 0).astype(np.uint8)), alpha)


def _without(rgb: Picture, alpha: Picture, grow: int, noise: int = 5) -> Picture:
    """The picture with the subject painted over from what surrounds it, noise put back."""
    hole = cv2.dilate(alpha, _disc(grow))
    filled = cv2.inpaint(rgb, (hole > 8).astype(np.uint8), 3, cv2.INPAINT_TELEA)
    soft = cv2.GaussianBlur(filled, (31, 31), 0)
    weight = (cv2.GaussianBlur(hole, (15, 15), 0) / np.float32(255.0))[..., None]
    speckle = np.random.default_rng(5).integers(-noise, noise + 1, rgb.shape[:2])[..., None]
    mixed = filled * (1 - weight) + (soft + speckle) * weight
    return np.clip(mixed + 0.5, 0, 255).astype(np.uint8)


@cache
def woman() -> Layer:
    """The astronaut with her helmet, 512×512."""
    rgb = photograph("astronaut.png")
    return _cut_out(rgb, _cut(rgb, _polygon(rgb.shape, _WOMAN), band=4, rounds=3))


@cache
def studio() -> Picture:
    """What stands behind the astronaut: flag, backdrop, model of the shuttle; 512×512."""
    return _without(photograph("astronaut.png"), woman().alpha, grow=11)


@cache
def cat() -> Layer:
    """Chelsea the cat, 451×300."""
    rgb = photograph("chelsea.png")
    return _cut_out(rgb, _cut(rgb, _polygon(rgb.shape, _CAT), band=5, rounds=2, feather=7))


@cache
def blanket() -> Picture:
    """What lies behind the cat, out of focus, 451×300."""
    empty = _without(photograph("chelsea.png"), cat().alpha, grow=15)
    return cv2.GaussianBlur(empty, (9, 9), 0)


@cache
def cup() -> Layer:
    """The coffee cup on its saucer with the spoon, 600×400."""
    rgb = photograph("coffee.png")
    rough = _polygon(rgb.shape, _SPOON)
    cv2.ellipse(rough, ((279.0, 222.5), (402.0, 335.0), 0.0), 255, -1)
    cv2.ellipse(rough, ((291.5, 112.5), (238.0, 190.0), 4.0), 255, -1)
    return _cut_out(rgb, _cut(rgb, rough, band=3, rounds=2))


@cache
def table() -> Picture:
    """The table without the cup, 600×400."""
    return _without(photograph("coffee.png"), cup().alpha, grow=9)


@cache
def rocket() -> Layer:
    """The rocket on its pad, 640×427."""
    rgb = photograph("rocket.jpg")
    return _cut_out(rgb, _cut(rgb, _polygon(rgb.shape, _ROCKET), band=2, rounds=0, feather=3))


@cache
def pad() -> Picture:
    """The launch pad at dusk without the rocket, 640×427."""
    return _without(photograph("rocket.jpg"), rocket().alpha, grow=9, noise=2)


@cache
def coin() -> Layer:
    """One coin of Pompeii in gold, seen from the side at the table's angle."""
    grey = photograph("coins.png")[15:63, 302:356, 0]
    gold = np.stack([np.clip(grey * k + 10, 0, 255) for k in (1.05, 0.80, 0.42)], -1)
    alpha = np.zeros(grey.shape, np.uint8)
    cv2.ellipse(alpha, ((27.0, 24.0), (45.0, 44.0), 0.0), 255, -1)
    return Layer(gold.astype(np.uint8), cv2.GaussianBlur(alpha, (3, 3), 0))


@cache
def passer_by() -> Layer:
    """A man in a dark coat, for walking past the camera; 512×512."""
    rgb = photograph("camera.png")
    return _cut_out(rgb, _cut(rgb, _polygon(rgb.shape, _CAMERAMAN), band=6, rounds=4, feather=7))


@cache
def planet() -> Layer:
    """A red planet: the retina, lit from the upper right; 300×300."""
    size = 300
    rgb = cv2.resize(photograph("retina.jpg")[60:1350, 60:1350], (size, size), interpolation=3)
    axis = (np.arange(size) - size / 2 + 0.5) / (size / 2)
    x, y = np.meshgrid(axis, axis)
    height = np.sqrt(np.maximum(0.0, 1 - x * x - y * y))
    light = np.clip(0.62 * x - 0.5 * y + 0.6 * height, 0.02, 1.0)
    shaded = np.round(cv2.GaussianBlur(rgb, (5, 5), 0) * light[..., None] * (1.15, 1.1, 1.05))
    alpha = np.zeros((size, size), np.uint8)
    cv2.circle(alpha, (size // 2, size // 2), size // 2 - 8, 255, -1)
    return Layer(np.clip(shaded, 0, 255).astype(np.uint8), cv2.GaussianBlur(alpha, (7, 7), 0))


@cache
def stars() -> Picture:
    """The deep field, 1000×872, darkened between the galaxies."""
    return np.clip(photograph("hubble_deep_field.jpg") * 0.85, 0, 255).astype(np.uint8)
