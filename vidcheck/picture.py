"""From a decoder's picture to upright RGB at the working size, whatever the colours came in as."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

import cv2
import numpy as np
from av.video.reformatter import ColorRange, Interpolation, VideoReformatter

from vidcheck.geometry import Size

if TYPE_CHECKING:
    from av.video.frame import VideoFrame
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]
    Floats = NDArray[np.float32]

Pixel = TypeVar("Pixel", bound=np.generic)

_TURN = {1: cv2.ROTATE_90_COUNTERCLOCKWISE, 2: cv2.ROTATE_180, 3: cv2.ROTATE_90_CLOCKWISE}
_WEIGHTS = {1: (0.2126, 0.0722), 7: (0.212, 0.087), 9: (0.2627, 0.0593), 10: (0.2627, 0.0593)}
"""Weights of red and blue in luma by ITU-T H.273 matrix number; all others are BT.601's."""
_BT601 = (0.299, 0.114)


@lru_cache
def _matrix(weights: tuple[float, float], *, full: bool) -> Floats:
    """From (Y, Cb, Cr, 1) in 0..255 to RGB in 0..255, shape (3, 4). ITU-T H.273 (2021), 8.3."""
    red, blue = weights
    luma, chroma, black = (1.0, 1.0, 0.0) if full else (255 / 219, 255 / 224, 16.0)
    to_red, to_blue = 2 * (1 - red) * chroma, 2 * (1 - blue) * chroma
    green = 1 - red - blue
    turn = np.array(
        [
            [luma, 0.0, to_red],
            [luma, -blue / green * to_blue, -red / green * to_red],
            [luma, to_blue, 0.0],
        ]
    )
    return np.column_stack([turn, -turn @ (black, 128.0, 128.0)]).astype(np.float32)


class Scaler:
    """Pictures of one clip to RGB at the working size; keeps the set-up between frames."""

    def __init__(self, size: Size) -> None:
        self._size = size
        self._reformatter = VideoReformatter()

    def rgb(self, picture: VideoFrame) -> Image:
        """One picture, turned upright, read-only."""
        turns = turns_of(picture)
        size = Size(self._size.height, self._size.width) if turns % 2 else self._size
        rgb = self._from_rgb(picture, size) if _is_rgb(picture) else self._from_yuv(picture, size)
        upright = cv2.rotate(rgb, _TURN[turns]) if turns else rgb
        return locked(np.ascontiguousarray(upright, np.uint8))

    def _from_rgb(self, picture: VideoFrame, size: Size) -> Image:
        scaled = self._scaled(picture, size, "rgb24", ColorRange.JPEG)
        return np.asarray(scaled.to_ndarray(), np.uint8)

    def _from_yuv(self, picture: VideoFrame, size: Size) -> Image:
        full = picture.color_range == ColorRange.JPEG or picture.format.name.startswith("yuvj")
        weights = _WEIGHTS.get(picture.colorspace, _BT601)
        keep = ColorRange.JPEG if full else ColorRange.MPEG
        planes = self._scaled(picture, size, "yuv420p", keep).to_ndarray()
        if weights == _BT601 and not full:
            return np.asarray(cv2.cvtColor(planes, cv2.COLOR_YUV2RGB_I420), np.uint8)
        # Half of what swscale takes for the same and within 1 level of it: see docs/decode.md.
        rows, half = size.height, (2, size.height // 2, size.width // 2)
        chroma = planes[rows:].reshape(half)
        yuv = [planes[:rows], *(cv2.resize(c, (size.width, size.height)) for c in chroma)]
        return np.asarray(cv2.transform(cv2.merge(yuv), _matrix(weights, full=full)), np.uint8)

    def _scaled(
        self, picture: VideoFrame, size: Size, form: str, color_range: ColorRange
    ) -> VideoFrame:
        shrinks = picture.width >= size.width and picture.height >= size.height
        return self._reformatter.reformat(
            picture,
            width=size.width,
            height=size.height,
            format=form,
            interpolation=Interpolation.AREA if shrinks else Interpolation.BICUBIC,
            dst_color_range=color_range,
            threads=1,
        )


def _is_rgb(picture: VideoFrame) -> bool:
    """Whether a picture holds no chroma planes: RGB, palette, or gray (which is full range)."""
    form = picture.format
    return form.is_rgb or form.has_palette or len(form.components) < 3


def turns_of(picture: VideoFrame) -> int:
    """Display rotation in quarter turns counter-clockwise, 0..3."""
    return round(picture.rotation / 90) % 4


def locked(array: NDArray[Pixel]) -> NDArray[Pixel]:
    """The same array, which nobody can write into any more."""
    array.flags.writeable = False
    return array
