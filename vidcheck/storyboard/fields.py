"""What a single field of a storyboard may hold: ids, words, seconds, languages, free data."""

from __future__ import annotations

import string
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from vidcheck.storyboard.text import as_written

ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_\-]{0,63}$"
LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$"

_LANGUAGES = {"english": "en", "英语": "en", "英文": "en", "chinese": "zh", "mandarin": "zh"}
_LANGUAGES |= {"中文": "zh", "汉语": "zh", "普通话": "zh", "zh-cn": "zh", "zh_cn": "zh", "cn": "zh"}


def _seconds(raw: Any) -> Any:
    if isinstance(raw, bool):
        raise PydanticCustomError("seconds", "a number of seconds is needed")
    if not isinstance(raw, str):
        return raw
    number = raw.strip().lower()
    for unit in ("seconds", "secs", "sec", "s", "秒"):
        number = number.removesuffix(unit).strip()
    try:
        return float(number)
    except ValueError:
        raise PydanticCustomError(
            "seconds",
            "'{raw}' is not a number of seconds",
            {"raw": raw, "hint": _clock_hint(number)},
        ) from None


def _clock_hint(text: str) -> str:
    parts = text.replace("：", ":").split(":")
    if len(parts) == 2 and all(part.isdecimal() and len(part) < 6 for part in parts):
        return f"write seconds: {int(parts[0]) * 60 + int(parts[1])}"
    return "write seconds, for example 4 or 4.5"


def _take_path(pattern: str) -> str:
    try:
        fields = {name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None}
        pattern.format(shot="x", take=1, generator="x", scene="x")
    except (ValueError, KeyError, IndexError, AttributeError, TypeError):
        fields = {"?"}
    if not fields <= {"shot", "take", "generator", "scene"}:
        raise PydanticCustomError(
            "take_path",
            "the pattern names something unknown",
            {"hint": "use {shot}, {take:02d}, {generator} and {scene} only"},
        )
    return pattern


def _language(raw: Any) -> Any:
    return _LANGUAGES.get(raw.strip().lower(), raw) if isinstance(raw, str) else raw


def _plain(raw: Any) -> Any:
    """Numbers without the memory of how they were typed, so that any writer can store them."""
    if isinstance(raw, dict):
        return {key: _plain(value) for key, value in raw.items()}
    if isinstance(raw, list):
        return [_plain(value) for value in raw]
    if isinstance(raw, bool):
        return raw
    kind = next((kind for kind in (int, float) if isinstance(raw, kind)), None)
    return kind(raw) if kind else raw


def some(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """At least one item."""
    # Field(min_length=1) would hide the items' own mistakes behind "at least 1 item".
    if not items:
        raise PydanticCustomError("list_empty", "the list is empty")
    return items


def pair(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """Two different items."""
    if len(items) != 2 or items[0] == items[1]:
        raise PydanticCustomError("pair", "two different subjects are needed, as [a, b]")
    return items


Words = Annotated[
    str,
    Field(min_length=1),
    BeforeValidator(as_written),
    WithJsonSchema({"type": ["string", "number"], "minLength": 1}),
]
Id = Annotated[
    str,
    Field(pattern=ID_PATTERN),
    BeforeValidator(as_written),
    WithJsonSchema({"type": ["string", "number"], "pattern": ID_PATTERN}),
]
Seconds = Annotated[
    float,
    Field(gt=0, le=3600),
    BeforeValidator(_seconds),
    WithJsonSchema(
        {
            "type": ["number", "string"],
            "exclusiveMinimum": 0,
            "maximum": 3600,
            "pattern": r"^\s*[0-9.]+\s*(s|sec|secs|seconds|秒)?\s*$",
        }
    ),
]
Lang = Annotated[
    str,
    Field(pattern=LANGUAGE),
    BeforeValidator(_language),
    WithJsonSchema({"anyOf": [{"pattern": LANGUAGE, "type": "string"}, {"enum": [*_LANGUAGES]}]}),
]
Hex = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
Free = Annotated[dict[str, Any], BeforeValidator(_plain)]
Values = Annotated[list[Any], BeforeValidator(_plain)]
TakePath = Annotated[str, AfterValidator(_take_path)]


class Record(BaseModel):
    """Base of all: frozen, typos are errors, free data goes into `meta`."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
