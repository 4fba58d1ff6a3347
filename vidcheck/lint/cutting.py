"""Cuts between neighbouring shots: jumps, people from nowhere, continuous action."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vidcheck.lint.finding import Both, Hit, wordings
from vidcheck.storyboard.defaults import camera_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vidcheck.lint.finding import Placed, View
    from vidcheck.storyboard.model import Cast

_WIDE = {"LS", "FS"}  # in an ELS figures are too small to be told apart
_ENTERS = re.compile(
    r"\b(?:enters|walks? in|comes? in|steps? in|steps? into (?:the )?frame|into frame)\b"
    r"|入画|走进画面|进入画面|走进来|推门进来"
)
_EXITS = re.compile(
    r"\b(?:exits|walks? out|leaves (?:the )?(?:frame|room|shot)|out of (?:the )?frame)\b"
    r"|出画|走出画面|离开画面|走出去"
)


def jump_cut(view: View) -> Iterator[Hit]:
    """Same subject, size and angle as the shot before: the cut looks like a fault (30° rule)."""
    for before, after in view.neighbours():
        if before.shot.transition != "cut" or _joined(after) in {"continuous", "match_cut"}:
            continue
        one, two = camera_of(view.board, before.shot), camera_of(view.board, after.shot)
        same_frame = one.size == two.size and one.angle == two.angle and one.setup == two.setup
        if one.size is None or not same_frame or _turned(before, after):
            continue
        same_subject = before.seen == after.seen and bool(after.seen)
        if same_subject and "insert" not in {one.size, two.size}:
            says = Both(
                f"same subject, size ({one.size}) and angle as {before.id}",
                f"主体、景别（{one.size}）和角度与 {before.id} 相同",
            )
            yield Hit((*after.keys, "camera"), says, after.id)


def _joined(placed: Placed) -> str:
    return placed.shot.continuity.kind if placed.shot.continuity else "cut"


def _turned(before: Placed, after: Placed) -> bool:
    """Whether someone faces elsewhere: then the camera stands elsewhere, or time has passed."""
    faces = {cast.who: cast.facing for cast in before.shot.cast}
    return any(
        cast.facing and faces.get(cast.who) and cast.facing != faces[cast.who]
        for cast in after.shot.cast
    )


def appears(view: View) -> Iterator[Hit]:
    """Someone who is there without having come, or gone without having left."""
    for before, after in view.neighbours():
        if _joined(after) == "continuous" and _from(view, after) is before:
            yield from _across(before, after)
    for placed in view.shots:
        yield from _said_not_marked(placed)
    yield from _after_wide(view)


def _from(view: View, placed: Placed) -> Placed | None:
    joint = placed.shot.continuity
    return view.by_id.get(joint.from_ or "") if joint else None


def _across(before: Placed, after: Placed) -> Iterator[Hit]:
    for index, cast in enumerate(after.shot.cast):
        if cast.who not in before.who and not cast.enters:
            says = Both(
                f"{cast.who} is not in {before.id}, goes on from it, and does not enter",
                f"{cast.who} 不在 {before.id} 中，本镜连续却没有入画",
            )
            yield Hit((*after.keys, "cast", index, "who"), says, after.id)
    for index, cast in enumerate(before.shot.cast):
        if cast.who not in after.who and not cast.exits:
            says = Both(
                f"{cast.who} does not exit, but is missing in {after.id}, which goes on from here",
                f"{cast.who} 没有出画，连续的 {after.id} 中却不见了",
            )
            yield Hit((*before.keys, "cast", index, "who"), says, before.id)


def _said_not_marked(placed: Placed) -> Iterator[Hit]:
    if len(placed.shot.cast) != 1:
        return  # whom the text means is not certain
    cast = placed.shot.cast[0]
    said = " ".join(wordings(placed.shot.action))
    for marked, pattern, field, zh in (
        (cast.enters, _ENTERS, "enters", "入画"),
        (cast.exits, _EXITS, "exits", "出画"),
    ):
        if not marked and pattern.search(said):
            yield Hit(
                (*placed.keys, "cast", 0, "who"),
                Both(
                    f"the action has {cast.who} {field[:-1]}, but {field}: true is not set",
                    f"画面内容写了 {cast.who} {zh}，但没有设 {field}: true",
                ),
                placed.id,
            )


def _after_wide(view: View) -> Iterator[Hit]:
    """A person first seen after a wide shot of the place that did not show them."""
    met: dict[str, set[str]] = {}
    wide: dict[str, Placed] = {}
    for placed in view.shots:
        seen = met.setdefault(placed.scene.id, set())
        shown = wide.get(placed.scene.id)
        for index, cast in enumerate(placed.shot.cast):
            if shown and cast.who not in seen and not cast.enters and _person(view, cast):
                says = Both(
                    f"{cast.who} is here without entering; the wide shot {shown.id} "
                    "showed the place without them",
                    f"{cast.who} 没有入画就出现了，{shown.id} 的大景别里并没有此人",
                )
                if not (_joined(placed) == "continuous" and _from(view, placed) is not None):
                    yield Hit((*placed.keys, "cast", index, "who"), says, placed.id)
        seen |= placed.who
        if camera_of(view.board, placed.shot).size in _WIDE and placed.who:
            wide.setdefault(placed.scene.id, placed)


def _person(view: View, cast: Cast) -> bool:
    subject = view.board.subjects.get(cast.who)
    return subject is not None and subject.kind in {"person", "animal", "creature"}


def no_end_state(view: View) -> Iterator[Hit]:
    """A shot that the next goes on from, without saying how it ends."""
    for placed in view.shots:
        before = _from(view, placed)
        if _joined(placed) == "continuous" and before and before.shot.end_state is None:
            says = Both(
                f"{placed.id} goes on from here, but no end_state says how this shot ends",
                f"{placed.id} 承接本镜，但没有写 end_state（结束状态）",
            )
            yield Hit(before.keys, says, before.id)


def changed_look(view: View) -> Iterator[Hit]:
    """Another look, or another place, within action that goes on."""
    for placed in view.shots:
        before = _from(view, placed)
        if before is None or _joined(placed) not in {"continuous", "match_cut"}:
            continue
        looks = {cast.who: _look(view, cast) for cast in before.shot.cast}
        for index, cast in enumerate(placed.shot.cast):
            was, now = looks.get(cast.who), _look(view, cast)
            if was and now and was != now:
                says = Both(
                    f"{cast.who} wears '{now}' here and '{was}' in {before.id}",
                    f"{cast.who} 在本镜是“{now}”，在 {before.id} 是“{was}”",
                )
                yield Hit((*placed.keys, "cast", index, "look"), says, placed.id)
        if _joined(placed) == "continuous" and placed.scene.place != before.scene.place:
            says = Both(
                f"goes on from {before.id}, which is at another place ({before.scene.place})",
                f"承接 {before.id}，但场景不同（{before.scene.place}）",
            )
            yield Hit((*placed.keys, "continuity"), says, placed.id)


def _look(view: View, cast: Cast) -> str | None:
    subject = view.board.subjects.get(cast.who)
    return cast.look or (subject.default_look if subject else None)


def miscounted(view: View) -> Iterator[Hit]:
    """A setup that says how many are framed, with another number in the cast."""
    most = {"single": (0, 1), "two_shot": (2, 2), "group": (3, 99), "over_shoulder": (2, 99)}
    for placed in view.shots:
        setup = camera_of(view.board, placed.shot).setup
        low, high = most.get(setup or "", (0, 99))
        count = len(placed.shot.cast)
        if not low <= count <= high:
            says = Both(f"setup is {setup}, the cast has {count}", f"构图 {setup}，出场 {count} 个")
            yield Hit((*placed.keys, "camera", "setup"), says, placed.id)
