"""Numbers per frame and clip; each measure one file, each named once in `BUILT_IN`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.measure import (
    appearance,
    blink,
    boil,
    coherence,
    dissolve,
    double,
    histogram,
    movement,
    ssim,
    steadiness,
    surprise,
    walk,
)

if TYPE_CHECKING:
    from vidcheck.measure.base import MetricSpec

BUILT_IN: tuple[MetricSpec, ...] = (
    *ssim.SPECS,
    *histogram.SPECS,
    *appearance.SPECS,
    *walk.SPECS,
    *coherence.SPECS,
    *boil.SPECS,
    *surprise.SPECS,
    *blink.SPECS,
    *double.SPECS,
    *dissolve.SPECS,
    *steadiness.SPECS,
    *movement.SPECS,
)
