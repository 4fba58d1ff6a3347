"""Every format of the film world; each is made from the result alone, nothing is decoded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vidcheck.exchange import (
    as_edl,
    as_fcp7xml,
    as_fcpxml,
    as_jianying,
    as_otio,
    as_shotlist,
    as_subtitles,
)
from vidcheck.exchange.assemble import Wish, assemble, film_of

if TYPE_CHECKING:
    from vidcheck.exchange.timeline import Timeline
    from vidcheck.report.model import RunReport

TIMELINES = {
    "otio": as_otio.render,
    "edl": as_edl.render,
    "fcp7xml": as_fcp7xml.render,
    "fcpxml": as_fcpxml.render,
}
SUBTITLES = {"srt": as_subtitles.render_srt, "vtt": as_subtitles.render_vtt}
NAMES = (*TIMELINES, *SUBTITLES, "shotlist")
FOLDERS = {"jianying": as_jianying.write}
"""Formats that are a folder of files."""


@dataclass(frozen=True)
class Exchange:
    """What is asked for: `defects` as subtitles instead of the dialogue, `xlsx` as a workbook."""

    name: str
    wish: Wish = field(default_factory=Wish)
    defects: bool = False
    xlsx: bool = False


def exchanged(report: RunReport, asked: Exchange) -> tuple[str | bytes, Timeline]:
    """The film in a format, and the timeline it was made from, whose remarks are to be said.

    Raises: VidcheckError where the result knows no shots, a package is not installed, or there is
        nothing to write.
    """
    timeline = assemble(report, asked.wish)
    if asked.name in SUBTITLES:
        return SUBTITLES[asked.name](timeline, defects=asked.defects), timeline
    if asked.name in TIMELINES:
        return TIMELINES[asked.name](timeline), timeline
    made = as_shotlist.render_xlsx if asked.xlsx else as_shotlist.render
    return made(film_of(report), timeline, asked.wish.lang), timeline
