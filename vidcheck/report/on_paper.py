"""Pictures for a page that is printed: no larger than paper shows, in a form that a PDF keeps.

A browser puts a JPEG into a PDF as it is, and unpacks a WebP, which makes it ten times as large.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Mapping

TALLEST_PX = 216
"""The tallest picture prints 26 mm high (page/print.css): 210 dots an inch."""
QUALITY = 82
"""Of JPEG; flaws of a take must not drown in those of the coding."""


def as_printed(pictures: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same pictures as JPEG, by the same names; what is no picture is left out."""
    found = {}
    for name, content in pictures.items():
        try:
            with Image.open(io.BytesIO(content)) as opened:
                picture = opened.convert("RGB")
        except OSError:
            continue
        if picture.height > TALLEST_PX:
            width = max(1, round(picture.width * TALLEST_PX / picture.height))
            picture = picture.resize((width, TALLEST_PX), Image.Resampling.LANCZOS)
        packed = io.BytesIO()
        picture.save(packed, "JPEG", quality=QUALITY, optimize=True)
        found[name] = packed.getvalue()
    return found
