"""The sharpest frame of a take between two moments, as a picture file in full size."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
from PIL import Image

from vidcheck.decode import open_clip
from vidcheck.errors import ClipError
from vidcheck.files import write_whole
from vidcheck.geometry import Region

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from vidcheck.decide.rows import Still
    from vidcheck.decode import Frame

MARGIN = 0.15
"""Of the subject's box, kept around it on every side."""


def take_still(still: Still, folder: Path) -> Path:
    """Write the picture that an advice needs.

    Args:
        still: which take, when, and where the picture goes.
        folder: the storyboard's folder; the picture goes below it.

    Returns: the file written (PNG). One that is there already is left as it is.

    Raises: ClipError where the take cannot be read or has no frame in that time, OutputError where
        the picture cannot be written.
    """
    target = folder / still.path
    if target.exists():
        return target
    frame = sharpest(Path(still.take), still.from_s, still.to_s, still.box)
    out = io.BytesIO()
    Image.fromarray(frame).save(out, "PNG")
    write_whole(target, out.getvalue())
    return target


def sharpest(
    clip: Path, from_s: float, to_s: float, box: tuple[int, int, int, int] | None = None
) -> NDArray[np.uint8]:
    """The frame with the most fine detail between two moments, RGB (H, W, 3) in source size.

    Detail is the variance of the Laplacian (Pech-Pacheco et al. 2000,
    doi:10.1109/ICPR.2000.903548) inside the box, or in the whole picture where there is none.

    Args:
        clip: the file.
        from_s: first moment, seconds.
        to_s: last moment, seconds.
        box: x, y, width, height in source pixels; the answer is cut to it, with a margin.

    Raises: ClipError where the clip cannot be read, or shows nothing in that time.
    """
    with open_clip(clip, threads=1) as (info, _):
        size = info.size
    best: NDArray[np.uint8] | None = None
    detail = -1.0
    with open_clip(clip, size.short_side) as (info, frames):
        across, down = info.scale
        cut = _region(box, across, down)
        for frame in frames:
            if frame.time_s > to_s + 1e-6:
                break
            if frame.time_s < from_s - 1e-6:
                continue
            shown = _shown(frame, cut)
            gray = cv2.cvtColor(shown, cv2.COLOR_RGB2GRAY)
            found = float(cv2.Laplacian(gray, cv2.CV_64F).var())
            if found > detail:
                best, detail = shown.copy(), found
    if best is None:
        raise ClipError(f"{clip}: no frame between {from_s:g} and {to_s:g} s")
    return best


def _region(box: tuple[int, int, int, int] | None, across: float, down: float) -> Region | None:
    if box is None:
        return None
    x, y, width, height = box
    more_x, more_y = round(width * MARGIN), round(height * MARGIN)
    wider = Region.from_xywh(x - more_x, y - more_y, width + 2 * more_x, height + 2 * more_y)
    return wider.scaled(1 / across, 1 / down)


def _shown(frame: Frame, cut: Region | None) -> NDArray[np.uint8]:
    inside = cut.inside(frame.size) if cut else None
    return frame.rgb if inside is None else frame.rgb[inside.slices]
