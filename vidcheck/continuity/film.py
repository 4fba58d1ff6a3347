"""The whole film: every subject × its shots, what differs, and which shot is the odd one out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from vidcheck.continuity.compare import nearest, table
from vidcheck.continuity.rows import Appearance, Cell, ContinuityFinding, SubjectMatrix
from vidcheck.continuity.words import differences
from vidcheck.continuity.yardstick import Ruler
from vidcheck.identity.people import STRANGER, matched

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vidcheck.continuity.signature import Figure, Signature
    from vidcheck.continuity.view import View
    from vidcheck.continuity.yardstick import Apart, Question, Yardsticks

REFERENCE = "refs"
"""Stands in the place of a shot for the subject's reference pictures."""
LIVING = ("person", "animal", "creature")


@dataclass(frozen=True)
class Role:
    """A subject in one shot, and the wardrobe state it wears there."""

    subject: str
    look: str | None


@dataclass(frozen=True, eq=False)
class Shown:
    """One shot: the take that stands for it, who should be in it, and what is to be seen.

    `sure` says that the located subject was given or found by its references, and is not a guess.
    """

    shot: str
    take: str
    roles: tuple[Role, ...]
    signature: Signature
    sure: bool


@dataclass(frozen=True, eq=False)
class Known:
    """What the storyboard says of a subject: name, kind, and its reference pictures by look.

    The look None holds pictures of the identity.
    """

    name: str
    kind: str
    references: Mapping[str | None, Figure]


@dataclass(frozen=True, eq=False)
class Seen:
    """A subject as it appears in one shot, or in its references."""

    appearance: Appearance
    views: tuple[View, ...]


def compare_subject(
    known: Known, seen: Sequence[Seen], yardsticks: Yardsticks
) -> tuple[SubjectMatrix, tuple[ContinuityFinding, ...]]:
    """Every pair of a subject's appearances compared, and the odd ones named.

    Args:
        known: what the storyboard says of it.
        seen: its appearances in the order of the film, references (if any) first.
        yardsticks: what is usual.
    """
    ruler = Ruler([one.views for one in seen if one.appearance.shot != REFERENCE], yardsticks)
    cells: list[Cell] = []
    findings: list[ContinuityFinding] = []
    for question in _questions(known.kind):
        pairs: dict[tuple[int, int], Apart] = {}
        for i, j in combinations(range(len(seen)), 2):
            asked = _asked(question, seen[i], seen[j])
            if asked is not None:
                pairs[i, j] = ruler.apart(seen[i].views, seen[j].views, asked)
        cells += [_cell(seen[i], seen[j], question, pairs[i, j]) for i, j in pairs]
        findings += [
            _finding(
                seen[odd], seen[other], question, pairs[min(odd, other), max(odd, other)], ruler
            )
            for odd, other in odd_ones(len(seen), pairs, anchored=_anchored(seen))
        ]
    # Without faces or vectors another coat looks like another person: it is told once, as a coat.
    coats = {one.shots[0] for one in findings if one.aspect == "wardrobe"}
    vague = not any({"face", "body"} & set(cell.distances) for cell in cells)
    findings = [
        one
        for one in findings
        if not (vague and one.aspect == "identity" and one.shots[0] in coats)
    ]
    matrix = SubjectMatrix(
        name=known.name,
        appearances=tuple(one.appearance for one in seen),
        cells=tuple(cells),
    )
    return matrix, tuple(findings)


def _anchored(seen: Sequence[Seen]) -> bool:
    return bool(seen) and seen[0].appearance.shot == REFERENCE


def _questions(kind: str) -> tuple[Question, ...]:
    return ("identity", "wardrobe") if kind in LIVING else ("product",)


def _asked(question: Question, one: Seen, other: Seen) -> Question | None:
    """What can be asked of two appearances.

    Clothes only within a look; of another look, and of references, only the face tells who it is:
    a portrait is lit and framed in its own way.
    """
    drawn = REFERENCE in (one.appearance.shot, other.appearance.shot)
    if question == "product":
        return None if drawn else question
    if not drawn and one.appearance.look == other.appearance.look:
        return question
    return "face" if question == "identity" else None


def odd_ones(
    count: int, pairs: Mapping[tuple[int, int], Apart], *, anchored: bool
) -> list[tuple[int, int]]:
    """The appearances that do not belong, worst first, each with the one it is held against.

    The odd one has the largest median z to the others; it is taken out, and the rest is looked at
    again. Of two that differ, with nothing else to tell, the later one is named; references, which
    stand first where there are any, are never the odd one.
    """
    left, found = list(range(count)), []
    while len(left) > 1:
        bad = {}
        for one in left[1:] if anchored else left:
            held = [pair for other in left if other != one and (pair := _of(pairs, one, other))]
            zs = [pair.z for pair in held if pair.z is not None]
            if zs and any(pair.verdict in ("warn", "fail") for pair in held):
                bad[one] = float(np.median(zs)), one
        if not bad:
            break
        odd = max(bad, key=lambda one: bad[one])
        left.remove(odd)
        against = _against(odd, left, pairs)
        if against is not None:
            found.append((odd, against))
    return found


def _of(pairs: Mapping[tuple[int, int], Apart], one: int, other: int) -> Apart | None:
    return pairs.get((min(one, other), max(one, other)))


def _against(odd: int, left: Sequence[int], pairs: Mapping[tuple[int, int], Apart]) -> int | None:
    """The one to show beside the odd one, or None where most of the others do not differ from it.

    It is the nearest before it in the film, else the nearest after.
    """
    held = {
        other: pair for other in left if (pair := _of(pairs, odd, other)) and pair.z is not None
    }
    differs = [other for other, pair in held.items() if pair.verdict in ("warn", "fail")]
    if 2 * len(differs) < len(held) or not differs:
        return None
    return max(differs, key=lambda other: (other < odd, -abs(other - odd)))


def _cell(one: Seen, other: Seen, question: Question, apart: Apart) -> Cell:
    known = {a: round(value, 3) for a, value in apart.distances.items() if np.isfinite(value)}
    return Cell(
        shots=(one.appearance.shot, other.appearance.shot),
        aspect=question,
        distance=next(iter(known.values()), None),
        distances={str(aspect): value for aspect, value in known.items()},
        z=None if apart.z is None else round(apart.z, 2),
        verdict=apart.verdict,
    )


def _finding(
    odd: Seen, other: Seen, question: Question, apart: Apart, ruler: Ruler
) -> ContinuityFinding:
    said, said_zh = differences(odd.views, other.views, apart, ruler.known)
    shots = odd.appearance.shot, other.appearance.shot
    return ContinuityFinding(
        shots=shots,
        aspect=question,
        verdict=apart.verdict,
        z=None if apart.z is None else round(apart.z, 2),
        evidence=f"{shots[0]} is the odd one out: {said} than in {shots[1]}",
        evidence_zh=f"{shots[0]} 与众不同：与 {shots[1]} 相比，{said_zh}",
        pictures=(odd.appearance.picture, other.appearance.picture),
    )


def cast(
    shots: Sequence[Shown], subjects: Mapping[str, Known], *, faces: bool
) -> dict[str, list[tuple[Shown, Role, Figure]]]:
    """Which figure of which shot is which subject.

    A shot of one subject gives its largest figure, or the one whose face fits best; a shot of
    several is solved for all of them at once by their faces. Without faces nobody can say who of
    several people the located figure is, unless it was found by its references.
    """
    bank = _bank(shots, subjects)
    found: dict[str, list[tuple[Shown, Role, Figure]]] = {one: [] for one in subjects}
    for shown in shots:
        for role, figure in _parts(shown, subjects, bank, faces=faces):
            found[role.subject].append((shown, role, figure))
    return found


def _bank(shots: Sequence[Shown], subjects: Mapping[str, Known]) -> dict[str, list[View]]:
    """Views with a face that surely belong to a subject: references, and shots of it alone."""
    bank = {
        name: [view for figure in known.references.values() for view in figure.views]
        for name, known in subjects.items()
    }
    for shown in shots:
        people = [role for role in shown.roles if role.subject in subjects]
        if len(people) == 1 and len(shown.signature.figures) == 1:
            bank[people[0].subject] += shown.signature.figures[0].views
    return {name: [view for view in views if view.face is not None] for name, views in bank.items()}


def _parts(
    shown: Shown, subjects: Mapping[str, Known], bank: Mapping[str, list[View]], *, faces: bool
) -> list[tuple[Role, Figure]]:
    figures = shown.signature.figures
    roles = [role for role in shown.roles if role.subject in subjects]
    if not figures or not roles:
        return []
    if len(figures) == 1:
        alone = len(roles) == 1 or shown.sure or (faces and not _living(roles[1:], subjects))
        return [(roles[0], figures[0])] if alone else []
    costs = np.array(
        [[_unlike(bank[role.subject], figure) for figure in figures] for role in roles]
    )
    pairs = matched(costs, STRANGER)
    if shown.sure and figures[0].main and not any(0 in pair for pair in pairs):
        pairs.append((0, 0))  # whom the first frame was searched for, seen without a face
    met = {row for row, _ in pairs}, {column for _, column in pairs}
    rest = [i for i in range(len(roles)) if i not in met[0]]
    free = [i for i in range(len(figures)) if i not in met[1]]
    if len(rest) == 1 and free and not bank[roles[rest[0]].subject]:
        pairs.append((rest[0], free[0]))  # nobody else is left for it, and nothing speaks against
    return [(roles[row], figures[column]) for row, column in sorted(pairs)]


def _living(roles: Sequence[Role], subjects: Mapping[str, Known]) -> bool:
    return any(subjects[role.subject].kind in LIVING for role in roles)


def _unlike(bank: Sequence[View], figure: Figure) -> float:
    return nearest(table(bank, figure.views, "face")) if bank else float("nan")
