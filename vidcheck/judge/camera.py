"""What the camera did over a clip: the path of the background, added up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vidcheck.judge.rows import CameraRow
from vidcheck.measure.base import Measurement

if TYPE_CHECKING:
    from vidcheck.measure.base import Outcome

LEAST_SEEN = 0.5
"""Share of the time that must be measured: what happened in the other half is a guess."""


def measured_camera(motion: Outcome, until_s: float) -> CameraRow | None:
    """The camera's way over a clip, None where the background could not be followed for half of it.

    Args:
        motion: `camera_motion` with the columns value, right, down (short sides a second), zoom
            (log scale a second) and roll (degrees a second); moments that were not measured count
            as the mean of the others.
        until_s: when the last frame is shown; up to there the camera goes on as it last did, since
            the frames after the last whole pair are not measured.
    """
    if not isinstance(motion, Measurement) or len(motion.times_s) < 2:
        return None
    gaps = np.diff(motion.times_s, prepend=2 * motion.times_s[0] - motion.times_s[1])
    gaps[-1] += max(0.0, until_s - float(motion.times_s[-1]))
    known = np.isfinite(motion.series["value"])
    seen = float(gaps[known].sum() / gaps.sum())
    if seen < LEAST_SEEN:
        return None
    ways = {
        name: float((motion.series[name] * gaps)[known].sum()) / seen
        for name in ("value", "right", "down", "zoom", "roll")
    }
    return CameraRow(
        right=round(ways["right"], 4),
        down=round(ways["down"], 4),
        zoom=round(ways["zoom"], 4),
        roll=round(ways["roll"], 2),
        path=round(ways["value"], 4),
        seen=round(seen, 3),
    )
