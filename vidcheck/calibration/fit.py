"""Fit the fusion: a logistic model of non-negative hinges on the detectors' strengths."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

from vidcheck.calibration.model import KNOTS, SOFTNESS, ModeCalibration, Null, Scale

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]

RIDGE = 0.02
"""Weight of the squared weights, against a loss averaged over clips."""
FOLDS = 5
WARN_RATE, FAIL_RATE = 0.10, 0.05
"""Shares of real footage that may be warned of and failed."""


@dataclass(frozen=True)
class Example:
    """One clip to learn from.

    Args:
        strengths: by detector; a detector that could not look is left out.
        defective: the truth.
        scene: clips of one scene stay on one side of every split.
        family: "injected", "ai" or "real"; families weigh the same, and so do good and bad.
    """

    strengths: Mapping[str, float]
    defective: bool
    scene: str
    family: str


def fit(
    examples: Sequence[Example], units: Mapping[str, float], *, seed: int = 0
) -> tuple[ModeCalibration, Doubles]:
    """The fitted mode, and each example's risk by weights that never saw its scene.

    Args:
        examples: clips with the truth.
        units: by detector, the strength at which log1p bends: its floor.
        seed: of the split into folds.
    """
    held_out = _held_out(examples, units, seed)
    scales, bias = _weights(examples, units)
    good = [e for e in examples if not e.defective and e.family != "ai"]
    nulls = {
        name: Null(strengths=tuple(sorted(round(e.strengths.get(name, 0.0), 5) for e in good)))
        for name in units
    }
    real = np.array([e.family == "real" for e in examples])
    risks = np.sort(held_out[real])
    mode = ModeCalibration(
        nulls=nulls,
        scales=scales,
        bias=bias,
        real_risks=tuple(round(float(risk), 5) for risk in risks),
        warn=_threshold(risks, WARN_RATE),
        fail=_threshold(risks, FAIL_RATE),
    )
    return mode, held_out


def _threshold(risks: Doubles, rate: float) -> float:
    """Smallest risk that at most `rate` of `risks` reach, halfway to the next one."""
    above = math.floor(rate * (len(risks) + 1)) - 1
    ordered = risks[::-1]
    if above < 0:
        return round(float(min(1.0, (ordered[0] + 1) / 2)), 5)
    lower = ordered[above + 1] if above + 1 < len(ordered) else ordered[above]
    return round(float((ordered[above] + lower) / 2), 5)


def _held_out(examples: Sequence[Example], units: Mapping[str, float], seed: int) -> Doubles:
    scenes = sorted({example.scene for example in examples})
    order = np.random.default_rng(seed).permutation(len(scenes))
    fold = {scene: int(order[index]) % FOLDS for index, scene in enumerate(scenes)}
    risks = np.zeros(len(examples))
    for number in range(FOLDS):
        seen = [example for example in examples if fold[example.scene] != number]
        scales, bias = _weights(seen, units)
        for index, example in enumerate(examples):
            if fold[example.scene] == number:
                total = bias + sum(
                    float(_row(scales[name], value) @ scales[name].weights)
                    for name, value in example.strengths.items()
                )
                risks[index] = 1 / (1 + math.exp(-total))
    return risks


def _row(scale: Scale, strength: float) -> Doubles:
    position = (math.log1p(max(0.0, strength) / scale.unit) - scale.middle) / scale.width
    return np.array(
        [np.logaddexp(0, (position - knot) / SOFTNESS) * SOFTNESS for knot in KNOTS], np.float64
    )


def _weights(
    examples: Sequence[Example], units: Mapping[str, float]
) -> tuple[dict[str, Scale], float]:
    scales = {name: _scale(examples, name, unit) for name, unit in units.items()}
    rows = np.array(
        [
            np.concatenate(
                [
                    _row(scale, e.strengths[name]) if name in e.strengths else np.zeros(len(KNOTS))
                    for name, scale in scales.items()
                ]
            )
            for e in examples
        ]
    )
    truth = np.array([1.0 if e.defective else -1.0 for e in examples])
    solution = _solve(rows, truth, _balance(examples))
    pairs = solution[:-1].reshape(-1, len(KNOTS))
    fitted = {
        name: scale.model_copy(update={"weights": tuple(round(float(w), 4) for w in pair)})
        for (name, scale), pair in zip(scales.items(), pairs, strict=True)
    }
    return fitted, round(float(solution[-1]), 4)


def _scale(examples: Sequence[Example], name: str, unit: float) -> Scale:
    good = [
        math.log1p(max(0.0, e.strengths[name]) / unit)
        for e in examples
        if not e.defective and name in e.strengths
    ]
    middle, high = np.quantile(good, [0.5, 0.85]) if good else (0.0, 1.0)
    width = max(float(high - middle), 0.05)
    return Scale(unit=unit, middle=round(float(middle), 4), width=round(width, 4), weights=(0, 0))


def _balance(examples: Sequence[Example]) -> Doubles:
    keys = [(e.family, e.defective) for e in examples]
    weights = np.array([1 / keys.count(key) for key in keys])
    return np.asarray(weights / weights.mean() / len(keys))


def _solve(rows: Doubles, truth: Doubles, weight: Doubles) -> Doubles:
    count = rows.shape[1]

    def loss(parameters: Doubles) -> tuple[float, Doubles]:
        margin = truth * (rows @ parameters[:-1] + parameters[-1])
        pull = -truth * weight / (1 + np.exp(margin))
        ridge = RIDGE * float(np.square(parameters[:-1]).sum()) / count
        slope = rows.T @ pull + 2 * RIDGE * parameters[:-1] / count
        value = float((weight * np.logaddexp(0, -margin)).sum()) + ridge
        return value, np.append(slope, pull.sum())

    start = np.append(np.full(count, 0.1), -1.0)
    limits = [(0.0, None)] * count + [(None, None)]
    solution = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=limits)
    return np.asarray(solution.x, np.float64)
