"""The subject melts: motion explains it less and less, or worse than what is around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vidcheck.detect.base import Candidate, DetectorSpec, spans

if TYPE_CHECKING:
    from vidcheck.detect.base import Evidence, Series


def find_melt(evidence: Evidence) -> tuple[Candidate, ...]:
    """The subject's colours do not hold along its own motion, all the time."""
    series = evidence.calm(evidence.excess("colour_step"))
    if series is None:
        return ()
    strength = float(series.values.mean())
    start, end = _worst_stretch(series)
    return (
        Candidate(
            "morph",
            strength,
            start,
            end,
            evidence.box_at(start),
            "colour_step",
            f"along its own motion the subject changes by ΔE {strength:.1f} a frame pair more than "
            f"its surroundings",
            f"沿主体自身的运动，每对帧比周围多变化 ΔE {strength:.1f}",
        ),
    )


def find_bend(evidence: Evidence) -> tuple[Candidate, ...]:
    """Parts of the subject move against their own neighbourhood, all the time."""
    series = evidence.calm(evidence.excess("bend"))
    if series is None:
        return ()
    strength = float(series.values.mean())
    start, end = _worst_stretch(series)
    return (
        Candidate(
            "morph",
            strength,
            start,
            end,
            evidence.box_at(start),
            "bend",
            f"parts of the subject move {strength:.2f} px a frame pair against their own "
            f"neighbourhood, more than the rest of the picture does",
            f"主体局部每对帧相对自身邻域多移动 {strength:.2f} 像素，明显超过画面其余部分",
        ),
    )


def find_jolt(evidence: Evidence) -> tuple[Candidate, ...]:
    """Between two single frames the subject changes far more than it usually does."""
    series = evidence.calm(evidence.series("sudden_change", "own"))
    if series is None:
        return ()
    index = series.peak()
    strength = float(series.values[index] - np.quantile(series.values, 0.9))
    when = float(series.times_s[index])
    return (
        Candidate(
            "morph",
            strength,
            series.start_of(index),
            when,
            evidence.box_at(when),
            "sudden_change",
            f"at {when:.2f} s a part of the subject jumps by ΔE {strength:.1f} more than it "
            f"usually does from one frame to the next",
            f"在 {when:.2f} 秒，主体局部的逐帧突变比平时高出 ΔE {strength:.1f}",
        ),
    )


def find_rupture(evidence: Evidence) -> tuple[Candidate, ...]:
    """One moment at which the subject is far less itself than usual."""
    series = evidence.calm(evidence.series("colour_step"))
    if series is None:
        return ()
    usual = float(np.median(series.values))
    index = series.peak()
    strength = float(series.values[index]) - usual
    return (
        Candidate(
            "morph",
            strength,
            series.start_of(index),
            float(series.times_s[index]),
            evidence.box_at(float(series.times_s[index])),
            "colour_step",
            f"at {series.times_s[index]:.1f} s the subject changes by ΔE {strength:.1f} more than "
            f"it usually does between two frames",
            f"在 {series.times_s[index]:.1f} 秒，主体的帧间变化比平时高出 ΔE {strength:.1f}",
        ),
    )


def find_incoherence(evidence: Evidence) -> tuple[Candidate, ...]:
    """Flow breaks down on the subject: parts come from nowhere and go nowhere."""
    series = evidence.calm(evidence.series("flow_failure"))
    if series is None:
        return ()
    strength = float(series.values.max())
    start, end = _worst_stretch(series)
    return (
        Candidate(
            "morph",
            strength,
            start,
            end,
            evidence.box_at(start),
            "flow_failure",
            f"at its worst {strength:.0%} of the subject cannot be followed to the next frame",
            f"最差时主体有 {strength:.0%} 的像素无法在下一帧中找到对应",
        ),
    )


def find_loss(evidence: Evidence) -> tuple[Candidate, ...]:
    """Points of the subject die sooner than they should."""
    alive = evidence.series("appearance_drift", "alive")
    if alive is None or evidence.excused:
        return ()
    lost = 1 - alive.values
    strength = float(lost[-1])
    half = int(np.argmax(lost >= strength / 2))
    return (
        Candidate(
            "morph",
            strength,
            float(alive.times_s[half]),
            evidence.last_s,
            evidence.box_at(float(alive.times_s[half])),
            "appearance_drift",
            f"{strength:.0%} of the points on the subject cannot be followed to the end",
            f"主体上 {strength:.0%} 的跟踪点无法跟到结尾",
        ),
    )


def find_colour_jump(evidence: Evidence) -> tuple[Candidate, ...]:
    """The subject's palette jumps between two neighbouring frames."""
    series = evidence.calm(evidence.series("histogram_hsv_adjacent"))
    if series is None:
        return ()
    index = series.peak()
    strength, when = float(series.values[index]), float(series.times_s[index])
    return (
        Candidate(
            "morph",
            strength,
            series.start_of(index),
            when,
            evidence.box_at(when),
            "histogram_hsv_adjacent",
            f"at {when:.1f} s hue and saturation of the subject jump by {strength:.2f} (of 1)",
            f"在 {when:.1f} 秒，主体色相与饱和度突变 {strength:.2f}（满分 1）",
        ),
    )


def _worst_stretch(series: Series) -> tuple[float, float]:
    """Longest run above the clip's own median, as seconds."""
    runs = spans(series.values >= np.median(series.values))
    first, last = max(runs, key=lambda run: run[1] - run[0])
    return series.start_of(first), float(series.times_s[last])


SPECS = (
    DetectorSpec(
        "melt",
        "the subject does not hold together along its own motion",
        "主体在运动中融化变形",
        "ΔE",
        0.5,
        find_melt,
    ),
    DetectorSpec(
        "bend",
        "parts of the subject wobble against their own neighbourhood",
        "主体局部扭曲抖动",
        "px",
        0.05,
        find_bend,
    ),
    DetectorSpec(
        "jolt",
        "a part of the subject jumps between two frames",
        "主体局部逐帧跳变",
        "ΔE",
        2.0,
        find_jolt,
    ),
    DetectorSpec(
        "rupture",
        "one moment at which the subject breaks",
        "主体在某一刻突变",
        "ΔE",
        1.5,
        find_rupture,
    ),
    DetectorSpec(
        "incoherence",
        "much of the subject cannot be explained by motion",
        "主体的大部分无法用运动解释",
        "1",
        0.1,
        find_incoherence,
    ),
    DetectorSpec(
        "loss",
        "the subject's points cannot be followed to the end",
        "主体的跟踪点大量丢失",
        "1",
        0.3,
        find_loss,
    ),
    DetectorSpec(
        "colour_jump",
        "the subject's palette jumps between two frames",
        "主体颜色突跳",
        "1",
        0.1,
        find_colour_jump,
    ),
)
