"""A reader of FCPXML for the tests: exact times, and the shape that Apple's DTD 1.10 allows.

The table holds what is used here of that document type: for every element its children in order
and its attributes (those in capitals are required).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

SHAPE: dict[str, tuple[str, set[str], set[str]]] = {
    "fcpxml": ("resources library", {"version"}, set()),
    "resources": ("(format |asset )*", set(), set()),
    "format": ("", {"id"}, {"name", "frameDuration", "width", "height"}),
    "asset": (
        "media-rep", {"id"},
        {"name", "start", "duration", "hasVideo", "format", "hasAudio", "videoSources",
         "audioSources"},
    ),
    "media-rep": ("", {"src"}, {"kind"}),
    "library": ("event", set(), {"location"}),
    "event": ("project", set(), {"name"}),
    "project": ("sequence", set(), {"name"}),
    "sequence": ("spine", {"format"}, {"duration", "tcStart", "tcFormat"}),
    "spine": ("(asset-clip |gap )*", set(), set()),
    "gap": ("(note )?", {"duration"}, {"name", "offset", "start"}),
    "asset-clip": (
        "(note )?(conform-rate )?(marker )*", {"ref"},
        {"name", "offset", "start", "duration", "tcFormat", "format"},
    ),
    "note": ("", set(), set()),
    "conform-rate": ("", set(), {"scaleEnabled", "srcFrameRate"}),
    "marker": ("", {"start", "value"}, {"duration", "note"}),
}  # fmt: skip
RATES = {"23.98", "24", "25", "29.97", "30", "60", "47.95", "48", "50", "59.94"}


@dataclass(frozen=True)
class Item:
    """One thing on the spine, all times in exact seconds."""

    kind: str
    name: str
    offset: Fraction
    start: Fraction
    duration: Fraction
    file: str | None
    note: str
    conform: str | None
    marks: tuple[tuple[Fraction, str, str], ...]


@dataclass(frozen=True)
class Read:
    """A whole file."""

    title: str
    frame: Fraction
    start: Fraction
    duration: Fraction
    drop: bool
    items: tuple[Item, ...]
    assets: dict[str, Fraction]
    frames: dict[str, Fraction | None]


def seconds(text: str) -> Fraction:
    """`1001/24000s` or `5s`, exactly."""
    match = re.fullmatch(r"(\d+)(?:/(\d+))?s", text)
    assert match, text
    return Fraction(int(match[1]), int(match[2] or 1))


def read(text: str) -> Read:
    """Everything in a file; AssertionError where it has not the shape."""
    assert "<!DOCTYPE fcpxml>" in text
    root = ET.fromstring(text)  # noqa: S314 (our own)
    assert root.get("version") == "1.10"
    _check(root)
    by_id = {one.get("id"): one for one in root.iter() if one.get("id")}
    assert len(by_id) == sum(1 for one in root.iter() if one.get("id"))
    sequence = root.find("library/event/project/sequence")
    project = root.find("library/event/project")
    assert sequence is not None
    assert project is not None
    formats = {
        name: seconds(one.get("frameDuration", "")) if one.get("frameDuration") else None
        for name, one in by_id.items() if one.tag == "format"
    }  # fmt: skip
    frame = formats[sequence.get("format")]
    assert frame is not None
    assets = {_file(one): one for one in root.iter("asset")}
    return Read(
        title=project.get("name", ""),
        frame=frame,
        start=seconds(sequence.get("tcStart", "")),
        duration=seconds(sequence.get("duration", "")),
        drop=sequence.get("tcFormat") == "DF",
        items=tuple(_item(one, by_id) for one in sequence.find("spine") or ()),
        assets={file: seconds(one.get("duration", "")) for file, one in assets.items()},
        frames={file: formats[one.get("format")] for file, one in assets.items()},
    )


def _item(one: ET.Element, by_id: dict[str | None, ET.Element]) -> Item:
    asset = by_id[one.get("ref")] if one.tag == "asset-clip" else None
    conform = one.find("conform-rate")
    return Item(
        kind=one.tag,
        name=one.get("name", ""),
        offset=seconds(one.get("offset", "")),
        start=seconds(one.get("start", "")),
        duration=seconds(one.get("duration", "")),
        file=_file(asset) if asset is not None else None,
        note=one.findtext("note", ""),
        conform=None if conform is None else conform.get("srcFrameRate", ""),
        marks=tuple(
            (seconds(mark.get("start", "")), mark.get("value", ""), mark.get("note", ""))
            for mark in one.iterfind("marker")
        ),
    )


def _file(asset: ET.Element) -> str:
    media = asset.find("media-rep")
    assert media is not None
    return unquote(urlsplit(media.get("src", "")).path)


def _check(one: ET.Element) -> None:
    children, required, optional = SHAPE[one.tag]
    there = "".join(f"{child.tag} " for child in one)
    pattern = (
        children if "(" in children else children.replace(" ", " ") + (" " if children else "")
    )
    assert re.fullmatch(pattern, there), f"{one.tag}: {there}"
    names = set(one.keys())
    assert required <= names <= required | optional, f"{one.tag}: {names}"
    if one.tag == "conform-rate":
        assert one.get("srcFrameRate") in RATES | {None}
    for child in one:
        _check(child)
