"""Subject × shot: what was compared across shots, as a table that shows its gaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.continuity.rows import Continuity, ContinuityFinding, StyleRow, SubjectMatrix
    from vidcheck.judge.rows import Verdict
    from vidcheck.report.model import RunReport

_WORST_FIRST: tuple[Verdict, ...] = ("fail", "warn", "unknown", "pass")
State = Literal["pass", "warn", "fail", "unknown", "not_measured", "absent"]


@dataclass(frozen=True)
class Cell:
    """A subject in a shot; `absent` where the shot does not show it."""

    state: State
    evidence: str = ""
    evidence_zh: str = ""
    picture: str | None = None


@dataclass(frozen=True)
class Row:
    """One subject across all shots."""

    subject: str
    cells: Sequence[Cell]
    note: tuple[str, str] | None = None


@dataclass(frozen=True)
class Matrix:
    """The shots across, subjects down; `open` are the findings to look at, worst first.

    `looks` are the shots whose whole picture stands apart from the film's.
    """

    shots: Sequence[str]
    rows: Sequence[Row]
    open: Sequence[tuple[str, ContinuityFinding]]
    looks: Sequence[StyleRow] = ()


def matrix(report: RunReport) -> Matrix:
    """The table of a result; without rows where no subject was compared."""
    told = report.continuity
    shots = [shot.shot for shot in report.shots]
    if told is None:
        return Matrix(shots, [], [])
    named = {shot for found in told.subjects.values() for one in found for shot in one.shots}
    shots += sorted(named - {*shots})
    subjects = dict.fromkeys([*told.matrix, *told.subjects])
    seen = [
        (_name(told, subject), one)
        for subject, found in told.subjects.items()
        for one in found
        if one.verdict in ("fail", "warn")
    ]
    return Matrix(
        shots,
        [_row(told, subject, shots) for subject in subjects],
        sorted(seen, key=lambda one: _WORST_FIRST.index(one[1].verdict)),
        [row for row in told.style if row.evidence],
    )


def _name(told: Continuity, subject: str) -> str:
    known = told.matrix.get(subject)
    return (known.name if known else None) or subject


def _row(told: Continuity, subject: str, shots: Sequence[str]) -> Row:
    known, found = told.matrix.get(subject), told.subjects.get(subject, ())
    cells = [_cell(known, found, shot) for shot in shots]
    note = (known.note, known.note_zh or known.note) if known and known.note else None
    return Row(_name(told, subject), cells, note)


def _cell(known: SubjectMatrix | None, found: Sequence[ContinuityFinding], shot: str) -> Cell:
    """The worst that was found of this shot itself; else what its comparisons say together."""
    seen = {one.shot: one for one in known.appearances} if known else {}
    picture = seen[shot].picture if shot in seen else None
    # Of the shots of a finding the first is the odd one; the others only bear witness.
    mine = [one for one in found if (one.shots[:1] if known else one.shots).count(shot)]
    if mine:
        worst = min(mine, key=lambda one: _WORST_FIRST.index(one.verdict))
        return Cell(worst.verdict, worst.evidence, worst.evidence_zh or worst.evidence, picture)
    if known is None:
        return Cell("not_measured")
    if known.appearances and shot not in seen:
        return Cell("absent")
    compared = [one.verdict for one in known.cells if shot in one.shots]
    if not compared:
        return Cell("not_measured", picture=picture)
    return Cell("unknown" if set(compared) == {"unknown"} else "pass", picture=picture)
