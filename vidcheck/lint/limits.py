"""What the chosen generators cannot do, as the planner finds when it compiles the shots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.lint.finding import Both, Hit
from vidcheck.storyboard.defaults import target_of
from vidcheck.storyboard.names import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vidcheck.lint.finding import Placed, View
    from vidcheck.storyboard.strict_yaml import Keys


def unknown_generator(view: View) -> Iterator[Hit]:
    """A model that no profile describes, or that its vendor has retired."""
    if not view.profiles:
        return
    told: set[str] = set()
    for placed in view.shots:
        model = target_of(view.board, placed.shot).model
        if model is None or model in told:
            continue
        told.add(model)
        keys = _model_keys(view, placed)
        generator = view.find(model)
        if generator is None:
            near = nearest(model, view.profiles)
            hint = Both(f"did you mean '{near}'?", f"是不是想写 '{near}'？") if near else None
            says = Both(f"no generator is called '{model}'", f"没有叫“{model}”的生成模型")
            yield Hit(keys, says, placed.id, hint=hint)
        elif generator.status == "retired":
            says = Both(f"{generator.id} is retired", f"{generator.id} 已下线")
            hint = Both(generator.status_note or "choose a newer version", "换用更新的版本")
            yield Hit(keys, says, placed.id, severity="warn", hint=hint)


def _model_keys(view: View, placed: Placed) -> Keys:
    """Where the model that holds for a shot is written."""
    units = enumerate(view.board.units)
    unit = next((index for index, unit in units if placed.id in unit.shots), None)
    places: list[Keys] = [(*placed.keys, "target", "model")]
    if unit is not None:
        places.append(("units", unit, "target", "model"))
    places.append(("defaults", "target", "model"))
    return next((keys for keys in places if view.loaded.as_typed(*keys)), places[0])
