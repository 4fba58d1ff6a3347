"""A clip whose sound begins before its first picture, as phones and some generators write them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

RATE = 16_000


def write_late(path: Path, pictures: Sequence[np.ndarray], *, seconds: float) -> Path:
    """Pictures at 24 a second from `seconds` on, silence from 0 on."""
    with av.open(str(path), "w") as out:
        video = out.add_stream("libx264", rate=24)
        video.height, video.width = pictures[0].shape[:2]
        video.pix_fmt, video.options = "yuv420p", {"crf": "10", "bf": "0"}
        sound = out.add_stream("aac", rate=RATE)
        video.codec_context.time_base = Fraction(1, 24)
        for i in range(0, round((seconds + len(pictures) / 24) * RATE), 1024):
            quiet = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
            quiet.sample_rate, quiet.pts, quiet.time_base = RATE, i, Fraction(1, RATE)
            out.mux(sound.encode(quiet))
        out.mux(sound.encode(None))
        for i, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = i + round(seconds * 24), Fraction(1, 24)
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
    return path
