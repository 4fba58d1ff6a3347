"""What was measured of a subject, and of the whole picture, in one shot against the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.lint.finding import Both
from vidcheck.script.sheet import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.continuity.rows import Cell, Continuity, ContinuityFinding

REFERENCES = "refs"
"""The name that a comparison gives to a subject's reference pictures."""
Measured = tuple[State, str]


def compared(told: Continuity | None, subject: str, shot: str, lang: str) -> dict[str, Measured]:
    """What each aspect of a subject came to in a shot; nothing where nobody compared it."""
    if told is None:
        return {}
    known = told.matrix.get(subject)
    cells = [one for one in known.cells if shot in one.shots] if known else []
    found = [one for one in told.subjects.get(subject, ()) if shot in one.shots]
    aspects = dict.fromkeys([*(one.aspect for one in found), *(one.aspect for one in cells)])
    return {
        aspect: _of_aspect(
            [one for one in found if one.aspect == aspect],
            [one for one in cells if one.aspect == aspect],
            shot,
            lang,
        )
        for aspect in aspects
    }


def _of_aspect(
    found: Sequence[ContinuityFinding], cells: Sequence[Cell], shot: str, lang: str
) -> Measured:
    """Of a finding the first shot is the odd one; the others only bear witness."""
    zh = lang == "zh"
    bad = [one for one in found if one.verdict in ("fail", "warn")]
    for one in bad:
        if one.shots[0] == shot:
            return "differs", (zh and one.evidence_zh) or one.evidence
    alike = [_other(one, shot, lang) for one in cells if one.verdict == "pass"]
    names = ("、" if zh else ", ").join(alike)
    same = (f"与 {names} 相比" if zh else f"against {names}") if alike else ""
    if bad:
        odd = bad[0].shots[0]
        told = f"{odd} 与本镜不同" if zh else f"{odd} differs from this shot"
        return "see", told + (f"；{same}未见差异" if zh else f"; none {same}") if alike else told
    if alike:
        return "same", same
    if any(one.z is not None for one in cells):
        return "unjudged", ""
    return "open", ""


def _other(one: Cell, shot: str, lang: str) -> str:
    name = one.shots[1] if one.shots[0] == shot else one.shots[0]
    return Both("the references", "参考图").say(lang) if name == REFERENCES else name


def look_of(told: Continuity | None, shot: str, lang: str) -> Measured:
    """How the whole picture stands to the film: lightness, contrast, colours, grain."""
    row = next((one for one in told.style if one.shot == shot), None) if told else None
    if row is None:
        return "open", ""
    if row.verdict in ("fail", "warn"):
        return "differs", (lang == "zh" and row.evidence_zh) or row.evidence or ""
    if row.verdict == "unknown":
        return "unjudged", ""
    if lang == "zh":
        return "same", "亮度、反差、色彩、颗粒与全片一致"
    return "same", "lightness, contrast, colours, grain: as the film"
