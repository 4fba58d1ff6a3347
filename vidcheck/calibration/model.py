"""What real footage looks like: null distributions, and weights that fuse them into one risk."""

from __future__ import annotations

import math
from bisect import bisect_left
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Mode = Literal["located", "guessed"]
"""Whether the subject was given or found by references, or the middle of the picture was taken."""


KNOTS = (0.0, 1.0, 2.0)
SOFTNESS = 0.5
Z_RANGE = (-2.0, 6.0)
"""z is cut off here in the unrest, so that one detector gone wild is not the whole of it."""
CONTEXT_RANGE = 2.5
"""Standard deviations of the context beyond which nothing was learned from."""
UNREST_LATER = 0.8
"""Taken off the unrest before the sides are joined. Of 0, 0.4 and 0.8 the injected defects gave a
held-out AUC of 0.903, 0.911, 0.915, generated clips 0.909, 0.903, 0.897."""
ALARM_STEP = 2.0
"""Of an alarm for one width above all good clips. When it was 1 at the most that a good clip had
shown, and not 0, a new good clip that showed as much was risky at once (0.887, not 0.903)."""
SHARPNESS, STEEPNESS = 2.0, 0.75
"""Of the softened maximum, and of the logistic curve that maps it to 0..1: flat enough that ten
times the usual excess still differs from eleven times in the fourth decimal."""


class Record(BaseModel):
    """Base of calibration records: frozen, and a key nobody knows is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Null(Record):
    """Excesses of one detector on footage without the defect, ascending, one a clip.

    An excess is a strength on the logarithmic scale, less what goes with the clip's context: see
    `Scale.excess`.
    """

    excesses: tuple[float, ...] = Field(min_length=1)

    def p_value(self, excess: float) -> float:
        """(1 + clips that show as much) / (1 + clips): valid for a new clip of the same kind.

        Source: Vovk, Gammerman, Shafer 2005, doi:10.1007/b106715 (conformal p-value).
        """
        at_least = len(self.excesses) - bisect_left(self.excesses, excess)
        return (1 + at_least) / (1 + len(self.excesses))

    def quantile(self, share: float) -> float:
        """The excess that `share` of the clips stay below or meet."""
        index = min(len(self.excesses) - 1, max(0, math.ceil(share * len(self.excesses)) - 1))
        return self.excesses[index]


class ContextPart(Record):
    """Mean and standard deviation of one part of the context on good footage."""

    name: str
    mean: float
    spread: float = Field(gt=0)

    def of(self, value: float | None) -> float:
        """In standard deviations, cut off at ±2.5; 0 for what could not be measured."""
        if value is None:
            return 0.0
        return max(-CONTEXT_RANGE, min(CONTEXT_RANGE, (value - self.mean) / self.spread))


class Scale(Record):
    """How a strength becomes a part of the risk.

    excess = log1p(strength / unit) - slopes · context; z = (excess - middle) / width; then
    softened hinges at `KNOTS`, weighted.
    """

    slopes: tuple[float, ...]
    unit: float = Field(gt=0)
    middle: float
    width: float = Field(gt=0)
    weights: tuple[float, ...] = Field(min_length=len(KNOTS), max_length=len(KNOTS))

    def excess(self, strength: float, context: Sequence[float]) -> float:
        """The strength on the logarithmic scale, less what goes with the (standardised) context."""
        usual = sum(slope * part for slope, part in zip(self.slopes, context, strict=True))
        return math.log1p(max(0.0, strength) / self.unit) - usual

    def z(self, excess: float) -> float:
        """How far above the usual it is, in steps from the median to the 85 % quantile."""
        return (excess - self.middle) / self.width


class Standard(Record):
    """Median and distance to the 90 % quantile of a sum on good footage."""

    middle: float
    width: float = Field(gt=0)

    def of(self, value: float) -> float:
        """0 at the median of good footage, 1 where nine in ten good clips stay below."""
        return (value - self.middle) / self.width


class ModeCalibration(Record):
    """Everything fitted for one way of knowing the subject.

    The risk has three sides. *Named*: weighted hinges of every detector's strength, fitted to tell
    real footage from the same with known defects. *Unrest*: the plain mean of a few detectors' z,
    not fitted at all, which tells how unlike itself a generated clip is as a whole. *Alarm*:
    detectors that no known defect could teach, where they show more than any good clip did. Each
    alone is enough to make a clip risky.
    """

    context: tuple[ContextPart, ...]
    nulls: dict[str, Null]
    scales: dict[str, Scale]
    bias: float
    unrest: tuple[str, ...]
    """Detectors whose mean z is the unrest."""
    alarms: tuple[str, ...]
    """Detectors of the alarm."""
    named_standard: Standard
    unrest_standard: Standard
    real_risks: tuple[float, ...] = Field(min_length=1)
    """Risks of real footage, each scored by weights fitted without its own scene, ascending."""
    warn: float
    fail: float

    def excesses(
        self, strengths: Mapping[str, float], context: Sequence[float | None]
    ) -> dict[str, float]:
        """By detector, what is above the usual for such a clip; the risk and p-values see this.

        Args:
            strengths: by detector; a detector that could not look is left out.
            context: as `detect.context.context_of` gives it.
        """
        usual = [part.of(value) for part, value in zip(self.context, context, strict=True)]
        return {
            name: self.scales[name].excess(strength, usual)
            for name, strength in strengths.items()
            if name in self.scales
        }

    def risk(self, excesses: Mapping[str, float]) -> float:
        """One number in 0..1; a detector that could not look adds nothing.

        Hinges and z only grow with the strengths: more of any defect never lowers the risk.
        """
        return joined(
            self.named_standard.of(self.named_sum(excesses)),
            self.unrest_standard.of(self.unrest_mean(excesses)) - UNREST_LATER,
            *self.alarm(excesses),
        )

    def alarm(self, excesses: Mapping[str, float]) -> tuple[float, ...]:
        """By detector of the alarm, 0 at the most that a good clip showed, 1 half a width above."""
        return tuple(
            ALARM_STEP * (excesses[name] - self.nulls[name].excesses[-1]) / self.scales[name].width
            for name in self.alarms
            if name in excesses
        )

    def named_sum(self, excesses: Mapping[str, float]) -> float:
        """Log odds that a known defect is there."""
        parts = (contribution(s, excesses[n]) for n, s in self.scales.items() if n in excesses)
        return self.bias + sum(parts)

    def unrest_mean(self, excesses: Mapping[str, float]) -> float:
        """Mean z of the unrest's detectors, one that could not look as if it saw nothing."""
        if not self.unrest:
            return Z_RANGE[0]
        low, high = Z_RANGE
        parts = (
            min(high, max(low, self.scales[name].z(excesses[name]))) if name in excesses else low
            for name in self.unrest
        )
        return sum(parts) / len(self.unrest)

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
    still_subject: float
    """Speeds (short sides a second) of the picture's fastest parts and of the subject apart from
    the camera; a clip that stays below both shows nothing that could be inconsistent."""


def joined(*sides: float) -> float:
    """The risk, 0..1, of sides that are 0 at the median and 1 at the 90 % quantile of good clips.

    A softened maximum, then a logistic curve that is one half at 1.
    """
    high = max(sides)
    rest = sum(math.exp(max(-60.0, SHARPNESS * (side - high))) for side in sides)
    total = high + math.log(rest) / SHARPNESS
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, STEEPNESS * (total - 1)))))


def hinges(scale: Scale, excess: float) -> tuple[float, ...]:
    """The softened hinges of one excess; each grows with it and is never negative."""
    position = scale.z(excess)
    return tuple(_softplus((position - knot) / SOFTNESS) * SOFTNESS for knot in KNOTS)


def contribution(scale: Scale, excess: float) -> float:
    """What one detector adds to the log odds."""
    return sum(
        weight * hinge for weight, hinge in zip(scale.weights, hinges(scale, excess), strict=True)
    )


def _softplus(value: float) -> float:
    return value if value > 30 else math.log1p(math.exp(max(value, -60.0)))
