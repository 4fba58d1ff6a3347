"""Things out of nothing: what was not there is, what was there is not, or is another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vidcheck.detect.base import Candidate, DetectorSpec, Series
from vidcheck.geometry import Region
from vidcheck.measure.base import Measurement

if TYPE_CHECKING:
    from vidcheck.detect.base import Evidence

JUMP, FADE = "unexplained_change", "unexplained_fade"
WEIGHT = {JUMP: 1.0, FADE: 0.5}
"""A fade counts half: the ninth decile of real footage shows ΔE 4 between neighbouring frames and
ΔE 12 over a third of a second (benchmarks/fit.py, 2026-11); a third would hide soft pop-ins."""
FADE_S = 0.6
"""A jump this long after the start of a fade is the same change."""
PATCH_PX = 56
"""Side of the box drawn around a patch, in working pixels: twice the window it is measured in."""
MOST = 4
"""Patches of one clip worth telling."""
APART_S = 0.25
"""Changes nearer to each other in time than this are one."""
LEAST = 1.0
"""ΔE below which a patch is noise."""
MERGED = 0.8
"""A subject whose palette stands apart from its surroundings less than four fifths as much after
a change as before has vanished into them."""


def peaks(series: Series, least: float) -> list[int]:
    """Indices of the highest values above `least`, at least a quarter of a second apart."""
    found: list[int] = []
    for index in np.argsort(-series.values):
        if series.values[index] <= least or len(found) == MOST:
            break
        near = (abs(series.times_s[index] - series.times_s[other]) < APART_S for other in found)
        if not any(near):
            found.append(int(index))
    return found


def find_pop(evidence: Evidence) -> tuple[Candidate, ...]:
    """A patch of the surroundings that changes once and stays changed."""
    return _one_a_moment(_pops(JUMP, evidence), _pops(FADE, evidence))


def find_swap(evidence: Evidence) -> tuple[Candidate, ...]:
    """The subject itself changes once and stays changed: another one, or gone."""
    return _one_a_moment(_swaps(JUMP, evidence), _swaps(FADE, evidence))


def _one_a_moment(jumps: list[Candidate], fades: list[Candidate]) -> tuple[Candidate, ...]:
    """Jumps, and the fades that are no jump seen again."""
    seen = [jump.start_s for jump in jumps]
    alone = (
        fade
        for fade in fades
        if not any(fade.start_s - APART_S <= start <= fade.start_s + FADE_S for start in seen)
    )
    return (*jumps, *alone)


def _pops(metric: str, evidence: Evidence) -> list[Candidate]:
    outcome, series = evidence.outcomes.get(metric), evidence.calm(evidence.series(metric))
    if series is None or not isinstance(outcome, Measurement):
        return []
    found = []
    for index in peaks(series, LEAST):
        row = int(np.searchsorted(outcome.times_s, series.times_s[index]))
        x, y, appears = (float(outcome.series[name][row]) for name in ("x", "y", "appears"))
        change, came = float(series.values[index]), appears >= 0
        found.append(
            Candidate(
                "pop_in" if came else "vanish",
                change * WEIGHT[metric],
                float(outcome.times_s[max(0, row - 1)]),
                float(outcome.times_s[row]),
                Region.from_xywh(x - PATCH_PX / 2, y - PATCH_PX / 2, PATCH_PX, PATCH_PX),
                metric,
                f"a patch away from the subject {'appears' if came else 'disappears'} on its own "
                f"(ΔE {change:.0f}), with calm before and after",
                f"主体之外的一块区域凭空{'出现' if came else '消失'}"
                f"（ΔE {change:.0f}），前后都平静",
            )
        )
    return found


def _swaps(metric: str, evidence: Evidence) -> list[Candidate]:
    series = evidence.calm(evidence.series(metric, "own"))
    if series is None:
        return []
    found = []
    for index in peaks(series, LEAST):
        change, when = float(series.values[index]), float(series.times_s[index])
        gone = merges(evidence, when)
        found.append(
            Candidate(
                "vanish" if gone else "swap",
                change * WEIGHT[metric],
                series.start_of(index),
                evidence.last_s,
                evidence.box_at(when),
                metric,
                f"the subject {'is gone' if gone else 'is another'} from one moment to the next "
                f"(ΔE {change:.0f}), and stays so",
                f"主体突然{'消失' if gone else '变成另一个'}（ΔE {change:.0f}），之后不再恢复",
            )
        )
    return found


def merges(evidence: Evidence, when_s: float) -> bool:
    """Whether the subject's palette moves towards its surroundings' at `when_s`."""
    apart = evidence.series("histogram_hsv_adjacent", "apart")
    if apart is None:
        return False
    before = apart.values[apart.times_s < when_s - 1e-6][-4:]
    after = apart.values[apart.times_s >= when_s - 1e-6][:4]
    if not before.size or not after.size:
        return False
    return float(np.median(after)) < MERGED * float(np.median(before))


SPECS = (
    DetectorSpec(
        "pop",
        "something stands where nothing was, or is gone, without having come or left",
        "画面中凭空出现或消失的东西",
        "ΔE",
        4.0,
        find_pop,
    ),
    DetectorSpec(
        "swap",
        "the subject is another one, or gone, from one moment to the next",
        "主体突然被替换或消失",
        "ΔE",
        4.0,
        find_swap,
    ),
)
