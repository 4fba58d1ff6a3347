"""Clips to time with: one drawn shot in several codecs and sizes, and long ones made of it.

A camera pans and zooms over a photograph (scikit-image's `coffee`), a textured ball crosses it,
and grain lies on top, so that the bit rate is that of generated clips and not of a drawing.
A long clip repeats the packets of the short one, which costs no encoding.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np
from skimage import data

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

FPS = 24
SECONDS = 5
SIZES = {"720p": (1280, 720), "1080p": (1920, 1080)}
CODECS = {
    "h264": ("libx264", {"preset": "veryfast", "crf": "22"}),
    "hevc": ("libx265", {"preset": "ultrafast", "crf": "24", "x265-params": "log-level=none"}),
    "av1": ("libsvtav1", {"preset": "10", "crf": "32"}),
}


@dataclass(frozen=True)
class Made:
    """A clip to time with."""

    path: Path
    size: str
    codec: str
    seconds: int

    @property
    def name(self) -> str:
        """What it is, for a table."""
        return f"{self.size} {self.codec} {self.seconds} s"


def clip(folder: Path, size: str, codec: str, seconds: int = SECONDS) -> Made:
    """A clip of that kind, made once; raises ValueError where FFmpeg lacks the encoder."""
    made = Made(folder / f"{size}_{codec}_{seconds}s.mp4", size, codec, seconds)
    if made.path.exists():
        return made
    folder.mkdir(parents=True, exist_ok=True)
    draft = made.path.with_suffix(".part.mp4")
    if seconds == SECONDS:
        _encode(draft, SIZES[size], *CODECS[codec])
    else:
        _repeat(clip(folder, size, codec).path, draft, seconds // SECONDS)
    draft.rename(made.path)
    return made


def _frames(width: int, height: int, count: int) -> Iterator[NDArray[np.uint8]]:
    photo = cv2.resize(
        data.coffee(), (width * 5 // 4, height * 5 // 4), interpolation=cv2.INTER_CUBIC
    )
    random = np.random.default_rng(1)
    grain = random.normal(0, 3, (8, height, width, 1)).astype(np.float32)
    side = height // 4
    ball = cv2.resize(random.integers(0, 255, (12, 12, 3), np.uint8), (side, side))
    disc = np.hypot(*np.mgrid[-1 : 1 : side * 1j, -1 : 1 : side * 1j])[..., None] < 1
    for i in range(count):
        share = i / count
        left, top = share * width / 5, height / 8 + np.sin(6 * share) * height / 10
        zoom = 1 + 0.08 * share
        view = np.array([[1 / zoom, 0, left], [0, 1 / zoom, top]], np.float32)
        picture = cv2.warpAffine(
            photo, view, (width, height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        ).astype(np.float32)
        x, y = int(share * (width - side)), int(height * (0.4 + 0.2 * np.cos(9 * share)))
        spot = picture[y : y + side, x : x + side]
        np.copyto(spot, ball[: spot.shape[0]], where=disc[: spot.shape[0]])
        yield np.clip(picture + grain[i % 8], 0, 255).astype(np.uint8)


def _encode(path: Path, size: tuple[int, int], encoder: str, options: dict[str, str]) -> None:
    with av.open(str(path), "w") as out:
        stream = out.add_stream(encoder, rate=FPS)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.options = {**options, "g": "48"}
        for picture in _frames(*size, FPS * SECONDS):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode())


def _repeat(source: Path, target: Path, times: int) -> None:
    """The packets of a clip over and over, each round later by its length."""
    with av.open(str(target), "w") as out:
        to = None
        for round_ in range(times):
            with av.open(str(source)) as container:
                stream = container.streams.video[0]
                to = to or out.add_stream_from_template(stream)
                shift = round(round_ * SECONDS / Fraction(stream.time_base))
                for packet in container.demux(stream):
                    if packet.dts is None:
                        continue
                    packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                    packet.stream = to
                    out.mux(packet)
