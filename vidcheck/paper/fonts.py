"""Fonts with Chinese letters, as systems ship them."""

from __future__ import annotations

import os
import re
import sys
from functools import lru_cache
from pathlib import Path

Told = tuple[str, str]
"""The same thing in English and in Chinese."""
FOLDERS = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts",
    "/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts",
)  # fmt: skip
OUTLINES = (
    "wqy-microhei.ttc", "wqy-zenhei.ttc", "DroidSansFallbackFull.ttf", "STHeiti Light.ttc",
    "msyh.ttc", "simhei.ttf",
)  # fmt: skip
"""Files of TrueType outlines, which any program can put into a PDF."""
CHINESE = (
    "NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "NotoSansSC-Regular.otf",
    "SourceHanSansSC-Regular.otf", "PingFang.ttc", "Hiragino Sans GB.ttc", *OUTLINES,
)  # fmt: skip
"""Files that hold Chinese letters; the first that is there is used."""
_CHINESE_LETTER = re.compile(r"[⺀-鿿豈-﫿！-￯]")
NO_FONT: Told = (
    "no Chinese font was found: Chinese letters may be missing (apt install fonts-noto-cjk)",
    "没有找到中文字体，中文可能缺失（apt install fonts-noto-cjk）",
)


def has_chinese(text: str) -> bool:
    """Whether a text needs a font with Chinese letters."""
    return _CHINESE_LETTER.search(text) is not None


def missing_letters(text: str) -> tuple[Told, ...]:
    """A warning where a browser would print boxes in the place of Chinese letters."""
    return (NO_FONT,) if has_chinese(text) and chinese_font() is None else ()


def chinese_font() -> Path | None:
    """A font file with Chinese letters, or None where the machine has none."""
    there = _there()
    return next((there[name] for name in CHINESE if name in there), None)


def outline_font() -> Path | None:
    """A Chinese font that reportlab can embed, or None; Noto's and Apple's newer ones are not."""
    there = _there()
    return next((there[name] for name in OUTLINES if name in there), None)


@lru_cache(maxsize=1)
def _there() -> dict[str, Path]:
    windows = Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
    folders = [Path(name).expanduser() for name in FOLDERS]
    folders += [windows] if sys.platform == "win32" else []
    wanted = {*CHINESE, *OUTLINES}
    return {
        path.name: path
        for folder in folders
        if folder.is_dir()
        for path in folder.rglob("*")
        if path.name in wanted
    }
