"""`board`: the storyboard as a sheet to hang on the wall."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vidcheck.cli.console import put, say
from vidcheck.cli.language import Language, either, spoken

if TYPE_CHECKING:
    from vidcheck.board.pictures import Frames
    from vidcheck.storyboard.load import LoadedStoryboard


class BoardFormat(StrEnum):
    """The kinds of file a board can be."""

    html = "html"
    pdf = "pdf"


class PaperSize(StrEnum):
    """Sheets of paper."""

    a4 = "a4"
    letter = "letter"


class Pictures(StrEnum):
    """Which pictures stand in the frames."""

    auto = "auto"
    takes = "takes"
    references = "references"
    empty = "empty"


def add_to(app: typer.Typer) -> None:
    """Add this room's verbs."""
    app.command()(board)


def board(
    storyboard: Annotated[Path, typer.Argument(metavar="STORYBOARD", help="The storyboard.")],
    out: Annotated[
        Path | None, typer.Option(help="Write to this file; its suffix may say the format.")
    ] = None,
    format_: Annotated[
        BoardFormat | None, typer.Option("--format", "-f", help="html (default) or pdf.")
    ] = None,
    paper: Annotated[PaperSize, typer.Option(help="The paper to print on.")] = PaperSize.a4,
    frames: Annotated[
        Pictures,
        typer.Option(
            help="auto: given first frames, else kept takes, else references; takes: these first; "
            "references: only these; empty: frames to draw in."
        ),
    ] = Pictures.auto,
    run: Annotated[
        Path | None,
        typer.Option(metavar="RUN.json", help="A result whose takes stand in the frames."),
    ] = None,
    columns: Annotated[
        int | None, typer.Option(min=1, max=6, help="Shots side by side; 4 or more: landscape.")
    ] = None,
    shot: Annotated[list[str] | None, typer.Option(help="Only this shot; may be repeated.")] = None,
    lang: Annotated[str | None, typer.Option(help="en or zh; the machine's otherwise.")] = None,
) -> None:
    """Print the storyboard: a frame per shot with size, move, action, lines and seconds.

    \b
    Examples:
      vidcheck board storyboard.yaml --out board.html
      vidcheck board storyboard.yaml --out board.pdf --paper letter --lang zh
      vidcheck board storyboard.yaml --out draw.pdf --frames empty
    """
    from vidcheck.board import as_html
    from vidcheck.board.layout import Layout
    from vidcheck.board.printed import as_pdf
    from vidcheck.board.sheet import sheet_of
    from vidcheck.errors import VidcheckError
    from vidcheck.files import write_whole
    from vidcheck.storyboard.load import load_storyboard

    language = spoken(lang)
    pdf = format_ is BoardFormat.pdf or (format_ is None and out and out.suffix.lower() == ".pdf")
    if pdf and out is None:
        raise VidcheckError("a PDF needs a file", hint="name it: --out board.pdf")
    loaded = load_storyboard(storyboard)
    sheet = sheet_of(loaded, language, _today(), _known(loaded, shot))
    layout = Layout.of(sheet, paper.value, columns)
    desk = _frames(loaded, frames, run)
    wanted = {panel.shot for panel in sheet.panels}
    pictures = {
        one.id: desk.of(scene, one)
        for scene, one in loaded.storyboard.all_shots()
        if one.id in wanted
    }
    if pdf and out is not None:
        made = as_pdf(sheet, pictures, layout)
        desk.warnings.extend(made.warnings)
        write_whole(out, made.pdf)
    else:
        put(out, as_html.render(sheet, pictures, layout))
    _tell(desk, out, language)


def _today() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).astimezone().date().isoformat()


def _known(loaded: LoadedStoryboard, shots: list[str] | None) -> list[str] | None:
    """The shots asked for. Raises: VidcheckError where the storyboard has none of that name."""
    from vidcheck.errors import VidcheckError
    from vidcheck.storyboard.names import did_you_mean

    there = [shot.id for _, shot in loaded.storyboard.all_shots()]
    for name in shots or ():
        if name not in there:
            raise VidcheckError(
                f"--shot {name}: {loaded.path} has no such shot",
                hint=did_you_mean(name, there) or f"there are: {', '.join(there[:12])}",
            )
    return shots


def _frames(loaded: LoadedStoryboard, pictures: Pictures, run: Path | None) -> Frames:
    """The finder of pictures, told of the takes that a result or the ledger keeps."""
    from vidcheck.board.kept import kept_beside, kept_in
    from vidcheck.board.pictures import ORDERS, Frames

    order = ORDERS[pictures.value]
    if "take" not in order:
        return Frames(loaded, order, {})
    return Frames(loaded, order, kept_in(run) if run else kept_beside(loaded.path))


def _tell(desk: Frames, out: Path | None, language: Language) -> None:
    for one in dict.fromkeys(desk.warnings):
        say(f"{either('warning', '警告')}: {one[language == 'zh']}")
    if out is not None and str(out) != "-":
        say(str(out))
