"""SubRip and WebVTT: the dialogue, or the defects, at their time in the film."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from vidcheck.errors import VidcheckError
from vidcheck.exchange.timeline import Cue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.exchange.timeline import Timeline


def render_srt(timeline: Timeline, *, defects: bool = False) -> str:
    """SubRip text. Raises: VidcheckError where there is nothing to say."""
    blocks = []
    for number, cue in enumerate(cues(timeline, defects=defects), 1):
        times = " --> ".join(_clock(at, timeline.rate, ",") for at in (cue.first, cue.end))
        # A text that reads like a line of times would be taken for one.
        blocks.append(f"{number}\n{times}\n{_words(cue).replace('-->', '→')}\n")
    return "\n".join(blocks)


def render_vtt(timeline: Timeline, *, defects: bool = False) -> str:
    """WebVTT text. Raises: VidcheckError where there is nothing to say."""
    blocks = ["WEBVTT\n"]
    for cue in cues(timeline, defects=defects):
        times = " --> ".join(_clock(at, timeline.rate, ".") for at in (cue.first, cue.end))
        words = _words(cue).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        blocks.append(f"{times}\n{words}\n")
    return "\n".join(blocks)


def cues(timeline: Timeline, *, defects: bool) -> Sequence[Cue]:
    """What is to be shown, in order of time.

    Raises: VidcheckError where that is nothing.
    """
    if defects:
        found = [
            Cue(at, at + shown, f"{mark.name}: {mark.note}", piece.name)
            for piece in timeline.pieces
            for mark, at, shown in piece.marks()
        ]
    else:
        found = [cue for piece in timeline.pieces for cue in piece.cues]
    if not found:
        raise VidcheckError(
            "no defects are seen in the takes that are laid in" if defects
            else "no dialogue in this result",
            hint=None if defects
            else "write `dialogue:` into the storyboard's shots and check again, or --defects",
        )  # fmt: skip
    return sorted(found, key=lambda cue: (cue.first, cue.end))


def _words(cue: Cue) -> str:
    return f"{cue.by}: {cue.text}" if cue.by else cue.text


def _clock(frame: int, rate: Fraction, point: str) -> str:
    """The moment a frame begins, to the nearest millisecond; subtitles count real time."""
    ms = round(Fraction(frame) / rate * 1000)
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{point}{ms:03d}"
