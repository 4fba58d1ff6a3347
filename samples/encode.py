"""Frames to H.264: yuv420p, BT.601, one thread, no dates or versions in the file."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import av
import cv2

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np

_BITEXACT = 1 << 23  # AV_CODEC_FLAG_BITEXACT
_BT601 = 6


def encode(frames: list[np.ndarray], path: Path, *, fps: int, crf: int = 23) -> None:
    """Write RGB frames (H, W, 3) as an mp4; even width and height."""
    height, width = frames[0].shape[:2]
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(
        str(path), "w", format="mp4", options={"fflags": "+bitexact", "movflags": "+faststart"}
    ) as container:
        stream = container.add_stream("libx264", rate=fps)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        # x264 looks ahead with approximate divisions, and AVX-512 approximates otherwise than AVX2.
        one_path = {"threads": "1", "x264-params": "asm=avx2"}
        stream.options = {"crf": str(crf), "preset": "slow", **one_path}
        context = stream.codec_context
        context.thread_count = 1
        context.flags |= _BITEXACT
        context.colorspace = _BT601
        context.color_range = 1
        for index, rgb in enumerate(frames):
            # OpenCV's 8-bit conversion is fixed point: the same on every processor.
            planes = cv2.cvtColor(rgb, cv2.COLOR_RGB2YUV_I420)
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            frame.pts, frame.time_base = index, Fraction(1, fps)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
