"""The frames at a cut: how the shot before ends, how this one begins and ends."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from vidcheck.report.strip import cell, cells_of
from vidcheck.script.sheet import Picture
from vidcheck.script.takes import length_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vidcheck.judge.rows import ClipRow

QUALITY = 82


def ends_of(
    row: ClipRow, used: tuple[float, float] | None, strips: Mapping[str, bytes], lang: str
) -> tuple[Picture, Picture] | None:
    """The first and the last frame of a take's strip inside what is used.

    Args:
        row: the take.
        used: the range that the film uses; None: all of it.
        strips: pictures by name.
        lang: `en` or `zh`, for the captions, which say at which second a frame stands.
    """
    strip = strips.get(row.strip or "")
    seconds = length_of(row)
    if strip is None or not seconds:
        return None
    count, start = cells_of(row), row.span_s[0] if row.span_s else 0.0
    times = [start + (i + 0.5) * seconds / count for i in range(count)]
    inside = [i for i, at in enumerate(times) if used is None or used[0] <= at <= used[1]]
    words = ("首帧", "末帧") if lang == "zh" else ("in", "out")
    number = inside or [min(range(count), key=lambda i: abs(times[i] - (used or (0.0,))[0]))]
    pictures = [
        _picture(strip, i, count, f"{word} · {times[i]:.1f} {'秒' if lang == 'zh' else 's'}")
        for i, word in zip((number[0], number[-1]), words, strict=True)
    ]
    first, last = pictures
    return (first, last) if first and last else None


def _picture(strip: bytes, number: int, cells: int, caption: str) -> Picture | None:
    frame = cell(strip, number, cells)
    if frame is None:
        return None
    out = io.BytesIO()
    frame.save(out, "JPEG", quality=QUALITY)
    return Picture(caption, out.getvalue())
