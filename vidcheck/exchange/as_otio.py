"""OpenTimelineIO: every take beside the chosen one, defects as markers, scores as metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vidcheck import __version__
from vidcheck.exchange.library import otio

if TYPE_CHECKING:
    from vidcheck.exchange.timeline import Candidate, Mark, Piece, Timeline


def render(timeline: Timeline) -> str:
    """The timeline as .otio text, ending in a newline.

    Raises: VidcheckError where OpenTimelineIO is not installed.
    """
    text: str = otio().adapters.write_to_string(built(timeline), "otio_json")
    return text + "\n"


def built(timeline: Timeline) -> Any:
    """The timeline as an object of the library."""
    library = otio()
    made = library.schema.Timeline(timeline.title)
    made.global_start_time = _time(timeline, timeline.start)
    made.metadata["vidcheck"] = {
        "version": __version__,
        "run": timeline.run or "",
        "remarks": list(timeline.remarks),
    }
    kinds = [library.schema.TrackKind.Video]
    if any(piece.take and piece.take.media.sound for piece in timeline.pieces):
        kinds.append(library.schema.TrackKind.Audio)
    for kind in kinds:
        audio = kind == library.schema.TrackKind.Audio
        track = library.schema.Track("A1" if audio else "V1", kind=kind)
        for piece in timeline.pieces:
            silent = piece.take is None or (audio and not piece.take.media.sound)
            track.append(
                _gap(timeline, piece) if silent else _clip(timeline, piece, marked=not audio)
            )
        made.tracks.append(track)
    return made


def _gap(timeline: Timeline, piece: Piece) -> Any:
    gap = otio().schema.Gap(name=piece.name, source_range=_range(timeline, 0, piece.length))
    gap.metadata["vidcheck"] = _piece_facts(piece)
    return gap


def _clip(timeline: Timeline, piece: Piece, *, marked: bool) -> Any:
    library = otio()
    assert piece.take is not None  # noqa: S101 (a gap otherwise)
    clip = library.schema.Clip(
        name=piece.name, source_range=_range(timeline, piece.source, piece.length)
    )
    clip.set_media_references(
        {one.key: _reference(timeline, one) for one in piece.takes}, piece.take.key
    )
    clip.metadata["vidcheck"] = _piece_facts(piece)
    if marked:
        clip.markers.extend(_marker(timeline, mark) for mark in piece.take.marks)
    return clip


def _reference(timeline: Timeline, take: Candidate) -> Any:
    media = take.media
    there = _range(timeline, 0, media.frames) if media.frames else None
    if media.rate and media.own_frames:
        own = otio().opentime.RationalTime(media.own_frames, float(media.rate))
        there = otio().opentime.TimeRange(otio().opentime.RationalTime(0, own.rate), own)
    reference = otio().schema.ExternalReference(target_url=media.url, available_range=there)
    reference.name = media.name
    reference.metadata["vidcheck"] = _take_facts(take)
    return reference


def _marker(timeline: Timeline, mark: Mark) -> Any:
    library = otio()
    return library.schema.Marker(
        name=mark.name,
        marked_range=_range(timeline, mark.first, mark.length),
        color=getattr(library.schema.MarkerColor, mark.colour),
        comment=mark.note,
        metadata={
            "vidcheck": {"type": mark.kind, "severity": mark.severity, "metric": mark.metric}
        },
    )


def _piece_facts(piece: Piece) -> dict[str, Any]:
    return {
        "shot": piece.shot,
        "decision": piece.decision,
        "choice": piece.choice,
        "why": piece.why,
        "dialogue": [f"{cue.by}: {cue.text}" if cue.by else cue.text for cue in piece.cues],
    }


def _take_facts(take: Candidate) -> dict[str, Any]:
    row = take.row
    facts: dict[str, Any] = {
        "rank": take.rank,
        "status": row.status,
        "verdict": row.verdict,
        "risk": row.risk,
        "consistency": row.consistency,
        "take": row.take,
        "generator": row.generator,
        "human": row.human.verdict if row.human else None,
        "sha256": row.clip.sha256 if row.clip else None,
        "frame_rate": str(take.media.rate) if take.media.rate else "varies",
        "part_s": list(row.span_s) if row.span_s else None,
        "clean_ranges_s": [list(one) for one in row.clean_ranges_s],
        "metrics": {name: metric.value for name, metric in row.metrics.items()},
    }
    return {name: value for name, value in facts.items() if value is not None}


def _range(timeline: Timeline, first: int, length: int) -> Any:
    return otio().opentime.TimeRange(_time(timeline, first), _time(timeline, length))


def _time(timeline: Timeline, frames: int) -> Any:
    """Whole frames at the rate nearest to the exact one that a float can hold."""
    return otio().opentime.RationalTime(frames, float(timeline.rate))
