"""`accept`: this result is the baseline from now on, or this finding is all right until a day."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vidcheck.cli.console import emit, say
from vidcheck.cli.guarding import BASELINE
from vidcheck.cli.language import either, language

if TYPE_CHECKING:
    from vidcheck.report.model import RunReport


def add_to(app: typer.Typer) -> None:
    """Add this room's verbs."""
    app.command()(accept)


def accept(
    run: Annotated[
        Path, typer.Argument(metavar="RUN.json", help="run.json, or the JSON that `score` wrote.")
    ],
    waive: Annotated[
        list[str] | None,
        typer.Option(help="Accept the failure of this clip (or shot) only; may be repeated."),
    ] = None,
    defect: Annotated[
        list[str] | None, typer.Option(help="Only this kind of defect; may be repeated.")
    ] = None,
    note: Annotated[str, typer.Option(help="Why; needed with --waive.")] = "",
    until: Annotated[
        str, typer.Option(help="Last day of the waiver, 2026-12-31 or 30d; needed with --waive.")
    ] = "",
    baseline: Annotated[
        Path | None, typer.Option(help=f"The baseline to write; {BASELINE} otherwise.")
    ] = None,
    waivers: Annotated[
        Path | None, typer.Option(help="The waivers to add to; vidcheck-waivers.yaml otherwise.")
    ] = None,
) -> None:
    """Make a result the baseline, or accept single failures for a while.

    \b
    Examples:
      vidcheck accept vidcheck-report/run.json
      vidcheck accept vidcheck-report/run.json --waive 12A_t1.mp4 --defect flicker \\
        --note "the neon sign flickers on purpose" --until 2026-12-31
    """
    from vidcheck.report.model import load_report

    result = load_report(run)
    if waive:
        _waive(result, waive, defect or [], (note, until), waivers or _beside(result, "waivers"))
    elif note or until or defect:
        raise typer.BadParameter(
            either("needs --waive CLIP", "需要 --waive 成片"), param_hint="--note/--until/--defect"
        )
    else:
        _accept(result, baseline or _beside(result, "baseline"))


def _beside(result: RunReport, what: str) -> Path:
    """The file beside the storyboard where there is one, in this folder otherwise."""
    from vidcheck.guard import waivers

    name = waivers.FILE if what == "waivers" else BASELINE
    home = Path(result.storyboard).parent if result.storyboard else Path()
    return home / name if home.is_dir() else Path(name)


def _accept(result: RunReport, path: Path) -> None:
    from vidcheck.files import write_whole
    from vidcheck.guard.baseline import differences, slim
    from vidcheck.report import as_json
    from vidcheck.report.model import load_report

    old = load_report(path) if path.exists() else None
    for said in differences(result, old):
        emit(said[language() == "zh"])
    write_whole(path, as_json.render(slim(result)))
    say(str(path))


def _waive(
    result: RunReport, names: list[str], defects: list[str], why: tuple[str, str], path: Path
) -> None:
    from vidcheck.guard.waivers import add_waiver, made, read_until

    note, until = why
    if not note or not until:
        raise typer.BadParameter(
            either("a waiver needs --note and --until", "豁免需要 --note 和 --until"),
            param_hint="--waive",
        )
    day = read_until(until, datetime.now(UTC).date())
    for one in [made(result.clips, name, tuple(defects), note, day) for name in names]:
        add_waiver(path, one)
        emit(either(f"{one.clip or one.shot}: waived until {day}: {note}",
                    f"{one.clip or one.shot}：豁免至 {day}：{note}"))  # fmt: skip
    say(str(path))
