"""The command line: verbs in the order of the work, one place where errors become exit codes."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from vidcheck import __version__
from vidcheck.cli import (
    accept,
    advise,
    board,
    calibrating,
    check,
    conforming,
    importing,
    knowledge,
    merging,
    models,
    planning,
    project,
    report,
    review,
    score,
    stats,
    verdicts,
)
from vidcheck.cli.console import complain, emit, say
from vidcheck.cli.language import either
from vidcheck.errors import VidcheckError


class Verbs(TyperGroup):
    """Runs a verb; what a user can mend becomes one message and its exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the verb that the context names."""
        try:
            return super().invoke(ctx)
        except VidcheckError as error:
            if ctx.params.get("debug"):
                raise
            complain(error)
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt:
            say(either("interrupted", "已中断"))
            raise typer.Exit(130) from None
        except BrokenPipeError:
            sys.stderr.close()  # the reader has left; the interpreter would complain on exit
            raise typer.Exit(0) from None

    def list_commands(self, ctx: Any) -> list[str]:
        """Verbs in the order they were added, which is the order of the work."""
        del ctx
        return list(self.commands)


app = typer.Typer(
    name="vidcheck",
    cls=Verbs,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help answers in half the time of the boxed one
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(asked: bool) -> None:
    if asked:
        emit(f"vidcheck {__version__}")
        raise typer.Exit


@app.callback()
def vidcheck(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
    calibration: Annotated[
        Path | None,
        typer.Option(help="Judge by a calibration of your own (see `vidcheck calibrate`)."),
    ] = None,
) -> None:
    """Plan, check and judge AI-generated video.

    \b
    From storyboard to prompts, from takes to decisions:
      vidcheck demo                        the whole loop on a sample project
      vidcheck plan storyboard.yaml        prompts for any generator
      vidcheck check storyboard.yaml       which take to keep, what to change
      vidcheck score clip.mp4              is the subject the same throughout?
    """
    del debug, version
    if calibration is not None:
        os.environ["VIDCHECK_CALIBRATION"] = str(calibration.resolve())


for room in (
    project, importing, planning, board, score, check, report, review, merging, advise, verdicts,
    conforming, stats, accept, calibrating, knowledge, models,
):  # fmt: skip
    room.add_to(app)


def main() -> None:
    """Run the command line and exit."""
    app()
