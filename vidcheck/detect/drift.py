"""The subject wanders off: its colour, or what it is made of, is not what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vidcheck.detect.base import Candidate, DetectorSpec

if TYPE_CHECKING:
    from vidcheck.detect.base import Doubles, Evidence, Series

ONSET_SHARE = 0.3
"""A drift begins when three tenths of its final size are reached for good."""
STEP_S = 1 / 3
"""A step of the walk is told at its end."""


def onset(series: Series, final: float) -> float:
    """Time in seconds from which the series stays above three tenths of `final`."""
    below = np.flatnonzero(series.values < ONSET_SHARE * final)
    start = int(below[-1]) + 1 if below.size else 0
    return float(series.times_s[min(start, len(series) - 1)])


def _ending(series: Series) -> float:
    return float(np.mean(series.values[-max(2, len(series) // 5) :]))


def _running_median(values: Doubles) -> Doubles:
    """Median of each value and its neighbours: one odd moment is no palette."""
    padded = np.pad(values, 1, mode="edge")
    return np.median(np.stack([padded[:-2], padded[1:-1], padded[2:]]), axis=0)


def find_colour_drift(evidence: Evidence) -> tuple[Candidate, ...]:
    """Tracked points of the subject end in another colour, against the surroundings."""
    series = evidence.series("appearance_drift")
    if series is None:
        return ()
    final = _ending(series)
    start = onset(series, final)
    return (
        Candidate(
            "drift",
            final,
            start,
            evidence.last_s,
            evidence.box_at(evidence.last_s),
            "appearance_drift",
            f"the colour of tracked points of the subject ends ΔE {final:.1f} from where it "
            f"began, against its surroundings",
            f"主体跟踪点的颜色结尾比开头偏移 ΔE {final:.1f}（已扣除环境变化）",
        ),
    )


def find_walk(evidence: Evidence) -> tuple[Candidate, ...]:
    """The subject's colour walks away in small steps, against its surroundings."""
    series = evidence.calm(evidence.series("appearance_walk"))
    if series is None:
        return ()
    final = float(series.values.max())
    start = onset(series, final)
    return (
        Candidate(
            "drift",
            final,
            max(evidence.first_s, start - STEP_S),
            evidence.last_s,
            evidence.box_at(evidence.last_s),
            "appearance_walk",
            f"step by step the subject's colour walks ΔE {final:.1f} away from where it began, "
            f"against its surroundings",
            f"主体颜色一步步累计走偏 ΔE {final:.1f}（已扣除环境变化）",
        ),
    )


def find_palette_drift(evidence: Evidence) -> tuple[Candidate, ...]:
    """The subject's palette comes far from its first frames."""
    series = evidence.calm(evidence.series("histogram_hsv_first"))
    if series is None:
        return ()
    final = float(_running_median(series.values).max())
    start = onset(series, final)
    return (
        Candidate(
            "drift",
            final,
            start,
            evidence.last_s,
            evidence.box_at(evidence.last_s),
            "histogram_hsv_first",
            f"hue and saturation of the subject come {final:.2f} (of 1) away from its first frames",
            f"主体色相与饱和度的直方图与开头最远相距 {final:.2f}（满分 1）",
        ),
    )


SPECS = (
    DetectorSpec(
        "walk",
        "the subject's colour or texture walks away, step by step",
        "主体颜色或质感一步步走偏",
        "ΔE",
        2.0,
        find_walk,
    ),
    DetectorSpec(
        "colour_drift",
        "the subject's colour wanders off while its surroundings stay",
        "主体颜色逐渐漂移，而环境不变",
        "ΔE",
        2.0,
        find_colour_drift,
    ),
    DetectorSpec(
        "palette_drift",
        "the subject's palette becomes another one",
        "主体的色彩构成已经改变",
        "1",
        0.15,
        find_palette_drift,
    ),
)
