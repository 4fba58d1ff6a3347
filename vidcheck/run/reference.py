"""Reference pictures as everything here looks at them."""

from __future__ import annotations

import struct
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageOps

from vidcheck.brief import Reference
from vidcheck.errors import StoryboardError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REFERENCE_SIDE = 1024
"""Long side references are reduced to before anything looks at them, in pixels."""
LEAST_OPAQUE = 0.001
"""Share of a picture below which nothing is left of it to look at: a hundred pixels of 320×320."""
UNREADABLE = (
    OSError, SyntaxError, ValueError, LookupError, TypeError, EOFError, OverflowError, struct.error,
    Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip
"""What Pillow raises over damaged pictures; SyntaxError is a broken PNG."""


def read_reference(path: Path) -> Reference:
    """A picture, turned as it was taken and reduced to 1024 px; of an animation the first picture.

    Raises:
        StoryboardError: where the file is missing, no picture, a decompression bomb, or
            transparent everywhere.
    """
    try:
        with _bombs_refused(), Image.open(path) as image:
            upright = _upright(image)
    except UNREADABLE as error:
        raise StoryboardError(
            f"{path}: not a readable picture: {error}", hint="references are PNG, JPEG or WebP"
        ) from error
    grey = Image.new("RGBA", upright.size, (127, 127, 127, 255))
    rgb = np.asarray(Image.alpha_composite(grey, upright).convert("RGB"), np.uint8)
    opaque = np.asarray(upright.getchannel("A")) > 127
    if opaque.mean() < LEAST_OPAQUE:
        raise StoryboardError(
            f"{path}: the picture shows nothing: it is transparent everywhere",
            hint="save it again with the subject visible, or without transparency",
        )
    return Reference(rgb, None if opaque.all() else opaque)


def _upright(image: Image.Image) -> Image.Image:
    """As RGBA of the size that is looked at; cameras note how they were held in EXIF."""
    if image.mode.startswith("I") or image.mode == "F":
        image = _in_eight_bits(image)
    image.thumbnail((REFERENCE_SIDE, REFERENCE_SIDE))
    return ImageOps.exif_transpose(image).convert("RGBA")


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Grey of 16 bits or more: Pillow cuts what is above 255, which leaves a white picture."""
    values = np.asarray(image, np.float64)
    most = 65535.0 if image.mode != "F" else max(float(values.max(initial=0)), 1e-6)
    scaled = Image.fromarray((values.clip(0, most) * (255 / most)).astype(np.uint8))
    scaled.info.update(image.info)
    return scaled


@contextmanager
def _bombs_refused() -> Iterator[None]:
    """What Pillow only warns of is an error, as it is for `lint`: above 89 million pixels."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield
