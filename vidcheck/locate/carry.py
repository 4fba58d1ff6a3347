"""Carry a mask along with the motion from pair to pair."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np

from vidcheck.locate.base import Source, Subject, ellipse
from vidcheck.motion import grid, sample

if TYPE_CHECKING:
    from vidcheck.decode import Frame
    from vidcheck.geometry import Region
    from vidcheck.locate.base import Floats
    from vidcheck.motion import Motion

SMALLEST = 40
"""Sure pixels below which a subject is too small to be followed (0.1 % of a working picture)."""


@dataclass
class CarriedMask:
    """A soft ellipse in `region` of the first frame, or `outline`, moved along with the flow.

    The flow is smoothed over 5 px, so that single wrong vectors do not tear the mask, and the
    mask's edge is steepened by a tenth at each step, which undoes the blur of resampling.
    """

    region: Region
    source: Source
    found: float
    outline: Floats | None = field(default=None, repr=False)
    _mask: Floats | None = field(default=None, repr=False)

    def start(self, frame: Frame) -> Subject | None:
        """The outline where one is known, else the ellipse."""
        mask = ellipse(self.region, frame.size) if self.outline is None else self.outline
        self._mask = mask
        return Subject(mask, 1.0)

    def follow(self, motion: Motion) -> Subject | None:
        """The mask moved on; confidence is the share of its pixels whose flow holds both ways."""
        if self._mask is None:
            return None
        before = self._mask > 0.5
        columns, rows = grid(motion.after.size)
        back = cv2.blur(motion.backward, (5, 5))
        moved = sample(self._mask, (columns + back[..., 0], rows + back[..., 1]))
        moved = np.clip((moved - 0.5) * 1.1 + 0.5, 0, 1).astype(np.float32)
        if np.count_nonzero(moved > 0.5) >= SMALLEST:
            self._mask = moved
        held = int(np.count_nonzero(motion.followed & before))
        return Subject(self._mask, held / max(1, int(np.count_nonzero(before))))
