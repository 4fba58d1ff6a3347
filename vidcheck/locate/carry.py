"""Carry a mask along with the motion from pair to pair."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np

from vidcheck.geometry import Region
from vidcheck.locate.base import Source, Subject, ellipse
from vidcheck.locate.look import Look, look_of
from vidcheck.motion import COARSE, cells, coarse, grid, sample

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vidcheck.decode import Frame
    from vidcheck.locate.base import Floats
    from vidcheck.motion import Motion

SMALLEST = 40
"""Sure pixels below which a subject is too small to be followed (0.1 % of a working picture)."""


REST = 0.1
"""Share of the first mask, at the picture's rim, that is no more than the trail of what went out:
flow mixes both sides of an outline over some 30 px."""
ALIKE = 0.6
"""Likeness from which a lost subject is taken to be back. In 82 real clips the place most like the
subject that was not it stayed below this in six of seven."""


@dataclass
class CarriedMask:
    """A soft ellipse in `region` of the first frame, or `outline`, moved along with the flow.

    The flow is smoothed over 5 px, so that single wrong vectors do not tear the mask, and the
    mask's edge is steepened by a tenth at each step, which undoes the blur of resampling.

    A known subject of which fewer than 40 pixels are left, or less than a tenth at the picture's
    rim, is lost, and its mask empty, until something that looks as it did in the first frame is in
    the picture again.
    """

    region: Region
    source: Source
    found: float
    outline: Floats | None = field(default=None, repr=False)
    _mask: Floats | None = field(default=None, repr=False)
    _look: Look | None = field(default=None, repr=False)
    _size: int = 0

    def start(self, frame: Frame) -> Subject | None:
        """The outline where one is known, else the ellipse."""
        mask = ellipse(self.region, frame.size) if self.outline is None else self.outline
        self._mask = mask
        self._size = int(np.count_nonzero(mask > 0.5))
        self._look = look_of(coarse(frame.lab, frame.size), coarse(mask, frame.size))
        return Subject(mask, 1.0)

    def follow(self, motion: Motion) -> Subject | None:
        """The mask moved on; confidence is the share of its pixels whose flow holds both ways."""
        if self._mask is None:
            return None
        if not self._mask.any():
            return self._again(motion.after)
        before = self._mask > 0.5
        columns, rows = grid(motion.after.size)
        back = cv2.blur(motion.backward, (5, 5))
        moved = sample(self._mask, (columns + back[..., 0], rows + back[..., 1]))
        moved = np.clip((moved - 0.5) * 1.1 + 0.5, 0, 1).astype(np.float32)
        solid = moved > 0.5
        if self._size >= SMALLEST and self._is_lost(solid):
            return self._again(motion.after)
        if np.count_nonzero(solid) >= SMALLEST:
            self._mask = moved
        some = cells(before)
        held = int(np.count_nonzero(motion.followed & some))
        return Subject(self._mask, held / max(1, int(np.count_nonzero(some))))

    def _is_lost(self, solid: NDArray[np.bool_]) -> bool:
        if self.source == "auto":
            return False  # what was only guessed may be panned past; nobody said that it matters
        count = int(np.count_nonzero(solid))
        at_rim = solid[0].any() or solid[-1].any() or solid[:, 0].any() or solid[:, -1].any()
        return count < SMALLEST or (bool(at_rim) and count < REST * self._size)

    def _again(self, frame: Frame) -> Subject:
        """The subject where it is seen again, else nothing."""
        self._mask = np.zeros(frame.gray.shape, np.float32)
        if self._look is None:
            return Subject(self._mask, 0.0)
        alike = self._look.placings(coarse(frame.lab, frame.size))
        row, column = np.unravel_index(int(alike.argmax()), alike.shape)
        sure = float(alike[row, column])
        if sure < ALIKE:
            return Subject(self._mask, 0.0)
        height, width = (COARSE * side for side in self._look.share.shape)
        place = Region.from_xywh(COARSE * int(column), COARSE * int(row), width, height)
        self._mask = ellipse(place, frame.size)
        return Subject(self._mask, sure)
