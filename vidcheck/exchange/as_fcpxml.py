"""FCPXML 1.10 for Final Cut Pro and Resolve: every time a whole number of exact frames.

Written here because OpenTimelineIO's adapter for it loses frames at 23.976 and 29.97.
Source: Apple, "FCPXML Reference" and its document type definition 1.10.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from vidcheck.exchange.rates import NTSC

if TYPE_CHECKING:
    from fractions import Fraction

    from vidcheck.exchange.timeline import Media, Piece, Timeline

VERSION = "1.10"
_CONFORMED = {
    NTSC[0]: "23.98", 24: "24", 25: "25", NTSC[1]: "29.97", 30: "30", NTSC[2]: "47.95", 48: "48",
    50: "50", NTSC[3]: "59.94", 60: "60",
}  # fmt: skip
"""Rates that the format names for a clip that is conformed to another timeline."""


def render(timeline: Timeline) -> str:
    """The timeline as FCPXML: chosen takes in one storyline, gaps, markers and notes."""
    root = ET.Element("fcpxml", version=VERSION)
    resources = ET.SubElement(root, "resources")
    formats = _Formats(resources)
    sequence_format = formats.of(timeline.rate, timeline.width, timeline.height)
    assets = {one.key: formats.asset(one, timeline.rate) for one in timeline.media()}
    event = ET.SubElement(ET.SubElement(root, "library"), "event", name=timeline.title)
    project = ET.SubElement(event, "project", name=timeline.title)
    sequence = ET.SubElement(
        project,
        "sequence",
        format=sequence_format,
        duration=_time(timeline.length, timeline.rate),
        tcStart=_time(timeline.start, timeline.rate),
        tcFormat="DF" if timeline.drop else "NDF",
    )
    spine = ET.SubElement(sequence, "spine")
    for piece in timeline.pieces:
        _add_piece(spine, timeline, piece, assets)
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n{text}\n'


class _Formats:
    """Gives every frame rate and size one format, and every file one asset."""

    def __init__(self, resources: ET.Element) -> None:
        self.resources = resources
        self.known: dict[tuple[Fraction | None, int | None, int | None], str] = {}
        self.count = 0

    def of(self, rate: Fraction | None, width: int | None, height: int | None) -> str:
        """The id of a format; one of a rate that varies says so by its name."""
        key = (rate, width, height)
        if key not in self.known:
            self.known[key] = self._id()
            made = ET.SubElement(self.resources, "format", id=self.known[key])
            if rate is None:
                made.set("name", "FFVideoFormatRateUndefined")
            else:
                made.set("frameDuration", _time(1, rate))
            if width and height:
                made.set("width", str(width))
                made.set("height", str(height))
        return self.known[key]

    def asset(self, media: Media, rate: Fraction) -> str:
        """The id of a new asset for a file."""
        format_ = self.of(media.rate, media.width, media.height)
        name = self._id()
        own = media.rate is not None and media.own_frames is not None
        duration = (
            _time(media.own_frames or 0, media.rate or rate)
            if own
            else _time(media.frames or 0, rate)
        )
        sound = {"hasAudio": "1", "audioSources": "1"} if media.sound else {}
        facts = {
            "id": name,
            "name": media.name,
            "start": "0s",
            "duration": duration,
            "hasVideo": "1",
            "videoSources": "1",
            "format": format_,
        }
        asset = ET.SubElement(self.resources, "asset", {**facts, **sound})
        ET.SubElement(asset, "media-rep", kind="original-media", src=media.url)
        return name

    def _id(self) -> str:
        self.count += 1
        return f"r{self.count}"


def _add_piece(spine: ET.Element, timeline: Timeline, piece: Piece, assets: dict[str, str]) -> None:
    rate = timeline.rate
    times = {
        "offset": _time(timeline.start + piece.first, rate),
        "name": piece.name,
        "duration": _time(piece.length, rate),
    }
    if piece.take is None:
        gap = ET.SubElement(spine, "gap", {"start": "0s", **times})
        ET.SubElement(gap, "note").text = piece.why
        return
    media = piece.take.media
    facts = {
        "ref": assets[media.key],
        "start": _time(piece.source, rate),
        "tcFormat": "DF" if timeline.drop else "NDF",
    }
    clip = ET.SubElement(spine, "asset-clip", {**facts, **times})
    ET.SubElement(clip, "note").text = _note(piece)
    if media.rate != rate:
        conform = ET.SubElement(clip, "conform-rate", scaleEnabled="0")
        if media.rate in _CONFORMED:
            conform.set("srcFrameRate", _CONFORMED[media.rate])
    for mark, at, _ in piece.marks():
        ET.SubElement(
            clip,
            "marker",
            start=_time(piece.source + at - piece.first, rate),
            duration=_time(1, rate),
            value=mark.name,
            note=mark.note,
        )


def _note(piece: Piece) -> str:
    said = [f"{cue.by}: {cue.text}" if cue.by else cue.text for cue in piece.cues]
    return "\n".join([piece.why, *said])


def _time(frames: int, rate: Fraction) -> str:
    """Frames as seconds in a fraction whose denominator is the rate's, which loses nothing.

    >>> from fractions import Fraction
    >>> _time(24, Fraction(24000, 1001)), _time(50, Fraction(25)), _time(0, Fraction(25))
    ('24024/24000s', '50/25s', '0s')
    """
    return f"{frames * rate.denominator}/{rate.numerator}s" if frames else "0s"
