"""Joins the shots of a film: which take stands for each, who is in it, what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.continuity.film import (
    LIVING,
    REFERENCE,
    Known,
    Role,
    Seen,
    Shown,
    cast,
    compare_subject,
)
from vidcheck.continuity.kept import read
from vidcheck.continuity.rows import Appearance, Continuity
from vidcheck.continuity.style import style_rows
from vidcheck.continuity.yardstick import yardsticks
from vidcheck.files import write_whole
from vidcheck.models.shelf import Absent, shelf
from vidcheck.run.described import described

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from vidcheck.continuity.rows import ContinuityFinding, StyleRow, SubjectMatrix
    from vidcheck.continuity.signature import Figure
    from vidcheck.decide.rows import ShotRow
    from vidcheck.judge.rows import ClipRow
    from vidcheck.models.catalogue import Purpose
    from vidcheck.models.store import Stored
    from vidcheck.run.described import Described
    from vidcheck.run.store import Store
    from vidcheck.storyboard.load import LoadedStoryboard
    from vidcheck.storyboard.model import Shot, Subject

COMPARING: tuple[Purpose, ...] = ("face-detector", "face", "embedding", "mask")
"""Models that shots are compared with."""
IDENTITY = ("face", "body", "turnaround", "product")
"""Roles of references that show who or what a subject is, whatever it wears."""
TOO_FEW = Continuity(
    note="Shots are not compared: fewer than two have a take that could be read.",
    note_zh="没有比较镜头：可读取的镜头不足两个。",
)


def across_shots(
    loaded: LoadedStoryboard,
    shots: Sequence[ShotRow],
    rows: Sequence[ClipRow],
    folder: Path,
    store: Store | None = None,
) -> Continuity:
    """Compare the film's shots, each by the take that was decided for.

    Args:
        loaded: the storyboard.
        shots: the decisions.
        rows: the clips' rows, with the names of their signatures.
        folder: where run.json stands; gets a picture per subject with references.
        store: where descriptions of references are kept, None for nowhere.

    Raises: OutputError where the folder cannot be written.
    """
    models = shelf()
    at_hand = {purpose: models.at_hand(purpose) for purpose in COMPARING}
    faces = not any(isinstance(at_hand[one], Absent) for one in ("face-detector", "face"))
    shown = _shown(loaded, shots, rows, folder)
    if len(shown) < 2:
        return TOO_FEW
    who = {role.subject for one in shown for role in one.roles}
    subjects = {id_: one for id_, one in loaded.storyboard.subjects.items() if id_ in who}
    drawn = {
        id_: views
        for id_, one in subjects.items()
        # (only faces are held against references)
        if one.kind in LIVING and faces and (views := described(_pictures(loaded, one), store))
    }
    known = {id_: _known(one, drawn.get(id_)) for id_, one in subjects.items()}
    parts = cast(shown, known, faces=faces)
    figures = {(row.shot, row.path): row.figures for row in rows}
    use_models = not any(isinstance(at_hand[one], Absent) for one in ("embedding", "mask"))
    matrix: dict[str, SubjectMatrix] = {}
    found: dict[str, tuple[ContinuityFinding, ...]] = {}
    for id_, one in known.items():
        seen = _references(id_, drawn.get(id_), folder) + [
            _seen(shot, role, figure, figures[shot.shot, shot.take])
            for shot, role, figure in parts[id_]
        ]
        if len(seen) > 1:
            matrix[id_], found[id_] = compare_subject(one, seen, yardsticks(models=use_models))
    return Continuity(
        subjects=found,
        matrix=matrix,
        style=_style(loaded, shown),
        models=tuple(one.id for one in at_hand.values() if not isinstance(one, Absent)),
        **_notes(shown, known, parts, at_hand.values()),
    )


def _style(loaded: LoadedStoryboard, shown: Sequence[Shown]) -> tuple[StyleRow, ...]:
    """The look of each shot, held against the others of its scene."""
    scenes = {shot.id: scene.id for scene, shot in loaded.storyboard.all_shots()}
    return style_rows(
        [(one.shot, one.take, scenes.get(one.shot, ""), one.signature) for one in shown]
    )


def _shown(
    loaded: LoadedStoryboard, shots: Sequence[ShotRow], rows: Sequence[ClipRow], folder: Path
) -> list[Shown]:
    """Of every shot the take that stands for it: the decided one, else the best in rank."""
    by_path = {(row.shot, row.path): row for row in rows}
    found = []
    for shot in shots:
        ranked = sorted(shot.ranking, key=lambda one: one.rank)
        takes = [(shot.shot, path) for path in (shot.take, *(one.path for one in ranked))]
        for row in (by_path[take] for take in takes if take in by_path):
            signature = read(folder / row.signature) if row.signature else None
            if signature is None:
                continue
            sure = row.subject is not None and row.subject.source != "auto"
            roles = _roles(loaded, loaded.storyboard.shot(shot.shot))
            found.append(Shown(shot.shot, row.path, roles, signature, sure))
            break
    return found


def _roles(loaded: LoadedStoryboard, shot: Shot) -> tuple[Role, ...]:
    """Who should be seen, the one first that the locator was told of (vidcheck.run.check)."""
    subjects = loaded.storyboard.subjects
    people = [
        (one.enters, Role(one.who, one.look or subjects[one.who].default_look))
        for one in shot.cast
        if one.who in subjects
    ]
    return (
        *(role for enters, role in people if not enters),
        *(Role(prop, None) for prop in shot.props if prop in subjects),
        *(role for enters, role in people if enters),
    )


def _pictures(loaded: LoadedStoryboard, subject: Subject) -> list[Path]:
    """Those that show who a subject is."""
    return [loaded.file(ref.path) for ref in subject.refs if ref.role in IDENTITY]


def _known(subject: Subject, drawn: Described | None) -> Known:
    """What the storyboard says of a subject."""
    name = subject.name.in_language("en") if subject.name else ""
    return Known(name, subject.kind, {None: drawn.figure} if drawn else {})


def _references(id_: str, drawn: Described | None, folder: Path) -> list[Seen]:
    """The references as an appearance of their own, where they show a face."""
    if drawn is None or all(view.face is None for view in drawn.figure.views):
        return []
    name = f"pictures/references/{id_}.webp"
    write_whole(folder / name, drawn.picture)
    seen = _appearance(REFERENCE, "", None, drawn.figure, name)
    return [Seen(seen, drawn.figure.views)]


def _seen(shown: Shown, role: Role, figure: Figure, pictures: Sequence[str]) -> Seen:
    number = shown.signature.figures.index(figure)
    picture = pictures[number] if number < len(pictures) else None
    return Seen(_appearance(shown.shot, shown.take, role.look, figure, picture), figure.views)


def _appearance(
    shot: str, take: str, look: str | None, figure: Figure, picture: str | None
) -> Appearance:
    looked = [view.faces for view in figure.views if view.faces is not None]
    return Appearance(
        shot=shot,
        take=take,
        look=look,
        picture=picture,
        frames=len(figure.views),
        faces=sum(count > 0 for count in looked) if looked else None,
    )


def _notes(
    shown: Sequence[Shown],
    known: dict[str, Known],
    parts: dict[str, list[tuple[Shown, Role, Figure]]],
    models: Iterable[Stored | Absent],
) -> dict[str, str | None]:
    """What was not compared, and which models did not serve."""
    met = {(shot.shot, role.subject) for those in parts.values() for shot, role, _ in those}
    lost = sorted(
        {
            one.shot
            for one in shown
            for role in one.roles
            if known[role.subject].kind in LIVING and (one.shot, role.subject) not in met
        }
    )
    notes: list[tuple[str, str]] = []
    absent = [one for one in models if isinstance(one, Absent)]
    if absent:
        why = "; ".join(dict.fromkeys(one.reason for one in absent))
        why_zh = "；".join(dict.fromkeys(one.reason_zh for one in absent))
        notes.append(
            (f"Compared without some models, by colours, corners and edges: {why}.",
             f"缺少部分模型，按颜色、角点和边缘比较：{why_zh}。")
        )  # fmt: skip
    if lost:
        notes.append(
            (
                (
                    f"Not everyone could be told apart in {', '.join(lost)}: several subjects, and "
                    "no face or reference that says who is who."
                ),
                f"{'、'.join(lost)} 中有多个主体，没有人脸或参考图可以分辨，未全部比较。",
            )
        )
    return {
        "note": " ".join(en for en, _ in notes) or None,
        "note_zh": "".join(zh for _, zh in notes) or None,
    }
