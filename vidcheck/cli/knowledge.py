"""`generators`, `metrics`, `schema`: what vidcheck knows, each fact with its source."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vidcheck.cli.console import emit, put, say
from vidcheck.cli.language import either, language
from vidcheck.cli.planning import profiles_beside

if TYPE_CHECKING:
    from vidcheck.generators.profile import GeneratorProfile


class ListFormat(StrEnum):
    """The formats a list can be told in."""

    text = "text"
    json = "json"


Form = Annotated[ListFormat, typer.Option("--format", "-f", help="How to tell it.")]
Project = Annotated[Path, typer.Option(help="A project whose own `generators` folder counts too.")]


def add_to(app: typer.Typer) -> None:
    """Add this room's verbs."""
    generators = typer.Typer(
        no_args_is_help=True, rich_markup_mode=None, help="What each generator accepts."
    )
    generators.command("list")(generators_list)
    generators.command("show")(generators_show)
    metrics = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="What is measured.")
    metrics.command("list")(metrics_list)
    app.add_typer(generators, name="generators")
    app.add_typer(metrics, name="metrics")
    app.command()(schema)


def generators_list(
    stale: Annotated[
        int | None,
        typer.Option(min=0, help="Only those last looked up more than so many days ago."),
    ] = None,
    project: Project = Path(),
    format_: Form = ListFormat.text,
) -> None:
    """List the generators that prompts can be made for.

    \b
    Example:
      vidcheck generators list --stale 90
    """
    from datetime import UTC, datetime

    from vidcheck.generators.facts import generator_rows, render_list

    known = profiles_beside(project / "storyboard.yaml")
    rows = generator_rows(
        known.values(), today=datetime.now(UTC).date(), stale_days=stale, lang=language()
    )
    if format_ is ListFormat.json:
        emit(_json([_summary(known[row.id]) for row in rows]))
    elif rows:
        emit(render_list(rows, language()))
    else:
        say(
            either(
                f"none of the {len(known)} generators was last looked up over {stale} days ago",
                f"{len(known)} 个生成模型的资料都在 {stale} 天之内核对过",
            )
        )


def generators_show(
    generator: Annotated[
        str, typer.Argument(metavar="ID", help="Its id or a name of it: 可灵, seedance-2.0 …")
    ],
    project: Project = Path(),
    format_: Form = ListFormat.text,
) -> None:
    """Show every fact of one generator, with its sources, its day, and what is not known.

    \b
    Example:
      vidcheck generators show kling-3.0
    """
    from vidcheck.generators.facts import render_profile
    from vidcheck.generators.load import profile

    found = profile(generator, profiles_beside(project / "storyboard.yaml"))
    if format_ is ListFormat.json:
        emit(_json(found.model_dump(mode="json")))
    else:
        emit(render_profile(found, language()))


def metrics_list(format_: Form = ListFormat.text) -> None:
    """List the measures: unit, which end is better, and the source of each.

    \b
    Example:
      vidcheck metrics list
    """
    from vidcheck.measure import BUILT_IN

    chinese = language() == "zh"
    if format_ is ListFormat.json:
        emit(
            _json(
                [
                    {"name": one.name, "summary": one.summary, "summary_zh": one.summary_zh,
                     "unit": one.unit, "better": one.better, "low": one.low, "high": one.high,
                     "source": one.source}
                    for one in BUILT_IN
                ]
            )
        )  # fmt: skip
        return
    for one in BUILT_IN:
        ends = f"{_end(one.low)}…{_end(one.high)}"
        emit(f"{one.name}  [{one.unit}] {ends}, better: {one.better}")
        emit(f"    {one.summary_zh if chinese else one.summary}\n    {one.source}")


def schema(
    out: Annotated[Path | None, typer.Option(help="Write it here instead of stdout.")] = None,
) -> None:
    """Print the storyboard's JSON Schema (draft-07), for editors and other tools.

    \b
    Example:
      vidcheck schema --out storyboard.schema.json
    """
    from vidcheck.storyboard.schema import schema_json

    put(out, schema_json())


def _summary(one: GeneratorProfile) -> dict[str, Any]:
    keys = {"id", "name", "vendor", "modes", "status", "confidence", "as_of"}
    return one.model_dump(mode="json", include=keys)


def _end(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _json(data: Any) -> str:
    import json

    return json.dumps(data, ensure_ascii=False, indent=2)
