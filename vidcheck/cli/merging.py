"""`merge`: the parts of a run, measured on several machines, as one result."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vidcheck.cli.console import put, say
from vidcheck.cli.language import language
from vidcheck.cli.outcome import FailOn, exit_code, exit_code_of_shots

if TYPE_CHECKING:
    from vidcheck.report.model import RunReport
    from vidcheck.run.shards import Shard


def add_to(app: typer.Typer) -> None:
    """Add this room's verbs."""
    app.command()(merge)


Part = Annotated[
    str | None, typer.Option("--shard", metavar="I/N", help="Only part I of N, for `merge`.")
]


def shard_of(text: str | None) -> Shard | None:
    """The part that a command was asked for. Raises: typer.BadParameter."""
    from vidcheck.run.shards import parse_shard

    try:
        return parse_shard(text) if text is not None else None
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--shard") from error


def merge(
    runs: Annotated[
        list[Path], typer.Argument(metavar="RUN…", help="run.json, or JSON of `score`, of parts.")
    ],
    out: Annotated[
        Path | None, typer.Option(help="Write run.json, report.html and pictures here.")
    ] = None,
    json: Annotated[
        Path | None, typer.Option("--json", help="Write the result here; - for stdout.")
    ] = None,
    fail_on: Annotated[FailOn, typer.Option(help="The mildest verdict that ends with 1.")] = (
        FailOn.fail
    ),
) -> None:
    """Join the results of `--shard` into the one that a single machine would have written.

    \b
    Examples:
      vidcheck merge part1/run.json part2/run.json --out vidcheck-report
      vidcheck merge part*.json --json scores.json
    """
    from vidcheck.report import as_json
    from vidcheck.report.model import ScoreReport, load_report
    from vidcheck.run.shards import merged

    parts = [(path, load_report(path)) for path in runs]
    whole = merged(parts)
    if out is not None:
        _write(parts, whole, out)
    if json is not None or out is None:
        bare = ScoreReport(**{name: getattr(whole, name) for name in ScoreReport.model_fields})
        put(json, as_json.render(whole if whole.shots else bare))
    raise typer.Exit(
        exit_code_of_shots(whole.shots, fail_on) if whole.shots else exit_code(whole.clips, fail_on)
    )


def _write(parts: list[tuple[Path, RunReport]], whole: RunReport, out: Path) -> None:
    from vidcheck.report.beside import write_report
    from vidcheck.run.shards import copy_pictures

    copy_pictures(parts, out)
    write_report(whole, out, language())
    say(f"{out / 'run.json'}\n{out / 'report.html'}")
