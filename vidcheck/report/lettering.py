"""Letters on pictures, in English and Chinese, with the fonts of the machine."""

from __future__ import annotations

from functools import lru_cache

from PIL import ImageFont

from vidcheck.paper.fonts import chinese_font

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@lru_cache(maxsize=16)
def font(size: int) -> Font:
    """Letters of a size in pixels: the machine's Chinese font, else the one that Pillow brings."""
    path = chinese_font()
    if path is None:
        return ImageFont.load_default(size)
    return ImageFont.truetype(str(path), size)


def drawable(text: str) -> str:
    """The text as far as there are letters for it; without a Chinese font its rest is left out."""
    shown = "".join(char if char.isprintable() else " " for char in text)
    if chinese_font() is not None:
        return shown
    latin = "".join(char for char in shown if ord(char) < 0x2E80)
    return " ".join(latin.split()).strip(" ·")


def fitting(text: str, size: int, width: float) -> str:
    """The text, cut with an ellipsis where it is wider than `width` pixels."""
    shown = drawable(text)
    letters = font(size)
    if letters.getlength(shown) <= width:
        return shown
    while shown and letters.getlength(shown + "…") > width:
        shown = shown[:-1]
    return shown.rstrip() + "…"
