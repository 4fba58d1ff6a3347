"""The pictures that show it: a contact strip per clip, a before and an after per event.

Reads the clip a second time, small, and keeps only the crops: memory does not grow with length.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PIL import Image, ImageDraw

from vidcheck.decode import open_clip
from vidcheck.errors import ClipError
from vidcheck.files import write_whole
from vidcheck.geometry import Region, Size

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence
    from pathlib import Path

    from vidcheck.decode import ClipInfo, Frame
    from vidcheck.judge.rows import ClipRow, Event

SHORT_SIDE = 360
"""Of the frames that crops are cut from, in pixels."""
STRIP_FRAMES = 10
STRIP_SIDE = 180
"""Short side of one frame of the strip, in pixels."""
MOST_EVENTS = 8
"""Events that get pictures, the gravest first; a clip that flickers may have hundreds."""
CONTEXT = 0.5
"""How much of the box's own size is shown around it on every side."""
LEAST_CROP = 0.45
"""A crop is at least this share of the frame's short side: a tiny box alone tells nothing."""
AFTER_S = 0.25
"""How long after the start of a sudden event its picture is taken, in seconds."""
SLOW = ("drift", "morph", "occlusion")
"""Events that build up: their last frame shows them best."""
_INK, _HALO = (213, 94, 0), (255, 255, 255)


@dataclass(frozen=True)
class _Moment:
    """A frame to catch: the first at or after `time_s`, or (`before`) the last one earlier."""

    time_s: float
    side: Literal["strip", "before", "after"]
    number: int


def make_evidence(row: ClipRow, clip_path: Path, folder: Path) -> ClipRow:
    """Write the pictures of a clip and return its row with their names.

    Args:
        row: what was measured; a row without facts (unreadable) comes back as it is.
        clip_path: the clip.
        folder: where run.json stands; pictures go into its `pictures` folder.

    Returns: the row with `strip` and the events' `before` and `after`, relative to `folder`.

    Raises: OutputError where the folder cannot be written.
    """
    if row.clip is None or row.status == "unreadable":
        return row
    try:
        caught = _catch(row, clip_path)
    except ClipError:
        return row  # the file has gone since it was measured; the numbers still stand
    home = home_of(row, clip_path)
    made: set[str] = set()
    frames = [picture for moment, picture in caught if moment.side == "strip"]
    if frames:
        made.add("strip.webp")
        write_whole(folder / home / "strip.webp", _webp(_side_by_side(frames), 72))
    for moment, picture in caught:
        if moment.side != "strip":
            name = f"{moment.number + 1}_{moment.side}.webp"
            made.add(name)
            write_whole(folder / home / name, _webp(picture, 82))
    return named(row, home, made)


def home_of(row: ClipRow, clip_path: Path) -> str:
    """The folder of a clip's pictures, relative to that of run.json."""
    stem = re.sub(r"[^\w.-]+", "_", clip_path.stem)[:40]
    return f"pictures/{stem}-{row.clip.sha256[:8] if row.clip else ''}"


def named(row: ClipRow, home: str, made: Container[str]) -> ClipRow:
    """The row with the names of those of its pictures that were made, in their folder `home`."""

    def name(picture: str) -> str | None:
        return f"{home}/{picture}" if picture in made else None

    events = [
        event.model_copy(
            update={"before": name(f"{i + 1}_before.webp"), "after": name(f"{i + 1}_after.webp")}
        )
        for i, event in enumerate(row.events)
    ]
    return row.model_copy(update={"strip": name("strip.webp"), "events": tuple(events)})


def _catch(row: ClipRow, clip_path: Path) -> list[tuple[_Moment, Image.Image]]:
    """The pictures of every moment, in time order."""
    waiting = _moments(row)
    caught: list[tuple[_Moment, Image.Image]] = []
    previous: Frame | None = None
    with open_clip(clip_path, SHORT_SIDE, threads=1) as (info, frames):
        for frame in frames:
            while waiting and frame.time_s >= waiting[0].time_s - 1e-6:
                moment = waiting.pop(0)
                shown = previous if moment.side == "before" and previous else frame
                caught.append((moment, _picture(row, moment, shown, info)))
            previous = frame
        if previous is not None:
            caught += [(moment, _picture(row, moment, previous, info)) for moment in waiting]
    return caught


def _moments(row: ClipRow) -> list[_Moment]:
    start, end = _extent(row)
    count = min(STRIP_FRAMES, row.clip.frames if row.clip else 1) or 1
    moments = [_Moment(start + (end - start) * (i + 0.5) / count, "strip", i) for i in range(count)]
    gravest = sorted(range(len(row.events)), key=lambda i: -row.events[i].severity)
    for i in gravest[:MOST_EVENTS]:
        event = row.events[i]
        moments.append(_Moment(event.start_s, "before", i))
        moments.append(_Moment(_shows_best(event), "after", i))
    return sorted(moments, key=lambda moment: moment.time_s)


def _extent(row: ClipRow) -> tuple[float, float]:
    """First and last moment of a clip in seconds, from its timestamps where they are known."""
    if row.curves and row.curves.times_s:
        return row.curves.times_s[0], row.curves.times_s[-1]
    return 0.0, (row.clip.duration_s if row.clip else None) or 0.0


def _shows_best(event: Event) -> float:
    """The moment at which an event is seen best, in seconds."""
    if event.type in SLOW:
        return event.end_s
    return min(event.start_s + AFTER_S, (event.start_s + event.end_s) / 2)


def _picture(row: ClipRow, moment: _Moment, frame: Frame, info: ClipInfo) -> Image.Image:
    whole = Image.fromarray(frame.rgb)
    if moment.side == "strip":
        shrink = STRIP_SIDE / frame.size.short_side
        return whole.resize(
            (round(whole.width * shrink), round(whole.height * shrink)), Image.Resampling.LANCZOS
        )
    box = row.events[moment.number].box
    if box is None:
        return whole
    across, down = info.scale
    region = Region.from_xywh(*box).scaled(1 / across, 1 / down).inside(frame.size)
    return whole if region is None else _crop(whole, region, frame.size)


def _crop(whole: Image.Image, region: Region, size: Size) -> Image.Image:
    """The region with context around it, and its outline drawn; inside the picture."""
    window = window_around(region, size)
    outline = (
        region.left - window.left,
        region.top - window.top,
        region.right - window.left - 1,
        region.bottom - window.top - 1,
    )
    crop = whole.crop((window.left, window.top, window.right, window.bottom))
    pen = ImageDraw.Draw(crop)
    pen.rectangle(outline, outline=_HALO, width=4)
    pen.rectangle(outline, outline=_INK, width=2)
    return crop


def window_around(region: Region, size: Size) -> Region:
    """The part of a picture to show of a region: context around it, moved to lie inside."""
    least = LEAST_CROP * size.short_side
    width = min(size.width, max(round(region.width * (1 + 2 * CONTEXT)), round(least)))
    height = min(size.height, max(round(region.height * (1 + 2 * CONTEXT)), round(least)))
    left = round((region.left + region.right - width) / 2)
    top = round((region.top + region.bottom - height) / 2)
    left = min(max(left, 0), size.width - width)
    top = min(max(top, 0), size.height - height)
    return Region(top, left, top + height, left + width)


def _side_by_side(frames: Sequence[Image.Image]) -> Image.Image:
    """Frames of one size in a row, without gaps, so that a page can show one of them."""
    sheet = Image.new("RGB", (sum(frame.width for frame in frames), frames[0].height))
    for frame, left in zip(frames, _lefts(frames), strict=True):
        sheet.paste(frame, (left, 0))
    return sheet


def _lefts(frames: Iterable[Image.Image]) -> Iterable[int]:
    left = 0
    for frame in frames:
        yield left
        left += frame.width


def _webp(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=quality, method=4)
    return out.getvalue()
