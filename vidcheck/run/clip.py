"""One clip, from file to row: whatever the file is, it ends as a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from vidcheck.calibration import load_calibration
from vidcheck.continuity.kept import keep
from vidcheck.continuity.signature import sign
from vidcheck.detect import detect
from vidcheck.detect.base import spans
from vidcheck.errors import ClipError
from vidcheck.files import sha256_of
from vidcheck.judge.camera import measured_camera
from vidcheck.judge.judge import Seen, judge
from vidcheck.judge.rows import ClipFacts, ClipRow, SubjectRow
from vidcheck.judge.together import together
from vidcheck.models.shelf import shelf
from vidcheck.run.colours import measured_colours
from vidcheck.run.one_pass import Wanted, measure_clip
from vidcheck.run.second import SecondOpinion

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vidcheck.brief import Also, Reference
    from vidcheck.calibration.model import Calibration
    from vidcheck.geometry import Region
    from vidcheck.run.one_pass import Pass


def score_clip(
    path: Path,
    *,
    subject: Region | None = None,
    references: Sequence[Path] = (),
    others: Sequence[Also] = (),
    calibration: Calibration | None = None,
    threads: int = 0,
    span: tuple[float, float] | None = None,
    colours: Sequence[tuple[str, str, str]] = (),
    sign_into: Path | None = None,
) -> ClipRow:
    """Measure and judge one clip, or a part of it.

    Args:
        path: the clip; anything that cannot be decoded ends as an `unreadable` row.
        subject: box of the subject in the first frame, source pixels.
        references: pictures of the subject, tried where no box is given.
        others: further subjects; one that is not found in the first frame is told in a warning.
        calibration: what to judge by; the shipped one where None.
        threads: decoder and OpenCV threads, 0 for as many as there are cores.
        span: the part to look at in seconds of the file, None for all of it.
        colours: (subject, part, '#rrggbb') that the subject must keep.
        sign_into: folder of run.json, which gets the clip's signature; None for no signature.

    Raises:
        StoryboardError: where a reference picture cannot be read.
    """
    pictures = _read(references)
    more = [Wanted(one.name, one.box, tuple(_read(one.references))) for one in others]
    cv2.setNumThreads(threads or -1)
    second = SecondOpinion(calibration or load_calibration(), pictures)
    try:
        seen = measure_clip(
            path,
            subject=subject,
            references=pictures,
            others=more,
            threads=threads,
            span=span,
            watch=second.watch,
        )
    except ClipError as error:
        return _unreadable(path, error.message)
    except cv2.error as error:  # no kind of RuntimeError, so nobody further up would expect it
        return _unreadable(path, f"internal error, please report it: {error}".strip())
    row = _judged(seen, path, second.calibration, asked=bool(references))
    missing = [one.name for one in others if one.name not in dict(seen.others)]
    lost = tuple(f"{name} was not found in the first frame and is not measured" for name in missing)
    row = row.model_copy(update={"warnings": (*row.warnings, *lost)})
    found = measured_colours(path, seen, colours) if row.status == "scored" else ()
    row = second.heard(row.model_copy(update={"span_s": span, "colours": found}), seen, path)
    return row if sign_into is None else _signed(row, seen, path, sign_into)


def _signed(row: ClipRow, seen: Pass, path: Path, folder: Path) -> ClipRow:
    """The row with its signature written."""
    from vidcheck.evidence import home_of  # noqa: PLC0415 (Pillow; seldom needed)

    models = shelf()
    sure = seen.source in ("given", "reference", "face")
    signature = sign(seen.glimpses, models, sure=sure)
    return row if signature is None else keep(row, signature, folder, home_of(row, path))


def _unreadable(path: Path, reason: str) -> ClipRow:
    return ClipRow(path=str(path), status="unreadable", reason=reason, verdict="unknown")


def _read(references: Sequence[Path]) -> list[Reference]:
    if not references:
        return []
    from vidcheck.run.reference import read_reference  # noqa: PLC0415 (Pillow; seldom needed)

    return [read_reference(picture) for picture in references]


def _judged(seen: Pass, path: Path, calibration: Calibration, *, asked: bool) -> ClipRow:
    facts = _facts(seen, path)
    row = _judged_alone(seen, path, facts, calibration, _warnings(seen, asked=asked))
    others = [
        (name, _judged_alone(other, path, facts, calibration, ())) for name, other in seen.others
    ]
    row = together(row, others)
    return row.model_copy(
        update={"camera": measured_camera(seen.outcomes["camera_motion"], seen.last_s)}
    )


def _facts(seen: Pass, path: Path) -> ClipFacts:
    return ClipFacts(
        width=seen.info.size.width,
        height=seen.info.size.height,
        fps=round(seen.info.fps, 4) if seen.info.fps else None,
        frames=seen.frames,
        duration_s=_duration(seen),
        codec=seen.info.codec,
        sha256=sha256_of(path),
        sound=seen.info.sound,
    )


def _judged_alone(
    seen: Pass, path: Path, facts: ClipFacts, calibration: Calibration, warnings: tuple[str, ...]
) -> ClipRow:
    """The row of one subject."""
    return judge(
        Seen(
            path=str(path),
            facts=facts,
            subject=_subject(seen),
            evidence=seen.evidence,
            candidates=detect(seen.evidence),
            scale=seen.info.scale,
            warnings=warnings,
        ),
        calibration,
    )


def _duration(seen: Pass) -> float | None:
    """Seconds from the first frame to the end of the last."""
    if seen.frames < 2:
        return round(1 / seen.info.fps, 4) if seen.info.fps else None
    return round((seen.last_s - seen.first_s) * seen.frames / (seen.frames - 1), 4)


def _ends_early(seen: Pass, claimed: int) -> bool:
    """Whether time is missing, too: AVI counts pictures that were dropped when it was made."""
    lasts = _duration(seen)
    return lasts is None or seen.info.fps is None or lasts < 0.9 * claimed / seen.info.fps


def _subject(seen: Pass) -> SubjectRow:
    first = seen.track[0][1] if seen.track else None
    box = first.scaled(*seen.info.scale).to_xywh() if first is not None else None
    held = [region is not None for _, region in seen.track]
    return SubjectRow(
        source=seen.source,
        box=box,
        confidence=round(seen.confidence, 3),
        seen_share=round(sum(held) / len(held), 3) if held else 0.0,
    )


def _lost(seen: Pass) -> list[tuple[float, float]]:
    """Stretches of time in which the subject was nowhere, seconds."""
    times = [time for time, _ in seen.track]
    away = np.array([region is None for _, region in seen.track], np.bool_)
    return [] if seen.source == "none" else [(times[a], times[b]) for a, b in spans(away)]


def _warnings(seen: Pass, *, asked: bool) -> tuple[str, ...]:
    notes = []
    if seen.damaged:
        notes.append(f"{seen.damaged} damaged packets or pictures: defects may be the file's own")
    if seen.breaks:
        notes.append(f"its clock jumps {seen.breaks} times; times run on from there")
    if seen.resized:
        notes.append(f"its picture size changes {seen.resized} times; all are brought to the first")
    claimed = seen.info.frames
    if claimed and not seen.is_part and seen.frames < 0.9 * claimed and _ends_early(seen, claimed):
        notes.append(f"{seen.frames} frames decoded of the {claimed} the file claims: cut off?")
    notes += [f"the subject was out of sight from {a:.1f} to {b:.1f} s" for a, b in _lost(seen)]
    if asked and seen.source != "reference":
        notes.append("no reference picture was found in the first frame; the middle was taken")
    return tuple(notes)
