"""Series as paths of an inline SVG, and time ranges as percentages of a clip's length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vidcheck.judge.rows import ClipRow

WIDTH, HEIGHT = 1000.0, 100.0
MOST_BUCKETS = 200
"""Columns a curve is drawn with; each keeps its lowest and highest value, so no spike is lost."""
MOST_CURVES = 2
"""Of a clip with findings; one without shows its first measure only."""


@dataclass(frozen=True)
class Curve:
    """One measure over time: SVG path in a 1000 × 100 box, highest value on top."""

    metric: str
    path: str
    low: float
    high: float
    flagged: bool


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


def main_curves(row: ClipRow, ends: Mapping[str, tuple[float, float]]) -> list[Curve]:
    """The measures worth looking at: those that raised an event first, then the others in order.

    Args:
        row: the clip.
        ends: the scale of each measure (`scales`).
    """
    if row.curves is None:
        return []
    raised = [event.metric for event in row.events]
    names = sorted(row.curves.values, key=lambda name: name not in raised)
    drawn: list[Curve] = []
    for name in names:
        points = list(zip(row.curves.times_s, row.curves.values[name], strict=False))
        known = [value for _, value in points if value is not None]
        if len(known) > 1:
            path = _path(_thinned(points), extent(row), ends[name])
            drawn.append(Curve(name, path, min(known), max(known), name in raised))
    return drawn[: MOST_CURVES if row.events else 1]


def _thinned(
    points: Sequence[tuple[float, float | None]],
) -> Sequence[tuple[float, float | None]]:
    if len(points) <= 2 * MOST_BUCKETS:
        return points
    kept: list[tuple[float, float | None]] = []
    size = len(points) / MOST_BUCKETS
    for i in range(MOST_BUCKETS):
        bucket = points[int(i * size) : int((i + 1) * size)]
        known = [(time, value) for time, value in bucket if value is not None]
        if known:
            ends = {min(known, key=lambda one: one[1]), max(known, key=lambda one: one[1])}
            kept += sorted(ends)
        else:
            kept.append(bucket[0])
    return kept


def _path(
    points: Sequence[tuple[float, float | None]],
    within: tuple[float, float],
    values: tuple[float, float],
) -> str:
    (first, last), (low, high) = within, values
    steps, pen_down = [], False
    for time, value in points:
        if value is None:
            pen_down = False
            continue
        x = (time - first) / ((last - first) or 1.0) * WIDTH
        # A steady series is a line through the middle, not along the bottom.
        y = HEIGHT * (1 - (value - low) / (high - low)) if high > low else HEIGHT / 2
        steps.append(f"{'L' if pen_down else 'M'}{x:.1f} {y:.1f}")
        pen_down = True
    return "".join(steps)
