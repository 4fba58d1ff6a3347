"""What `check` and `score` share of the guard: their options, and the result laid over."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

if TYPE_CHECKING:
    from vidcheck.report.model import ScoreReport

    Report = TypeVar("Report", bound=ScoreReport)

BASELINE = "vidcheck-baseline.json"

Baseline = Annotated[
    Path | None,
    typer.Option("--baseline", help="An earlier result: only what is worse than it ends with 1."),
]
Waivers = Annotated[
    Path | None,
    typer.Option("--waivers", help="Accepted findings, as `vidcheck accept` writes them."),
]


def watched(report: Report, baseline: Path | None, waivers: Path | None) -> Report:
    """The result with what is worse than the baseline and what is waived.

    Raises: VidcheckError where the baseline cannot be read, StoryboardError where the waivers are
        at fault.
    """
    if baseline is None and waivers is None:
        return report
    from vidcheck.guard.apply import guarded
    from vidcheck.guard.waivers import read_waivers
    from vidcheck.report.model import load_report

    return guarded(
        report,
        baseline=load_report(baseline) if baseline else None,
        name=str(baseline) if baseline else None,
        waivers=read_waivers(waivers) if waivers else (),
        today=datetime.now(UTC).date(),
    )


def refuse_broken(baseline: Path | None, waivers: Path | None) -> None:
    """Say before anything is measured what is wrong with the two files; raises as `watched`."""
    if baseline is not None:
        from vidcheck.report.model import load_report

        load_report(baseline)
    if waivers is not None:
        from vidcheck.errors import VidcheckError
        from vidcheck.guard.waivers import read_waivers

        if not waivers.is_file():
            raise VidcheckError(f"{waivers}: no such file", hint="`vidcheck accept` writes one")
        read_waivers(waivers)
