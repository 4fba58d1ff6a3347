"""Waivers: findings that a person has looked at and accepts until a day, in a file to review."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Any, get_args

from pydantic import AfterValidator, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from vidcheck.defects import EventType
from vidcheck.errors import StoryboardError
from vidcheck.files import write_whole
from vidcheck.judge.rows import Row
from vidcheck.storyboard.strict_yaml import read_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vidcheck.judge.rows import ClipRow
    from vidcheck.storyboard.strict_yaml import Document

FILE = "vidcheck-waivers.yaml"
HEAD = "# Findings that somebody looked at and accepts until a day; `vidcheck accept` adds to it.\n"
_DAYS = re.compile(r"(\d{1,4})\s*d(ays)?")


def _a_day(text: str) -> str:
    return dt.date.fromisoformat(text).isoformat()


class Waiver(Row):
    """One acceptance: of a clip by its path or file name, or of all takes of a shot.

    `defects` empty means all kinds; with `sha256` it holds for this very file and no later one;
    `until` is the last day it holds, UTC.
    """

    clip: str | None = None
    shot: str | None = None
    defects: tuple[EventType, ...] = ()
    note: str = Field(min_length=1)
    until: Annotated[str, AfterValidator(_a_day)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None

    def holds_on(self, day: dt.date) -> bool:
        """Whether it has not run out yet."""
        return day <= dt.date.fromisoformat(self.until)


def read_waivers(path: Path) -> tuple[Waiver, ...]:
    """The waivers of a file, () where there is no such file.

    Raises: StoryboardError with `path:line:column: field: message` where it is at fault.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise StoryboardError(f"{path}: cannot be read: {why}") from error
    document = read_yaml(text, str(path))
    rows = document.data.get("waivers") if isinstance(document.data, dict) else None
    if not isinstance(rows, list):
        raise StoryboardError(
            f"{path}:1:1: waivers: missing or no list",
            hint="`vidcheck accept RUN.json --waive CLIP --note … --until …` writes one",
        )
    return tuple(_waiver(document, i, row) for i, row in enumerate(rows))


def _waiver(document: Document, i: int, row: Any) -> Waiver:
    try:
        waiver = Waiver.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        keys = ("waivers", i, *first["loc"])
        field = ".".join(str(key) for key in keys)
        raise StoryboardError(
            f"{document.nearest(keys)}: {field}: {first['msg']}",
            hint="known: clip or shot, defects, note, until (2026-12-31), sha256",
        ) from error
    if (waiver.clip is None) == (waiver.shot is None):
        raise StoryboardError(
            f"{document.nearest(('waivers', i))}: waivers.{i}: name a clip or a shot",
            hint="exactly one of `clip:` and `shot:`",
        )
    return waiver


def read_until(text: str, today: dt.date) -> str:
    """The last day of a waiver: `2026-12-31`, or `30d` from today.

    Raises: StoryboardError where it is neither, or lies in the past.
    """
    days = _DAYS.fullmatch(text.strip())
    try:
        day = today + dt.timedelta(days=int(days[1])) if days else dt.date.fromisoformat(text)
    except ValueError as error:
        raise StoryboardError(
            f"--until {text}: not a day", hint="write 2026-12-31, or 30d for thirty days"
        ) from error
    if day < today:
        raise StoryboardError(
            f"--until {text}: that day is over", hint="a waiver runs out on a day to come"
        )
    return day.isoformat()


def made(
    clips: Sequence[ClipRow], named: str, defects: tuple[str, ...], note: str, until: str
) -> Waiver:
    """A waiver for what a person names: a clip (bound to its content), or a shot.

    Args:
        clips: of the result that is looked at.
        named: path or file name of a clip, or the id of a shot.
        defects: kinds of defects, () for all.
        note: why.
        until: the last day, ISO 8601.

    Raises: StoryboardError where nothing is called so, or a kind is unknown.
    """
    rows = [row for row in clips if named in (row.path, PurePath(row.path).name)]
    if len(rows) != 1 and not any(row.shot == named for row in clips):
        there = ", ".join(PurePath(row.path).name for row in clips if row.verdict == "fail")
        raise StoryboardError(
            f"--waive {named}: {'several clips are' if rows else 'no clip or shot is'} called so",
            hint=f"these fail: {there}" if there else "nothing fails in this result",
        )
    content = rows[0].clip.sha256 if rows and rows[0].clip else None
    about = {"clip": rows[0].path, "sha256": content} if rows else {"shot": named}
    try:
        return Waiver.model_validate({**about, "defects": defects, "note": note, "until": until})
    except ValidationError as error:
        kinds = ", ".join(get_args(EventType))
        raise StoryboardError(
            f"--defect {' '.join(defects)}: unknown value", hint=f"one of: {kinds}"
        ) from error


def add_waiver(path: Path, waiver: Waiver) -> None:
    """Write one more waiver, everything else in the file left as it is.

    Raises:
        StoryboardError: where the file is there and at fault.
        OutputError: where it cannot be written.
    """
    read_waivers(path)
    writer = YAML()
    writer.preserve_quotes = True
    writer.width = 4096
    writer.indent(mapping=2, sequence=4, offset=2)
    text = path.read_text(encoding="utf-8-sig") if path.exists() else HEAD + "waivers:\n"
    try:
        whole = writer.load(text)
    except YAMLError as error:
        raise StoryboardError(f"{path}: cannot be read: {error}") from error
    row = {name: value for name, value in waiver.model_dump(mode="json").items() if value}
    whole["waivers"] = whole["waivers"] or []
    whole["waivers"].append(row)
    out = io.StringIO()
    writer.dump(whole, out)
    write_whole(path, out.getvalue())
