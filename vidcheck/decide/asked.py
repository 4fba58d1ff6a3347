"""What the shot and its request asked of a take, beside what came back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vidcheck.decide.camera import compared_move
from vidcheck.decide.meant import meant_events, unseen_wishes
from vidcheck.decide.rows import Asked
from vidcheck.decide.rules import rules
from vidcheck.decide.take import Take
from vidcheck.decide.words import DEFECTS
from vidcheck.storyboard.defaults import camera_of, checks_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vidcheck.decide.rows import Meant
    from vidcheck.judge.rows import ClipFacts, ClipRow, ColourRow
    from vidcheck.plan.model import PromptRequest
    from vidcheck.storyboard.model import Check, Shot, Storyboard

_LINES = re.compile(r"(\d{3,4})p", re.IGNORECASE)
_K = {"2k": 1440, "4k": 2160, "8k": 4320}


def take_of(
    row: ClipRow, storyboard: Storyboard, shot: Shot, request: PromptRequest | None
) -> Take:
    """A clip as a take of its shot: compared with what was asked, what was meant set apart.

    Args:
        row: the clip.
        storyboard: the film.
        shot: the shot that the clip answers.
        request: what was sent, None where that is unknown.
    """
    camera = camera_of(storyboard, shot)
    whole = request is not None and len(request.shots) > 1 and row.span_s is None
    cuts = len(request.shots) - 1 if request is not None and whole else 0
    meant = meant_events(row, storyboard, shot, camera.move, cuts)
    asked = list(compared(row, request, None if whole else shot.duration))
    if row.status == "scored":
        if not whole:
            asked.append(_sure_of(compared_move(camera, row.camera), row, shot))
        asked += [_colour(one) for one in row.colours]
        asked += _changes(shot, meant)
        asked += [_limit(check, row) for check in checks_of(storyboard, shot)]
    return Take(row, tuple(asked), meant)


def _sure_of(move: Asked, row: ClipRow, shot: Shot) -> Asked:
    """No broken promise where a large subject, or one that walks in, may pass for the ground."""
    box = row.subject.box if row.subject else None
    area = box[2] * box[3] / (row.clip.width * row.clip.height) if box and row.clip else 0.0
    large = area > rules().camera.ground_hidden
    passing = any(one.enters or one.exits for one in shot.cast)
    unsure = move.met is False and (large or passing)
    return move.model_copy(update={"met": None}) if unsure else move


def compared(
    row: ClipRow, request: PromptRequest | None, shot_s: float | None = None
) -> tuple[Asked, ...]:
    """Duration, shape and size of the file, asked and measured; nothing where nothing was asked.

    Args:
        row: the clip.
        request: what it answers, None where that is unknown.
        shot_s: seconds the shot itself lasts: a file of that length is right as well, where the
            generator could only be asked for more; the only length asked of a part of a file.
    """
    if request is None or row.clip is None:
        return ()
    made = (
        _duration(request.duration_s, shot_s, row),
        _ratio(request.aspect_ratio, row.clip),
        _resolution(request.resolution, row.clip),
    )
    return tuple(one for one in made if one is not None)


def _duration(asked: float | None, shot_s: float | None, row: ClipRow) -> Asked | None:
    part = row.span_s
    asked = shot_s if part else asked
    if asked is None:
        return None
    length = part[1] - part[0] if part else row.clip.duration_s if row.clip else None
    if length is None:
        return Asked(what="duration", asked=f"{asked:g} s", measured=None, met=None)
    off = min(abs(length - right) / right for right in (asked, shot_s or asked))
    return Asked(
        what="duration",
        asked=f"{asked:g} s",
        measured=f"{length:.1f} s",
        met=off <= rules().tolerance.duration_share,
    )


def _ratio(asked: str | None, clip: ClipFacts) -> Asked | None:
    width, _, height = (asked or "").partition(":")
    try:
        wanted = float(width) / float(height)
    except (ValueError, ZeroDivisionError):
        return None  # "adaptive" and the like: the generator was left to choose
    measured = clip.width / clip.height
    return Asked(
        what="ratio",
        asked=str(asked),
        measured=f"{clip.width}×{clip.height}",
        met=abs(measured / wanted - 1) <= rules().tolerance.ratio_share,
    )


def _resolution(asked: str | None, clip: ClipFacts) -> Asked | None:
    """The short side against the name of a quality step; a larger picture is no broken promise."""
    found = _LINES.fullmatch(asked or "")
    lines = int(found[1]) if found else _K.get((asked or "").casefold())
    if lines is None:
        return None  # "std", "high", "1280x720": no quality step by its lines
    least = lines * (1 - rules().tolerance.lines_share)
    return Asked(
        what="resolution",
        asked=str(asked),
        measured=f"{clip.width}×{clip.height}",
        met=min(clip.width, clip.height) >= least,
    )


def _colour(row: ColourRow) -> Asked:
    """A declared colour, seen at the beginning and at the end; lost is worse than never there."""
    seen = [share for share in (row.first, row.last) if share is not None]
    if not seen:
        return Asked(what="colour", asked=_named(row), measured=None, met=None)
    told = " → ".join(f"{share:.0%}" for share in seen)
    least = rules().colour.least_share
    kept = rules().colour.kept_share
    return Asked(
        what="colour",
        asked=_named(row),
        measured=f"{told} of the subject",
        measured_zh=f"占主体 {told}",
        met=max(seen) >= least and seen[-1] >= kept * seen[0] and seen[-1] >= least * kept,
    )


def _named(row: ColourRow) -> str:
    return f"{row.subject}: {row.part} {row.asked}"


def _changes(shot: Shot, meant: tuple[Meant, ...]) -> Iterator[Asked]:
    for one in meant:
        at = f"{one.start_s:.1f}–{one.end_s:.1f}"
        yield Asked(
            what="change",
            asked=one.why,
            asked_zh=one.why_zh,
            measured=f"{one.type} at {at} s",
            measured_zh=f"{at} 秒{DEFECTS[one.type].zh}",
            met=True,
        )
    for said in unseen_wishes(shot, meant):
        yield Asked(what="change", asked=said.en, asked_zh=said.zh, measured=None, met=None)


def _limit(check: Check, row: ClipRow) -> Asked:
    """A limit of the storyboard against the measure of that name; unknown measures say nothing."""
    low = f"≥ {check.min:g}" if check.min is not None else ""
    high = f"≤ {check.max:g}" if check.max is not None else ""
    found = row.metrics.get(check.metric)
    value = found.value if found else None
    inside = value is not None and (
        (check.min is None or value >= check.min) and (check.max is None or value <= check.max)
    )
    return Asked(
        what="limit",
        asked=f"{check.metric} {' '.join(part for part in (low, high) if part)}".strip(),
        measured=None if value is None else f"{value:.4g}",
        met=None if value is None else inside,
        severity=check.severity,
    )
