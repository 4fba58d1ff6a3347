"""`stats`: what the ledger has learned."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vidcheck.cli.console import put, say
from vidcheck.cli.language import either, spoken

if TYPE_CHECKING:
    from vidcheck.cli.language import Language
    from vidcheck.ledger.history import PastTake
    from vidcheck.ledger.stats import Stats


class TableFormat(StrEnum):
    """The formats statistics can be told in."""

    text = "text"
    json = "json"
    csv = "csv"
    parquet = "parquet"


def add_to(app: typer.Typer) -> None:
    """Add this room's verbs."""
    app.command()(stats)


def stats(
    project: Annotated[
        Path, typer.Argument(metavar="[PROJECT]", help="The project's folder, or its storyboard.")
    ] = Path(),
    format_: Annotated[TableFormat, typer.Option("--format", "-f", help="How to tell it.")] = (
        TableFormat.text
    ),
    takes: Annotated[bool, typer.Option("--takes", help="The takes, one a row.")] = False,
    least: Annotated[
        int | None, typer.Option(min=1, help="Claim nothing from fewer than this.")
    ] = None,
    apart: Annotated[
        float | None, typer.Option(min=1, help="Days between two answers that may tell a drift.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write to this file instead of stdout.")] = None,
    lang: Annotated[str | None, typer.Option(help="en or zh; the machine's otherwise.")] = None,
) -> None:
    """Tell what all checks of a project have shown: what works, what it costs, what helped.

    \b
    Examples:
      vidcheck stats my-film
      vidcheck stats my-film --takes --format parquet --out takes.parquet
    """
    rows, figures = _read(project, least, apart)
    if format_ is TableFormat.parquet:
        _parquet(rows if takes else figures, out)
    else:
        put(out, _text(rows, figures, format_, spoken(lang), takes=takes))
    if out is not None:
        say(str(out))


def _read(
    place: Path, least: int | None, apart: float | None
) -> tuple[tuple[PastTake, ...], Stats]:
    from vidcheck.ledger.changes import effects
    from vidcheck.ledger.history import all_takes
    from vidcheck.ledger.naming import project_of
    from vidcheck.ledger.stats import APART_DAYS, LEAST, stats_of
    from vidcheck.ledger.store import opened

    project = project_of(place)
    with opened(project) as ledger:
        for note in ledger.notes:
            say(either(note.en, note.zh))
        rows = all_takes(ledger.connection, project)
        done = effects(ledger.connection, rows)
        checks = ledger.connection.execute("SELECT count(*) FROM runs").fetchone()[0]
    told = stats_of(rows, done, checks=checks, least=least or LEAST, apart_days=apart or APART_DAYS)
    return rows, told


def _text(
    rows: tuple[PastTake, ...], figures: Stats, format_: TableFormat, lang: Language, *, takes: bool
) -> str:
    from vidcheck.report import stats_text, table

    if format_ is TableFormat.csv:
        return table.as_csv(table.of_takes(rows) if takes else table.of_stats(figures))
    if takes or format_ is TableFormat.json:
        shown = table.of_takes(rows) if takes else figures.model_dump(mode="json")
        return json.dumps(shown, ensure_ascii=False, indent=2)
    return stats_text.render(figures, chinese=lang == "zh")


def _parquet(data: tuple[PastTake, ...] | Stats, out: Path | None) -> None:
    from vidcheck.errors import VidcheckError
    from vidcheck.files import write_whole
    from vidcheck.report import table

    if out is None:
        raise VidcheckError("Parquet is no text", hint="name a file: --out stats.parquet")
    records = table.of_takes(data) if isinstance(data, tuple) else table.of_stats(data)
    write_whole(out, table.as_parquet(records))
