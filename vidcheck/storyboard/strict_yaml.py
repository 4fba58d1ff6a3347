"""Strict YAML: each value with its place; no surprises from old YAML, no bombs.

Read from the parser's events, so that a bomb is met before it is built. What a plain word means
follows YAML 1.2: `no`, `on` and `1:30` are words, `010` is ten. A number keeps the characters it
was typed as, for the fields that want words (`id: 010`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from vidcheck.errors import StoryboardError

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES = 2_000_000
"""A film of 2000 shots is about 1.5 MB; more is a wrong file."""
MOST_NODES = 100_000
"""Keys and values of one file; a shot has about fifty, and `include` splits a longer film."""
DEEPEST = 32

Key = str | int
Keys = tuple[Key, ...]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_INT = re.compile(r"[-+]?[0-9]{1,18}\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?\Z")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file, 1-based; columns count characters."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class WrittenInt(int):
    """A whole number that remembers how it was typed."""

    written: str


class WrittenFloat(float):
    """A number that remembers how it was typed."""

    written: str


@dataclass
class Document:
    """What a file says, and where: spots of keys and items, and of the values themselves."""

    data: Any
    spots: dict[Keys, Spot] = field(default_factory=dict)
    values: dict[Keys, Spot] = field(default_factory=dict)

    def nearest(self, keys: Keys) -> Spot:
        """The spot of a key path, or of its nearest ancestor that is written."""
        spots = (self.spots.get(keys[:length]) for length in range(len(keys), -1, -1))
        return next(spot for spot in spots if spot is not None)


def read_yaml(text: str, name: str) -> Document:
    """Read one document; keys are strings, values are str, int, float, bool, None, list or dict.

    Args:
        text: the whole file.
        name: the file's name for messages.
    Raises: StoryboardError with `name:line:column`, whatever the text.
    """
    if len(text) > MOST_BYTES:
        raise too_large(name)
    if bad := _UNPRINTABLE.search(text):
        spot = _spot_of(text, bad.start(), name)
        raise StoryboardError(
            f"{spot}: a character that cannot be printed (U+{ord(bad[0]):04X})",
            hint="delete it; save the file as UTF-8 text",
        )
    builder = _Builder(name)
    try:
        return builder.document(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(error, text, name) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The parser written in Python lets these through for impossible \U escapes.
        raise StoryboardError(f"{name}:1:1: not valid YAML: {error}") from error


def too_large(name: str) -> StoryboardError:
    """The one error for a file beyond the size limit."""
    return StoryboardError(
        f"{name}:1:1: larger than {MOST_BYTES // 1_000_000} MB, so not a storyboard",
        hint="name the storyboard file; split a very long film with `include:`",
    )


class _Builder:
    """Builds values from events, counting as it goes."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.result = Document(None)
        self.anchors: dict[str, tuple[Any, int] | None] = {}
        self.nodes = 0

    def document(self, events: Iterator[Any]) -> Document:
        next(events)  # the stream's start
        if isinstance(next(events), yaml.StreamEndEvent):
            raise self._error("the file is empty", 1, 1, "`vidcheck init` writes one to start from")
        self.result.data = self._node(next(events), events, ())
        next(events)  # the document's end
        extra = next(events)
        if not isinstance(extra, yaml.StreamEndEvent):
            raise self._at(
                extra, "a second document (`---`)", "one storyboard per file; use `include:`"
            )
        return self.result

    def _node(self, event: Any, events: Iterator[Any], keys: Keys) -> Any:
        self._count(event, 1)
        spot = self._spot(event)
        self.result.values[keys] = spot
        self.result.spots.setdefault(keys, spot)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if event.tag not in (None, "!", "tag:yaml.org,2002:str"):
            raise self._at(event, f"a tag ({event.tag})", "tags are not used here; delete it")
        if len(keys) > DEEPEST:
            raise self._at(event, f"nested deeper than {DEEPEST} levels", "nothing needs that")
        before = self.nodes
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        value = self._value(event, events, keys)
        if event.anchor is not None:
            self.anchors[event.anchor] = (value, self.nodes - before + 1)
        return value

    def _value(self, event: Any, events: Iterator[Any], keys: Keys) -> Any:
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(event := next(events), yaml.SequenceEndEvent):
                items.append(self._node(event, events, (*keys, len(items))))
            return items
        return self._mapping(events, keys)

    def _mapping(self, events: Iterator[Any], keys: Keys) -> dict[str, Any]:
        pairs: dict[str, Any] = {}
        merged: list[Any] = []
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._key(event)
            if key == "<<" and event.implicit[0]:
                merged.append((event, self._node(next(events), events, (*keys, key))))
                continue
            if key in pairs:
                first = self.result.spots[(*keys, key)]
                raise self._at(
                    event,
                    f"{_dotted((*keys, key))}: the key stands twice (first in line {first.line})",
                    "keep one of the two",
                )
            self.result.spots[(*keys, key)] = self._spot(event)
            pairs[key] = self._node(next(events), events, (*keys, key))
        for event, source in merged:
            pairs = {**self._merge(event, source), **pairs}
        return pairs

    def _merge(self, event: Any, source: Any) -> dict[str, Any]:
        parts = source if isinstance(source, list) else [source]
        if not all(isinstance(part, dict) for part in parts):
            raise self._at(event, "<< takes a mapping", "write `<<: *name` of an anchored mapping")
        self._count(event, sum(len(part) for part in parts))
        return {key: value for part in reversed(parts) for key, value in part.items()}

    def _key(self, event: Any) -> str:
        if isinstance(event, yaml.ScalarEvent) and event.anchor is None:
            self._count(event, 1)
            if event.value:
                return str(event.value)
        raise self._at(event, "a key is a plain word", "write `key: value`")

    def _alias(self, event: Any) -> Any:
        known = self.anchors.get(event.anchor)
        if known is None:
            inside = event.anchor in self.anchors
            what = "stands inside itself" if inside else "is not defined above"
            raise self._at(event, f"*{event.anchor} {what}", f"define it first: &{event.anchor}")
        value, size = known
        self._count(event, size)
        return value

    def _scalar(self, event: Any) -> Any:
        text = str(event.value)
        if _SURROGATE.search(text):
            raise self._at(event, "half a character (a lone surrogate)", "write it as UTF-8")
        plain = event.implicit[0] and event.tag is None
        return _meaning(text) if plain else text

    def _count(self, event: Any, more: int) -> None:
        self.nodes += more
        if self.nodes > MOST_NODES:
            raise self._at(
                event,
                f"more than {MOST_NODES} values once its aliases are expanded",
                "split a very long film with `include:`; aliases of aliases are not needed",
            )

    def _spot(self, event: Any) -> Spot:
        return Spot(self.name, event.start_mark.line + 1, event.start_mark.column + 1)

    def _at(self, event: Any, what: str, hint: str) -> StoryboardError:
        return StoryboardError(f"{self._spot(event)}: {what}", hint=hint)

    def _error(self, what: str, line: int, column: int, hint: str) -> StoryboardError:
        return StoryboardError(f"{Spot(self.name, line, column)}: {what}", hint=hint)


def _meaning(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if _INT.match(text):
        whole = WrittenInt(text)
        whole.written = text
        return whole
    if _FLOAT.match(text):
        number = WrittenFloat(text)
        number.written = text
        return number
    return text


def _dotted(keys: Keys) -> str:
    return ".".join(str(key) for key in keys)


def _spot_of(text: str, index: int, name: str) -> Spot:
    before = text[:index]
    return Spot(name, before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1)


def _not_yaml(error: yaml.MarkedYAMLError, text: str, name: str) -> StoryboardError:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    what, hint = _explained(error, text, line)
    return StoryboardError(f"{Spot(name, line, column)}: {what}", hint=hint)


def _explained(error: yaml.MarkedYAMLError, text: str, line: int) -> tuple[str, str]:
    lines = text.split("\n")
    here = lines[min(line, len(lines)) - 1]
    near = lines[max(0, line - 2) : line]
    problem = error.problem or "cannot be read"
    if any("\t" in row[: len(row) - len(row.lstrip())] for row in near):
        return "a tab indents this line", "YAML indents with spaces; replace the tab by two spaces"
    if any("：" in row and ":" not in row for row in near):
        return (
            f"not valid YAML: {problem}",
            "a full-width colon ： stands here; YAML needs `: ` (colon and space)",
        )
    mends = (
        ("mapping values", "put text that contains `: ` in quotes"),
        ("anchor", "put text that starts with * or & in quotes"),
        ("alias", "put text that starts with * or & in quotes"),
        ("cannot start any token", f"put the text in quotes: {here.strip()[:40]}"),
        ("end of stream", "a quote or bracket is not closed"),
    )
    hint = next((mend for sign, mend in mends if sign in problem), None)
    if hint is None and "scalar" in (error.context or ""):
        hint = "a quote is not closed"
    return f"not valid YAML: {problem}", hint or "compare the indentation with the lines above"
