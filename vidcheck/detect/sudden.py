"""Things out of nothing: what was not there is, what was there is not, or is another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vidcheck.detect.base import Candidate, DetectorSpec
from vidcheck.geometry import Region

if TYPE_CHECKING:
    from vidcheck.detect.base import Evidence, Series

METRIC = "unexplained_change"
PATCH_PX = 56
"""Side of the box drawn around a patch, in working pixels: twice the window it is measured in."""
MOST = 4
"""Patches of one clip worth telling."""
APART_S = 0.25
"""Changes nearer to each other in time than this are one."""


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
    """A patch of the surroundings that changes at once and stays changed."""
    series, appears = evidence.series(METRIC), evidence.series(METRIC, "appears")
    columns, rows = evidence.series(METRIC, "x"), evidence.series(METRIC, "y")
    if series is None or columns is None or rows is None or appears is None:
        return ()
    found = []
    for index in peaks(series, 1.0):
        strength = float(series.values[index])
        box = Region.from_xywh(
            columns.values[index] - PATCH_PX / 2,
            rows.values[index] - PATCH_PX / 2,
            PATCH_PX,
            PATCH_PX,
        )
        came = appears.values[index] >= 0
        found.append(
            Candidate(
                "pop_in" if came else "vanish",
                strength,
                series.start_of(index),
                float(series.times_s[index]),
                box,
                METRIC,
                f"a patch away from the subject {'appears' if came else 'disappears'} at once "
                f"(ΔE {strength:.0f}), with calm before and after",
                f"主体之外的一块区域突然{'出现' if came else '消失'}"
                f"（ΔE {strength:.0f}），前后都平静",
            )
        )
    return tuple(found)


def find_swap(evidence: Evidence) -> tuple[Candidate, ...]:
    """The subject itself changes at once and stays changed: another one, or gone."""
    series = evidence.series(METRIC, "own")
    if series is None:
        return ()
    found = []
    for index in peaks(series, 1.0):
        strength, when = float(series.values[index]), float(series.times_s[index])
        gone = merges(evidence, when)
        found.append(
            Candidate(
                "vanish" if gone else "swap",
                strength,
                series.start_of(index),
                evidence.last_s,
                evidence.box_at(when),
                METRIC,
                f"the subject {'is gone' if gone else 'is another'} from one frame to the next "
                f"(ΔE {strength:.0f}), and stays so",
                f"主体在相邻两帧之间突然{'消失' if gone else '变成另一个'}"
                f"（ΔE {strength:.0f}），之后不再恢复",
            )
        )
    return tuple(found)


MERGED = 0.8
"""A subject whose palette stands apart from its surroundings less than four fifths as much after
a change as before has vanished into them."""


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
        "the subject is another one, or gone, from one frame to the next",
        "主体突然被替换或消失",
        "ΔE",
        4.0,
        find_swap,
    ),
)
