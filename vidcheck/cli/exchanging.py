"""`report` in the formats of editing programs: options, and what is said of the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vidcheck.cli.console import emit, put, say
from vidcheck.cli.language import Language, either

if TYPE_CHECKING:
    from vidcheck.exchange.assemble import Wish
    from vidcheck.exchange.timeline import Timeline
    from vidcheck.report.model import RunReport

Fps = Annotated[
    str | None,
    typer.Option(metavar="RATE", help="Timelines: frames a second; the storyboard's otherwise."),
]
DropFrame = Annotated[
    bool, typer.Option("--drop-frame", help="Timelines at 29.97 and 59.94: drop-frame timecode.")
]
Start = Annotated[
    str, typer.Option(metavar="TIMECODE", help="Timelines: the timecode of the first frame.")
]
Defects = Annotated[
    bool, typer.Option("--defects", help="srt, vtt: the defects instead of the dialogue.")
]
MOST_REMARKS = 12


@dataclass(frozen=True)
class Edit:
    """What was typed."""

    name: str
    lang: Language
    fps: str | None
    drop: bool
    start: str
    defects: bool


def hand_over(result: RunReport, asked: Edit, out: Path | None) -> None:
    """Write the film for an editing program, and say what the format could not say."""
    from vidcheck.exchange.assemble import Wish, rate_of
    from vidcheck.exchange.formats import FOLDERS, Exchange, exchanged
    from vidcheck.exchange.rates import frame_at, rate_named

    wish = Wish(rate_named(asked.fps) if asked.fps else None, asked.drop, 0, asked.lang)
    start = frame_at(asked.start, rate_of(result, wish), drop=asked.drop)
    wish = Wish(wish.rate, wish.drop, start, wish.lang)
    if asked.name in FOLDERS:
        _folder(result, asked.name, wish, out)
        return
    workbook = asked.name == "shotlist" and out is not None and out.suffix.lower() == ".xlsx"
    made, timeline = exchanged(result, Exchange(asked.name, wish, asked.defects, workbook))
    _write(made, out, marked=asked.name == "shotlist")
    _tell(timeline)
    if out is not None:
        say(str(out))


def _folder(result: RunReport, name: str, wish: Wish, out: Path | None) -> None:
    """A format that is a folder; it needs a place."""
    from vidcheck.errors import VidcheckError
    from vidcheck.exchange.assemble import assemble
    from vidcheck.exchange.formats import FOLDERS

    if out is None or str(out) == "-":
        raise VidcheckError(
            f"--format {name} writes a folder",
            hint="name it: --out FOLDER, in 剪映's drafts folder",
        )
    timeline = assemble(result, wish)
    FOLDERS[name](timeline, out)
    _tell(timeline)
    say(either("an experiment: no 剪映 has opened this yet", "实验功能：尚未在剪映里打开过"))
    say(str(out))


def _write(made: str | bytes, out: Path | None, *, marked: bool) -> None:
    """Into the file, a table with the mark by which Excel knows UTF-8; or to stdout."""
    from vidcheck.files import write_whole

    if out is None or str(out) == "-":
        emit(made if isinstance(made, str) else made.decode("utf-8"))
    elif isinstance(made, bytes):
        write_whole(out, made)
    else:
        put(out, "\ufeff" + made if marked else made)


def _tell(timeline: Timeline) -> None:
    from vidcheck.exchange.rates import drops, spelt

    rate = spelt(timeline.rate)
    code = ""
    if drops(timeline.rate):
        code = either(
            ", drop-frame timecode" if timeline.drop else ", non-drop timecode",
            "，丢帧时码" if timeline.drop else "，非丢帧时码",
        )
    say(either(f"{rate} frames a second{code}", f"每秒 {rate} 帧{code}"))
    for remark in timeline.remarks[:MOST_REMARKS]:
        say(f"! {remark}")
    if (more := len(timeline.remarks) - MOST_REMARKS) > 0:
        say(either(f"! and {more} more like these", f"! 另有 {more} 条"))
