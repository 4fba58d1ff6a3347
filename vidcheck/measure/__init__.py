"""Numbers per frame and clip; each measure one file, each named once in `BUILT_IN`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.measure import (
    appearance,
    boil,
    coherence,
    histogram,
    movement,
    ssim,
    steadiness,
    surprise,
)

if TYPE_CHECKING:
    from vidcheck.measure.base import MetricSpec

BUILT_IN: tuple[MetricSpec, ...] = (
    *ssim.SPECS,
    *histogram.SPECS,
    *appearance.SPECS,
    *coherence.SPECS,
    *boil.SPECS,
    *surprise.SPECS,
    *steadiness.SPECS,
    *movement.SPECS,
)
