"""Letters on pictures, in English and Chinese, with the fonts of the machine."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FOLDERS = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts",
    "/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts",
)  # fmt: skip
CHINESE = (
    "NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "NotoSansSC-Regular.otf",
    "SourceHanSansSC-Regular.otf", "wqy-microhei.ttc", "wqy-zenhei.ttc",
    "DroidSansFallbackFull.ttf", "PingFang.ttc", "Hiragino Sans GB.ttc", "STHeiti Light.ttc",
    "msyh.ttc", "simhei.ttf",
)  # fmt: skip
"""Files that hold Chinese letters, as systems ship them; the first that is there is used."""

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@lru_cache(maxsize=1)
def chinese_font() -> Path | None:
    """A font file with Chinese letters, or None where the machine has none."""
    windows = Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
    folders = [Path(name).expanduser() for name in FOLDERS]
    folders += [windows] if sys.platform == "win32" else []
    there = {path.name: path for folder in folders if folder.is_dir() for path in folder.rglob("*")}
    return next((there[name] for name in CHINESE if name in there), None)


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
