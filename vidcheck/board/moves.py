"""Camera moves as small drawings, made of lines only, so that any kind of page can draw them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

BOX = 24.0
"""Width and height of a drawing; y grows downwards."""
_HEAD, _SPREAD = 5.0, 0.5
"""An arrow's head: length of its sides, and their angle to the line in radians."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points; `closed` joins its ends, `faint` is drawn thinner."""

    points: tuple[Point, ...]
    faint: bool = False


def strokes(move: str) -> tuple[Stroke, ...]:
    """The drawing of a move by its code; a locked frame for one that nobody drew."""
    return _DRAWN.get(move, _DRAWN["static"])


def _arrow(*points: Point) -> tuple[Stroke, ...]:
    """A line with a head at its last point."""
    (x0, y0), (x1, y1) = points[-2], points[-1]
    back = math.atan2(y0 - y1, x0 - x1)
    wings = [
        (x1 + _HEAD * math.cos(back + turn), y1 + _HEAD * math.sin(back + turn))
        for turn in (_SPREAD, -_SPREAD)
    ]
    return Stroke(tuple(points)), Stroke((wings[0], (x1, y1), wings[1]))


def _line(*points: Point) -> Stroke:
    return Stroke(tuple(points), faint=True)


def _arc(centre: Point, radii: Point, start: float, end: float, *, steps: int = 16) -> list[Point]:
    """Points of an ellipse between two angles in degrees, clockwise from the right."""
    angles = [math.radians(start + (end - start) * i / steps) for i in range(steps + 1)]
    (x, y), (across, down) = centre, radii
    return [(x + across * math.cos(a), y + down * math.sin(a)) for a in angles]


def _box(left: float, top: float, right: float, bottom: float) -> Stroke:
    return _line((left, top), (right, top), (right, bottom), (left, bottom), (left, top))


def _dot(x: float, y: float, radius: float = 1.6) -> Stroke:
    return Stroke(tuple(_arc((x, y), (radius, radius), 0, 360, steps=10)))


def _mirrored(drawn: Sequence[Stroke]) -> tuple[Stroke, ...]:
    return tuple(Stroke(tuple((BOX - x, y) for x, y in one.points), one.faint) for one in drawn)


def _flipped(drawn: Sequence[Stroke]) -> tuple[Stroke, ...]:
    return tuple(Stroke(tuple((x, BOX - y) for x, y in one.points), one.faint) for one in drawn)


def _corners(*, inward: bool, near: float = 2.0, far: float = 7.5) -> tuple[Stroke, ...]:
    """Arrows along the diagonals, from the frame's corners to its middle or back."""
    found: list[Stroke] = []
    for sx, sy in ((1, 1), (-1, 1), (-1, -1), (1, -1)):
        outer = (12 - sx * (12 - near), 12 - sy * (12 - near))
        inner = (12 - sx * (12 - far), 12 - sy * (12 - far))
        found += _arrow(outer, inner) if inward else _arrow(inner, outer)
    return tuple(found)


_PAN = (_dot(12, 19), *_arrow(*_arc((12, 19), (10, 12), 195, 345)))
_TILT = (_dot(5, 12), *_arrow(*_arc((5, 12), (12, 10), 75, -75)))
_TRUCK = (*_arrow((2, 9), (22, 9)), _line((2, 16), (22, 16)), _line((2, 20), (22, 20)))
_PEDESTAL = (*_arrow((9, 22), (9, 2)), _line((16, 2), (16, 22)), _line((20, 2), (20, 22)))
_CRANE = (_dot(3, 20), *_arrow(*_arc((3, 20), (17, 17), 10, -75)), _line((3, 20), (19, 16)))
_ARC = (_dot(12, 9), *_arrow(*_arc((12, 9), (10, 9), 170, 20)))
_FOLLOW = (
    _dot(5, 8, 2.6),
    *_arrow((9, 8), (22, 8)),
    _box(2, 14, 8, 20),
    *_arrow((10, 17), (22, 17)),
)
_ROLL = _arrow(*_arc((12, 12), (9, 9), -200, 60))
_IN, _OUT = _corners(inward=True), _corners(inward=False)
_FRAME = _box(8.5, 8.5, 15.5, 15.5)
_LENS = Stroke(tuple(_arc((12, 12), (3.4, 3.4), 0, 360, steps=20)), faint=True)

_DRAWN: dict[str, tuple[Stroke, ...]] = {
    "static": (_box(2, 5, 22, 19), _dot(12, 12)),
    "pan_right": _PAN,
    "pan_left": _mirrored(_PAN),
    "tilt_up": _TILT,
    "tilt_down": _flipped(_TILT),
    "dolly_in": (*_IN, _FRAME),
    "dolly_out": (*_OUT, _FRAME),
    "zoom_in": (*_IN, _LENS),
    "zoom_out": (*_OUT, _LENS),
    "truck_right": _TRUCK,
    "truck_left": _mirrored(_TRUCK),
    "pedestal_up": _PEDESTAL,
    "pedestal_down": _flipped(_PEDESTAL),
    "crane_up": _CRANE,
    "crane_down": _flipped(_CRANE),
    "arc_right": _ARC,
    "arc_left": _mirrored(_ARC),
    "follow": _FOLLOW,
    "roll_cw": _ROLL,
    "roll_ccw": _mirrored(_ROLL),
    "dolly_zoom": (
        *_arrow((1, 12), (8, 12)), *_arrow((23, 12), (16, 12)), _LENS,
        *_arrow((12, 8), (12, 1)), *_arrow((12, 16), (12, 23)),
    ),
    "whip_pan": (*_arrow((2, 12), (22, 12)), _line((2, 6), (15, 6)), _line((2, 18), (15, 18))),
    "rack_focus": (
        _dot(5, 12, 3), *_arrow((9.5, 12), (15.5, 12)),
        _line(*_arc((19.5, 12), (3.4, 3.4), 0, 360)),
    ),
}  # fmt: skip
