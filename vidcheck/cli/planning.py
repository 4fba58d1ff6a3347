"""`lint` and `plan`: what would go wrong, and what to send to which generator."""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vidcheck.cli.console import emit, say
from vidcheck.cli.language import either, spoken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vidcheck.generators.profile import GeneratorProfile
    from vidcheck.plan.model import PromptPlan
    from vidcheck.storyboard.load import LoadedStoryboard

Lang = Annotated[str | None, typer.Option("--lang", help="en or zh; the machine's otherwise.")]


class Level(StrEnum):
    """The mildest finding that makes `lint` end with 1."""

    note = "note"
    warn = "warn"
    error = "error"
    fail = "fail"
    never = "never"


class LintFormat(StrEnum):
    """The formats findings can be told in."""

    text = "text"
    json = "json"
    sarif = "sarif"
    github = "github"


class PlanFormat(StrEnum):
    """The formats a plan can be told in."""

    text = "text"
    md = "md"
    json = "json"
    csv = "csv"


_FAILING = {
    Level.note: {"error", "warn", "note"},
    Level.warn: {"error", "warn"},
    Level.error: {"error"},
    Level.fail: {"error"},
    Level.never: set[str](),
}
_ENDINGS = {PlanFormat.text: "txt", PlanFormat.md: "md", PlanFormat.json: "json",
            PlanFormat.csv: "csv"}  # fmt: skip


def add_to(app: typer.Typer) -> None:
    """Add this room's verbs."""
    app.command()(lint)
    app.command()(plan)


def lint(
    storyboard: Annotated[Path, typer.Argument(metavar="STORYBOARD", help="The storyboard.")],
    format_: Annotated[LintFormat, typer.Option("--format", "-f", help="How to tell it.")] = (
        LintFormat.text
    ),
    fail_on: Annotated[Level, typer.Option(help="The mildest finding that ends with 1.")] = (
        Level.fail
    ),
    lang: Lang = None,
) -> None:
    """Say what would go wrong before money is spent.

    \b
    Example:
      vidcheck lint storyboard.yaml

    \b
    Ends with 0 no errors, 1 errors found, 2 the storyboard cannot be read.
    """
    from vidcheck.lint.check import lint as look
    from vidcheck.lint.render import FORMATS
    from vidcheck.storyboard.load import load_storyboard

    language = spoken(lang)
    loaded = load_storyboard(storyboard, unknown_ids="keep")
    findings = look(loaded, profiles_beside(storyboard), language=language)
    emit(FORMATS[format_.value](findings, language))
    raise typer.Exit(any(one.severity in _FAILING[fail_on] for one in findings))


def plan(
    storyboard: Annotated[Path, typer.Argument(metavar="STORYBOARD", help="The storyboard.")],
    target: Annotated[
        list[str] | None,
        typer.Option(help="A generator (id or name); may be repeated; the storyboard's otherwise."),
    ] = None,
    shot: Annotated[list[str] | None, typer.Option(help="Only this shot; may be repeated.")] = None,
    takes: Annotated[int | None, typer.Option(min=1, max=1000, help="Takes per shot.")] = None,
    max_cost: Annotated[
        str | None,
        typer.Option(
            metavar="AMOUNT", help="Refuse a plan that costs more, or whose cost is not known."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="A folder for the plan, request bodies and scripts.")
    ] = None,
    format_: Annotated[PlanFormat, typer.Option("--format", "-f", help="How to tell it.")] = (
        PlanFormat.text
    ),
    lang: Lang = None,
) -> None:
    """Write the prompts, the picture for every slot, and the request bodies.

    \b
    Examples:
      vidcheck plan storyboard.yaml --target kling-3.0
      vidcheck plan storyboard.yaml --target 可灵 --target seedance-2.0 --shot 12A --format md
      vidcheck plan storyboard.yaml --target comfyui-wan-2.2 --out prompts
      vidcheck plan storyboard.yaml --target kling-3.0 --max-cost "5 USD"
    """
    from vidcheck.plan.cost import read_limit, refuse_above
    from vidcheck.plan.render import render
    from vidcheck.storyboard.load import load_storyboard

    language = spoken(lang)
    loaded = load_storyboard(storyboard)
    known = profiles_beside(storyboard)
    made = compiled(loaded, known, tuple(target or ()), tuple(shot) if shot else None, takes)
    if max_cost is not None:
        refuse_above(made, read_limit(max_cost))
    text = render(made, format_.value, language)
    _say_what_is_taken(made, storyboard.parent / "takes")
    if out is None:
        emit(text)
        return
    _write(out, made, known, text, _ENDINGS[format_])


def _say_what_is_taken(made: PromptPlan, folder: Path) -> None:
    """A name under which a take lies already, and the next that is free."""
    there = {path.stem.casefold() for path in folder.rglob("*") if path.is_file()}
    for request in made.requests:
        if request.file_stem.casefold() not in there:
            continue
        trunk = re.sub(r"\d+$", "", request.file_stem)
        free = next(n for n in count(2) if f"{trunk}{n}".casefold() not in there)
        say(either(f"{request.file_stem} is there already: call the next one {trunk}{free}",
                   f"{request.file_stem} 已经有了：新的一条请命名为 {trunk}{free}"))  # fmt: skip


def profiles_beside(storyboard: Path) -> dict[str, GeneratorProfile]:
    """The generators known, with the project's own from its `generators` folder."""
    from vidcheck.generators.load import load_profiles

    own = storyboard.parent / "generators"
    return load_profiles(own if own.is_dir() else None)


def compiled(
    loaded: LoadedStoryboard,
    known: dict[str, GeneratorProfile],
    targets: tuple[str, ...],
    shots: tuple[str, ...] | None,
    takes: int | None,
) -> PromptPlan:
    """The plan for the generators named, else for those that the storyboard names.

    Raises: VidcheckError where nobody names one.
    """
    from vidcheck.errors import VidcheckError
    from vidcheck.generators.load import profile
    from vidcheck.plan.compile import compile_plan
    from vidcheck.storyboard.defaults import target_of

    if targets:
        chosen = dict.fromkeys(profile(name, known).id for name in targets)
        return compile_plan(loaded, [known[name] for name in chosen], shots=shots, takes=takes)
    board = loaded.storyboard
    named = [target_of(board, shot).model for _, shot in board.all_shots()]
    own = dict.fromkeys(profile(name, known).id for name in named if name)
    if not own:
        raise VidcheckError(
            either(f"{loaded.path}: it names no generator",
                   f"{loaded.path}：没有写明生成模型"),
            hint=either("add --target kling-3.0, or `defaults: {target: {model: kling-3.0}}`",
                        "加上 --target kling-3.0，或写 `defaults: {target: {model: kling-3.0}}`"),
        )  # fmt: skip
    profiles = [known[name] for name in own]
    return compile_plan(loaded, profiles, shots=shots, takes=takes, own_targets=True)


def _write(
    out: Path,
    made: PromptPlan,
    known: Mapping[str, GeneratorProfile],
    text: str,
    ending: str,
) -> None:
    """The plan, plan.json, and what each request needs to be sent: a body or a script."""
    import json

    from vidcheck.files import write_whole
    from vidcheck.plan.render import render
    from vidcheck.plan.script import render_script

    write_whole(out / f"plan.{ending}", text)
    write_whole(out / "plan.json", render(made, "json"))
    for request in made.requests:
        if request.mode == "script":
            script = render_script(request, known[request.generator])
            write_whole(out / f"{request.file_stem}.py", script)
        elif request.body is not None:
            body = json.dumps(request.body, ensure_ascii=False, indent=2) + "\n"
            write_whole(out / f"{request.file_stem}.json", body)
    number = len(made.requests)
    counted = "1 request" if number == 1 else f"{number} requests"
    say(either(f"{counted} in {out}", f"{number} 条请求，写入 {out}"))
