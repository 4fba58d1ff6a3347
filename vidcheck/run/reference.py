"""Reference pictures as everything here looks at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, UnidentifiedImageError

from vidcheck.errors import StoryboardError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

REFERENCE_SIDE = 1024
"""Long side references are reduced to before anything looks at them, in pixels."""


def read_reference(path: Path) -> NDArray[np.uint8]:
    """A picture as RGB uint8 (H, W, 3), reduced to 1024 px; transparency lies on grey.

    Raises:
        StoryboardError: where the file is missing, no picture, or a decompression bomb.
    """
    try:
        with Image.open(path) as image:
            image.thumbnail((REFERENCE_SIDE, REFERENCE_SIDE))
            clear = image.convert("RGBA")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise StoryboardError(
            f"{path}: not a readable picture: {error}", hint="references are PNG, JPEG or WebP"
        ) from error
    grey = Image.new("RGBA", clear.size, (127, 127, 127, 255))
    return np.asarray(Image.alpha_composite(grey, clear).convert("RGB"), np.uint8)
