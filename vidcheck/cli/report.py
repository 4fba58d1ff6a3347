"""`report`: any format from one result, without decoding again."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vidcheck.cli.board import PaperSize
from vidcheck.cli.console import put, say, wants_colour
from vidcheck.cli.exchanging import Defects, DropFrame, Edit, Fps, Start, hand_over
from vidcheck.cli.language import Language, spoken
from vidcheck.cli.supervising import supervise

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
    sheet = "sheet"
    plot = "plot"
    otio = "otio"
    edl = "edl"
    fcp7xml = "fcp7xml"
    fcpxml = "fcpxml"
    srt = "srt"
    vtt = "vtt"
    shotlist = "shotlist"
    jianying = "jianying"
    continuity = "continuity"
    pdf = "pdf"


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
    embed: Annotated[
        bool, typer.Option("--embed", help="html: put small copies of the clips into the page.")
    ] = False,
    shot: Annotated[
        str | None, typer.Option(help="sheet, plot: the takes of this shot only.")
    ] = None,
    paper: Annotated[
        PaperSize, typer.Option(help="continuity: the paper to print on.")
    ] = PaperSize.a4,
    fps: Fps = None,
    drop_frame: DropFrame = False,
    start: Start = "00:00:00:00",
    defects: Defects = False,
) -> None:
    """Tell one result in another format, without measuring again.

    \b
    Examples:
      vidcheck report vidcheck-report/run.json --format html --out report.html
      vidcheck report vidcheck-report/run.json --format sheet --out film.png
      vidcheck report vidcheck-report/run.json --format continuity --out continuity.pdf
      vidcheck report vidcheck-report/run.json --format pdf --out film.pdf
      vidcheck report vidcheck-report/run.json --format otio --out cut.otio
      vidcheck report vidcheck-report/run.json --format edl --fps 29.97 --drop-frame --out cut.edl
      vidcheck report vidcheck-report/run.json --format shotlist --lang zh --out 镜头表.xlsx
    """
    from vidcheck.exchange.formats import FOLDERS, NAMES
    from vidcheck.report.beside import page_of
    from vidcheck.report.model import load_report
    from vidcheck.run.recall import compared_as_kept, with_human_words

    said = spoken(lang)
    result = compared_as_kept(with_human_words(load_report(run)), run.parent)
    if format_ in (Format.sheet, Format.plot):
        draw(result, run.parent, format_, out, said, shot)
        return
    if format_ is Format.continuity:
        supervise(result, run.parent, out, said, paper.value)
        return
    if format_.value in (*NAMES, *FOLDERS):
        hand_over(result, Edit(format_.value, said, fps, drop_frame, start, defects), out)
        return
    if format_ is Format.pdf:
        print_out(page_of(result, run.parent, None, said, paper=True), out)
        return
    text = (
        page_of(result, run.parent, out.parent if out else None, said, embed=embed)
        if format_ is Format.html
        else rendered(result, format_, said, to_file=out is not None)
    )
    put(out, text)
    if out is not None:
        say(str(out))


def print_out(page: str, out: Path | None) -> None:
    """The page as it prints, a shot per sheet."""
    from vidcheck.errors import VidcheckError
    from vidcheck.files import write_whole
    from vidcheck.paper.chromium import VARIABLE, found, printed

    browser = found()
    if out is None or browser is None:
        raise VidcheckError(
            "--format pdf prints the page" if out is None else "no browser to print the page with",
            hint="name its file: --out film.pdf"
            if out is None
            else f"install Chromium or name one in {VARIABLE}; or --format continuity --out x.pdf",
        )
    write_whole(out, printed(browser, page))
    say(str(out))


def draw(
    result: RunReport,
    home: Path,
    format_: Format,
    out: Path | None,
    lang: Language,
    shot: str | None,
) -> None:
    """A contact sheet or a plot into a file; its suffix says which kind of picture."""
    from vidcheck.errors import VidcheckError
    from vidcheck.files import write_whole
    from vidcheck.report.as_sheet import KINDS, encoded, plot, sheet
    from vidcheck.report.beside import pictures_of

    kind = KINDS.get(out.suffix.lower()) if out else None
    if out is None or kind is None:
        raise VidcheckError(
            f"--format {format_.value} draws a picture",
            hint="name its file: --out film.png (or .webp)",
        )
    picture = (
        sheet(result, pictures_of(result, home), lang=lang, shot=shot)
        if format_ is Format.sheet
        else plot(result, lang=lang, shot=shot)
    )
    write_whole(out, encoded(picture, kind))
    say(str(out))


def rendered(result: RunReport, format_: Format, lang: Language, *, to_file: bool) -> str:
    """A result as text, in any format but html."""
    if format_ is Format.terminal:
        from vidcheck.report import as_terminal

        colour = not to_file and wants_colour(sys.stdout)
        return as_terminal.render(result, colour=colour, chinese=lang == "zh")
    from vidcheck.report.formats import PLAIN

    return PLAIN[format_.value](result)
