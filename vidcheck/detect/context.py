"""What a clip is like apart from its subject, which every strength has to be seen against.

Fast clips blur, tear flow and jump more than calm ones without being any worse. The context says
how fast a clip is and how much its surroundings change; calibration learns from good footage what
strength of each detector goes with it, and judges only what is above that (docs/calibration.md).
Nothing in it looks at the subject's appearance, or a defect would excuse itself.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from vidcheck.measure.base import Measurement

if TYPE_CHECKING:
    from vidcheck.detect.base import Evidence

_PARTS = (
    ("picture", "motion_amount", "value", 0.02),
    ("camera", "camera_motion", "value", 0.02),
    ("subject", "subject_motion", "value", 0.02),
    ("surroundings", "histogram_hsv_first", "surroundings", 0.05),
)
"""Name, measure, column, and what is added before the logarithm (the measure's noise)."""
CONTEXT = tuple(name for name, *_ in _PARTS)


def context_of(evidence: Evidence) -> tuple[float | None, ...]:
    """Natural logarithms of the parts of `CONTEXT`, None where one could not be measured.

    Speeds are means over the clip in short sides a second; of the surroundings' palette it is the
    distance from the first frames that only a tenth of the moments exceeds.
    """
    return tuple(_part(evidence, metric, column, noise) for _, metric, column, noise in _PARTS)


def _part(evidence: Evidence, metric: str, column: str, noise: float) -> float | None:
    outcome = evidence.outcomes.get(metric)
    if not isinstance(outcome, Measurement):
        return None
    known = outcome.series[column][np.isfinite(outcome.series[column])]
    if not known.size:
        return None
    far = metric == "histogram_hsv_first"
    value = float(np.quantile(known, 0.9)) if far else float(known.mean())
    return math.log(max(value, 0.0) + noise)
