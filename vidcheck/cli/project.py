"""`init` and `demo`: a project to start from, and the whole loop on a sample one."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from vidcheck.cli.check import checked
from vidcheck.cli.console import emit, say
from vidcheck.cli.keeping import store_for
from vidcheck.cli.language import either, language, spoken
from vidcheck.cli.planning import compiled, profiles_beside
from vidcheck.cli.score import Jobs, workers

DEMO_TARGETS = ("kling-3.0", "seedance-2.0")


def add_to(app: typer.Typer) -> None:
    """Add this room's verbs."""
    app.command()(demo)
    app.command()(init)


def demo(
    out: Annotated[Path, typer.Option(help="Folder for the sample project.")] = Path(
        "vidcheck-demo"
    ),
    jobs: Jobs = None,
) -> None:
    """Run the whole loop on a sample project: plan, check, decide, report.

    \b
    Example:
      vidcheck demo --out vidcheck-demo
    """
    from vidcheck.plan.render import render
    from vidcheck.run.check import Order
    from vidcheck.storyboard.load import load_storyboard

    _copy(out)
    board = out / "storyboard.yaml"
    say(either(f"1. The storyboard: {board}", f"1. 分镜：{board}"))
    say(either("2. The prompts it becomes, for two generators:", "2. 为两个生成模型写出的提示词："))
    plan = compiled(load_storyboard(board), profiles_beside(board), DEMO_TARGETS, None, None)
    emit(render(plan, "text", language()))
    say(either("3. The takes that came back:", "3. 测量返回的成片并作出决定："))
    order = Order(
        storyboard=board,
        takes_dir=out / "takes",
        out=out / "report",
        targets=DEMO_TARGETS,
        workers=jobs or workers(),
        store=store_for(None, no_cache=False),
    )
    checked(order)
    page = (out / "report" / "report.html").resolve()
    say(either(f"4. Open this page: {page.as_uri()}", f"4. 打开报告：{page.as_uri()}"))


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder of the new project.")
    ] = Path(),
    seed: Annotated[str, typer.Option(help="A story seed to grow it from.")] = "blank",
    lang: Annotated[
        str | None, typer.Option("--lang", help="en or zh; the machine's otherwise.")
    ] = None,
) -> None:
    """Start a project: a storyboard to edit, its schema for the editor, refs/ and takes/.

    \b
    Examples:
      vidcheck init my-film --lang zh
      vidcheck init my-film --seed night-bus
    """
    from vidcheck.storyboard.grow import start_project

    started = start_project(folder, seed, spoken(lang))
    for path in started.written:
        emit(str(path))
    board = started.storyboard
    say(either(f"next: vidcheck lint {board}", f"下一步：vidcheck lint {board}"))


def _copy(out: Path) -> None:
    """The sample project into `out`; files that are there already are left as they are.

    Raises: VidcheckError where the samples are missing, OutputError where `out` cannot be written.
    """
    from vidcheck.errors import OutputError, VidcheckError
    from vidcheck.shipped import shipped

    source = shipped("samples") / "project"
    if not source.is_dir():
        raise VidcheckError(
            f"{source}: the sample project is missing", hint="install vidcheck again"
        )
    try:
        for path in sorted(source.rglob("*")):
            target = out / path.relative_to(source)
            if path.is_dir():
                target.mkdir(parents=True, exist_ok=True)
            elif not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
    except OSError as error:
        raise OutputError(
            f"{out}: cannot be written: {error.strerror or error}",
            hint="choose another place with --out",
        ) from error
