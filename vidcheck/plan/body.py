"""Fill a request template from a profile's `calls`: plain data in, plain data out."""

from __future__ import annotations

from typing import Any

_ABSENT = object()


def fill(template: Any, values: dict[str, Any]) -> Any:
    """The template with `$name` filled in; whatever has no value is left out.

    `{$when: name, …}` stays only where the value is truthy (`mode:t2v,ref2v`: where the mode is one
    of these) and yields `$value` if it has one; `{$each: name, …}` in a list is repeated for each
    item, whose own keys are then names too, and yields `$item` if it has one.
    """
    filled = _fill(template, values)
    return None if filled is _ABSENT else filled


def _fill(part: Any, values: dict[str, Any]) -> Any:
    if isinstance(part, str):
        return _named(part, values)
    if isinstance(part, list):
        return _list(part, values)
    if isinstance(part, dict):
        return _mapping(part, values)
    return part


def _named(part: str, values: dict[str, Any]) -> Any:
    if not part.startswith("$"):
        return part
    found = values.get(part[1:])
    return _ABSENT if found is None or found == "" else found


def _list(part: list[Any], values: dict[str, Any]) -> Any:
    items: list[Any] = []
    for entry in part:
        if isinstance(entry, dict) and "$each" in entry:
            rest = {key: value for key, value in entry.items() if key != "$each"}
            inner = rest.get("$item", rest)
            items += [_fill(inner, {**values, **item}) for item in values.get(entry["$each"]) or ()]
        else:
            items.append(_fill(entry, values))
    items = [item for item in items if item is not _ABSENT]
    return items or _ABSENT


def _mapping(part: dict[str, Any], values: dict[str, Any]) -> Any:
    condition = part.get("$when")
    if condition is not None and not _holds(condition, values):
        return _ABSENT
    if "$value" in part:
        return _fill(part["$value"], values)
    pairs = ((key, _fill(value, values)) for key, value in part.items() if key != "$when")
    whole = {key: value for key, value in pairs if value is not _ABSENT}
    return whole or _ABSENT


def _holds(condition: str, values: dict[str, Any]) -> bool:
    if condition.startswith("mode:"):
        return values.get("mode") in condition[5:].split(",")
    return bool(values.get(condition))
