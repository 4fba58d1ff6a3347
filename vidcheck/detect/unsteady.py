"""The picture does not stand still where it should, or does where it should not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vidcheck.detect.base import Candidate, DetectorSpec, spans
from vidcheck.measure.steadiness import repeats

if TYPE_CHECKING:
    from vidcheck.detect.base import Evidence

USUAL_FLOOR = 0.15
"""Levels of 255: a clip whose frames differ by less is still as a whole, not frozen in parts."""
JITTER = (6 / 70) ** 0.5
"""Fourth differences in units of second ones: of a jitter both have the same size on average (their
squared coefficients sum to 70 and 6), and light that changes smoothly leaves next to nothing in the
fourth, at eight frames a second as at 24."""
SHORTEST_FREEZE_S = 0.25
"""Repeats shorter than this are a slide-show frame rate, not a freeze."""


def find_flicker(evidence: Evidence) -> tuple[Candidate, ...]:
    """Brightness of the whole picture jumps to and fro."""
    luma = evidence.series("luma_flicker")
    if luma is None or len(luma) < 8:
        return ()
    jumps = np.abs(np.diff(luma.values, 4)) * JITTER
    strength = float(np.median(jumps))
    return (
        Candidate(
            "flicker",
            strength,
            evidence.first_s,
            evidence.last_s,
            None,
            "luma_flicker",
            f"brightness jumps by {strength:.1f} of 255 levels and back from frame to frame",
            f"整幅画面亮度逐帧来回跳动 {strength:.1f} 级（满 255）",
        ),
    )


def find_flash(evidence: Evidence) -> tuple[Candidate, ...]:
    """One frame, or two, far brighter or darker than those before and after."""
    luma = evidence.series("luma_flicker")
    if luma is None or len(luma) < 8:
        return ()
    values = luma.values
    around = np.minimum(np.abs(values[2:-2] - values[:-4]), np.abs(values[2:-2] - values[4:]))
    level = np.where(np.abs(values[:-4] - values[4:]) < 0.3 * around, around, 0)
    index = int(level.argmax()) + 2
    strength, when = float(level.max()), float(luma.times_s[index])
    return (
        Candidate(
            "flash",
            strength,
            float(luma.times_s[index - 1]),
            float(luma.times_s[index + 1]),
            None,
            "luma_flicker",
            f"at {when:.2f} s the picture flashes by {strength:.0f} of 255 levels",
            f"在 {when:.2f} 秒画面闪变 {strength:.0f} 级（满 255）",
        ),
    )


def find_boil(evidence: Evidence) -> tuple[Candidate, ...]:
    """The subject's texture changes and changes back while its surroundings are calm."""
    series = evidence.excess("local_flicker")
    if series is None:
        return ()
    strength = float(series.values.mean())
    return (
        Candidate(
            "flicker",
            strength,
            evidence.first_s,
            evidence.last_s,
            evidence.box_at(evidence.first_s),
            "local_flicker",
            f"the subject's texture boils by ΔE {strength:.1f} more than its surroundings",
            f"主体纹理比周围多“沸腾” ΔE {strength:.1f}",
        ),
    )


def find_freeze(evidence: Evidence) -> tuple[Candidate, ...]:
    """The picture stands still in the middle of motion."""
    series = evidence.series("repeated_frames")
    if series is None or float(np.median(series.values)) < USUAL_FLOOR:
        return ()
    runs = spans(repeats(series.values))
    if not runs:
        return ()
    first, last = max(runs, key=lambda run: series.times_s[run[1]] - series.start_of(run[0]))
    start, end = series.start_of(first), float(series.times_s[last])
    if end - start < SHORTEST_FREEZE_S:
        return ()
    length = evidence.last_s - evidence.first_s
    strength = (end - start) / max(length, 1e-6)
    return (
        Candidate(
            "freeze",
            strength,
            start,
            end,
            None,
            "repeated_frames",
            f"the picture stands still for {end - start:.1f} s ({strength:.0%} of the clip)",
            f"画面停住 {end - start:.1f} 秒（占全片 {strength:.0%}）",
        ),
    )


def find_cut(evidence: Evidence) -> tuple[Candidate, ...]:
    """Palette and layout jump between two frames: a cut inside what should be one shot."""
    series = evidence.series("novelty")
    if series is None:
        return ()
    index = series.peak()
    usual = float(np.median(series.values))
    strength, when = float(series.values[index]) - 3 * usual, float(series.times_s[index])
    return (
        Candidate(
            "cut",
            max(0.0, strength),
            series.start_of(index),
            when,
            None,
            "novelty",
            f"at {when:.2f} s palette and layout jump: a cut inside the shot",
            f"在 {when:.2f} 秒色彩与构图同时突变：镜头内出现剪切",
        ),
    )


def find_dissolve(evidence: Evidence) -> tuple[Candidate, ...]:
    """One picture fades into another: a cut spread over many frames."""
    series, reach = evidence.series("dissolve"), evidence.series("dissolve", "reach_s")
    if series is None or reach is None:
        return ()
    index = series.peak()
    strength, when = float(series.values[index]), float(series.times_s[index])
    half = float(reach.values[index])
    return (
        Candidate(
            "cut",
            strength,
            max(evidence.first_s, when - half),
            min(evidence.last_s, when + half),
            None,
            "dissolve",
            f"around {when:.1f} s one picture fades into another: a cross-dissolve inside the shot",
            f"在 {when:.1f} 秒前后画面叠化成另一画面：镜头内出现叠化转场",
        ),
    )


SPECS = (
    DetectorSpec(
        "flicker",
        "brightness of the whole picture jumps to and fro",
        "整幅画面闪烁",
        "levels",
        1.0,
        find_flicker,
    ),
    DetectorSpec(
        "flash",
        "a frame flashes",
        "画面闪变",
        "levels",
        8.0,
        find_flash,
    ),
    DetectorSpec(
        "boil",
        "the subject's texture boils",
        "主体纹理沸腾",
        "ΔE",
        0.5,
        find_boil,
    ),
    DetectorSpec(
        "freeze",
        "the picture stands still in the middle of motion",
        "画面中途停住",
        "1",
        0.08,
        find_freeze,
    ),
    DetectorSpec(
        "cut",
        "a cut inside what should be one shot",
        "镜头内的剪切",
        "1",
        0.1,
        find_cut,
    ),
    DetectorSpec(
        "dissolve",
        "one picture fades into another inside what should be one shot",
        "镜头内的叠化",
        "1",
        0.15,
        find_dissolve,
    ),
)
