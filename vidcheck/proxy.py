"""Small copies of clips that a page can carry: every frame at its own time, without sound."""

from __future__ import annotations

import base64
import io
from fractions import Fraction
from pathlib import Path

import av

from vidcheck.decode import open_clip

SHORT_SIDE = 360
QUALITY = "28"
"""x264's rate factor: a 5 s clip of 720p becomes about 100 KB."""
KEYFRAMES = 12
"""Frames between key frames: half a second, so that a player lands on any frame quickly."""
_CLOCK = Fraction(1, 90_000)


def make_proxy(path: Path | str) -> str:
    """A clip as MP4 (H.264, short side 360) in a data URI, its frames at their own times.

    Raises: ClipError where it cannot be decoded.
    """
    target = io.BytesIO()
    with (
        open_clip(Path(path), SHORT_SIDE, threads=1) as (info, frames),
        av.open(target, "w", format="mp4") as out,
    ):
        rate = Fraction(info.fps or 24).limit_denominator(1001)
        stream = out.add_stream("libx264", rate=rate)
        stream.width, stream.height, stream.pix_fmt = (
            info.working.width,
            info.working.height,
            "yuv420p",
        )
        stream.codec_context.gop_size = KEYFRAMES
        stream.codec_context.time_base = stream.time_base = _CLOCK
        # Without B-frames nothing is shown out of order, and the first frame stands at 0.
        stream.options = {"crf": QUALITY, "preset": "veryfast", "bf": "0"}
        last = -1
        for frame in frames:
            picture = av.VideoFrame.from_ndarray(frame.rgb, format="rgb24")
            last = max(last + 1, round(frame.time_s / _CLOCK))
            picture.pts, picture.time_base = last, _CLOCK
            out.mux(stream.encode(picture))
        out.mux(stream.encode(None))
    return "data:video/mp4;base64," + base64.b64encode(target.getvalue()).decode("ascii")
