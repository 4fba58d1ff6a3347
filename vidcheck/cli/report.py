"""`report`: any format from one result, without decoding again."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vidcheck.cli.console import put, say, wants_colour
from vidcheck.cli.language import Language, language

if TYPE_CHECKING:
    from vidcheck.report.model import RunReport


class Format(StrEnum):
    """The formats a result can be told in."""

    terminal = "terminal"
    json = "json"
    csv = "csv"
    junit = "junit"
    sarif = "sarif"
    github = "github"


def add_to(app: typer.Typer) -> None:
    """Add this room's verbs."""
    app.command()(report)


def report(
    run: Annotated[Path, typer.Argument(help="run.json, or the JSON that `score` wrote.")],
    format_: Annotated[Format, typer.Option("--format", "-f", help="What to make of it.")],
    out: Annotated[Path | None, typer.Option(help="Write to this file instead of stdout.")] = None,
    lang: Annotated[str | None, typer.Option(help="en or zh; the machine's otherwise.")] = None,
) -> None:
    """Tell one result in another format, without measuring again.

    \b
    Example:
      vidcheck report vidcheck-report/run.json --format csv --out takes.csv
    """
    from vidcheck.report.model import load_report

    said = spoken(lang)
    text = rendered(load_report(run), format_, said, to_file=out is not None)
    put(out, text)
    if out is not None:
        say(str(out))


def spoken(lang: str | None) -> Language:
    """The language asked for, or the machine's.

    Raises: typer.BadParameter where it is neither en nor zh.
    """
    if lang is None:
        return language()
    if lang not in ("en", "zh"):
        raise typer.BadParameter(f"{lang!r} is neither en nor zh", param_hint="--lang")
    return "zh" if lang == "zh" else "en"


def rendered(result: RunReport, format_: Format, lang: Language, *, to_file: bool = True) -> str:
    """A result as text in one format."""
    if format_ is Format.terminal:
        from vidcheck.report import as_terminal

        colour = not to_file and wants_colour(sys.stdout)
        return as_terminal.render(result, colour=colour, chinese=lang == "zh")
    from vidcheck.report.formats import PLAIN

    return PLAIN[format_.value](result)
