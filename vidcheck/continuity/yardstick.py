"""How far apart is too far: distances counted in spreads inside shots, and what is usual."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from vidcheck.continuity.compare import Aspect, nearest, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vidcheck.continuity.view import View
    from vidcheck.judge.rows import Verdict

PRIOR = 8.0
"""How many of a film's own distances the usual ones weigh: two shots of four views each. With a
handful of frames a spread of their own would be chance."""
LEAST_SHARE = 0.5
"""Of the usual mean and spread: where a shot stands still it differs from itself by nothing, and
any light would make it another subject."""
Question = Literal["identity", "face", "wardrobe", "product"]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Usual(_Data):
    """One aspect inside shots of consistent clips: the distance from a view to the nearest other.

    `much` is the z that 5 % of the same subject's pairs of shots exceed in this aspect alone.
    """

    mean: float
    spread: float
    much: float


class Limit(_Data):
    """From which z on shots are said to differ.

    `warn` is exceeded by 5 % of the same subject's pairs of shots, `fail` by none of them.
    """

    warn: float
    fail: float


class Yardsticks(_Data):
    """What is usual, how aspects weigh in each question, its limits; and where it comes from."""

    clips: int
    scenes: int
    date: str
    command: str
    usual: dict[Aspect, Usual]
    weights: dict[Question, dict[Aspect, float]]
    limits: dict[Question, Limit]


@dataclass(frozen=True)
class Apart:
    """Two shots in one question: z, the verdict, and every aspect's distance and z."""

    z: float | None
    verdict: Verdict
    distances: Mapping[Aspect, float]
    zs: Mapping[Aspect, float]


@cache
def yardsticks(*, models: bool) -> Yardsticks:
    """Those for outlines and vectors by models, or those for the classical ones."""
    raw = json.loads(Path(__file__).with_name("yardsticks.json").read_text(encoding="utf-8"))
    return Yardsticks.model_validate(raw["with models" if models else "without models"])


def inside(views: Sequence[View], aspect: Aspect) -> list[float]:
    """Of each view of a shot, the distance to the nearest other view of it."""
    if len(views) < 2:
        return []
    distances = table(views, views, aspect)
    np.fill_diagonal(distances, np.nan)
    least = np.where(np.isfinite(distances), distances, np.inf).min(1)
    return [float(value) for value in least if np.isfinite(value)]


class Ruler:
    """Counts distances in spreads inside the shots of one subject of one film.

    What is usual weighs as `PRIOR` distances of the film's own.
    """

    def __init__(self, shots: Iterable[Sequence[View]], known: Yardsticks) -> None:
        self.known = known
        shots = [list(views) for views in shots]
        self._scale = {aspect: self._shrunk(shots, aspect) for aspect in known.usual}

    def _shrunk(self, shots: Sequence[Sequence[View]], aspect: Aspect) -> tuple[float, float]:
        usual = self.known.usual[aspect]
        own = np.array([value for views in shots for value in inside(views, aspect)])
        weight = PRIOR + len(own)
        mean = (PRIOR * usual.mean + own.sum()) / weight
        squares = PRIOR * usual.spread**2 + ((own - mean) ** 2).sum()
        return max(mean, LEAST_SHARE * usual.mean), max(
            float(np.sqrt(squares / weight)), LEAST_SHARE * usual.spread
        )

    def z(self, distance: float, aspect: Aspect) -> float:
        """A distance in spreads above the mean inside shots; NaN stays NaN."""
        mean, spread = self._scale[aspect]
        return (distance - mean) / spread

    def apart(self, ones: Sequence[View], others: Sequence[View], question: Question) -> Apart:
        """Two shots held against each other; no z where nothing of it can be compared."""
        weights = self.known.weights.get(question, {})
        distances = {aspect: nearest(table(ones, others, aspect)) for aspect in weights}
        zs = {aspect: self.z(value, aspect) for aspect, value in distances.items()}
        known = {aspect: value for aspect, value in zs.items() if np.isfinite(value)}
        total = sum(weights[aspect] for aspect in known)
        if not total:
            return Apart(None, "unknown", distances, zs)
        z = sum(weights[aspect] * value for aspect, value in known.items()) / total
        limit = self.known.limits[question]
        verdict: Verdict = "fail" if z > limit.fail else "warn" if z > limit.warn else "pass"
        return Apart(z, verdict, distances, zs)
