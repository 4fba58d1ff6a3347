"""Whether motion explains the picture: broken flow, colour steps, bending."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from vidcheck.measure.base import (
    Columns,
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
    Field = tuple[Floats, Mask]

STEP_CAP = 40.0
"""ΔE above which a change of colour is simply another thing."""


_COLUMNS = ("value", "around")


def failing(pair: Pair) -> Field:
    """1 where flow breaks down, among the pixels that stay in the picture."""
    return pair.motion.broken.astype(np.float32), pair.motion.inside


def stepping(pair: Pair) -> Field:
    """ΔE*ab along the motion, each pixel capped at 40, where the motion stays in the picture."""
    return np.minimum(pair.motion.residual_size, STEP_CAP), pair.motion.inside


def bending(pair: Pair) -> Field:
    """Pixels by which a place moves otherwise than its neighbourhood, where flow holds.

    A rigid thing moves affinely (Koenderink, van Doorn 1991, doi:10.1364/JOSAA.8.000377), so its
    neighbourhoods move with it; what wobbles moves against them.
    """
    return pair.motion.bending, pair.motion.followed


@dataclass
class OnAndOff:
    """One map of a pair: its mean on the subject (`value`) and around it (`around`)."""

    name: str
    of: Callable[[Pair], Field]
    mean: Callable[[Floats, Mask], float] = mean_in
    columns: Columns = field(default_factory=lambda: Columns(_COLUMNS))

    def update(self, sample: Sample) -> None:
        """Take in one pair."""
        if sample.pair is None:
            return
        pair = sample.pair
        values, held = self.of(pair)
        self.columns.add(
            sample.frame.time_s,
            self.mean(values, pair.inner & held),
            self.mean(values, pair.outer & held),
        )

    def result(self) -> Outcome:
        """Mean over the clip, on the subject."""
        values = self.columns.column("value")
        known = values[np.isfinite(values)]
        if not known.size:
            return Unmeasured(self.name, "no two frames could be compared on the subject")
        return self.columns.measurement(self.name, float(known.mean()))


def share(values: Floats, where: Mask) -> float:
    """Share of ones among the pixels of `where`, 0..1.

    One more is added to 20 more than there are, so that tiny subjects do not shout.
    """
    return float((np.count_nonzero(values[where]) + 1) / (np.count_nonzero(where) + 20))


def _failure(_: Brief) -> OnAndOff:
    return OnAndOff("flow_failure", failing, share)


def _make(name: str, of: Callable[[Pair], Field], _: Brief) -> OnAndOff:
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
    _failure,
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
    partial(_make, "colour_step", stepping),
)
BEND = MetricSpec(
    "bend",
    "how far parts of the subject move against their own neighbourhood: wobble, melting, boiling",
    "主体局部相对邻域的异常运动：抖动、融化、扭曲",
    "px",
    "lower",
    0.0,
    None,
    "own; rigid neighbourhoods after Koenderink, van Doorn 1991, doi:10.1364/JOSAA.8.000377",
    partial(_make, "bend", bending),
)
SPECS = (FAILURE, STEP, BEND)
