"""What real footage looks like: null distributions, and weights that fuse them into one risk."""

from __future__ import annotations

import math
from bisect import bisect_left
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Mode = Literal["located", "guessed"]
"""Whether the subject was given or found by references, or the middle of the picture was taken."""


class Record(BaseModel):
    """Base of calibration records: frozen, and a key nobody knows is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Null(Record):
    """Strengths of one detector on footage without the defect, ascending, one a clip."""

    strengths: tuple[float, ...] = Field(min_length=1)

    def p_value(self, strength: float) -> float:
        """(1 + clips that show as much) / (1 + clips): valid for a new clip of the same kind.

        Source: Vovk, Gammerman, Shafer 2005, doi:10.1007/b106715 (conformal p-value).
        """
        at_least = len(self.strengths) - bisect_left(self.strengths, strength)
        return (1 + at_least) / (1 + len(self.strengths))

    def quantile(self, share: float) -> float:
        """The strength that `share` of the clips stay below or meet."""
        index = min(len(self.strengths) - 1, max(0, math.ceil(share * len(self.strengths)) - 1))
        return self.strengths[index]


class Scale(Record):
    """How a strength becomes a part of the risk.

    z = (log1p(strength / unit) - middle) / width, then softened hinges at `KNOTS`, weighted.
    """

    unit: float = Field(gt=0)
    middle: float
    width: float = Field(gt=0)
    weights: tuple[float, float]


KNOTS = (0.5, 2.0)
SOFTNESS = 0.5


class ModeCalibration(Record):
    """Everything fitted for one way of knowing the subject."""

    nulls: dict[str, Null]
    scales: dict[str, Scale]
    bias: float
    real_risks: tuple[float, ...] = Field(min_length=1)
    """Risks of real footage, each scored by weights fitted without its own scene, ascending."""
    warn: float
    fail: float

    def risk(self, strengths: dict[str, float]) -> float:
        """One number in 0..1; a detector that could not look adds nothing.

        A logistic model of non-negative hinges: more of any defect never lowers the risk.
        """
        total = self.bias
        for name, scale in self.scales.items():
            if name in strengths:
                total += contribution(scale, strengths[name])
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))

    def consistency(self, risk: float) -> int:
        """Share of real footage that looks less consistent, in percent."""
        worse = len(self.real_risks) - bisect_left(self.real_risks, risk)
        return round(100 * worse / len(self.real_risks))

    def false_alarms(self, threshold: float) -> float:
        """Conformal bound on the share of real clips at or above `threshold`."""
        at_least = len(self.real_risks) - bisect_left(self.real_risks, threshold)
        return (1 + at_least) / (1 + len(self.real_risks))


class Calibration(Record):
    """The shipped calibration or a user's own, with its birth certificate."""

    schema_version: Literal[1] = 1
    id: str
    date: str
    clips: int
    command: str
    footage: str
    modes: dict[Mode, ModeCalibration]
    still_motion: float
    """Motion amount (short sides a second) below which consistency cannot be seen."""


def hinges(scale: Scale, strength: float) -> tuple[float, ...]:
    """The softened hinges of one strength; each grows with it and is never negative."""
    position = (math.log1p(max(0.0, strength) / scale.unit) - scale.middle) / scale.width
    return tuple(_softplus((position - knot) / SOFTNESS) * SOFTNESS for knot in KNOTS)


def contribution(scale: Scale, strength: float) -> float:
    """What one detector adds to the log odds."""
    return sum(
        weight * hinge for weight, hinge in zip(scale.weights, hinges(scale, strength), strict=True)
    )


def _softplus(value: float) -> float:
    return value if value > 30 else math.log1p(math.exp(max(value, -60.0)))
