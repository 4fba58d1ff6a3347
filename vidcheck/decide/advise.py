"""The one change to try next: the first repair that fits and is not in the storyboard yet."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from vidcheck.decide.patch import make_patch
from vidcheck.decide.rows import Advice
from vidcheck.decide.rules import Facts, holds, repairs
from vidcheck.storyboard.defaults import camera_of
from vidcheck.storyboard.text import written_in

if TYPE_CHECKING:
    from vidcheck.judge.rows import ClipRow, Event
    from vidcheck.storyboard.load import LoadedStoryboard
    from vidcheck.storyboard.model import Shot, Storyboard


def advice_against(
    flaw: Event, row: ClipRow, loaded: LoadedStoryboard, shot: Shot
) -> Advice | None:
    """What to change in the storyboard against a flaw, None where nothing new is known.

    Args:
        flaw: the defect to cure.
        row: a take that shows it.
        loaded: the storyboard.
        shot: the shot.
    """
    facts: Facts = {
        "onset_share": _onset(flaw, row),
        "move": camera_of(loaded.storyboard, shot).move,
        "duration_s": shot.duration,
    }
    return _first(flaw.type, facts, loaded, shot)


def advice_to_reroll(loaded: LoadedStoryboard, shot: Shot) -> Advice | None:
    """The same prompt again; a patch only where the shot writes its seed itself."""
    made = _first("reroll", {}, loaded, shot)
    if made is not None:
        return made
    repair = repairs()["reroll"][0]
    return Advice(
        change=f"{repair.change.en}: send the same prompt again",
        change_zh=f"{repair.change.zh}：同样的提示词再发一次",
        where="{}:{}".format(*_where(loaded, shot, "")),
        patch=None,
        repair=repair.id,
        source=repair.source,
        hypothesis=repair.hypothesis,
    )


def _first(symptom: str, facts: Facts, loaded: LoadedStoryboard, shot: Shot) -> Advice | None:
    words = {language: _who(loaded.storyboard, shot, language) for language in ("en", "zh")}
    for repair in repairs().get(symptom, ()):
        if not holds(repair.when, facts):
            continue
        name, line = _where(loaded, shot, repair.edit.field)
        text = loaded.texts.get(loaded.spot(*loaded.keys_of(shot.id)).file, loaded.text)
        patch = make_patch(text, shot.id, repair.edit, words, name)
        if patch:
            return Advice(
                change=repair.change.en,
                change_zh=repair.change.zh,
                where=f"{name}:{line}",
                patch=patch,
                repair=repair.id,
                source=repair.source,
                hypothesis=repair.hypothesis,
            )
    return None


def _where(loaded: LoadedStoryboard, shot: Shot, field: str) -> tuple[str, int]:
    """File (relative to the storyboard's folder) and line of a field of a shot."""
    keys = field.split(".") if field else []
    spot = loaded.spot(*loaded.keys_of(shot.id), *keys)
    return os.path.relpath(spot.file, loaded.path.parent).replace(os.sep, "/"), spot.line


def _onset(flaw: Event, row: ClipRow) -> float | None:
    length = row.clip.duration_s if row.clip else None
    return flaw.start_s / length if length else None


def _who(storyboard: Storyboard, shot: Shot, language: str) -> str:
    """Cast and props by name, as the creator calls them: "Mei and the letter"."""
    names = []
    for one in dict.fromkeys([*(cast.who for cast in shot.cast), *shot.props]):
        subject = storyboard.subjects.get(one)
        name = subject.name if subject else None
        names.append(_part_in(language, name.in_language(language)) if name else one)
    if not names:
        return "主体" if language == "zh" else "the subject"
    if language == "zh":
        return "、".join(names)
    return " and ".join(([", ".join(names[:-1])] if names[1:] else []) + names[-1:])


def _part_in(language: str, name: str) -> str:
    """The half of a name like "The rocket · 火箭" that is in a language, else all of it."""
    halves = [half.strip() for half in name.split("·")]
    return next((half for half in halves if written_in(half) == language), name)
