"""The versions of a shot to try: `variants.matrix`, and `{a|b}` in its texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from vidcheck.errors import StoryboardError
from vidcheck.plan.elements import Placed
from vidcheck.plan.wording import choices
from vidcheck.storyboard.model import Shot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vidcheck.storyboard.load import LoadedStoryboard

_TEXTS = ("action", "end_state", "sound", "music")
_MOST = 8


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a shot: the shot itself, the variables, the picked words, and its name."""

    placed: Placed
    variables: Mapping[str, Any]
    picks: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    name: str | None = None


def versions(loaded: LoadedStoryboard, placed: Placed) -> list[Version]:
    """Every combination, in the order written, at most `variants.max` (8 without).

    Raises: StoryboardError where the matrix names a field or a value that a shot cannot have.
    """
    shot, variables = placed.shot, loaded.storyboard.vars
    texts = [(name, choices(getattr(shot, name))) for name in _TEXTS]
    spots = [(name, len(options)) for name, group in texts for options in group]
    matrix = shot.variants.matrix if shot.variants else {}
    if not matrix and not spots:
        return [Version(placed, variables)]
    most = shot.variants.max if shot.variants else _MOST
    axes: list[list[tuple[str, Any]]] = [
        [(path, value) for value in values] for path, values in matrix.items()
    ]
    axes += [[(f"#{name}", number) for number in range(size)] for name, size in spots]
    return [
        _version(loaded, placed, combination, variables)
        for combination in islice(product(*axes), most)
    ]


def _version(
    loaded: LoadedStoryboard,
    placed: Placed,
    combination: tuple[tuple[str, Any], ...],
    variables: Mapping[str, Any],
) -> Version:
    changes = [(path, value) for path, value in combination if not path.startswith("#")]
    own = {path[5:]: value for path, value in changes if path.startswith("vars.")}
    fields = [(path, value) for path, value in changes if not path.startswith("vars.")]
    picks: dict[str, tuple[int, ...]] = {}
    for path, number in combination:
        if path.startswith("#"):
            picks[path[1:]] = (*picks.get(path[1:], ()), number)
    said = [f"{path}={value}" for path, value in changes]
    for name, numbers in picks.items():
        options = choices(getattr(placed.shot, name))
        said += [f"{name}={group[number]}" for group, number in zip(options, numbers, strict=True)]
    shot = _changed(loaded, placed, fields) if fields else placed.shot
    return Version(
        Placed(placed.scene, shot, placed.keys),
        {**variables, **own},
        picks,
        ", ".join(said) or None,
    )


def _changed(loaded: LoadedStoryboard, placed: Placed, fields: list[tuple[str, Any]]) -> Shot:
    raw = placed.shot.model_dump(by_alias=True, exclude_unset=True)
    for path, value in fields:
        *parents, last = path.split(".")
        inner = raw
        for parent in parents:
            inner = inner.setdefault(parent, {})
            if not isinstance(inner, dict):
                raise _bad(loaded, placed, path, "only fields of mappings can be varied")
        inner[last] = value
    try:
        return Shot.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise _bad(loaded, placed, name, first["msg"]) from error


def _bad(loaded: LoadedStoryboard, placed: Placed, path: str, why: str) -> StoryboardError:
    where = loaded.where(*placed.keys, "variants", "matrix")
    return StoryboardError(f"{where}: variants.matrix: {path}: {why}")
