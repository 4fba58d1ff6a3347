"""Sheets of paper, in millimetres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PaperName = Literal["a4", "letter"]
_PORTRAIT: dict[PaperName, tuple[float, float]] = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
"""Width and height: ISO 216, and ANSI/ASME Y14.1 size A."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One sheet: its name, and whether its long side lies down."""

    name: PaperName = "a4"
    landscape: bool = False

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height as it lies."""
        width, height = _PORTRAIT[self.name]
        return (height, width) if self.landscape else (width, height)

    @property
    def css(self) -> str:
        """The value of `size` in an `@page` rule."""
        width, height = self.size_mm
        return f"{width:g}mm {height:g}mm"
