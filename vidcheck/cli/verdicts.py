"""`keep`, `hold`, `ng`: what a person says of a take; it stands above what vidcheck says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vidcheck.cli.console import emit, say
from vidcheck.cli.language import either, language

if TYPE_CHECKING:
    from vidcheck.ledger.entry import HumanWord

Shot = Annotated[str, typer.Argument(metavar="SHOT", help="The shot's id.")]
TakeName = Annotated[
    str, typer.Argument(metavar="TAKE", help="t3, GENERATOR:t3, or the name of its file.")
]
NoteText = Annotated[str, typer.Option("--note", help="Why, for people.")]
Project = Annotated[
    Path, typer.Option("--project", help="The project's folder; this one or one above otherwise.")
]


def add_to(app: typer.Typer) -> None:
    """Add this room's verbs."""
    app.command()(keep)
    app.command()(hold)
    app.command()(ng)


def keep(shot: Shot, take: TakeName, note: NoteText = "", project: Project = Path()) -> None:
    """Say that a take is the one to use, whatever vidcheck says of it.

    \b
    Example:
      vidcheck keep 12A t3 --note "nobody looks at the hand"
    """
    _record(shot, take, "keep", note, project)


def hold(shot: Shot, take: TakeName, note: NoteText = "", project: Project = Path()) -> None:
    """Say that a take may do, and is to be looked at again.

    \b
    Example:
      vidcheck hold 12A t2 --note "ask the director"
    """
    _record(shot, take, "hold", note, project)


def ng(shot: Shot, take: TakeName, note: NoteText = "", project: Project = Path()) -> None:
    """Say that a take is no good, even if vidcheck finds nothing.

    \b
    Example:
      vidcheck ng 12A t1 --note "wrong mood"
    """
    _record(shot, take, "ng", note, project)


def _record(shot: str, named: str, verdict: HumanWord, note: str, place: Path) -> None:
    from vidcheck.decide.words import VERDICTS
    from vidcheck.ledger.history import by_shot, takes_and_notes
    from vidcheck.ledger.naming import project_of, take_named
    from vidcheck.ledger.verdicts import record

    project = project_of(place)
    takes, notes = takes_and_notes(project)
    for told in notes:
        say(either(told.en, told.zh))
    take = take_named(named, shot, by_shot(takes))
    record(project, shot, take.path, verdict, note, part=take.part)
    word = VERDICTS[take.verdict][language() == "zh"]
    said = {"keep": either("keep", "保留"), "hold": either("hold", "待定"), "ng": "NG"}[verdict]
    emit(f"{shot} {take.path.name}: {said} ({either('vidcheck says', '工具判定')}: {word})")
