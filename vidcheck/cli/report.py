"""`report`: any format from one result, without decoding again."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vidcheck.cli.console import put, say, wants_colour
from vidcheck.cli.language import Language, spoken

if TYPE_CHECKING:
    from vidcheck.report.model import RunReport


class Format(StrEnum):
    """The formats a result can be told in."""

    html = "html"
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
    run: Annotated[
        Path, typer.Argument(metavar="RUN.json", help="run.json, or the JSON that `score` wrote.")
    ],
    format_: Annotated[Format, typer.Option("--format", "-f", help="What to make of it.")],
    out: Annotated[Path | None, typer.Option(help="Write to this file instead of stdout.")] = None,
    lang: Annotated[str | None, typer.Option(help="en or zh; the machine's otherwise.")] = None,
) -> None:
    """Tell one result in another format, without measuring again.

    \b
    Example:
      vidcheck report vidcheck-report/run.json --format html --out report.html
    """
    from vidcheck.report.model import load_report
    from vidcheck.run.recall import with_human_words

    said = spoken(lang)
    result = with_human_words(load_report(run))
    if format_ is Format.html:
        from vidcheck.report import as_html

        links = links_to(result, out.parent) if out else {}
        text = as_html.render(result, pictures_of(result, run.parent), lang=said, links=links)
    else:
        text = rendered(result, format_, said, to_file=out is not None)
    put(out, text)
    if out is not None:
        say(str(out))


def rendered(result: RunReport, format_: Format, lang: Language, *, to_file: bool) -> str:
    """A result as text, in any format but html."""
    if format_ is Format.terminal:
        from vidcheck.report import as_terminal

        colour = not to_file and wants_colour(sys.stdout)
        return as_terminal.render(result, colour=colour, chinese=lang == "zh")
    from vidcheck.report.formats import PLAIN

    return PLAIN[format_.value](result)


def pictures_of(result: RunReport, folder: Path) -> dict[str, bytes]:
    """The pictures a result names, as bytes by name; those that are gone are left out."""
    names = {row.strip for row in result.clips}
    names |= {name for row in result.clips for event in row.events
              for name in (event.before, event.after)}  # fmt: skip
    inside = folder.resolve()
    found = {}
    for name in sorted(name for name in names if name):
        path = (folder / name).resolve()
        # A result from elsewhere may name any file of this machine; only its own folder is read.
        if path.is_relative_to(inside) and path.is_file():
            found[name] = path.read_bytes()
    return found


def links_to(result: RunReport, folder: Path) -> dict[str, str]:
    """Where a page in `folder` finds the clips, as relative URLs; those that are gone not."""
    import os
    from urllib.parse import quote

    return {
        row.path: quote(os.fsencode(Path(os.path.relpath(row.path, folder)).as_posix()))
        for row in result.clips
        if Path(row.path).is_file()
    }
