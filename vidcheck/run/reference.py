"""Reference pictures as everything here looks at them."""

from __future__ import annotations

import struct
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from vidcheck.errors import StoryboardError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

REFERENCE_SIDE = 1024
"""Long side references are reduced to before anything looks at them, in pixels."""
UNREADABLE = (
    OSError, SyntaxError, ValueError, LookupError, TypeError, EOFError, OverflowError, struct.error,
    Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip
"""What Pillow raises over damaged pictures; SyntaxError is a broken PNG."""


def read_reference(path: Path) -> NDArray[np.uint8]:
    """A picture as RGB uint8 (H, W, 3), reduced to 1024 px; transparency lies on grey.

    Raises:
        StoryboardError: where the file is missing, no picture, or a decompression bomb.
    """
    try:
        with _bombs_refused(), Image.open(path) as image:
            image.thumbnail((REFERENCE_SIDE, REFERENCE_SIDE))
            clear = image.convert("RGBA")
    except UNREADABLE as error:
        raise StoryboardError(
            f"{path}: not a readable picture: {error}", hint="references are PNG, JPEG or WebP"
        ) from error
    grey = Image.new("RGBA", clear.size, (127, 127, 127, 255))
    return np.asarray(Image.alpha_composite(grey, clear).convert("RGB"), np.uint8)


@contextmanager
def _bombs_refused() -> Iterator[None]:
    """What Pillow only warns of is an error, as it is for `lint`: above 89 million pixels."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield
