"""What the request asked of the file, beside what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.decide.rows import Asked
from vidcheck.decide.rules import rules

if TYPE_CHECKING:
    from vidcheck.judge.rows import ClipFacts, ClipRow
    from vidcheck.plan.model import PromptRequest


def compared(
    row: ClipRow, request: PromptRequest | None, shot_s: float | None = None
) -> tuple[Asked, ...]:
    """Duration and aspect ratio, asked and measured; nothing where nothing was asked.

    Args:
        row: the clip.
        request: what it answers, None where that is unknown.
        shot_s: seconds the shot itself lasts: a file of that length is right as well, where the
            generator could only be asked for more.
    """
    if request is None or row.clip is None:
        return ()
    made = (_duration(request.duration_s, shot_s, row.clip), _ratio(request.aspect_ratio, row.clip))
    return tuple(one for one in made if one is not None)


def _duration(asked: float | None, shot_s: float | None, clip: ClipFacts) -> Asked | None:
    if asked is None:
        return None
    if clip.duration_s is None:
        return Asked(what="duration", asked=f"{asked:g} s", measured=None, met=None)
    off = min(abs(clip.duration_s - right) / right for right in (asked, shot_s or asked))
    return Asked(
        what="duration",
        asked=f"{asked:g} s",
        measured=f"{clip.duration_s:.1f} s",
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
