"""Single frames of a contact strip."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image

from vidcheck.report.sections import STRIP_FRAMES

if TYPE_CHECKING:
    from vidcheck.judge.rows import ClipRow


def cells_of(row: ClipRow) -> int:
    """How many frames the strip of a clip has."""
    return max(1, min(STRIP_FRAMES, row.clip.frames if row.clip else 1))


def cell(strip: bytes, number: int, cells: int) -> Image.Image | None:
    """One frame of a strip, counted from 0; None where the strip is no picture."""
    try:
        with Image.open(io.BytesIO(strip), formats=("WEBP",)) as opened:
            whole = opened.convert("RGB")
    except OSError:
        return None
    width = whole.width // cells
    return whole.crop((number * width, 0, (number + 1) * width, whole.height))
