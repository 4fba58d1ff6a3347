"""`conform`: a cut comes back from the editor; which takes does it use?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vidcheck.cli.console import emit, say
from vidcheck.cli.language import either, language

if TYPE_CHECKING:
    from fractions import Fraction

    from vidcheck.exchange.used import Use


def add_to(app: typer.Typer) -> None:
    """Add this room's verb."""
    app.command()(conform)


def conform(
    cut: Annotated[
        Path, typer.Argument(metavar="CUT", help="A .otio, .otioz, .edl, or .xml of FCP 7.")
    ],
    project: Annotated[
        Path, typer.Option("--project", help="The project's folder; the cut's or one above else.")
    ] = Path(),
    fps: Annotated[
        str | None, typer.Option(metavar="RATE", help="Of an EDL, which names no rate.")
    ] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Remember the used takes as kept, like `vidcheck keep`.")
    ] = False,
) -> None:
    """Say which takes an editor's cut uses, and keep them with --apply.

    \b
    Examples:
      vidcheck conform cut.otio --project my-film
      vidcheck conform cut.edl --fps 23.976 --project my-film --apply

    \b
    Nothing that the cut refers to is opened: its media are held against the takes that checks
    have seen, by place, then by file name.
    """
    from vidcheck.exchange.cut import read_cut
    from vidcheck.exchange.used import conform as held
    from vidcheck.ledger.history import by_shot, takes_and_notes
    from vidcheck.ledger.naming import project_of

    home = project_of(project)
    takes, notes = takes_and_notes(home)
    outcome = held(read_cut(cut, _rate(cut, fps)), takes, home, cut)
    for en, zh in (*notes, *outcome.unknown):
        say(either(en, zh))
    for use in outcome.uses:
        emit(_line(use))
    used = {use.take.shot for use in outcome.uses}
    if missing := [shot for shot in by_shot(takes) if shot not in used]:
        say(either(f"not in the cut: {', '.join(missing)}", f"剪辑里没有：{'、'.join(missing)}"))
    _remember(outcome.uses, home, cut, apply=apply)


def _rate(cut: Path, fps: str | None) -> Fraction:
    from vidcheck.exchange.rates import rate_named

    if fps is None and cut.suffix.casefold() == ".edl":
        say(either(
            "an EDL names no frame rate: read at 24; say another with --fps",
            "EDL 里没有帧率：按每秒 24 帧读取，可用 --fps 指定",
        ))  # fmt: skip
    return rate_named(fps or "24")


def _line(use: Use) -> str:
    from vidcheck.decide.words import VERDICTS

    take = use.take
    ranges = ", ".join(f"{float(start):.3f}-{float(end):.3f} s" for start, end in use.ranges)
    word = VERDICTS[take.verdict][language() == "zh"]
    moved = either(" (known by its name)", "（按文件名认出）") if use.moved else ""
    says = either("vidcheck says", "工具判定")
    return f"{take.shot}  {take.path.name}  {ranges}{moved}  {says}: {word}"


def _remember(uses: tuple[Use, ...], home: Path, cut: Path, *, apply: bool) -> None:
    """Write the used takes down as kept, or say that nothing was written."""
    from vidcheck.ledger.verdicts import record

    if not apply:
        say(either("nothing was written; --apply keeps these takes",
                   "什么都没有写入；--apply 会把这些成片记为保留"))  # fmt: skip
        return
    for use in uses:
        note = either(f"used in {cut.name}", f"用于 {cut.name}")
        record(home, use.take.shot, use.take.path, "keep", note, part=use.take.part)
    count = len(uses)
    say(either(f"kept: {count}; the next report and check say so", f"已记为保留：{count} 条"))
