"""Shape and size of the picture: what was asked for, brought to what a generator offers."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.generators.profile import GeneratorProfile, Resolution
    from vidcheck.plan.phrases import Pair

_SHORT_SIDE = {"2k": 1440, "4k": 2160}


@dataclass(frozen=True, slots=True)
class Picture:
    """Ratio and resolution by name, as sent, and in pixels where the generator wants pixels."""

    ratio: str | None
    resolution: str | None
    resolution_wire: str | None
    size: tuple[int, int] | None
    size_wire: str | None
    ratio_note: Pair | None = None
    resolution_note: Pair | None = None


def share(ratio: str) -> float:
    """Width over height of `16:9` or `2.39:1`."""
    width, height = ratio.split(":")
    return float(width) / float(height)


def fit_picture(
    profile: GeneratorProfile, aspect: str, resolution: str | None, mode: str | None = None
) -> Picture:
    """The nearest shape and the best quality step that is not above the one asked for."""
    ratio, ratio_note = _ratio(profile, aspect)
    name, wire, resolution_note = _resolution(profile.steps(mode), resolution)
    size = _size(profile, ratio or aspect, name)
    text = None
    if size is not None and profile.sizes.format:
        text = profile.sizes.format.format(w=size[0], h=size[1])
    if size is not None and not profile.sizes.free:
        made = _name_of(profile, size)
        if name is not None and made != name:
            pixels = f"{size[0]}x{size[1]}"
            resolution_note = (
                f"{name} is not offered in {ratio or aspect}; made as {pixels}",
                f"画幅 {ratio or aspect} 不支持 {name}；按 {pixels} 生成",
            )
        name = made
    return Picture(ratio, name, wire, size, text, ratio_note, resolution_note)


def _ratio(profile: GeneratorProfile, aspect: str) -> tuple[str | None, Pair | None]:
    offered = [item for item in profile.aspect_ratios or () if re.fullmatch(r"[\d.]+:[\d.]+", item)]
    if not offered and profile.sizes.list and not profile.sizes.free:
        size = min(profile.sizes.list, key=lambda item: _apart(item[0] / item[1], aspect))
        if _apart(size[0] / size[1], aspect) < 0.05:
            return aspect, None
        return None, _cropped(aspect, f"{size[0]}x{size[1]}")
    if not offered:
        return (aspect, None) if profile.sizes.free else (None, None)
    if aspect in offered:
        return aspect, None
    nearest = min(offered, key=lambda item: _apart(share(item), aspect))
    return nearest, _cropped(aspect, nearest)


def _cropped(aspect: str, made: str) -> Pair:
    return (
        f"{aspect} is not offered; made as {made}, crop it afterwards",
        f"不支持画幅 {aspect}；按 {made} 生成，再裁切",
    )


def _apart(value: float, aspect: str) -> float:
    return abs(math.log(value / share(aspect)))


def _resolution(
    steps: Sequence[Resolution], wanted: str | None
) -> tuple[str | None, str | None, Pair | None]:
    if wanted is None:
        return None, None, None
    asked = _step(wanted)
    names = (wanted.lower(), asked)
    found = next((step for step in steps if step.name.lower() in names), None)
    if found is not None:
        return found.name, found.wire or found.name, None
    if not steps:
        none = (
            f"{wanted}: this generator takes no resolution that we know of",
            f"{wanted}：尚不知道此模型可选哪些分辨率",
        )
        return None, None, none
    goal = _height(asked or wanted)
    ranked = sorted(steps, key=lambda step: _height(step.name))
    below = [step for step in ranked if _height(step.name) <= goal] if goal else []
    chosen = below[-1] if below else ranked[0]
    offered = ", ".join(step.name for step in steps)
    note = (
        f"{wanted} is not offered ({offered}); made as {chosen.name}",
        f"不支持 {wanted}（可选 {offered}）；按 {chosen.name} 生成",
    )
    return chosen.name, chosen.wire or chosen.name, note


def _step(wanted: str) -> str | None:
    """`1920x1080` as `1080p`."""
    match = re.fullmatch(r"(\d+)\s*[xX*×]\s*(\d+)", wanted)
    return f"{min(int(match[1]), int(match[2]))}p" if match else None


def _height(name: str) -> int:
    digits = re.match(r"(\d+)", name)
    return _SHORT_SIDE.get(name.lower(), int(digits[1]) if digits else 0)


def _size(profile: GeneratorProfile, ratio: str, resolution: str | None) -> tuple[int, int] | None:
    rule = profile.sizes
    goal = _height(resolution) if resolution else None
    listed = [item for item in rule.list if _apart(item[0] / item[1], ratio) < 0.05]
    if goal:
        listed = [item for item in listed if min(item) == goal] or (listed if not rule.free else [])
    if listed:
        return listed[0]
    if rule.free and rule.multiple_of:
        return _computed(ratio, goal or _native(profile), rule.multiple_of)
    if rule.list:
        return min(rule.list, key=lambda item: _apart(item[0] / item[1], ratio))
    return None


def _native(profile: GeneratorProfile) -> int:
    if profile.sizes.list:
        return min(profile.sizes.list[0])
    steps = profile.resolutions or ()
    return _height(steps[0].name) if steps else 480


def _computed(ratio: str, short: int, step: int) -> tuple[int, int]:
    """Sides divisible by `step` with about the ratio, the shorter near `short` pixels."""
    aspect = share(ratio)
    base = max(step, round(short / step) * step)
    other = max(step, round(short * max(aspect, 1 / aspect) / step) * step)
    return (other, base) if aspect >= 1 else (base, other)


def _name_of(profile: GeneratorProfile, size: tuple[int, int]) -> str | None:
    names = {_height(step.name): step.name for step in profile.resolutions or ()}
    return names.get(min(size))
