"""A better lock on a subject that was only guessed: a network's outline, carried by the flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from vidcheck.locate.base import Subject
from vidcheck.locate.carry import CarriedMask
from vidcheck.models.mask import largest_part

if TYPE_CHECKING:
    from vidcheck.decode import Frame
    from vidcheck.models.mask import Floats, Masker
    from vidcheck.motion import Motion

RENEWED_S = 2.5
"""Seconds after which the network is asked again, twice in five: an outline costs 0.26 s of one
core."""
AGREES = 0.5
"""Overlap (IoU of pixels) with what was carried from which a new outline is of the same thing."""


class OutlineLock:
    """Follows what a network says stands out.

    Between two answers the outline moves with the flow; a new answer takes its place where it is
    plainly the same thing, so that a network that changes its mind does not swap the subject.
    """

    def __init__(self, masker: Masker) -> None:
        self._masker = masker
        self._carried: CarriedMask | None = None
        self._asked_s = 0.0

    def start(self, frame: Frame) -> Subject | None:
        """The subject of the first frame, or None where nothing stands out."""
        outline = self._ask(frame)
        region = None if outline is None else Subject(outline, 1.0).region
        if outline is None or region is None:
            return None
        self._carried = CarriedMask(region, "auto", 1.0, outline)
        return self._carried.start(frame)

    def follow(self, motion: Motion) -> Subject | None:
        """The subject of `motion.after`."""
        if self._carried is None:
            return None
        moved = self._carried.follow(motion)
        if moved is None or motion.after.time_s - self._asked_s < RENEWED_S:
            return moved
        fresh = self._ask(motion.after)
        if fresh is None or _agreement(fresh, moved.mask) < AGREES:
            return moved
        region = Subject(fresh, 1.0).region or self._carried.region
        self._carried = CarriedMask(region, "auto", 1.0, fresh)
        return self._carried.start(motion.after)

    def _ask(self, frame: Frame) -> Floats | None:
        self._asked_s = frame.time_s
        return largest_part(self._masker.salient(frame.rgb))


def _agreement(one: Floats, other: Floats) -> float:
    first, second = one > 0.5, other > 0.5
    either = cv2.countNonZero((first | second).view(np.uint8))
    return cv2.countNonZero((first & second).view(np.uint8)) / max(1, either)
