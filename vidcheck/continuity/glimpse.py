"""A few frames of a clip kept during its one pass, whatever its length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vidcheck.decode import Frame
    from vidcheck.locate.base import Subject

MOST = 5
"""Frames described of a clip; an outline costs 0.4 s of one core each."""


@dataclass(frozen=True, eq=False)
class Glimpse:
    """One moment: RGB uint8 (H, W, 3), and the subject's mask 0..1 (H, W) or None out of sight."""

    time_s: float
    rgb: NDArray[np.uint8]
    mask: NDArray[np.float32] | None


class Glimpses:
    """Keeps frames evenly over a clip of unknown length: when full, every second one goes.

    At most `2 * MOST` are held at a time.
    """

    def __init__(self) -> None:
        self._kept: list[Glimpse] = []
        self._step, self._seen = 1, 0

    def see(self, frame: Frame, subject: Subject | None) -> None:
        """One measured moment; they come in time order."""
        if self._seen % self._step == 0:
            if len(self._kept) == 2 * MOST:
                del self._kept[1::2]
                self._step *= 2
            if self._seen % self._step == 0:
                mask = None if subject is None else subject.mask
                self._kept.append(Glimpse(frame.time_s, frame.rgb, mask))
        self._seen += 1

    def chosen(self) -> tuple[Glimpse, ...]:
        """At most `MOST` of them, spread evenly."""
        count = min(MOST, len(self._kept))
        at = np.linspace(0, len(self._kept) - 1, count).round().astype(int)
        return tuple(self._kept[i] for i in dict.fromkeys(at.tolist()))
