"""Whether motion explains the picture: broken flow, colour steps, wobble."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from vidcheck.measure.base import (
    Columns,
    Measurement,
    MetricSpec,
    Outcome,
    Sample,
    Unmeasured,
    mean_in,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from vidcheck.brief import Brief
    from vidcheck.measure.base import Pair

    Floats = NDArray[np.float32]
    Mask = NDArray[np.bool_]

STEP_CAP = 40.0
"""ΔE above which a change of colour is simply another thing."""


def failure(pair: Pair, where: Mask) -> float:
    """Share of the pixels of `where` staying in the picture whose flow breaks down, 0..1.

    One broken pixel is added to 20 more than there are, so that tiny subjects do not shout.
    """
    inside = pair.motion.inside & where
    broken = np.count_nonzero(pair.motion.broken & inside)
    return float((broken + 1) / (np.count_nonzero(inside) + 20))


def step(pair: Pair, where: Mask) -> float:
    """Mean ΔE*ab along the motion over the pixels of `where`, each capped at 40; NaN if < 20 px."""
    return mean_in(np.minimum(pair.motion.residual_size, STEP_CAP), where & pair.motion.inside)


def wobble(pair: Pair, where: Mask) -> float:
    """Mean distance in px of the flow in `where` from the best affine motion; NaN if < 60 px.

    A rigid plane seen from afar moves affinely: Koenderink, van Doorn 1991,
    doi:10.1364/JOSAA.8.000377.
    """
    picked = np.flatnonzero((where & pair.motion.inside).ravel())
    if picked.size < 60:
        return float("nan")
    picked = picked[:: max(1, picked.size // 400)]
    rows, columns = np.divmod(picked, where.shape[1])
    basis = np.stack([columns, rows, np.ones_like(rows)], axis=1).astype(np.float32)
    moved = pair.motion.forward.reshape(-1, 2)[picked]
    fit, *_ = np.linalg.lstsq(basis, moved, rcond=None)
    return float(np.linalg.norm(moved - basis @ fit, axis=1).mean())


@dataclass
class OnAndOff:
    """One function of a pair, taken on the subject (`value`) and around it (`around`)."""

    name: str
    of: Callable[[Pair, Mask], float]
    columns: Columns = field(default_factory=lambda: Columns(("value", "around")))

    def update(self, sample: Sample) -> None:
        """Take in one pair."""
        if sample.pair is None:
            return
        pair = sample.pair
        self.columns.add(sample.frame.time_s, self.of(pair, pair.inner), self.of(pair, pair.outer))

    def result(self) -> Outcome:
        """Mean over the clip, on the subject."""
        return mean_of_values(self.columns, self.name)


def mean_of_values(columns: Columns, name: str) -> Measurement | Unmeasured:
    """The mean of the column `value`, or that nothing could be compared."""
    values = columns.column("value")
    known = values[np.isfinite(values)]
    if not known.size:
        return Unmeasured(name, "no two frames could be compared on the subject")
    return columns.measurement(name, float(known.mean()))


def _make(name: str, of: Callable[[Pair, Mask], float], _: Brief) -> OnAndOff:
    return OnAndOff(name, of)


FAILURE = MetricSpec(
    "flow_failure",
    "share of the subject that motion cannot explain: it is there in one frame, not in the next",
    "主体中无法用运动解释的像素比例",
    "1",
    "lower",
    0.0,
    1.0,
    "Sundaram, Brox, Keutzer 2010, doi:10.1007/978-3-642-15549-9_32",
    partial(_make, "flow_failure", failure),
)
STEP = MetricSpec(
    "colour_step",
    "change of the subject's colour from frame to frame after motion is undone",
    "补偿运动后主体颜色的逐帧变化",
    "ΔE",
    "lower",
    0.0,
    STEP_CAP,
    "Lai et al. 2018, arXiv:1808.00449 (warping error), here in CIE L*a*b* on the subject",
    partial(_make, "colour_step", step),
)
WOBBLE = MetricSpec(
    "wobble",
    "how far the subject's motion is from that of a rigid thing",
    "主体运动偏离刚体运动的程度",
    "px",
    "neither",
    0.0,
    None,
    "Koenderink, van Doorn 1991, doi:10.1364/JOSAA.8.000377",
    partial(_make, "wobble", wobble),
)
SPECS = (FAILURE, STEP, WOBBLE)
