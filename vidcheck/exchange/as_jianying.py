"""A draft folder for 剪映, as an experiment: chosen takes on one track, dialogue on another.

Written by the package pyjianyingdraft, which knows the fields; nothing is added to them here. No
剪映 has opened a draft of ours yet. The package reads the headers of the clips, so they must be
there.
"""

from __future__ import annotations

import importlib
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vidcheck.errors import OutputError, VidcheckError

if TYPE_CHECKING:
    from vidcheck.exchange.timeline import Piece, Timeline


def write(timeline: Timeline, folder: Path) -> None:
    """Write the timeline as a new draft folder; nothing is left of it where that fails.

    Args:
        timeline: its rate is rounded, for a draft holds whole frames a second only.
        folder: the draft's own folder, in 剪映's folder of drafts; must not be there yet.

    Raises:
        VidcheckError: where the package is not installed, or a clip is gone or cannot be read.
        OutputError: where the folder is there already or cannot be written.
    """
    try:
        library = importlib.import_module("pyJianYingDraft")
    except ImportError as error:
        raise VidcheckError(
            "this format needs the package pyjianyingdraft", hint='pip install "vidcheck[draft]"'
        ) from error
    if folder.exists():
        raise OutputError(
            f"{folder}: is there already; nothing was changed",
            hint="choose another place with --out",
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".draft.") as place:
            _fill(library, timeline, Path(place), folder.name)
            shutil.move(Path(place) / folder.name, folder)
    except OSError as error:
        raise OutputError(
            f"{folder}: cannot be written: {error.strerror or error}",
            hint="choose another place with --out",
        ) from error


def _fill(library: Any, timeline: Timeline, place: Path, name: str) -> None:
    script = library.DraftFolder(str(place)).create_draft(
        name, timeline.width, timeline.height, round(timeline.rate)
    )
    film = script.append_track(library.TrackSpec(library.TrackType.video, "film"))
    for piece in timeline.pieces:
        if piece.take is None:
            continue
        script.add_segment(_segment(library, timeline, piece, piece.take.media.path), film)
    cues = [cue for piece in timeline.pieces for cue in piece.cues]
    if cues:
        words = script.append_track(library.TrackSpec(library.TrackType.text, "dialogue"))
        for cue in cues:
            when = _range(library, timeline, cue.first, cue.end - cue.first)
            script.add_segment(library.TextSegment(cue.text, when), words)
    script.save()


def _segment(library: Any, timeline: Timeline, piece: Piece, path: str) -> Any:
    at = _range(library, timeline, piece.first, piece.length)
    source = _range(library, timeline, piece.source, piece.length)
    try:
        material = library.VideoMaterial(path)
        # A file may end a few microseconds before its last frame does.
        source.duration = at.duration = min(source.duration, material.duration - source.start)
        return library.VideoSegment(material, at, source_timerange=source)
    except (OSError, ValueError, TypeError) as error:
        raise VidcheckError(
            f"{path}: cannot be read: {error}",
            hint="a draft needs its clips where run.json has them",
        ) from error


def _range(library: Any, timeline: Timeline, first: int, length: int) -> Any:
    """Frames as microseconds; ranges that meet in frames meet in microseconds, too."""
    start, end = (round(at / timeline.rate * 1_000_000) for at in (first, first + length))
    return library.Timerange(start, end - start)
