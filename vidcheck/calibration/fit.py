"""Fit the risk: weights of non-negative hinges, and the standards that make two sums comparable.

Only real footage, and the same with defects put into it, teaches the weights: labels of generated
clips are few and one viewer's, and weights that had seen them found them worse in other sources.
Two kinds of examples teach at once: single clips (is it good or bad) and twins (which of two
versions of one clip is the worse), since what differs from scene to scene is larger than a defect.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

from vidcheck.calibration.model import (
    KNOTS,
    ContextPart,
    ModeCalibration,
    Null,
    Scale,
    Standard,
    hinges,
)
from vidcheck.detect.context import CONTEXT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]

RIDGE = 0.02
"""Weight of the squared weights, against a loss averaged over clips; from 0.001 to 0.05 held-out
figures are the same, at 0.2 and more they fall."""
CONTEXT_RIDGE = 15.0
"""As if 15 clips had shown no dependence on the context: 5 to 60 give the same held-out figures."""
FOLDS = 5
WARN_RATE, FAIL_RATE = 0.10, 0.05
"""Shares of real footage that may be warned of and failed."""
UNREST = (
    "loss",
    "incoherence",
    "palette_drift",
    "colour_jump",
    "rupture",
    "jolt",
)
"""Detectors of the unrest: those that every source of generated clips agrees on, equally weighted.
Equal weights predict as well as fitted ones where examples are few (Dawes 1979,
doi:10.1037/0003-066X.34.7.571)."""
ALARMS = ("flash", "cut", "dissolve", "fade", "turn", "double")
"""Detectors of defects that nobody injected: nothing taught their weights, so they count only above
all good clips."""
TEACHERS = ("real", "injected")


@dataclass(frozen=True)
class Example:
    """One clip to learn from.

    Args:
        strengths: by detector; a detector that could not look is left out.
        defective: the truth.
        scene: clips of one scene stay on one side of every split.
        family: "injected", "ai" or "real"; families weigh the same, and so do good and bad.
        twin: clips with the same twin are versions of one clip; "" for none.
        context: as `detect.context.context_of` gives it.
    """

    strengths: Mapping[str, float]
    defective: bool
    scene: str
    family: str
    twin: str = ""
    context: tuple[float | None, ...] = (None,) * len(CONTEXT)


def fit(
    examples: Sequence[Example], names: Sequence[str], *, seed: int = 0
) -> tuple[ModeCalibration, Doubles]:
    """The fitted mode, and each example's risk by weights that never saw its scene.

    Args:
        examples: clips with the truth.
        names: of all detectors.
        seed: of the split into folds.
    """
    held_out = _held_out(examples, names, seed)
    risks = np.sort(held_out[[e.family == "real" and not e.defective for e in examples]])
    mode = _mode(examples, names)
    return (
        mode.model_copy(
            update={
                "real_risks": tuple(round(float(risk), 5) for risk in risks),
                "warn": threshold(risks, WARN_RATE),
                "fail": threshold(risks, FAIL_RATE),
            }
        ),
        held_out,
    )


def nulls_of(mode: ModeCalibration, good: Sequence[Example]) -> dict[str, Null]:
    """By detector, its excesses on good clips; one that could not look saw nothing."""
    nothing = dict.fromkeys(mode.scales, 0.0)
    seen = [mode.excesses({**nothing, **e.strengths}, e.context) for e in good]
    return {
        name: Null(excesses=tuple(sorted(round(row[name], 4) for row in seen)))
        for name in mode.scales
    }


def threshold(risks: Doubles, rate: float) -> float:
    """Smallest risk for which a new clip's bound (1 + clips above) / (1 + clips) keeps to `rate`.

    Just above the clip that must not reach it, by a tenth of the way to the next; above all of
    them where they are too few for the promise.
    """
    above = math.floor(rate * (len(risks) + 1)) - 2
    ordered = risks[::-1]
    if above < 0:
        return round(float(min(1.0, (ordered[0] + 1) / 2)), 5)
    lower = ordered[above + 1] if above + 1 < len(ordered) else ordered[above]
    return round(float(lower + 0.1 * (ordered[above] - lower)), 5)


def folds_of(examples: Sequence[Example], seed: int) -> NDArray[np.intp]:
    """The fold of each example; a scene is wholly in one."""
    scenes = sorted({example.scene for example in examples})
    order = np.random.default_rng(seed).permutation(len(scenes))
    fold = {scene: int(order[index]) % FOLDS for index, scene in enumerate(scenes)}
    return np.array([fold[example.scene] for example in examples], np.intp)


def _held_out(examples: Sequence[Example], names: Sequence[str], seed: int) -> Doubles:
    fold, risks = folds_of(examples, seed), np.zeros(len(examples))
    for number in range(FOLDS):
        seen = [example for example, own in zip(examples, fold, strict=True) if own != number]
        mode = _mode(seen, names)
        for index in np.flatnonzero(fold == number).tolist():
            one = examples[index]
            risks[index] = mode.risk(mode.excesses(one.strengths, one.context))
    return risks


def _mode(examples: Sequence[Example], names: Sequence[str]) -> ModeCalibration:
    """Weights and standards from these examples; thresholds are still to come."""
    good = [e for e in examples if not e.defective and e.family in TEACHERS]
    usual = context_parts([e.context for e in good])
    scales, bias = _weights(examples, names, good, usual)
    unknown = Standard(middle=0.0, width=1.0)
    mode = ModeCalibration(
        context=usual,
        nulls={},
        scales=scales,
        bias=bias,
        unrest=tuple(name for name in UNREST if name in names),
        alarms=tuple(name for name in ALARMS if name in names),
        named_standard=unknown,
        unrest_standard=unknown,
        real_risks=(0.5,),
        warn=0.5,
        fail=0.5,
    )
    seen = [mode.excesses(e.strengths, e.context) for e in good]
    return mode.model_copy(
        update={
            "nulls": nulls_of(mode, good),
            "named_standard": _standard([mode.named_sum(excesses) for excesses in seen]),
            "unrest_standard": _standard([mode.unrest_mean(excesses) for excesses in seen]),
        }
    )


def context_parts(contexts: Sequence[Sequence[float | None]]) -> tuple[ContextPart, ...]:
    """What is usual of each part of the context; a part that could not be measured is left out."""
    parts = []
    for index, name in enumerate(CONTEXT):
        values = [v for one in contexts if (v := one[index]) is not None] or [0.0]
        spread = max(float(np.std(values)), 0.05)
        parts.append(
            ContextPart(name=name, mean=round(float(np.mean(values)), 4), spread=round(spread, 4))
        )
    return tuple(parts)


def _standard(sums: Sequence[float]) -> Standard:
    middle, high = np.quantile(sums, [0.5, 0.9])
    return Standard(middle=round(float(middle), 4), width=round(max(float(high - middle), 0.05), 4))


def _weights(
    examples: Sequence[Example],
    names: Sequence[str],
    good: Sequence[Example],
    usual: tuple[ContextPart, ...],
) -> tuple[dict[str, Scale], float]:
    """Non-negative weights of every detector's hinges, and the bias."""
    scales = {name: _scale(good, name, usual) for name in names}
    taught = [e for e in examples if e.family in TEACHERS]
    rows = np.array([_row(scales, e.strengths, standardised(usual, e.context)) for e in taught])
    truth = np.array([1.0 if e.defective else -1.0 for e in taught])
    solution = _solve(rows, truth, _balance(taught), _twins(taught))
    parts = solution[:-1].reshape(-1, len(KNOTS))
    fitted = {
        name: scale.model_copy(update={"weights": tuple(round(float(w), 4) for w in part)})
        for (name, scale), part in zip(scales.items(), parts, strict=True)
    }
    return fitted, round(float(solution[-1]), 4)


def standardised(
    usual: Sequence[ContextPart], context: Sequence[float | None]
) -> tuple[float, ...]:
    """Each part of the context in standard deviations of good footage."""
    return tuple(part.of(value) for part, value in zip(usual, context, strict=True))


def _row(
    scales: Mapping[str, Scale], strengths: Mapping[str, float], context: Sequence[float]
) -> Doubles:
    parts = [
        hinges(scale, scale.excess(strengths[name], context))
        if name in strengths
        else (0.0,) * len(KNOTS)
        for name, scale in scales.items()
    ]
    return np.array(parts, np.float64).ravel()


def _scale(good: Sequence[Example], name: str, usual: tuple[ContextPart, ...]) -> Scale:
    """Unit, slopes on the context (ridge regression), middle and width of one detector."""
    seen = [e for e in good if name in e.strengths]
    none = (0.0,) * len(KNOTS)
    if not seen:
        flat = (0.0,) * len(usual)
        return Scale(slopes=flat, unit=1.0, middle=0.0, width=1.0, weights=none)
    strengths = np.array([max(0.0, e.strengths[name]) for e in seen])
    unit = round(max(float(np.median(strengths)), 1e-3), 5)
    bent = np.log1p(strengths / unit)
    context = np.array([standardised(usual, e.context) for e in seen])
    slopes = slopes_on(context, bent)
    middle, high = np.quantile(bent - context @ slopes, [0.5, 0.85])
    return Scale(
        slopes=tuple(round(float(slope), 4) for slope in slopes),
        unit=unit,
        middle=round(float(middle), 4),
        width=round(max(float(high - middle), 0.05), 4),
        weights=none,
    )


def slopes_on(context: Doubles, values: Doubles) -> Doubles:
    """What goes with each part of the (standardised) context, by ridge regression.

    Args:
        context: a row for each clip.
        values: one for each clip, on a logarithmic scale.
    """
    gram = context.T @ context + CONTEXT_RIDGE * np.eye(context.shape[1])
    slopes = np.linalg.solve(gram, context.T @ (values - np.median(values)))
    return np.asarray(slopes, np.float64)


def _balance(examples: Sequence[Example]) -> Doubles:
    keys = [(e.family, e.defective) for e in examples]
    weights = np.array([1 / keys.count(key) for key in keys])
    return np.asarray(weights / weights.sum())


def _twins(examples: Sequence[Example]) -> NDArray[np.intp]:
    """Pairs (worse, better) of versions of one clip, shape (n, 2)."""
    good = {e.twin: index for index, e in enumerate(examples) if e.twin and not e.defective}
    pairs = [
        (index, good[e.twin]) for index, e in enumerate(examples) if e.defective and e.twin in good
    ]
    return np.array(pairs, np.intp).reshape(-1, 2)


def _solve(rows: Doubles, truth: Doubles, weight: Doubles, twins: NDArray[np.intp]) -> Doubles:
    count = rows.shape[1]
    apart = rows[twins[:, 0]] - rows[twins[:, 1]]
    share = 1 / max(1, len(twins))

    def loss(parameters: Doubles) -> tuple[float, Doubles]:
        margin = truth * (rows @ parameters[:-1] + parameters[-1])
        pull = -truth * weight / (1 + np.exp(margin))
        lead = apart @ parameters[:-1]
        push = -share / (1 + np.exp(lead))
        ridge = RIDGE * float(np.square(parameters[:-1]).sum()) / count
        slope = rows.T @ pull + apart.T @ push + 2 * RIDGE * parameters[:-1] / count
        value = float((weight * np.logaddexp(0, -margin)).sum()) + ridge
        value += share * float(np.logaddexp(0, -lead).sum())
        return value, np.append(slope, pull.sum())

    start = np.append(np.full(count, 0.05), -1.0)
    limits = [(0.0, None)] * count + [(None, None)]
    solution = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=limits)
    return np.asarray(solution.x, np.float64)
