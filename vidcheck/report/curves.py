"""Where things lie on a clip's time axis, and which curves are worth drawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vidcheck.judge.rows import ClipRow

MAIN_CURVES = 3
"""Measures of a shot that are drawn at once; the others wait behind a button."""


@dataclass(frozen=True)
class Span:
    """Where something lies in a clip, in percent of its length."""

    left: float
    width: float


def extent(row: ClipRow) -> tuple[float, float]:
    """First and last moment of a clip, in seconds."""
    if row.curves and len(row.curves.times_s) > 1:
        return row.curves.times_s[0], row.curves.times_s[-1]
    duration = (row.clip.duration_s if row.clip else None) or 0.0
    ends = [event.end_s for event in row.events]
    return 0.0, max([duration, *ends])


def span(start_s: float, end_s: float, within: tuple[float, float]) -> Span:
    """A time range as a place on the clip's time axis, at least half a percent wide."""
    first, last = within
    length = (last - first) or 1.0
    left = min(max((start_s - first) / length * 100, 0.0), 99.5)
    right = min(max((end_s - first) / length * 100, left + 0.5), 100.0)
    return Span(round(left, 2), round(right - left, 2))


def measures(rows: Sequence[ClipRow]) -> list[str]:
    """Measures with a curve in any of these clips: those that raised most events first."""
    raised = [event.metric for row in rows for event in row.events]
    names = dict.fromkeys(
        name for row in rows if row.curves for name in row.curves.values if _drawn(row, name)
    )
    return sorted(names, key=lambda name: -raised.count(name))


def _drawn(row: ClipRow, name: str) -> bool:
    known = [one for one in row.curves.values[name] if one is not None] if row.curves else []
    return len(known) > 1


def scales(rows: Iterable[ClipRow]) -> dict[str, tuple[float, float]]:
    """Lowest and highest value of every measure over clips that are drawn on one scale.

    On a scale of its own each clip fills its box, and a steady one looks as wild as a broken one.
    """
    ends: dict[str, tuple[float, float]] = {}
    for row in rows:
        for name, values in row.curves.values.items() if row.curves else ():
            known = [value for value in values if value is not None]
            if known:
                low, high = ends.get(name, (known[0], known[0]))
                ends[name] = min(low, *known), max(high, *known)
    return ends
