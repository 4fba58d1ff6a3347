"""CMX 3600 edit decision list: the chosen takes, cut to cut, with locators for defects.

Written here, and read back by OpenTimelineIO's adapter in the tests: the adapter's own writer cuts
reel names at eight characters however many become the same, writes no FCM line, and puts locators
where the file's clock would be instead of the film's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vidcheck.errors import VidcheckError
from vidcheck.exchange.candidates import one_line
from vidcheck.exchange.rates import timecode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vidcheck.exchange.timeline import Media, Piece, Timeline

REEL = 8
_SPECIAL = {"AX", "BL", "BLACK", "BARS"}
"""Names that mean something else than a reel."""
_COLOURS = {"ORANGE": "YELLOW"}
"""Locators know eight colours, and orange is none of them."""


def render(timeline: Timeline) -> str:
    """The timeline as EDL text. Raises: VidcheckError where not one shot has a take."""
    shown = [piece for piece in timeline.pieces if piece.take]
    if not shown:
        raise VidcheckError(
            "no shot has a take: an edit decision list would be empty",
            hint="otio and fcpxml hold gaps for shots that are missing",
        )
    reels = reel_names(timeline.media())
    lines = [
        f"TITLE: {timeline.title}",
        f"FCM: {'DROP FRAME' if timeline.drop else 'NON-DROP FRAME'}",
    ]
    waiting = list(_until_shown(timeline))
    for number, piece in enumerate(shown, 1):
        lines += ["", *_event(timeline, piece, number, reels), *waiting]
        waiting = []
        follow = timeline.pieces[timeline.pieces.index(piece) + 1 :]
        for next_ in follow:
            if next_.take:
                break
            lines.append(_missing(timeline, next_))
    return "\n".join(lines) + "\n"


def reel_names(media: Iterable[Media]) -> dict[str, str]:
    """A reel of at most eight letters and digits for every file, no two alike, by its key.

    A name that fits stays; one that is too long, or has no letter left, ends in a number.
    """
    reels: dict[str, str] = {}
    for one in media:
        stem = re.sub(r"[^A-Z0-9]+", "", one.name.rpartition(".")[0].upper() or one.name.upper())
        name, count = stem, 1
        while not name or len(name) > REEL or name in _SPECIAL or name in reels.values():
            ending = str(count)
            name = (stem or "REEL")[: REEL - len(ending)] + ending
            count += 1
        reels[one.key] = name
    return reels


def _event(timeline: Timeline, piece: Piece, number: int, reels: dict[str, str]) -> Iterator[str]:
    assert piece.take is not None  # noqa: S101 (only these are asked for)
    media = piece.take.media
    source = [_code(timeline, piece.source + at) for at in (0, piece.length)]
    record = [_record(timeline, piece.first + at) for at in (0, piece.length)]
    channels = "B" if media.sound else "V"
    yield (
        f"{number:03d}  {reels[media.key]:<{REEL}} {channels:<5} C        "
        f"{' '.join((*source, *record))}"
    )
    yield f"* FROM CLIP NAME:  {media.name}"
    yield f"* FROM FILE: {one_line(media.path)}"
    yield f"* COMMENT: {piece.name}: {piece.why}"
    for mark, at, _ in piece.marks():
        colour = _COLOURS.get(mark.colour, mark.colour)
        yield f"* LOC: {_record(timeline, at)} {colour:<7} {mark.name}: {mark.note}"
    for cue in piece.cues:
        words = f"{cue.by}: {cue.text}" if cue.by else cue.text
        yield f"* COMMENT: {_record(timeline, cue.first)} {words}"


def _until_shown(timeline: Timeline) -> Iterator[str]:
    """Missing shots before the first event, which no line may stand before."""
    for piece in timeline.pieces:
        if piece.take:
            return
        yield _missing(timeline, piece)


def _missing(timeline: Timeline, piece: Piece) -> str:
    first, end = _record(timeline, piece.first), _record(timeline, piece.end)
    return f"* COMMENT: {first} - {end} {piece.name}: {piece.why}"


def _record(timeline: Timeline, frame: int) -> str:
    return _code(timeline, timeline.start + frame)


def _code(timeline: Timeline, frame: int) -> str:
    return timecode(frame, timeline.rate, drop=timeline.drop)
