"""Which moments of a clip are looked at by models: where the subject changes, not every frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vidcheck.geometry import Region

    Image = NDArray[np.uint8]

SELDOM_S, OFTEN_S = 0.5, 0.25
"""Seconds from one key frame to the next, of a subject that stands still and of one that moves."""
STIRS, JUMPS = 3.0, 12.0
"""Mean change of the subject's small picture, of 255 levels: from the first on it is looked at
often, from the second on at once. Grain alone gives about 1."""
SIDE = 16


class KeyFrames:
    """Chooses key frames as they come; remembers one small picture of the subject."""

    def __init__(self) -> None:
        self._when_s: float | None = None
        self._small: NDArray[np.float32] | None = None

    def wants(self, time_s: float, rgb: Image, box: Region) -> bool:
        """Whether this moment is a key frame; they come in time order.

        Args:
            time_s: seconds.
            rgb: the frame, RGB uint8 (H, W, 3).
            box: where the subject is in it.
        """
        cut = np.ascontiguousarray(rgb[box.slices])
        small = cv2.resize(cut, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
        if self._when_s is not None and self._small is not None:
            passed = time_s - self._when_s + 1e-6
            change = float(np.abs(small - self._small).mean())
            due = SELDOM_S if change < STIRS else OFTEN_S if change < JUMPS else 0.0
            if passed < due:
                return False
        self._when_s, self._small = time_s, small
        return True
