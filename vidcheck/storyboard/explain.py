"""What pydantic found wrong, in words for the creator, with the place in the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vidcheck.storyboard.names import did_you_mean
from vidcheck.storyboard.schema import storyboard_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import ValidationError

    from vidcheck.storyboard.strict_yaml import Document, Keys, Spot


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file: where, in which field, what, and how to mend it."""

    spot: Spot
    keys: Keys
    message: str
    hint: str | None

    def __str__(self) -> str:
        field = ".".join(str(key) for key in self.keys)
        return f"{self.spot}: {field}: {self.message}" if field else f"{self.spot}: {self.message}"


_NEEDED = {
    "model_type": ("a mapping (key: value) is needed", "indent its fields below it"),
    "model_attributes_type": ("a mapping (key: value) is needed", "indent its fields below it"),
    "dict_type": ("a mapping (key: value) is needed", "indent its fields below it"),
    "tuple_type": ("a list is needed", "write [a, b], or lines that start with -"),
    "list_type": ("a list is needed", "write [a, b], or lines that start with -"),
    "string_type": ("text is needed", "put it in quotes"),
    "int_type": ("a whole number is needed", None),
    "int_parsing": ("a whole number is needed", "write the number alone, without a unit"),
    "int_from_float": ("a whole number is needed", None),
    "float_type": ("a number is needed", None),
    "float_parsing": ("a number is needed", "write the number alone, without a unit"),
    "finite_number": ("a finite number is needed", None),
    "bool_type": ("true or false is needed", None),
    "bool_parsing": ("true or false is needed", None),
}
_PATTERNS = {
    "^[A-Za-z0-9]": (
        "an id is letters, digits, - and _, at most 64",
        "put the name people read into `name` or `title`",
    ),
    "^[a-z]{2,3}": ("a language code is needed", "for example zh or en"),
    "^#": ("a colour is needed", "for example '#c63d2f', in quotes"),
    "^[A-Z]{3}": ("a currency code is needed", "for example USD or CNY"),
}


def explained(error: ValidationError, whole: Document) -> list[Problem]:
    """One problem per place, in the order pydantic met them."""
    problems: dict[Keys, Problem] = {}
    for raw in error.errors(include_url=False):
        problem = _problem(raw, whole)
        problems.setdefault(problem.keys, problem)
    return list(problems.values())


def _problem(raw: Mapping[str, Any], whole: Document) -> Problem:
    kind, loc = raw["type"], raw["loc"]
    if kind == "extra_forbidden":
        keys = (*_written(loc[:-1], whole.data), loc[-1])
        hint = _key_hint(str(loc[-1]), fields_at(keys[:-1]))
        if raw["input"] is None and (" " in loc[-1] or not loc[-1].isascii()):
            hint = "inside { } a comma ends the text: put text with commas in quotes"
        return Problem(whole.nearest(keys), keys, "unknown key", hint)
    if kind == "missing":
        keys = _written(loc[:-1], whole.data)
        hint = fields_at(keys).get(str(loc[-1]))
        return Problem(whole.nearest(keys), (*keys, loc[-1]), "missing", hint)
    keys = _written(loc, whole.data)
    message, hint = _said(raw, kind)
    spot = whole.nearest(keys) if loc[-1:] == ("[key]",) else whole.values.get(keys)
    return Problem(spot or whole.nearest(keys), keys, message, hint)


def _said(raw: Mapping[str, Any], kind: str) -> tuple[str, str | None]:
    context = raw.get("ctx", {})
    if raw["input"] is None:
        return "empty", "give it a value, or delete the key"
    if kind in _NEEDED:
        message, hint = _NEEDED[kind]
        return f"{message}, not {_shown(raw['input'])}", hint
    if kind == "string_pattern_mismatch":
        pattern = str(context.get("pattern", ""))
        for start, (message, hint) in _PATTERNS.items():
            if pattern.startswith(start):
                return f"{message}, not {_shown(raw['input'])}", hint
    if kind == "literal_error":
        return f"{_shown(raw['input'])} is not known", f"expected {context.get('expected')}"
    message = str(raw["msg"])
    return message[:1].lower() + message[1:], context.get("hint")


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    text = str(getattr(value, "written", value))
    return f"'{text[:60]}…'" if len(text) > 60 else f"'{text}'"


def _written(loc: tuple[Any, ...], data: Any) -> Keys:
    """The part of pydantic's location that stands in the file (union branches do not)."""
    keys: list[str | int] = []
    for step in loc:
        is_item = isinstance(data, list) and isinstance(step, int) and step < len(data)
        if not (is_item or (isinstance(data, dict) and step in data)):
            continue
        data = data[step]
        keys.append(step)
    return tuple(keys)


def _key_hint(wrong: str, fields: dict[str, str]) -> str | None:
    chinese = next((key for key, said in fields.items() if wrong and wrong in said), None)
    if chinese and not wrong.isascii():
        return f"did you mean '{chinese}'?"
    near = did_you_mean(wrong, fields)
    return near or (f"known here: {', '.join(fields)}" if fields else None)


def fields_at(keys: Keys) -> dict[str, str]:
    """The fields that can be written at a key path, with their descriptions."""
    whole = storyboard_schema()
    nodes = [whole]
    for key in keys:
        nodes = [child for node in _opened(nodes, whole) for child in _below(node, key)]
    return {
        name: str(part.get("description", ""))
        for node in _opened(nodes, whole)
        for name, part in node.get("properties", {}).items()
    }


def _opened(nodes: list[dict[str, Any]], whole: dict[str, Any]) -> list[dict[str, Any]]:
    flat: list[dict[str, Any]] = []
    waiting = list(nodes)
    while waiting:
        node = waiting.pop(0)
        flat.append(node)
        waiting += [part for word in ("anyOf", "allOf") for part in node.get(word, [])]
        if ref := node.get("$ref"):
            waiting.append(whole["definitions"][ref.rsplit("/", 1)[-1]])
    return flat


def _below(node: dict[str, Any], key: str | int) -> list[dict[str, Any]]:
    if isinstance(key, int):
        candidates = [node.get("items")]
    else:
        candidates = [node.get("properties", {}).get(key), node.get("additionalProperties")]
        candidates += list(node.get("patternProperties", {}).values())
    return [part for part in candidates if isinstance(part, dict)]
