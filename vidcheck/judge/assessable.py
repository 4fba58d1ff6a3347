"""When nothing can be said of a clip, and why, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vidcheck.brief import pairs_in
from vidcheck.measure.base import Measurement, Unmeasured

if TYPE_CHECKING:
    from vidcheck.calibration.model import Calibration
    from vidcheck.detect.base import Evidence
    from vidcheck.judge.rows import ClipFacts, SubjectRow

    Reason = tuple[str, str]

FEWEST_FRAMES = 12
"""Frames below which half a second at any common rate has not been seen."""
FEWEST_LOOKS = pairs_in(1 / 2)
"""Measured moments with the subject in sight below which nothing is said of it."""
SMALLEST_SIDE = 16
"""Pixels on the shorter side below which a picture shows nothing that could be recognised."""
NOISE = 0.15
"""SSIM along the motion below which nothing could be followed: noise has 0.06, the least
coherent of 85 generated clips 0.29."""
SLIDE_SHOW = 0.9
"""Share of repeated frames from which a file is a picture that waits, not a moving one."""


def unseen(
    facts: ClipFacts, subject: SubjectRow, evidence: Evidence, calibration: Calibration
) -> Reason | None:
    """Why nothing at all can be said of this clip, or None where something can."""
    if (little := _too_little(facts, evidence)) is not None:
        return little
    held = sum(region is not None for _, region in evidence.track)
    if evidence.track and subject.source != "none" and held < FEWEST_LOOKS:
        return "the subject was in sight for less than half a second", "主体入画不足半秒"
    amount = evidence.outcomes["motion_amount"]
    if isinstance(amount, Unmeasured):
        return amount.reason, "测不到任何运动"
    repeated = evidence.outcomes["repeated_frames"]
    if isinstance(repeated, Measurement) and repeated.value > SLIDE_SHOW:
        share = f"{repeated.value:.0%}"
        return still(evidence, calibration) or (
            f"{share} of its frames repeat the one before: it stands still, or is a slide show",
            f"{share} 的帧与前一帧相同：画面静止或相当于幻灯片",
        )
    return None


def _too_little(facts: ClipFacts, evidence: Evidence) -> Reason | None:
    """Too few frames, too small ones, or nothing in them that lasts."""
    if facts.frames < FEWEST_FRAMES:
        frames = "1 frame" if facts.frames == 1 else f"{facts.frames} frames"
        return (
            f"only {frames}; at least {FEWEST_FRAMES} are needed",
            f"只有 {facts.frames} 帧，至少需要 {FEWEST_FRAMES} 帧",
        )
    if min(facts.width, facts.height) < SMALLEST_SIDE:
        size = f"{facts.width}×{facts.height}"
        return f"a picture of {size} shows no subject", f"{size} 的画面里看不出主体"
    similar = evidence.outcomes["ssim_compensated"]
    if isinstance(similar, Measurement) and similar.value < NOISE:
        return (
            "noise: no part of the picture can be followed from one frame to the next",
            "噪声画面：没有任何部分能从一帧跟到下一帧",
        )
    return None


def still(evidence: Evidence, calibration: Calibration) -> Reason | None:
    """That nothing moves, so that nothing can be said to hold; None where something does.

    A defect shows in a still clip as well, so this is asked only where none was found.
    """
    amount = evidence.outcomes["motion_amount"]
    if isinstance(amount, Unmeasured):
        return amount.reason, "测不到任何运动"
    picture = fastest(amount)
    own = evidence.outcomes["subject_motion"]
    subject = picture if isinstance(own, Unmeasured) else fastest(own)
    if picture >= calibration.still_motion or subject >= calibration.still_subject:
        return None
    least_subject, least_picture = calibration.still_subject, calibration.still_motion
    return (
        (
            "the clip stands still: without motion there is nothing to be consistent in "
            f"(short sides a second: subject {subject:.3f} of {least_subject:.3f}, "
            f"picture {picture:.3f} of {least_picture:.3f} needed)"
        ),
        (
            "画面静止：没有运动就谈不上一致"
            f"（每秒短边数：主体 {subject:.3f}，需 {least_subject:.3f}；"
            f"画面 {picture:.3f}，需 {least_picture:.3f}）"
        ),
    )


def fastest(motion: Measurement) -> float:
    """The speed that a tenth of the moments exceeds, short sides a second."""
    return float(np.nanpercentile(motion.series["value"], 90))
