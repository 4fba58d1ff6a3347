"""The one change to try next: the first repair that fits and is not in the storyboard yet."""

from __future__ import annotations

import os
from enum import Enum
from typing import TYPE_CHECKING

from vidcheck.decide.anchors import Grounded, grounded
from vidcheck.decide.patch import make_patch
from vidcheck.decide.rows import Advice
from vidcheck.decide.rules import Edit, Repair, Said, holds, repairs
from vidcheck.decide.splitting import split_patch
from vidcheck.decide.switching import next_generator, why_that_one
from vidcheck.decide.words import Words, part_in

if TYPE_CHECKING:
    from vidcheck.decide.case import Case
    from vidcheck.decide.rows import Decision
    from vidcheck.decide.rules import Facts
    from vidcheck.storyboard.load import LoadedStoryboard
    from vidcheck.storyboard.model import Shot, Storyboard


class Wish(Enum):
    """What an advice is wanted for."""

    change = "change"
    reroll = "reroll"
    split = "split"
    switch = "switch"

    @classmethod
    def of(cls, decision: Decision) -> Wish | None:
        """The kind of advice that goes with a decision, None where none does."""
        wishes: dict[Decision, Wish] = {
            "rewrite": cls.change, "reroll": cls.reroll, "split": cls.split, "switch": cls.switch,
        }  # fmt: skip
        return wishes.get(decision)


def advised(case: Case, facts: Facts, wish: Wish) -> Advice | None:
    """What to change in the storyboard, None where nothing new is known.

    Args:
        case: the shot with its takes and what was tried.
        facts: for the conditions of repairs.
        wish: what the advice is for.
    """
    if case.shot.locked:
        return None
    if wish is Wish.reroll:
        return _to_reroll(case, facts) if case.best_first else None
    if case.flaw is None or case.tried.kind is None:
        return None
    if wish is Wish.split:
        return _to_split(case)
    if wish is Wish.switch:
        return _to_switch(case)
    return _first(case.tried.kind, facts, case)


def _first(symptom: str, facts: Facts, case: Case) -> Advice | None:
    for repair in repairs().get(symptom, ()):
        if repair.edit is None or not holds(repair.when, facts):
            continue
        ready = grounded(repair.edit, case)
        made = _made(repair, ready, case) if ready else None
        if made is not None:
            return made
    return None


def _made(repair: Repair, ready: Grounded, case: Case) -> Advice | None:
    loaded, shot = case.film.loaded, case.shot
    keys = ("subjects", ready.subject) if ready.subject else loaded.keys_of(shot.id)
    name, line = _where(loaded, (*keys, *ready.edit.field.split(".")))
    text = loaded.texts.get(loaded.spot(*keys).file, loaded.text)
    words = {language: _who(loaded.storyboard, shot, language) for language in ("en", "zh")}
    patch = make_patch(text, shot.id, ready.edit, words, name, subject=ready.subject)
    if not patch:
        return None
    return Advice(
        change=repair.change.en,
        change_zh=repair.change.zh,
        where=f"{name}:{line}",
        patch=patch,
        repair=repair.id,
        source=repair.source,
        hypothesis=repair.hypothesis,
        still=ready.still,
    )


def _to_reroll(case: Case, facts: Facts) -> Advice | None:
    """The same prompt again; a patch only where the shot writes its seed itself."""
    made = _first("reroll", facts, case)
    if made is not None:
        return made
    return _told(repairs()["reroll"][0], case, Words(": send the same prompt again",
                                                     "：同样的提示词再发一次"))  # fmt: skip


def _to_switch(case: Case) -> Advice | None:
    """Another generator for this shot, and why that one."""
    other = next_generator(case)
    if other is None:
        return None
    why = why_that_one(case, other)
    repair = repairs()["switch"][0]
    told = Repair(
        id=repair.id,
        change=Said(en=f"{repair.change.en} {other.id}: {why.en}",
                    zh=f"{repair.change.zh} {other.id}：{why.zh}"),
        source=repair.source,
    )  # fmt: skip
    return _made(told, Grounded(Edit(set="target.model", to=other.id)), case)


def _to_split(case: Case) -> Advice | None:
    """Two shots for one; in words where the file cannot be changed by itself."""
    loaded, shot = case.film.loaded, case.shot
    repair = repairs()["split"][0]
    keys = loaded.keys_of(shot.id)
    name, line = _where(loaded, keys)
    in_a_unit = any(shot.id in unit.shots for unit in loaded.storyboard.units)
    taken = {one.id for _, one in loaded.storyboard.all_shots()}
    text = loaded.texts.get(loaded.spot(*keys).file, loaded.text)
    patch = None if in_a_unit else split_patch(text, shot.id, taken, name)
    if patch is None:
        return _told(repair, case, Words("", ""))
    return Advice(
        change=repair.change.en,
        change_zh=repair.change.zh,
        where=f"{name}:{line}",
        patch=patch,
        repair=repair.id,
        source=repair.source,
        hypothesis=repair.hypothesis,
    )


def _told(repair: Repair, case: Case, more: Words) -> Advice:
    """Advice in words alone."""
    loaded = case.film.loaded
    return Advice(
        change=repair.change.en + more.en,
        change_zh=repair.change.zh + more.zh,
        where="{}:{}".format(*_where(loaded, loaded.keys_of(case.shot.id))),
        patch=None,
        repair=repair.id,
        source=repair.source,
        hypothesis=repair.hypothesis,
    )


def _where(loaded: LoadedStoryboard, keys: tuple[str | int, ...]) -> tuple[str, int]:
    """File (relative to the storyboard's folder) and line of a key path."""
    spot = loaded.spot(*keys)
    return os.path.relpath(spot.file, loaded.path.parent).replace(os.sep, "/"), spot.line


def _who(storyboard: Storyboard, shot: Shot, language: str) -> str:
    """Cast and props by name, as the creator calls them: "Mei and the letter"."""
    names = []
    for one in dict.fromkeys([*(cast.who for cast in shot.cast), *shot.props]):
        subject = storyboard.subjects.get(one)
        name = subject.name if subject else None
        names.append(
            inside_a_sentence(part_in(language, name.in_language(language))) if name else one
        )
    if not names:
        return "主体" if language == "zh" else "the subject"
    if language == "zh":
        return "、".join(names)
    return " and ".join(([", ".join(names[:-1])] if names[1:] else []) + names[-1:])


def inside_a_sentence(name: str) -> str:
    """A name as it stands inside a sentence: "Red espresso cup" is a cup, "Red Square" a place."""
    first, *others = name.split()
    common = bool(others) and first[1:].islower() and all(word.islower() for word in others)
    return name[0].lower() + name[1:] if common else name
