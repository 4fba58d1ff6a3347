"""What the chosen generators cannot do, as the planner finds when it compiles the shots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.lint.finding import Both, Hit
from vidcheck.lint.names import undefined_variable
from vidcheck.storyboard.defaults import target_of
from vidcheck.storyboard.names import nearest
from vidcheck.storyboard.strict_yaml import Spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vidcheck.lint.finding import Placed, Severity, View
    from vidcheck.plan.model import PlanWarning, PromptRequest
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


def duration(view: View) -> Iterator[Hit]:
    """A length that the generator cannot make: longer is cut in the edit, shorter is a loss."""
    for request, warning in _warned(view, "VC111"):
        wanted = sum(view.by_id[shot].shot.duration for shot in request.shots)
        made = request.duration_s
        longer = made is not None and made >= wanted
        yield _hit(view, request, warning, "时长不合适", "note" if longer else "warn")


def slots(view: View) -> Iterator[Hit]:
    """More references than the generator takes."""
    for request, warning in _warned(view, "VC112"):
        yield _hit(view, request, warning, "参考图位置不够")


def length(view: View) -> Iterator[Hit]:
    """A prompt longer than the generator keeps or advises."""
    for request, warning in _warned(view, "VC113"):
        yield _hit(view, request, warning, "提示词过长")


def exclusion(view: View) -> Iterator[Hit]:
    """Things that the generator does not take together; a note where the creator chose already."""
    for request, warning in _warned(view, "VC114"):
        shot = view.by_id[request.shots[0]].shot
        mode = target_of(view.board, shot).mode
        chosen = mode in {"i2v", "first_last", "extend", "t2v"}
        chained = mode == "auto" and shot.frames.first is None
        severity: Severity = "note" if chosen or chained else "warn"
        yield _hit(view, request, warning, "生成方式冲突", severity)


def mention(view: View) -> Iterator[Hit]:
    """A hand-written prompt that never mentions an attached reference."""
    for request, warning in _warned(view, "VC115"):
        yield _hit(view, request, warning, "手写提示词没有提到参考图")


def no_plan(view: View) -> Iterator[Hit]:
    """A storyboard that cannot be compiled for a reason no other rule names."""
    why = view.plan.why
    if why is not None and not any(undefined_variable(view)):
        yield Hit((), Both(why, f"无法编译：{why}"))


def _warned(view: View, code: str) -> Iterator[tuple[PromptRequest, PlanWarning]]:
    for request in view.plan.requests:
        if request.mode != "image":
            yield from ((request, warning) for warning in request.warnings if warning.code == code)


def _hit(
    view: View,
    request: PromptRequest,
    warning: PlanWarning,
    zh: str,
    severity: Severity | None = None,
) -> Hit:
    chinese = warning.message_zh or warning.message
    says = Both(f"{request.generator}: {warning.message}", f"{request.generator} {zh}：{chinese}")
    spot = None
    if warning.where is not None:
        file, line, column = warning.where.rsplit(":", 2)
        spot = Spot(file, int(line), int(column))
    first = view.by_id[request.shots[0]]
    return Hit(first.keys, says, first.id, severity=severity, spot=spot)
