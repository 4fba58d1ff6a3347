"""Whether a generator answers the same request worse than it did."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from statistics import fmean, median
from typing import TYPE_CHECKING, Literal

from vidcheck.judge.rows import Row
from vidcheck.ledger import interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.ledger.history import PastTake

Turn = Literal["worse", "better", "no difference shown", "too few"]

SAME_TIME = timedelta(days=1)
"""Answers that came within a day count as one moment."""


class Drift(Row):
    """The risk of later answers minus that of earlier ones, over requests asked at both times.

    `worse_by` is the mean of the differences and `within` half its 95 % interval, both None
    where there are fewer requests than are claimed from; `days` is the median distance;
    `unseeded` counts the requests that set no seed.
    """

    generator: str
    requests: int
    unseeded: int
    days: float
    worse_by: float | None
    within: float | None
    says: Turn


def drifts(takes: Sequence[PastTake], *, least: int, apart_days: float) -> tuple[Drift, ...]:
    """One row per generator that was asked the same thing twice, far enough apart.

    The same thing is the same prompt hash and the same seed. Both answers must have been judged by
    the same calibration, or their risks cannot be compared.
    """
    answers: dict[tuple[str, str, int | None, str | None], list[PastTake]] = defaultdict(list)
    for take in takes:
        if take.generator and take.prompt_hash and take.risk is not None:
            answers[take.generator, take.prompt_hash, take.seed, take.calibration].append(take)
    found: dict[str, list[tuple[float, float, bool]]] = defaultdict(list)
    for (generator, _, seed, _), those in answers.items():
        if pair := _pair(those, timedelta(days=apart_days)):
            found[generator].append((*pair, seed is None))
    return tuple(_drift(name, pairs, least) for name, pairs in sorted(found.items()))


def _pair(takes: Sequence[PastTake], apart: timedelta) -> tuple[float, float] | None:
    """(later risk minus earlier risk, days between), None where there is no later answer."""
    start = min(take.created_at for take in takes)
    early = [take for take in takes if take.created_at - start <= SAME_TIME]
    late = [take for take in takes if take.created_at - start >= apart]
    if not late:
        return None
    gap = fmean(take.risk or 0.0 for take in late) - fmean(take.risk or 0.0 for take in early)
    days = fmean((take.created_at - start) / timedelta(days=1) for take in late)
    return gap, days


def _drift(generator: str, pairs: Sequence[tuple[float, float, bool]], least: int) -> Drift:
    told = interval.mean([gap for gap, _, _ in pairs]) if len(pairs) >= least else None
    says: Turn = "too few"
    if told is not None:
        worse_by, within = told
        says = "no difference shown"
        if abs(worse_by) > within:
            says = "worse" if worse_by > 0 else "better"
    return Drift(
        generator=generator,
        requests=len(pairs),
        unseeded=sum(unseeded for _, _, unseeded in pairs),
        days=median(days for _, days, _ in pairs),
        worse_by=told[0] if told else None,
        within=told[1] if told else None,
        says=says,
    )
