"""`check`: takes against their storyboard, decided, with the report folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from vidcheck.cli.console import complain, emit, progress_bar, say, wants_colour
from vidcheck.cli.guarding import Baseline, Waivers, refuse_broken, watched
from vidcheck.cli.keeping import Cache, NoCache, store_for
from vidcheck.cli.language import either, language
from vidcheck.cli.merging import Part, shard_of
from vidcheck.cli.outcome import FailOn, exit_code_of_shots
from vidcheck.cli.score import Jobs, workers

if TYPE_CHECKING:
    from vidcheck.report.model import RunReport
    from vidcheck.run.check import Order


def add_to(app: typer.Typer) -> None:
    """Add this room's verbs."""
    app.command()(check)


def check(
    storyboard: Annotated[Path, typer.Argument(metavar="STORYBOARD", help="The storyboard.")],
    takes_dir: Annotated[
        Path | None,
        typer.Argument(
            metavar="TAKES_DIR", help="Folder of returned clips; `takes` beside it otherwise."
        ),
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for run.json and report.html.")] = Path(
        "vidcheck-report"
    ),
    shot: Annotated[list[str] | None, typer.Option(help="Only this shot; may be repeated.")] = None,
    target: Annotated[
        list[str] | None,
        typer.Option(help="Generator the takes came from; the storyboard's own otherwise."),
    ] = None,
    jobs: Jobs = None,
    shard: Part = None,
    cache: Cache = None,
    no_cache: NoCache = False,
    fail_on: Annotated[FailOn, typer.Option(help="The mildest outcome that ends with 1.")] = (
        FailOn.fail
    ),
    baseline: Baseline = None,
    waivers: Waivers = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Stay, and check takes as they land; Ctrl-C ends it.")
    ] = False,
) -> None:
    """Say which take of each shot to keep, and what to change.

    \b
    Examples:
      vidcheck check storyboard.yaml takes/ --out vidcheck-report
      vidcheck check storyboard.yaml --watch

    \b
    Ends with 0 every shot has a take to keep, 1 some shot has none (with --fail-on warn also where
    a take must be cut), 2 wrong use, 3 nothing could be measured.
    """
    from vidcheck.run.check import Order

    order = Order(
        storyboard=storyboard,
        takes_dir=takes_dir,
        out=out,
        targets=tuple(target or ()),
        shots=tuple(shot) if shot else None,
        workers=jobs or workers(),
        store=store_for(cache, no_cache),
        shard=shard_of(shard),
    )
    if watch:
        _watch(order, baseline, waivers)
    result = checked(order, baseline, waivers)
    raise typer.Exit(exit_code_of_shots(result.shots, fail_on, result.guard))


def _watch(order: Order, baseline: Path | None, waivers: Path | None) -> NoReturn:
    """Check, then again whenever takes have landed; what was measured is not measured again."""
    from vidcheck.errors import VidcheckError
    from vidcheck.run.watch import landings

    folder = order.takes_dir or order.storyboard.parent / "takes"
    for names in landings(folder, order.storyboard):
        say(either(f"changed: {', '.join(names)}", f"有变化：{'、'.join(names)}"))
        try:
            checked(order, baseline, waivers)
        except VidcheckError as error:  # half an edit of the storyboard is no reason to go away
            complain(error)
        say(either("waiting for takes (Ctrl-C ends)", "等待新的成片（Ctrl-C 结束）"))
    raise AssertionError  # landings never ends


def checked(order: Order, baseline: Path | None = None, waivers: Path | None = None) -> RunReport:
    """Run the check, write its folder, and tell the outcome on stdout.

    Waivers that lie beside the storyboard hold where none are named.
    """
    from vidcheck.files import write_whole
    from vidcheck.guard.waivers import FILE
    from vidcheck.report import as_terminal
    from vidcheck.report.beside import write_report
    from vidcheck.run.check import check as run

    write_whole(order.out / ".vidcheck-report", "")  # what cannot be written is said at once
    beside = order.storyboard.parent / FILE
    waivers = waivers or (beside if beside.is_file() else None)
    refuse_broken(baseline, waivers)
    with progress_bar(99) as progress:
        result = watched(run(order, progress), baseline, waivers)
    write_report(result, order.out, language())
    colour, chinese = wants_colour(sys.stdout), language() == "zh"
    emit(as_terminal.render(result, colour=colour, chinese=chinese))
    say(f"{order.out / 'run.json'}\n{order.out / 'report.html'}")
    return result
