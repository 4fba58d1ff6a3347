"""What every way of finding the subject has in common."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Protocol

import cv2
import numpy as np

from vidcheck.geometry import Region
from vidcheck.motion import grid

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vidcheck.decode import Frame
    from vidcheck.geometry import Size
    from vidcheck.motion import Motion

    Floats = NDArray[np.float32]

Source = Literal["given", "reference", "face", "auto", "none"]


@dataclass(frozen=True, eq=False)
class Subject:
    """The subject in one frame.

    Args:
        mask: how much each pixel belongs to it, float32 (H, W), 0..1.
        confidence: that this is still the subject, 0..1.
    """

    mask: Floats
    confidence: float

    @cached_property
    def solid(self) -> NDArray[np.bool_]:
        """Pixels that surely belong to it."""
        return np.asarray(self.mask > 0.5)

    @cached_property
    def surroundings(self) -> NDArray[np.bool_]:
        """Pixels that surely do not: at least 7 px away from anything that might."""
        near = cv2.dilate(self.mask, np.ones((15, 15), np.uint8))
        return np.asarray(near <= 0.3)

    @cached_property
    def region(self) -> Region | None:
        """The box around the sure pixels, or None where there are none."""
        return box_of(self.solid)


class Locator(Protocol):
    """Finds the subject in a first frame and follows it; `found` says how sure the find is."""

    source: Source
    found: float

    def start(self, frame: Frame) -> Subject | None:
        """The subject in the first frame, or None where it is not in sight."""

    def follow(self, motion: Motion) -> Subject | None:
        """The subject in `motion.after`, or None where it is lost."""


def box_of(solid: NDArray[np.bool_]) -> Region | None:
    """The box around what is true in (H, W), or None where nothing is."""
    rows, columns = np.flatnonzero(solid.any(1)), np.flatnonzero(solid.any(0))
    if not rows.size:
        return None
    return Region(int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1)


def ellipse(region: Region, size: Size) -> Floats:
    """A soft ellipse filling `region`: 1 inside, 0 outside, falling over the rim; (H, W)."""
    columns, rows = grid(size)
    across = (columns - (region.left + region.right) / 2) / (region.width / 2)
    down = (rows - (region.top + region.bottom) / 2) / (region.height / 2)
    return np.asarray(np.clip(2.2 - 2 * np.hypot(across, down), 0, 1), np.float32)
