"""All that locating and measuring are told of a clip: never the storyboard, never a file name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from vidcheck.decode import Frame
    from vidcheck.geometry import Region, Size


PACE_FPS = 8.0
"""Frame pairs measured per second of film: pairs at one pace make clips of different frame rates
comparable, and many generators give no more frames a second than eight."""


def pairs_in(seconds: float) -> int:
    """Pairs that make up a time, at least one."""
    return max(1, round(seconds * PACE_FPS))


@dataclass(frozen=True, eq=False)
class Reference:
    """A picture of a subject.

    Args:
        rgb: RGB uint8 (H, W, 3), any size; what is transparent lies on grey.
        opaque: which pixels the file itself says are the subject, by its transparency, bool (H, W);
            None where it has none.
    """

    rgb: NDArray[np.uint8]
    opaque: NDArray[np.bool_] | None = None


@dataclass(frozen=True, eq=False)
class Brief:
    """What is known before the first frame.

    Args:
        working: size of the frames that will come, in pixels.
        fps: frames per second the container claims, or None.
        subject: box of the subject in the first frame, in working pixels, or None.
        references: pictures of the subject.
        opening: a few frames of the first half second, for guessing what moves on its own.
    """

    working: Size
    fps: float | None
    subject: Region | None = None
    references: tuple[Reference, ...] = ()
    opening: tuple[Frame, ...] = ()


@dataclass(frozen=True)
class Also:
    """A further subject of a clip: its box in source pixels of the first frame, or its pictures."""

    name: str
    box: Region | None = None
    references: tuple[Path, ...] = ()
