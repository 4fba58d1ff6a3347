"""Names: used but not defined, defined but not used, in the text but not in the cast."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vidcheck.lint.finding import Both, Hit, wordings
from vidcheck.storyboard.defaults import target_of
from vidcheck.storyboard.names import nearest, unknown_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pydantic import BaseModel

    from vidcheck.lint.finding import Placed, View
    from vidcheck.storyboard.model import Subject
    from vidcheck.storyboard.strict_yaml import Keys

_VARIABLE = re.compile(r"\{\{\s*([A-Za-z_]\w*)")
_DIRECTIONS = ("camera", "camera_left", "camera_right", "镜头", "画左", "画右", "frame_left")


def unknown(view: View) -> Iterator[Hit]:
    """Ids that nothing defines."""
    for misnamed in unknown_names(view.board):
        shot = _shot_at(view, misnamed.keys)
        says = Both(misnamed.message, f"未定义：{misnamed.message}")
        yield Hit(misnamed.keys, says, shot, hint=Both(misnamed.hint, misnamed.hint))


def _shot_at(view: View, keys: Keys) -> str | None:
    return next((placed.id for placed in view.shots if placed.keys == keys[:4]), None)


def not_in_cast(view: View) -> Iterator[Hit]:
    """A subject that the text names, or that speaks on screen, without being in the shot."""
    calls = {name: _names(subject) for name, subject in view.board.subjects.items()}
    for placed in view.shots:
        missing: dict[str, Keys] = {}
        known = placed.seen | {cast.looks_at for cast in placed.shot.cast}
        for keys, text in placed.prompt_texts():
            for who in _named(calls, wordings(text)) - known:
                missing.setdefault(who, keys)
        for index, line in enumerate(placed.shot.dialogue):
            if line.by and line.mode == "on_screen" and line.by not in placed.seen:
                missing.setdefault(line.by, (*placed.keys, "dialogue", index, "by"))
        for who, keys in missing.items():
            says = Both(
                f"'{who}' is in the text but not in the cast or props",
                f"文字提到“{who}”，但出场与道具里没有",
            )
            yield Hit(keys, says, placed.id)
        yield from _no_reference(view, placed)


def _names(subject: Subject) -> tuple[re.Pattern[str], ...]:
    spoken = [*subject.aliases, *(wordings(subject.name) if subject.name else ())]
    return tuple(_pattern(name) for name in spoken if len(name) > 1)


def _pattern(name: str) -> re.Pattern[str]:
    latin = name.isascii()
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)" if latin else re.escape(name))


def _named(calls: dict[str, tuple[re.Pattern[str], ...]], texts: tuple[str, ...]) -> set[str]:
    return {
        who
        for who, patterns in calls.items()
        if any(pattern.search(text) for pattern in patterns for text in texts)
    }


def _no_reference(view: View, placed: Placed) -> Iterator[Hit]:
    if target_of(view.board, placed.shot).mode != "reference":
        return
    for index, cast in enumerate(placed.shot.cast):
        subject = view.board.subjects.get(cast.who)
        look = subject.looks.get(cast.look or subject.default_look or "") if subject else None
        if subject and not subject.refs and not (look and look.refs):
            yield Hit(
                (*placed.keys, "cast", index, "who"),
                Both(
                    f"'{cast.who}' has no reference picture, and this shot is made from references",
                    f"“{cast.who}”没有参考图，而本镜头按参考图生成",
                ),
                placed.id,
                hint=Both(
                    f"add refs to subjects.{cast.who}, or choose mode: i2v or t2v",
                    f"给 subjects.{cast.who} 加 refs，或把 mode 改为 i2v / t2v",
                ),
            )


def unused(view: View) -> Iterator[Hit]:
    """Subjects, looks, places and variables that no shot uses."""
    board = view.board
    seen = {who for placed in view.shots for who in placed.seen}
    seen |= {line.by for placed in view.shots for line in placed.shot.dialogue if line.by}
    for name, subject in board.subjects.items():
        if name not in seen:
            yield _unused(("subjects", name), f"subject '{name}'", f"主体“{name}”")
            continue
        worn = {c.look for p in view.shots for c in p.shot.cast if c.who == name}
        for look in subject.looks:
            if look not in worn | {subject.default_look}:
                keys = ("subjects", name, "looks", look)
                yield _unused(keys, f"look '{look}' of {name}", f"{name} 的造型“{look}”")
    for place in board.places.keys() - {scene.place for scene in board.scenes}:
        yield _unused(("places", place), f"place '{place}'", f"场景“{place}”")
    spoken = {name for _, text in _strings(board, ()) for name in _VARIABLE.findall(text)}
    for name in board.vars.keys() - spoken:
        yield _unused(("vars", name), f"variable '{name}'", f"变量“{name}”")


def _unused(keys: Keys, en: str, zh: str) -> Hit:
    return Hit(keys, Both(f"{en} is never used", f"{zh}没有被用到"))


def undefined_variable(view: View) -> Iterator[Hit]:
    """`{{ name }}` where `vars` has no such name."""
    known = view.board.vars
    for keys, text in _strings(view.board, ()):
        for name in dict.fromkeys(_VARIABLE.findall(text)):
            if name not in known:
                says = Both(f"{{{{ {name} }}}} is not in vars", f"vars 里没有 {{{{ {name} }}}}")
                yield Hit(keys, says, _shot_at(view, keys), hint=_near(name, known))


_FOR_PEOPLE = {"source", "notes", "note", "meta"}
"""Fields that no prompt is made of: a script's own braces may stand there, word for word."""


def _strings(node: BaseModel, keys: Keys) -> Iterator[tuple[Keys, str]]:
    """Every string of a record that prompts may be made of, with its key path."""
    yield from _walk(node.model_dump(mode="json", by_alias=True, exclude_unset=True), keys)


def _walk(node: object, keys: Keys) -> Iterator[tuple[Keys, str]]:
    if isinstance(node, str):
        yield keys, node
    elif isinstance(node, dict):
        for key, value in node.items():
            if key not in _FOR_PEOPLE or keys[-1:] == ("light",):  # light.source is seen
                yield from _walk(value, (*keys, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _walk(value, (*keys, index))


def looks_at_nobody(view: View) -> Iterator[Hit]:
    """`looks_at` that is neither a subject, an anchor of the place, nor a direction."""
    for placed in view.shots:
        place = view.board.places.get(placed.scene.place)
        known = {*view.board.subjects, *(place.anchors if place else ()), *_DIRECTIONS}
        for index, cast in enumerate(placed.shot.cast):
            if cast.looks_at and cast.looks_at not in known:
                says = Both(
                    f"looks_at '{cast.looks_at}' is no subject and no anchor of the place",
                    f"视线“{cast.looks_at}”既不是主体，也不是场景的固定位置",
                )
                keys = (*placed.keys, "cast", index, "looks_at")
                yield Hit(keys, says, placed.id, hint=_near(cast.looks_at, known))


def _near(wrong: str, known: Collection[str]) -> Both | None:
    near = nearest(wrong, known)
    return Both(f"did you mean '{near}'?", f"是不是想写 '{near}'？") if near else None
