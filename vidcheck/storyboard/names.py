"""Whether every id that a storyboard uses is defined, and none is defined twice."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from vidcheck.storyboard.model import Check, Shot, Storyboard
    from vidcheck.storyboard.strict_yaml import Keys


@dataclass(frozen=True, slots=True)
class Misnamed:
    """An id that is wrong, with the key path where it stands."""

    keys: Keys
    message: str
    hint: str


def nearest(wrong: str, known: Collection[str]) -> str | None:
    """The known word most like a wrong one, or None where nothing is near."""
    folded = {word.casefold(): word for word in known}
    near = difflib.get_close_matches(wrong.casefold(), folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else None


def did_you_mean(wrong: str, known: Collection[str]) -> str | None:
    """A sentence naming the nearest known word, or None where nothing is near."""
    near = nearest(wrong, known)
    return f"did you mean '{near}'?" if near else None


def unknown_names(storyboard: Storyboard) -> Iterator[Misnamed]:
    """Ids used but not defined: subjects, looks, places, shots of units and of continuity."""
    subjects = storyboard.subjects
    for name, subject in subjects.items():
        if subject.default_look is not None:
            keys: Keys = ("subjects", name, "default_look")
            yield from _unknown(keys, "look", subject.default_look, subject.looks)
    yield from _checks(("defaults",), storyboard.defaults.checks, storyboard)
    earlier: set[str] = set()
    for s, scene in enumerate(storyboard.scenes):
        at: Keys = ("scenes", s)
        yield from _unknown((*at, "place"), "place", scene.place, storyboard.places)
        for a, end in enumerate(scene.axis or ()):
            yield from _unknown((*at, "axis", a), "subject", end, subjects)
        for i, shot in enumerate(scene.shots):
            yield from _shot((*at, "shots", i), shot, storyboard, earlier)
            earlier.add(shot.id)
    for u, unit in enumerate(storyboard.units):
        for i, shot_id in enumerate(unit.shots):
            yield from _unknown(("units", u, "shots", i), "shot", shot_id, earlier)


def _shot(at: Keys, shot: Shot, storyboard: Storyboard, earlier: set[str]) -> Iterator[Misnamed]:
    subjects = storyboard.subjects
    for c, cast in enumerate(shot.cast):
        yield from _unknown((*at, "cast", c, "who"), "subject", cast.who, subjects)
        if cast.look is not None and cast.who in subjects:
            looks = subjects[cast.who].looks
            yield from _unknown((*at, "cast", c, "look"), f"look of {cast.who}", cast.look, looks)
    for p, prop in enumerate(shot.props):
        yield from _unknown((*at, "props", p), "subject", prop, subjects)
    for d, line in enumerate(shot.dialogue):
        if line.by is not None:
            yield from _unknown((*at, "dialogue", d, "by"), "subject", line.by, subjects)
    for e, change in enumerate(shot.expect):
        if change.who is not None:
            yield from _unknown((*at, "expect", e, "who"), "subject", change.who, subjects)
    if shot.continuity is not None and shot.continuity.from_ is not None:
        keys: Keys = (*at, "continuity", "from")
        yield from _unknown(keys, "earlier shot", shot.continuity.from_, earlier)
    yield from _checks(at, shot.checks, storyboard)


def _checks(at: Keys, checks: tuple[Check, ...], storyboard: Storyboard) -> Iterator[Misnamed]:
    for c, check in enumerate(checks):
        if check.subject is not None:
            keys: Keys = (*at, "checks", c, "subject")
            yield from _unknown(keys, "subject", check.subject, storyboard.subjects)


def _unknown(keys: Keys, what: str, name: str, known: Collection[str]) -> Iterator[Misnamed]:
    if name in known:
        return
    some = ", ".join(sorted(known)[:12])
    hint = did_you_mean(name, known) or (f"known: {some}" if some else f"none is defined: {what}")
    yield Misnamed(keys, f"unknown {what} '{name}'", hint)


def doubled_names(storyboard: Storyboard) -> Iterator[Misnamed]:
    """Ids defined twice; case does not tell ids apart, for clips are matched by file name."""
    seen: dict[tuple[str, str], str] = {}

    def twice(kind: str, name: str, keys: Keys) -> Iterator[Misnamed]:
        first = seen.setdefault((kind, name.casefold()), name)
        if first is not name:
            yield Misnamed(keys, f"{kind} id '{name}' is taken by '{first}'", "choose another id")

    for s, scene in enumerate(storyboard.scenes):
        yield from twice("scene", scene.id, ("scenes", s, "id"))
        for i, shot in enumerate(scene.shots):
            yield from twice("shot", shot.id, ("scenes", s, "shots", i, "id"))
    held: dict[str, str] = {}
    for u, unit in enumerate(storyboard.units):
        yield from twice("unit", unit.id, ("units", u, "id"))
        for i, shot_id in enumerate(unit.shots):
            owner = held.setdefault(shot_id, unit.id)
            if owner is not unit.id:
                message = f"shot '{shot_id}' is already in unit '{owner}'"
                yield Misnamed(("units", u, "shots", i), message, "a shot is in one unit only")
