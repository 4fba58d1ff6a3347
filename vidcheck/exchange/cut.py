"""A cut that an editor made, read back: which file is shown, and which part of it.

Nothing that a cut refers to is opened: its media are names to be held against the takes known here.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from fractions import Fraction
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from vidcheck.errors import VidcheckError
from vidcheck.exchange.library import otio
from vidcheck.exchange.rates import exact_rate
from vidcheck.importers.decoding import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_BYTES = 64_000_000
"""An OTIO timeline of a feature film with all takes of 2000 shots has about 30 MB."""
DEEPEST = 128
"""Levels of an OTIO file; the library ends the whole program on files nested very deep."""
ADAPTERS = {
    ".otio": ("otio_json", None),
    ".otioz": ("otio_json", None),
    ".edl": ("cmx_3600", "otio_cmx3600_adapter"),
    ".xml": ("fcp_xml", "otio_fcp_adapter"),
}
"""The adapter that reads a file of that ending, and the package it comes in."""
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Shown:
    """One file on a picture track, and the seconds of it that are shown; None where untold."""

    written: str
    start_s: Fraction | None
    end_s: Fraction | None

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.written.replace("\\", "/").rstrip("/").rpartition("/")[2]


def read_cut(path: Path, rate: Fraction) -> list[Shown]:
    """Every file that a cut shows, in its order, the same one as often as it is shown.

    Args:
        path: .otio, .otioz, .edl or .xml (FCP 7).
        rate: of an EDL, which names none.

    Raises: VidcheckError where the file cannot be read or a package is not installed.
    """
    ending = path.suffix.casefold()
    if ending not in ADAPTERS:
        raise VidcheckError(
            f"{path}: '{ending}' is no kind of cut known here",
            hint=f"export it as one of: {' '.join(ADAPTERS)}",
        )
    adapter, package = ADAPTERS[ending]
    library = otio(package)
    text = _text(path, ending)
    options = {"rate": float(rate), "ignore_timecode_mismatch": True} if ending == ".edl" else {}
    try:
        made = library.adapters.read_from_string(text, adapter, **options)
        return [_shown(clip) for track in _picture_tracks(made) for clip in track.find_clips()]
    except Exception as error:  # a broken cut breaks the adapters in any way at all
        raise VidcheckError(
            f"{path}: not a cut that can be read: {error or type(error).__name__}",
            hint="is --fps the rate of the edit? drop-frame timecode needs 29.97 or 59.94"
            if ending == ".edl"
            else "export it again from the editing program",
        ) from error


def _text(path: Path, ending: str) -> str:
    try:
        with path.open("rb") as source:
            raw = _content(source, path) if ending == ".otioz" else source.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise VidcheckError(f"{path}: cannot be read: {reason}") from error
    if len(raw) > MOST_BYTES:
        raise VidcheckError(f"{path}: larger than {MOST_BYTES // 1_000_000} MB: no cut is")
    text, _ = decoded(raw, path)
    if "<!ENTITY" in text:
        raise VidcheckError(f"{path}: a document type that declares entities is not allowed")
    if ending.startswith(".otio") and _depth(text) > DEEPEST:
        raise VidcheckError(f"{path}: nested deeper than {DEEPEST} levels")
    return text


def _content(bundle: IO[bytes], path: Path) -> bytes:
    """The timeline in a bundle; its media, which may be many gigabytes, are left alone."""
    try:
        with zipfile.ZipFile(bundle) as archive, archive.open("content.otio") as source:
            return source.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, RuntimeError,
            NotImplementedError, EOFError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]  # fmt: skip
        raise VidcheckError(f"{path}: not an OTIO bundle: {error}") from error


def _depth(text: str) -> int:
    deepest = depth = 0
    for sign in re.findall(r"[\[{}\]]", _STRINGS.sub("", text)):
        depth += 1 if sign in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _picture_tracks(made: Any) -> Iterator[Any]:
    """The picture tracks of a timeline, or of every timeline in a collection."""
    schema = otio().schema
    found = (
        [made] if isinstance(made, schema.Timeline)
        else made.find_children(descended_from_type=schema.Timeline)
    )  # fmt: skip
    for timeline in found:
        yield from (track for track in timeline.video_tracks() if track.enabled)


def _shown(clip: Any) -> Shown:
    reference = clip.media_reference
    url = getattr(reference, "target_url", None) or ""
    written = place_of(url) or getattr(reference, "name", "") or clip.name or ""
    try:
        shown = clip.trimmed_range()
    except otio().exceptions.OTIOError:  # neither the clip nor its media say how long it is
        return Shown(written, None, None)
    there = getattr(reference, "available_range", None)
    start = _seconds(shown.start_time) - (_seconds(there.start_time) if there else 0)
    return Shown(written, start, start + _seconds(shown.duration))


def place_of(url: str) -> str:
    """The place that a media reference names: of `file:` addresses the path, else as written."""
    if not url.casefold().startswith("file:"):
        return url
    path = unquote(urlsplit(url).path)
    return path[1:] if re.match(r"/[A-Za-z]:/", path) else path


def _seconds(time: Any) -> Fraction:
    return Fraction(time.value).limit_denominator(1000) / exact_rate(time.rate)
