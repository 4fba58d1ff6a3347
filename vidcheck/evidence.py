"""The pictures that show it: a contact strip per clip; before, after and what differs per event.

Reads the clip a second time, small, and keeps only the crops: memory does not grow with length.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import cv2
import numpy as np
from PIL import Image, ImageDraw

from vidcheck.decode import open_clip
from vidcheck.errors import ClipError
from vidcheck.files import write_whole
from vidcheck.geometry import Region, Size
from vidcheck.judge.rows import SIDES, Playback

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
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
STRONG_DELTA = 30.0
"""ΔE that a map of differences paints in full: for the eye only, nothing is decided by it."""
STEADY_SHARE = 0.25
"""Of a frame's length: a clip whose frames all lie nearer to an even clock has a constant rate."""


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

    Returns: the row with `strip`, `playback` and the events' pictures, names relative to `folder`.

    Raises: OutputError where the folder cannot be written.
    """
    clip = row.clip
    if clip is None or row.status == "unreadable":
        return row
    try:
        seen = _look(row, clip_path)
    except ClipError:
        return row  # the file has gone since it was measured; the numbers still stand
    row = row.model_copy(update={"playback": seen.playback(clip.fps)})
    home = home_of(row, clip_path)
    made: set[str] = set()
    for name, picture, quality in seen.pictures():
        write_whole(folder / home / name, _webp(picture, quality))
        made.add(name)
    return named(row, home, made)


def home_of(row: ClipRow, clip_path: Path) -> str:
    """The folder of a clip's pictures, relative to that of run.json."""
    stem = re.sub(r"[^\w.-]+", "_", clip_path.stem)[:40]
    part = f"-{row.span_s[0]:g}s" if row.span_s else ""
    return f"pictures/{stem}-{row.clip.sha256[:8] if row.clip else ''}{part}"


def named(row: ClipRow, home: str, made: Container[str]) -> ClipRow:
    """The row with the names of those of its pictures that were made, in their folder `home`."""

    def name(picture: str) -> str | None:
        return f"{home}/{picture}" if picture in made else None

    events = [
        event.model_copy(update={side: name(f"{i + 1}_{side}.webp") for side in SIDES})
        for i, event in enumerate(row.events)
    ]
    return row.model_copy(update={"strip": name("strip.webp"), "events": tuple(events)})


@dataclass(frozen=True)
class _Crop:
    """A part of a frame, and where the event's box lies in it."""

    picture: Image.Image
    outline: tuple[int, int, int, int] | None = None

    def outlined(self) -> Image.Image:
        if self.outline is None:
            return self.picture
        shown = self.picture.copy()
        pen = ImageDraw.Draw(shown)
        pen.rectangle(self.outline, outline=_HALO, width=4)
        pen.rectangle(self.outline, outline=_INK, width=2)
        return shown


@dataclass
class _Look:
    """What a second look at a clip caught: every frame's time, the strip, the events' crops."""

    lead_s: float = 0.0
    times_s: list[float] = field(default_factory=list)
    strip: list[Image.Image] = field(default_factory=list)
    crops: dict[tuple[int, str], _Crop] = field(default_factory=dict)

    def catch(self, row: ClipRow, moment: _Moment, frame: Frame, info: ClipInfo) -> None:
        if moment.side == "strip":
            self.strip.append(_small(frame))
        else:
            self.crops[moment.number, moment.side] = _crop(row, moment, frame, info)

    def playback(self, fps: float | None) -> Playback:
        steady = fps is not None and all(
            abs(time - i / fps) < STEADY_SHARE / fps for i, time in enumerate(self.times_s)
        )
        times = None if steady else tuple(round(time, 4) for time in self.times_s)
        return Playback(lead_s=round(self.lead_s, 4), times_s=times)

    def pictures(self) -> Iterator[tuple[str, Image.Image, int]]:
        """File name, picture and WebP quality of everything caught."""
        if self.strip:
            yield "strip.webp", _side_by_side(self.strip), 72
        for (number, side), crop in self.crops.items():
            yield f"{number + 1}_{side}.webp", crop.outlined(), 82
            before = self.crops.get((number, "before"))
            if side == "after" and before and before.picture.size == crop.picture.size:
                yield f"{number + 1}_map.webp", difference(before.picture, crop.picture), 78


def _look(row: ClipRow, clip_path: Path) -> _Look:
    waiting = _moments(row)
    seen = _Look()
    previous: Frame | None = None
    with open_clip(clip_path, SHORT_SIDE, threads=1) as (info, frames):
        seen.lead_s = frames.lead_s
        for frame in frames:
            seen.times_s.append(frame.time_s)
            while waiting and frame.time_s >= waiting[0].time_s - 1e-6:
                moment = waiting.pop(0)
                shown = previous if moment.side == "before" and previous else frame
                seen.catch(row, moment, shown, info)
            previous = frame
        if previous is not None:
            for moment in waiting:
                seen.catch(row, moment, previous, info)
    return seen


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


def _small(frame: Frame) -> Image.Image:
    whole = Image.fromarray(frame.rgb)
    shrink = STRIP_SIDE / frame.size.short_side
    size = (round(whole.width * shrink), round(whole.height * shrink))
    return whole.resize(size, Image.Resampling.LANCZOS)


def _crop(row: ClipRow, moment: _Moment, frame: Frame, info: ClipInfo) -> _Crop:
    """The event's box with context around it, inside the picture; the whole where it has none."""
    whole = Image.fromarray(frame.rgb)
    box = row.events[moment.number].box
    across, down = info.scale
    region = box and Region.from_xywh(*box).scaled(1 / across, 1 / down).inside(frame.size)
    if not region:
        return _Crop(whole)
    window = window_around(region, frame.size)
    outline = (
        region.left - window.left,
        region.top - window.top,
        region.right - window.left - 1,
        region.bottom - window.top - 1,
    )
    return _Crop(whole.crop((window.left, window.top, window.right, window.bottom)), outline)


def difference(before: Image.Image, after: Image.Image) -> Image.Image:
    """Where two pictures of one size differ: `after` in grey, painted the stronger the larger ΔE.

    Motion differs as well; this shows a person where to look and is no measure.
    """
    labs = [cv2.cvtColor(np.asarray(one, np.float32) / 255, cv2.COLOR_RGB2LAB)
            for one in (before, after)]  # fmt: skip
    delta = np.linalg.norm(labs[1] - labs[0], axis=2).astype(np.float32)
    paint = np.clip(cv2.GaussianBlur(delta, (0, 0), 2.0) / STRONG_DELTA, 0, 1)[..., None]
    grey = np.asarray(after.convert("L"), np.float32)[..., None] * 0.55 + 40
    mixed = grey * (1 - paint) + np.array(_INK, np.float32) * paint
    return Image.fromarray(mixed.astype(np.uint8))


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
