"""`import`: a screenplay or a shot list becomes a storyboard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vidcheck.cli.console import emit, say
from vidcheck.cli.language import either, language, spoken

if TYPE_CHECKING:
    from vidcheck.importers.read import Imported


def add_to(app: typer.Typer) -> None:
    """Add this room's verb."""
    app.command("import")(import_)


def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A .fountain, .fdx, .csv, .tsv, .xlsx, .storyboarder, or .txt with shot lines.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(help="A new project folder, or a new .yaml file; stdout otherwise."),
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", help="en or zh: the script's; seen from it otherwise.")
    ] = None,
) -> None:
    """Make a storyboard from a screenplay or a shot list, in the author's words.

    \b
    Examples:
      vidcheck import script.fountain --out my-film
      vidcheck import 分镜表.csv --out storyboard.yaml

    \b
    Nothing is overwritten. What the script does not say is filled with stand-ins, and said.
    """
    from vidcheck.importers.read import import_file

    made = import_file(file, None if lang is None else spoken(lang))
    for one in made.remarks:
        place = f"{file}:{one.line}" if one.line is not None else str(file)
        say(f"{place}: {one.say(language())}")
    if out is None:
        emit(made.text)
        return
    board = _written(made, out)
    say(
        either(
            f"scenes: {made.scenes}, shots: {made.shots}: {board}\nnext: vidcheck lint {board}",
            f"{made.scenes} 场，{made.shots} 个镜头：{board}\n下一步：vidcheck lint {board}",
        )
    )


def _written(made: Imported, out: Path) -> Path:
    """The storyboard into a new file, or into a folder with its schema beside it.

    Raises: OutputError where it is there already or cannot be written.
    """
    from vidcheck.errors import OutputError
    from vidcheck.files import write_whole
    from vidcheck.storyboard.grow import SCHEMA_LINES
    from vidcheck.storyboard.schema import schema_json

    alone = out.suffix.lower() in {".yaml", ".yml"} and not out.is_dir()
    board = out if alone else out / "storyboard.yaml"
    if board.exists() or board.is_symlink():
        raise OutputError(
            f"{board}: is there already; nothing was changed",
            hint="choose another place with --out",
        )
    if alone:
        write_whole(board, made.text)
        return board
    write_whole(board, SCHEMA_LINES + made.text)
    schema = board.with_name("storyboard.schema.json")
    if not schema.exists():
        write_whole(schema, schema_json())
    return board
