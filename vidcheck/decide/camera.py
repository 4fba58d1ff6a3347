"""The camera move that was asked for beside the one that was measured."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from vidcheck.decide.rows import Asked
from vidcheck.decide.rules import rules
from vidcheck.decide.words import Words
from vidcheck.storyboard.words import VOCABULARIES

if TYPE_CHECKING:
    from vidcheck.judge.rows import CameraRow
    from vidcheck.storyboard.model import Camera

_RESTLESS = ("handheld", "drone", "steadicam", "gimbal")


def compared_move(asked: Camera, measured: CameraRow | None) -> Asked:
    """Whether the camera did what the shot asked for.

    A pan and a truck to the same side, a dolly and a zoom the same way look alike to a background
    that is followed as a whole: either satisfies the other. `met` is None for moves that this
    cannot tell (an orbit, a follow, a dolly zoom, a rack focus), and where nothing was measured.
    """
    word = next(one for one in VOCABULARIES["move"].words if one.code == asked.move)
    said = _told(measured) if measured else None
    return Asked(
        what="camera_move",
        asked=word.en,
        asked_zh=word.zh,
        measured=said.en if said else None,
        measured_zh=said.zh if said else "",
        met=None if measured is None else _met(asked, measured),
    )


def _met(asked: Camera, measured: CameraRow) -> bool | None:
    sizes = rules().camera
    if asked.move == "static":
        allowed = sizes.restless if asked.rig in _RESTLESS else 1.0
        return (
            math.hypot(measured.right, measured.down) <= allowed * sizes.still_shift
            and abs(measured.zoom) <= allowed * sizes.still_zoom
            and abs(measured.roll) <= allowed * sizes.still_roll
        )
    wanted = rules().moves.get(asked.move)
    if not wanted:
        return None
    least = {"right": sizes.shift, "down": sizes.shift, "zoom": sizes.zoom, "roll": sizes.roll}
    return all(sign * getattr(measured, way) >= least[way] for way, sign in wanted.items())


def _told(measured: CameraRow) -> Words:
    """What the camera did, the largest part first; content goes the other way than the camera."""
    sizes = rules().camera
    across = Words("right", "向右") if measured.right < 0 else Words("left", "向左")
    down = Words("up", "向上") if measured.down > 0 else Words("down", "向下")
    nearer = Words("closer", "靠近") if measured.zoom > 0 else Words("away", "远离")
    turned = (
        Words("counterclockwise", "逆时针") if measured.roll > 0 else Words("clockwise", "顺时针")
    )
    grown = abs(math.expm1(measured.zoom))
    parts = [
        (abs(measured.right) / sizes.shift, across, f"{abs(measured.right):.2f}", "×"),
        (abs(measured.down) / sizes.shift, down, f"{abs(measured.down):.2f}", "×"),
        (abs(measured.zoom) / sizes.zoom, nearer, f"{grown:.0%}", ""),
        (abs(measured.roll) / sizes.roll, turned, f"{abs(measured.roll):.0f}°", ""),
    ]
    seen = [part for part in sorted(parts, key=lambda part: -part[0]) if part[0] >= 1]
    if not seen:
        return Words("stands still", "基本不动")
    return Words(
        ", ".join(
            f"{way.en} {size}{' short sides' if mark else ''}" for _, way, size, mark in seen
        ),
        "，".join(f"{way.zh} {size}{' 短边' if mark else ''}" for _, way, size, mark in seen),
    )
