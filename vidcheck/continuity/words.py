"""What differs between two looks at a subject, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vidcheck.continuity.compare import LOWER, UPPER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from vidcheck.continuity.compare import Aspect
    from vidcheck.continuity.view import View
    from vidcheck.continuity.yardstick import Apart, Yardsticks

NAMES: dict[Aspect, tuple[str, str]] = {
    "face": ("another face", "脸不像同一个人"),
    "body": ("another appearance", "整体样子不同"),
    "upper_colour": ("other colours in the upper part (hair, face)", "上部（头发、脸）颜色不同"),
    "lower_colour": ("other colours in the lower part (clothes)", "下部（衣服）颜色不同"),
    "colour": ("other colours", "颜色不同"),
    "corners": ("other details", "细节对不上"),
    "edges": ("another shape", "形状不同"),
}
COLOURS = ("upper_colour", "lower_colour", "colour")
LEAST = 3.0
"""ΔE of a mean colour from which its direction is named: what a viewer sees at a glance."""


def differences(
    ones: Sequence[View], others: Sequence[View], apart: Apart, known: Yardsticks
) -> tuple[str, str]:
    """What of the first differs from the second, as (English, Chinese), strongest first.

    Aspects count that are further apart than those of 95 % of the same subject's pairs; where
    none is by itself, the one that is furthest.
    """
    over = {
        aspect: z - known.usual[aspect].much for aspect, z in apart.zs.items() if np.isfinite(z)
    }
    ranked = sorted(over, key=lambda aspect: -over[aspect])
    named = [aspect for aspect in ranked if over[aspect] > 0][:3] or ranked[:1]
    if "lower_colour" in named or "upper_colour" in named:
        named = [aspect for aspect in named if aspect != "colour"]
    english, chinese = [], []
    for aspect in named:
        said, said_zh = NAMES[aspect]
        if aspect in COLOURS:
            way, way_zh = _direction(_mean(ones, aspect) - _mean(others, aspect))
            size = f"ΔE {apart.distances[aspect]:.0f}"
            said, said_zh = f"{said}, {size}{way}", f"{said_zh}（{size}{way_zh}）"
        english.append(said)
        chinese.append(said_zh)
    return "; ".join(english), "；".join(chinese)


def _mean(views: Sequence[View], aspect: Aspect) -> NDArray[np.float32]:
    parts = []
    for view in views:
        where = np.ones(len(view.heights), bool)
        if aspect == "upper_colour":
            where = view.heights < UPPER
        if aspect == "lower_colour":
            where = view.heights > LOWER
        if where.any():
            parts.append(view.colours[where].mean(0))
    return np.asarray(np.mean(parts, axis=0), np.float32)


def _direction(step: NDArray[np.float32]) -> tuple[str, str]:
    """How a mean colour has moved in L*a*b*: its strongest axis in words."""
    axis = int(np.abs(step).argmax())
    if abs(step[axis]) < LEAST:
        return "", ""
    ends = (
        (("darker", "更暗"), ("lighter", "更亮")),
        (("greener", "偏绿"), ("redder", "偏红")),
        (("bluer", "偏蓝"), ("yellower", "偏黄")),
    )[axis]
    said, said_zh = ends[int(step[axis] > 0)]
    return f", {said}", f"，{said_zh}"
