"""When the subject was away for a good reason: it left the picture, or something passed by.

What changed and came back is no swap; what left over the rim is no vanishing. Rules after Ling et
al. 2025 (VMBench), arXiv:2503.10076, with the palette's distance from the first frames as the
sign that the subject is back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vidcheck.brief import pairs_in
from vidcheck.detect.base import Excuse, Series

if TYPE_CHECKING:
    from vidcheck.detect.base import Evidence
    from vidcheck.geometry import Region, Size

LEAST_RISE = 0.12
"""Palette distance that a covered or absent subject rises by at least."""
BACK_SHARE = 0.4
"""The subject is back when the palette's distance fell below two fifths of its peak."""
SLOW_PAIRS = pairs_in(1 / 4)
"""A thing that passes takes at least a quarter of a second to cover; what takes less is a jump."""
MARGIN_S = 0.25


def excuses(evidence: Evidence, working: Size) -> tuple[Excuse, ...]:
    """Stretches of time in which the subject was away and after which it came back."""
    series = evidence.series("histogram_hsv_first")
    if series is None or len(series) < 10:
        return ()
    peak, final = float(series.values.max()), float(np.median(series.values[-4:]))
    before = float(np.median(series.values[:3]))
    rise = peak - max(before, final)
    if rise < LEAST_RISE or final > BACK_SHARE * peak:
        return ()
    away = np.flatnonzero(series.values > max(before, final) + rise / 4)
    first, last = int(away[0]), int(away[-1])
    start, end = float(series.times_s[first]), float(series.times_s[last])
    if _newly_at_rim(evidence, working, start):
        return (Excuse(start - MARGIN_S, end + MARGIN_S, "left"),)
    if _slow(series, before + 0.15 * rise, before + 0.85 * rise):
        return (Excuse(start - MARGIN_S, end + MARGIN_S, "covered"),)
    return ()


def _newly_at_rim(evidence: Evidence, working: Size, when_s: float) -> bool:
    boxes = [box for _, box in evidence.track if box is not None]
    now = evidence.box_at(when_s)
    if not boxes or now is None:
        return False
    return bool(_rims(now, working) - _rims(boxes[0], working))


def _rims(box: Region, working: Size) -> set[str]:
    sides = {
        "left": box.left <= 2,
        "top": box.top <= 2,
        "right": box.right >= working.width - 2,
        "bottom": box.bottom >= working.height - 2,
    }
    return {side for side, touched in sides.items() if touched}


def _slow(series: Series, low: float, high: float) -> bool:
    top = int(np.argmax(series.values >= high))
    under = np.flatnonzero(series.values[:top] <= low)
    return bool(under.size) and top - int(under[-1]) >= SLOW_PAIRS
