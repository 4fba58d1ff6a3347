"""The look of a whole frame in six numbers and a palette: what a colourist would match."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vidcheck.continuity.rows import StyleAspect

    Image = NDArray[np.uint8]

STYLE: tuple[StyleAspect, ...] = (
    "brightness", "contrast", "saturation", "warmth", "tint", "grain",
)  # fmt: skip
PALETTE = 5


def grade(rgb: Image) -> NDArray[np.float32]:
    """Six numbers in the order of `STYLE`, for an RGB frame (H, W, 3).

    brightness: mean L* (0..100); contrast: its standard deviation; saturation: mean chroma;
    warmth: mean b* (blue to yellow); tint: mean a* (green to magenta); grain: noise of the luma in
    levels of 255 (Immerkær 1996, doi:10.1006/cviu.1996.0060), median over 16 × 16 tiles.
    """
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB).astype(np.float32)
    light, a, b = lab[..., 0] * 100 / 255, lab[..., 1] - 128, lab[..., 2] - 128
    values = (light.mean(), light.std(), np.hypot(a, b).mean(), b.mean(), a.mean(), _grain(rgb))
    return np.array(values, np.float32)


def _grain(rgb: Image) -> float:
    gray = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    rough = np.abs(cv2.filter2D(gray, -1, kernel))
    high, wide = rough.shape[0] // 16 * 16, rough.shape[1] // 16 * 16
    if not high or not wide:
        return 0.0
    tiles = rough[:high, :wide].reshape(high // 16, 16, wide // 16, 16).mean((1, 3))
    return float(np.median(tiles) * np.sqrt(np.pi / 2) / 6)


def palette(frames: list[Image]) -> tuple[str, ...]:
    """The main colours of some frames as #rrggbb, most of it first; the same on every run."""
    pixels = np.concatenate([cv2.resize(rgb, (32, 18)).reshape(-1, 3) for rgb in frames])
    lab = cv2.cvtColor(pixels[None], cv2.COLOR_RGB2LAB)[0].astype(np.float32)
    order = np.argsort(lab[:, 0], kind="stable")
    start = np.zeros((len(lab), 1), np.int32)
    start[order, 0] = np.arange(len(lab)) * PALETTE // len(lab)
    count = min(PALETTE, len(lab))
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.5)
    _, label, centre = cv2.kmeans(lab, count, start, stop, 1, cv2.KMEANS_USE_INITIAL_LABELS)
    shares = np.bincount(label.ravel(), minlength=count)
    colours = cv2.cvtColor(np.clip(centre, 0, 255).astype(np.uint8)[None], cv2.COLOR_LAB2RGB)[0]
    ranked = [colours[i] for i in np.argsort(-shares, kind="stable") if shares[i]]
    return tuple("#{:02x}{:02x}{:02x}".format(*(int(value) for value in one)) for one in ranked)
