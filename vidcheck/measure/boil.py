"""Local flicker: texture that changes along the motion and changes back at the next frame."""

from __future__ import annotations

from dataclasses import dataclass, field
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
from vidcheck.motion import inner, sample

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vidcheck.brief import Brief

    Floats = NDArray[np.float32]


_COLUMNS = ("value", "around")


def turned_back(one: Floats, following: Floats) -> Floats:
    """ΔE that goes and comes back: root of minus the inner product of two residuals, (H, W)."""
    product = inner(one, following)
    return np.asarray(np.sqrt(np.maximum(-product, 0)), np.float32)


@dataclass
class Boil:
    """Mean ΔE that turns back at the next pair, on the subject (`value`) and around it (`around`).

    Two consecutive residuals along one path that point in opposite directions are flicker; a
    residual that goes on in one direction is light or drift. The measure is the square root of
    minus their inner product, zero where it is positive.
    """

    columns: Columns = field(default_factory=lambda: Columns(_COLUMNS))
    _carried: Floats | None = None

    def update(self, sample_: Sample) -> None:
        """Take in one pair."""
        if sample_.pair is None:
            return
        pair, motion = sample_.pair, sample_.pair.motion
        if self._carried is not None:
            back = turned_back(self._carried, motion.residual)
            self.columns.add(
                sample_.frame.time_s,
                mean_in(back, pair.inner & motion.followed),
                mean_in(back, pair.outer & motion.followed),
            )
        self._carried = sample(motion.residual, motion.source)

    def result(self) -> Outcome:
        """Mean over the clip of the subject's excess over its surroundings."""
        excess = self.columns.column("value") - self.columns.column("around")
        known = excess[np.isfinite(excess)]
        if not known.size:
            return Unmeasured(SPEC.name, "fewer than three frames could be compared")
        return self.columns.measurement(SPEC.name, float(known.mean()))


def _make(_: Brief) -> Boil:
    return Boil()


SPEC = MetricSpec(
    "local_flicker",
    "texture of the subject that boils: changes along the motion and changes back",
    "主体纹理“沸腾”：沿运动方向来回变化",
    "ΔE",
    "lower",
    None,
    None,
    "masking of flicker by motion after Choi, Bovik 2018, doi:10.1016/j.image.2018.02.004",
    _make,
)
SPECS = (SPEC,)
