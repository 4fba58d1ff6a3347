"""Seconds and frames: what was asked for, brought to what a generator can make."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vidcheck.generators.profile import DurationRange, FramesRule, GeneratorProfile
    from vidcheck.plan.phrases import Pair

_BEAT = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？；])\s*|,?\s+then\s+|，?然后")


@dataclass(frozen=True, slots=True)
class Timing:
    """Length of one clip: seconds, frames where the generator counts them, and what changed."""

    duration_s: float | None
    frames: int | None
    fps: float | None
    note: Pair | None = None


def longest(profile: GeneratorProfile, mode: str, resolution: str | None) -> float | None:
    """The most seconds that one request can make, or None where that is not established."""
    values, high = _allowed(profile, mode, resolution)
    if values:
        return values[-1]
    rule = profile.frames_rule
    if high is None and rule is not None and rule.max is not None and profile.fps.default:
        return rule.nearest(rule.max) / profile.fps.default
    return high


def fit_time(
    wanted: float, profile: GeneratorProfile, mode: str, resolution: str | None, fps: float | None
) -> Timing:
    """The shortest clip that holds `wanted` seconds, or the longest there is.

    Whole seconds where the vendor takes whole seconds; a legal frame count where it counts frames.
    """
    rate = _rate(profile, fps)
    rule = profile.frames_rule
    values, high = _allowed(profile, mode, resolution)
    if values is None and high is None and rule is not None and rule.sent and rate:
        return _by_frames(wanted, rule, rate)
    seconds = _nearest(wanted, profile, mode, values, high)
    if seconds is None:
        return Timing(None, None, rate, None)
    frames = rule.nearest(seconds * rate) if rule is not None and rule.sent and rate else None
    note = None
    if seconds > wanted:
        note = (
            f"asks for {wanted:g} s; made as {seconds:g} s, cut it to length",
            f"需要 {wanted:g} 秒；按 {seconds:g} 秒生成，再剪短",
        )
    elif seconds < wanted:
        note = (
            f"asks for {wanted:g} s; at most {seconds:g} s can be made",
            f"需要 {wanted:g} 秒；最多只能生成 {seconds:g} 秒",
        )
    return Timing(seconds, frames, rate, note)


def _by_frames(wanted: float, rule: FramesRule, rate: float) -> Timing:
    """Length of a clip that is asked for in frames."""
    frames = rule.nearest(round(wanted * rate, 6))
    note = None
    if frames < wanted * rate - 1:
        note = (
            f"asks for {wanted:g} s; at most {frames} frames can be made",
            f"需要 {wanted:g} 秒；最多只能生成 {frames} 帧",
        )
    elif rule.default is not None and frames > rule.default:
        note = (
            f"{frames} frames; the model is meant for {rule.default}, longer is untested",
            f"{frames} 帧；模型按 {rule.default} 帧设计，更长的效果未经验证",
        )
    return Timing(round(frames / rate, 3), frames, rate, note)


def beats(action: str) -> list[str]:
    """An action cut at the ends of its sentences and at `then`."""
    parts = (part.strip(" ,，;；") for part in _BEAT.split(action))
    return [part for part in parts if part]


def grouped(parts: list[str], number: int) -> list[list[str]]:
    """Beats dealt into `number` runs in order, as evenly as they go."""
    cuts = [round(len(parts) * k / number) for k in range(number + 1)]
    return [parts[cuts[k] : cuts[k + 1]] for k in range(number)]


def _rate(profile: GeneratorProfile, fps: float | None) -> float | None:
    offered = profile.fps.values
    if fps is not None and offered and fps in offered:
        return fps
    return profile.fps.default


def _nearest(
    wanted: float,
    profile: GeneratorProfile,
    mode: str,
    values: tuple[float, ...] | None,
    high: float | None,
) -> float | None:
    if values:
        return next((value for value in values if value >= wanted - 1e-9), values[-1])
    if high is None:
        return None
    low = _range(profile, mode).min or profile.durations.min or 0
    return float(min(max(math.ceil(wanted - 1e-9), low), high))


def _allowed(
    profile: GeneratorProfile, mode: str, resolution: str | None
) -> tuple[tuple[float, ...] | None, float | None]:
    """The list of seconds (sorted) or the upper bound that holds for a mode and a resolution."""
    rule = _range(profile, mode)
    values = tuple(sorted(rule.values)) if rule.values else None
    high = rule.max
    narrower = profile.durations.by_resolution.get((resolution or "").lower())
    if narrower is not None:
        only = tuple(sorted(narrower.values)) if narrower.values else None
        if only and values:
            values = tuple(value for value in values if value in only) or only
        elif only:
            values, high = only, None
        elif narrower.max is not None:
            high = min(high or narrower.max, narrower.max)
    return values, high


def _range(profile: GeneratorProfile, mode: str) -> DurationRange:
    return profile.durations.by_mode.get(mode, profile.durations)  # type: ignore[call-overload, no-any-return]
