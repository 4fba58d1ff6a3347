"""What looks do on good footage: nulls of each distance, and how they join the classical risk.

Fitted by benchmarks/identity.py and kept beside this file; the classical calibration knows
nothing of it, and either can be fitted anew without the other.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field

from vidcheck.calibration.model import STEEPNESS, ContextPart, Mode, Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Context = Sequence[float | None]

SHIPPED = Path(__file__).with_name("usual.json")
Strength = Literal["jump", "halves", "step", "face"]
NOISE = 0.01
"""Added to a distance before the logarithm: what coding alone does to a still subject."""
LEAST_Z, MOST_Z = 0.0, 6.0
"""A calm look excuses nothing that the classical measures saw: below the median counts as it."""
WARN_RATE, FAIL_RATE = 0.10, 0.05


class Null(Record):
    """One distance on good clips: its excesses, ascending, one a clip.

    An excess is log(distance + 0.01) less what goes with the clip's context, by `slopes`.
    """

    slopes: tuple[float, ...]
    excesses: tuple[float, ...] = Field(min_length=1)

    def excess(self, strength: float, context: Sequence[float]) -> float:
        """How far it is above what such a clip shows; `context` in standard deviations."""
        usual = sum(slope * part for slope, part in zip(self.slopes, context, strict=True))
        return math.log(strength + NOISE) - usual

    def z(self, excess: float) -> float:
        """0 at the median of good clips, 1 where nine in ten stay below; cut off at 0 and 6."""
        middle, high = np.quantile(self.excesses, [0.5, 0.9])
        z = (excess - float(middle)) / max(float(high - middle), 0.05)
        return max(LEAST_Z, min(MOST_Z, z))

    def p_value(self, excess: float) -> float:
        """(1 + clips that show as much) / (1 + clips), as in `calibration.model.Null`."""
        at_least = len(self.excesses) - bisect_left(self.excesses, excess)
        return (1 + at_least) / (1 + len(self.excesses))


class ModeUsual(Record):
    """One way of knowing the subject: nulls, how distances weigh, and good clips to compare with.

    `context` says what is usual of each part of a clip's context, as in a calibration. `pairs` has
    one good clip each: its rank (0..1) among good clips by classical risk, and its `side`. Restless
    clips are high in both, so the two cannot be put together at random.
    """

    context: tuple[ContextPart, ...]
    nulls: dict[Strength, Null]
    weights: dict[Strength, float]
    pairs: tuple[tuple[float, float], ...] = Field(min_length=1)

    def excesses(
        self, strengths: Mapping[Strength, float], context: Context
    ) -> dict[Strength, float]:
        """By distance, what is above the usual for such a clip.

        Args:
            strengths: by distance; one that could not be taken is left out.
            context: as `detect.context.context_of` gives it.
        """
        usual = [part.of(value) for part, value in zip(self.context, context, strict=True)]
        return {
            name: self.nulls[name].excess(strength, usual)
            for name, strength in strengths.items()
            if name in self.nulls
        }

    def side(self, excesses: Mapping[Strength, float]) -> float:
        """Weighted sum of z; a distance that could not be taken counts as a usual one."""
        return sum(
            weight * self.nulls[name].z(excesses[name])
            for name, weight in self.weights.items()
            if name in excesses
        )


class Usual(Record):
    """The shipped statistics, and for which embedding they hold."""

    schema_version: Literal[2] = 2
    date: str
    command: str
    embedding: str
    modes: dict[Mode, ModeUsual]


@cache
def load_usual() -> Usual:
    """The shipped statistics."""
    return Usual.model_validate_json(SHIPPED.read_bytes())


class Fused:
    """Classical risk and looks as one number, with thresholds that keep to 5 and 10 % false alarms.

    Of the classical calibration only the order of good clips was used in fitting: each pair's rank
    is read off whichever calibration is in force. So that one, or the user's own, can be fitted
    anew without these statistics. Looks count from where half of the good clips stay below: what is
    usual must not raise the threshold over which defects that no look shows have to come.
    """

    def __init__(self, real_risks: tuple[float, ...], mode: ModeUsual) -> None:
        ranks, sides = np.array(mode.pairs, np.float64).T
        risks = np.sort([logit(risk) for risk in real_risks])
        self.mode = mode
        self.usual = float(np.median(sides))
        beyond = np.maximum(sides - self.usual, 0)
        self.sums: NDArray[np.float64] = np.sort(np.quantile(risks, ranks) + beyond)
        self.clips = min(len(real_risks), len(sides))
        self.fail, self.warn = self._threshold(FAIL_RATE), self._threshold(WARN_RATE)

    def risk(self, classical: float, excesses: Mapping[Strength, float]) -> float:
        """The fused risk, 0..1: never less for more of any defect."""
        return expit(logit(classical) + max(0.0, self.mode.side(excesses) - self.usual))

    def false_alarms(self, risk: float) -> float:
        """Bound on the share of good clips at or above `risk`."""
        return (1 + self.clips * self._above(logit(risk))) / (1 + self.clips)

    def consistency(self, risk: float) -> int:
        """Share of good clips that look less consistent, in percent."""
        return round(100 * self._above(logit(risk)))

    def _above(self, total: float) -> float:
        return 1 - float(np.searchsorted(self.sums, total - 1e-9)) / len(self.sums)

    def _threshold(self, rate: float) -> float:
        # One clip fewer than the bound allows: weights and slopes were chosen seeing these clips.
        share = max(0.0, (rate * (self.clips + 1) - 2) / self.clips)
        highest = float(self.sums[-1])
        if share == 0:
            return expit(highest + 1)
        return expit(float(np.quantile(self.sums, 1 - share, method="higher")) + 1e-6)


@lru_cache(maxsize=8)
def fused(real_risks: tuple[float, ...], mode: Mode) -> Fused:
    """The two calibrations joined, once per process."""
    return Fused(real_risks, load_usual().modes[mode])


def logit(risk: float) -> float:
    """The sum behind a risk, 1 where one good clip in ten shows as much."""
    inside = min(1 - 1e-9, max(1e-9, risk))
    return 1 + math.log(inside / (1 - inside)) / STEEPNESS


def expit(total: float) -> float:
    """The risk of a sum: the inverse of `logit`."""
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, STEEPNESS * (total - 1)))))
