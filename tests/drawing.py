"""Clips whose every picture and timestamp is known, because they are drawn here.

A clip is a list of RGB pictures and the ticks they are shown at; `write` puts them into any
container and codec that FFmpeg has.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Image = NDArray[np.uint8]

MATRIX = {"bt601": (6, 0.299, 0.114), "bt709": (1, 0.2126, 0.0722), "bt2020": (9, 0.2627, 0.0593)}
"""H.273 number, weight of red, weight of blue."""


@dataclass(frozen=True)
class Coding:
    """How pictures are written: encoder, pixel format, its options, and the colour tags."""

    codec: str = "libx264"
    pixels: str = "yuv420p"
    options: dict[str, str] = field(default_factory=lambda: {"preset": "ultrafast", "crf": "10"})
    matrix: str | None = None
    full: bool | None = None


H264 = Coding()


def write(
    path: Path,
    pictures: Sequence[Image],
    coding: Coding = H264,
    *,
    ticks: Sequence[int] | None = None,
    per_second: int = 24,
    title: str = "",
) -> Path:
    """Write RGB pictures (H, W, 3), the i-th shown at `ticks[i] / per_second` seconds."""
    with av.open(str(path), "w") as out:
        if title:
            out.metadata["title"] = title
        stream = out.add_stream(coding.codec, rate=per_second)
        height, width = pictures[0].shape[:2]
        stream.width, stream.height, stream.pix_fmt = width, height, coding.pixels
        stream.options = coding.options
        base = Fraction(1, per_second)
        stream.time_base = stream.codec_context.time_base = base
        for tick, picture in zip(ticks or range(len(pictures)), pictures, strict=True):
            frame = coded(picture, coding)
            frame.pts, frame.time_base = tick, base
            _tag(stream.codec_context, coding)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def coded(picture: Image, coding: Coding) -> av.VideoFrame:
    """A picture as the encoder wants it; YUV by the formulas of ITU-T H.273, not by swscale."""
    pixels = coding.pixels
    if coding.matrix is None or not pixels.startswith("yuv"):
        return av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format=pixels)
    number, red, blue = MATRIX[coding.matrix]
    rgb = picture.astype(np.float64) / 255
    luma = rgb @ (red, 1 - red - blue, blue)
    planes = [
        luma,
        (rgb[..., 2] - luma) / (2 - 2 * blue),
        (rgb[..., 0] - luma) / (2 - 2 * red),
    ]
    frame = av.VideoFrame(picture.shape[1], picture.shape[0], pixels)
    depth = 10 if "10" in pixels else 8
    for index, (plane, values) in enumerate(zip(frame.planes, planes, strict=True)):
        small = cv2.resize(values, (plane.width, plane.height), interpolation=cv2.INTER_AREA)
        _fill(plane, _levels(small, depth, chroma=index > 0, full=bool(coding.full)), depth)
    frame.colorspace, frame.color_range = number, 2 if coding.full else 1
    return frame


def _levels(values: NDArray[np.float64], depth: int, *, chroma: bool, full: bool) -> Image:
    step = 1 << (depth - 8)
    span = (1 << depth) - 1 if full else (224 if chroma else 219) * step
    zero = 128 * step if chroma else 0 if full else 16 * step
    return np.clip(np.rint(values * span + zero), 0, (1 << depth) - 1)


def _fill(plane: av.video.plane.VideoPlane, levels: NDArray[np.float64], depth: int) -> None:
    kind = np.uint16 if depth > 8 else np.uint8
    rows = np.zeros((plane.height, plane.line_size // np.dtype(kind).itemsize), kind)
    rows[:, : plane.width] = levels
    plane.update(rows.tobytes())


def _tag(context: av.VideoCodecContext, coding: Coding) -> None:
    if coding.matrix is not None and not context.is_open:
        context.colorspace = MATRIX[coding.matrix][0]
        context.color_range = 2 if coding.full else 1


def plain(colour: tuple[int, int, int], width: int = 64, height: int = 48) -> Image:
    """One colour all over."""
    return np.full((height, width, 3), colour, np.uint8)


def numbered(count: int, width: int = 64, height: int = 48) -> list[Image]:
    """Pictures whose number can be read off their brightness: `number_on` tells it."""
    return [plain((level, level, level), width, height) for level in _brightness(count)]


def number_on(rgb: Image, count: int) -> int:
    """Which of `numbered(count)` a decoded picture is."""
    return int(np.argmin(np.abs(_brightness(count) - float(rgb.mean()))))


def _brightness(count: int) -> NDArray[np.float64]:
    return np.linspace(20, 235, count).round()


def moving(count: int, width: int = 128, height: int = 96, *, step: int = 2) -> list[Image]:
    """A textured wall that the camera pans over, `step` pixels a picture; smooth and detailed."""
    noise = np.random.default_rng(7).random((height + 32, width + step * count, 3))
    wall = cv2.GaussianBlur(noise.astype(np.float32), (0, 0), 2.5)
    low, high = wall.min(), wall.max()
    wall = np.asarray((wall - low) / (high - low) * 255, np.uint8)
    return [np.ascontiguousarray(wall[16:-16, i * step : i * step + width]) for i in range(count)]


def marked(width: int = 64, height: int = 48) -> Image:
    """Gray, with its top left quarter red and its top right quarter blue."""
    picture = plain((90, 90, 90), width, height)
    picture[: height // 2, : width // 2] = (220, 30, 30)
    picture[: height // 2, width // 2 :] = (30, 30, 220)
    return picture
