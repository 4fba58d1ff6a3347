"""The line of action, eyelines and directions: on which side of the talk the camera stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from vidcheck.lint.finding import Both, Hit
from vidcheck.storyboard.defaults import camera_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vidcheck.lint.finding import Placed, View
    from vidcheck.storyboard.model import Cast

_PLACES = {"left": 0, "center": 1, "right": 2}
_SIDEWAYS = ("camera_left", "camera_right")
Side = Literal[-1, 0, 1]
"""1: the first end of the axis is on the left of the frame; -1: on the right; 0: the camera stands
on the line itself, from where both sides are open."""


def crossed(view: View) -> Iterator[Hit]:
    """A cut that jumps over the line of action without saying that it is meant."""
    scene, side, since = None, None, ""
    for placed in view.shots:
        if placed.scene is not scene:
            scene, side, since = placed.scene, None, ""
        if not (axis := placed.scene.axis or _pair(view, placed)):
            continue
        now = _side(placed, axis)
        meant = placed.shot.continuity is not None and placed.shot.continuity.cross_axis
        if now is None:
            continue
        if side and now == -side and not meant:
            says = Both(
                f"crosses the line between {axis[0]} and {axis[1]} that {since} set",
                f"越过了 {since} 建立的 {axis[0]}—{axis[1]} 轴线",
            )
            yield Hit(placed.keys, says, placed.id)
        # A camera that circles takes the audience along: the side is open again afterwards.
        travels = camera_of(view.board, placed.shot).move in {"arc_left", "arc_right"}
        side, since = (None, "") if travels or now == 0 else (now, placed.id)


def _pair(view: View, placed: Placed) -> tuple[str, ...] | None:
    """The only two subjects who ever share a frame in this scene: the line nobody declared."""
    pairs = {
        frozenset(cast.who for cast in other.shot.cast if cast.position)
        for other in view.shots
        if other.scene is placed.scene
    }
    together = [sorted(pair) for pair in pairs if len(pair) == 2]
    return tuple(together[0]) if len(together) == 1 else None


def _side(placed: Placed, axis: tuple[str, ...]) -> Side | None:
    ends = {cast.who: cast for cast in placed.shot.cast if cast.who in axis}
    a, b = ends.get(axis[0]), ends.get(axis[1])
    if a and b and a.position and b.position and a.position != b.position:
        return 1 if _PLACES[a.position] < _PLACES[b.position] else -1
    if placed.scene.axis is None:
        return None  # where two merely met, a lone one may face anything
    votes = _votes(a, axis[1], "camera_right") | _votes(b, axis[0], "camera_left")
    sides = votes - {0}
    if len(sides) == 1:
        return sides.pop()
    return 0 if votes == {0} else None


def _votes(cast: Cast | None, other: str, left: str) -> set[Side]:
    """What one end's facing says of the side; nothing where it looks elsewhere."""
    if cast is None or cast.facing is None or cast.looks_at not in {None, other}:
        return set()
    if cast.facing not in _SIDEWAYS:
        return {0}
    return {1 if cast.facing == left else -1}


def eyeline(view: View) -> Iterator[Hit]:
    """A reverse shot whose subject does not look back at the one before."""
    for placed in view.shots:
        joint = placed.shot.continuity
        if joint is None or joint.kind != "reverse" or joint.cross_axis:
            continue
        before = view.by_id.get(joint.from_ or "")
        if before is None:
            continue
        pair = _facing_pair(before, placed)
        if pair and pair[0].facing == pair[1].facing:
            first, second = pair
            says = Both(
                f"{second.who} faces {second.facing} as {first.who} did in {before.id}: "
                "they seem to look past each other",
                f"{second.who} 与 {before.id} 中的 {first.who} 同朝 {second.facing}，视线接不上",
            )
            index = placed.shot.cast.index(second)
            yield Hit((*placed.keys, "cast", index, "facing"), says, placed.id)


def _facing_pair(before: Placed, after: Placed) -> tuple[Cast, Cast] | None:
    """The two who face sideways in a shot and its reverse, where each is alone in doing so."""
    first = [c for c in before.shot.cast if c.facing in _SIDEWAYS and _meets(c, after)]
    second = [c for c in after.shot.cast if c.facing in _SIDEWAYS and _meets(c, before)]
    if len(first) == len(second) == 1 and first[0].who != second[0].who:
        return first[0], second[0]
    return None


def _meets(cast: Cast, other: Placed) -> bool:
    return cast.looks_at is None or cast.looks_at in other.who


def direction(view: View) -> Iterator[Hit]:
    """The same subject moving left to right in one shot and right to left in the next."""
    for before, after in view.neighbours():
        ways = (before.shot.screen_direction, after.shot.screen_direction)
        meant = after.shot.continuity is not None and after.shot.continuity.cross_axis
        turned = set(ways) == {"left_to_right", "right_to_left"}
        if turned and before.seen & after.seen and not meant:
            says = Both(
                f"moves {_say(ways[1])} after {before.id} moved {_say(ways[0])}",
                f"画面方向与 {before.id} 相反",
            )
            yield Hit((*after.keys, "screen_direction"), says, after.id)


def _say(way: str | None) -> str:
    return (way or "").replace("_", " ")
