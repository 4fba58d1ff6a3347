"""All that locating and measuring are told of a clip: never the storyboard, never a file name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from vidcheck.decode import Frame
    from vidcheck.geometry import Region, Size

PACE_FPS = 12.0
"""Frame pairs measured per second of film: dense flow at every frame of a 30 fps clip would cost
twice as much, and pairs at one pace make clips of different frame rates comparable."""


@dataclass(frozen=True, eq=False)
class Brief:
    """What is known before the first frame.

    Args:
        working: size of the frames that will come, in pixels.
        fps: frames per second the container claims, or None.
        subject: box of the subject in the first frame, in working pixels, or None.
        references: pictures of the subject, RGB uint8 (H, W, 3), any sizes.
        opening: a few frames of the first half second, for guessing what moves on its own.
    """

    working: Size
    fps: float | None
    subject: Region | None = None
    references: tuple[NDArray[np.uint8], ...] = ()
    opening: tuple[Frame, ...] = ()
