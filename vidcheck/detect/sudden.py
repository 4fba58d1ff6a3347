"""Things out of nothing: what was not there is, what was there is not, or is another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vidcheck.brief import PACE_FPS
from vidcheck.detect.base import Candidate, DetectorSpec, Series, around
from vidcheck.geometry import Region
from vidcheck.measure.base import Measurement
from vidcheck.measure.surprise import SPAN

if TYPE_CHECKING:
    from collections.abc import Callable

    from vidcheck.detect.base import Doubles, Evidence

    Find = Callable[[Evidence], tuple[Candidate, ...]]

ALONG, SLOW = "unexplained_change", "unexplained_fade"
BETWEEN = "sudden_change"
"""What jumps once along the motion, and what jumps between two single frames. Each is fooled by
things that the other is not (water and leaves; a hand that starts to move), so a change counts by
the geometric mean of both: of 48 real clips with a pop-in, AUC 0.93 against 0.91 and 0.90."""
MEET_S = 1.5 / PACE_FPS
"""Both are dated within a pair of the change."""
MOST = 4
"""Patches of one clip worth telling."""
LASTING = 2
"""Moments, half a second, before and after which a second subject must be missing and be there."""
APART_S = 0.25
"""Changes nearer to each other in time than this are one."""


@dataclass(frozen=True)
class _Takes:
    """Seconds that a change takes, and below which two changes are one."""

    lasts_s: float
    apart_s: float


STEP = _Takes(1 / PACE_FPS, APART_S)
FADE_TAKES = _Takes(SPAN / PACE_FPS, 2 * SPAN / PACE_FPS)
LEAST = 1.0
"""ΔE below which a patch is noise."""
MERGED = 0.8
"""A subject whose palette stands apart from its surroundings less than four fifths as much after
a change as before has vanished into them."""


def peaks(series: Series, least: float, apart_s: float = APART_S) -> list[int]:
    """Indices of the highest values above `least`, at least so far apart."""
    found: list[int] = []
    for index in np.argsort(-series.values):
        if series.values[index] <= least or len(found) == MOST:
            break
        near = (abs(series.times_s[index] - series.times_s[other]) < apart_s for other in found)
        if not any(near):
            found.append(int(index))
    return found


def find_pop(evidence: Evidence) -> tuple[Candidate, ...]:
    """A patch of the surroundings that changes once and stays changed."""
    return _pops(evidence, ALONG, _both(evidence, "value"), STEP)


def find_fade(evidence: Evidence) -> tuple[Candidate, ...]:
    """The same within a third of a second: what fades in, or away."""
    return _pops(evidence, SLOW, evidence.calm(evidence.series(SLOW)), FADE_TAKES)


def find_swap(evidence: Evidence) -> tuple[Candidate, ...]:
    """The subject itself changes once and stays changed: another one, or gone."""
    return _swaps(evidence, ALONG, _both(evidence, "own"), STEP)


def find_turn(evidence: Evidence) -> tuple[Candidate, ...]:
    """The same within a third of a second: the subject turns into another, or into nothing."""
    return _swaps(evidence, SLOW, evidence.calm(evidence.series(SLOW, "own")), FADE_TAKES)


def find_double(evidence: Evidence) -> tuple[Candidate, ...]:
    """From some moment on something just like the subject stands elsewhere, and never did before.

    Where two alike were in the picture from the beginning, nothing rises.
    """
    outcome = evidence.outcomes.get("second_subject")
    series = evidence.calm(evidence.series("second_subject"))
    if series is None or len(series) < 2 * LASTING or not isinstance(outcome, Measurement):
        return ()
    values = series.values
    rises = [
        _risen(values[:index], values[index : index + LASTING])
        for index in range(LASTING, len(values) - LASTING + 1)
    ]
    index = LASTING + int(np.argmax(rises))
    strength, when = max(0.0, rises[index - LASTING]), float(series.times_s[index])
    row = min(int(np.searchsorted(outcome.times_s, when)), len(outcome.times_s) - 1)
    x, y = (float(outcome.series[name][row]) for name in ("x", "y"))
    size = evidence.box_at(when)
    place = (
        around(x, y)
        if size is None
        else Region.from_xywh(x - size.width / 2, y - size.height / 2, size.width, size.height)
    )
    return (
        Candidate(
            "duplicate",
            strength,
            series.start_of(index),
            evidence.last_s,
            place,
            "second_subject",
            f"something just like the subject stands beside it (likeness {values[index]:.2f}), "
            f"where nothing was {strength:.2f} as like before",
            f"主体之外出现了与主体几乎一样的东西"
            f"（相似度 {values[index]:.2f}，比之前高 {strength:.2f}）",
        ),
    )


def _risen(before: Doubles, after: Doubles) -> float:
    """How much more alike, and no more than how alike: nothing is a double that is half like."""
    now = float(np.median(after))
    return min(now, now - float(np.quantile(before, 0.9)))


def _pops(
    evidence: Evidence, metric: str, series: Series | None, takes: _Takes
) -> tuple[Candidate, ...]:
    outcome = evidence.outcomes.get(metric)
    if series is None or not isinstance(outcome, Measurement):
        return ()
    found = []
    for index in peaks(series, LEAST, takes.apart_s):
        row = int(np.searchsorted(outcome.times_s, series.times_s[index]))
        x, y, appears = (float(outcome.series[name][row]) for name in ("x", "y", "appears"))
        change, came = float(series.values[index]), appears >= 0
        found.append(
            Candidate(
                "pop_in" if came else "vanish",
                change,
                max(evidence.first_s, float(outcome.times_s[row]) - takes.lasts_s),
                float(outcome.times_s[row]),
                around(x, y),
                metric,
                f"a patch away from the subject {'appears' if came else 'disappears'} on its own "
                f"(ΔE {change:.0f}), with calm before and after",
                f"主体之外的一块区域凭空{'出现' if came else '消失'}"
                f"（ΔE {change:.0f}），前后都平静",
            )
        )
    return tuple(found)


def _swaps(
    evidence: Evidence, metric: str, series: Series | None, takes: _Takes
) -> tuple[Candidate, ...]:
    if series is None:
        return ()
    found = []
    for index in peaks(series, LEAST, takes.apart_s):
        change, when = float(series.values[index]), float(series.times_s[index])
        gone = merges(evidence, when)
        found.append(
            Candidate(
                "vanish" if gone else "swap",
                change,
                max(evidence.first_s, when - takes.lasts_s),
                evidence.last_s,
                evidence.box_at(when),
                metric,
                f"the subject {'is gone' if gone else 'is another'} from one moment to the next "
                f"(ΔE {change:.0f}), and stays so",
                f"主体突然{'消失' if gone else '变成另一个'}（ΔE {change:.0f}），之后不再恢复",
            )
        )
    return tuple(found)


def _both(evidence: Evidence, column: str) -> Series | None:
    """At each moment the geometric mean of both kinds of change, ΔE."""
    along = evidence.calm(evidence.series(ALONG, column))
    between = evidence.series(BETWEEN, column)
    if along is None or between is None:
        return None
    return Series(along.times_s, np.sqrt(along.values * largest_near(along.times_s, between)))


def largest_near(times_s: Doubles, series: Series) -> Doubles:
    """At each time the largest value within MEET_S of it, 0 where there is none; (n,).

    Each time looks at its own stretch of the series only: ten minutes of film have 4800 moments,
    and a table of all pairs would take a gigabyte.
    """
    first = np.searchsorted(series.times_s, times_s - MEET_S) - 1  # one more on each side: times
    last = np.searchsorted(series.times_s, times_s + MEET_S) + 1  # are rounded
    among = first[:, None] + np.arange(int((last - first).max(initial=0)) + 1)
    among = among.clip(0, len(series) - 1)
    near = np.abs(times_s[:, None] - series.times_s[among]) <= MEET_S
    return np.asarray(np.where(near, series.values[among], 0).max(axis=1), np.float64)


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


def _spec(name: str, summary: str, summary_zh: str, find: Find) -> DetectorSpec:
    return DetectorSpec(name, summary, summary_zh, "ΔE", 4.0, find)


SPECS = (
    _spec(
        "pop",
        "something stands where nothing was, or is gone, without having come or left",
        "画面中凭空出现或消失的东西",
        find_pop,
    ),
    _spec(
        "fade",
        "something fades in or away within a third of a second",
        "画面中渐渐凭空出现或消失的东西",
        find_fade,
    ),
    _spec(
        "swap",
        "the subject is another one, or gone, from one moment to the next",
        "主体突然被替换或消失",
        find_swap,
    ),
    _spec(
        "turn",
        "the subject turns into another one, or into nothing, within a third of a second",
        "主体在三分之一秒内变成另一个或消失",
        find_turn,
    ),
    DetectorSpec(
        "double",
        "one becomes two: something just like the subject stands elsewhere",
        "一变成二：出现另一个一样的主体",
        "1",
        0.25,
        find_double,
    ),
)
