"""How the board lies on its paper: upright frames beside their text, wide ones above it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vidcheck.paper.size import Paper

if TYPE_CHECKING:
    from vidcheck.board.sheet import Sheet
    from vidcheck.paper.size import PaperName

MARGIN_MM = 10.0
GAP_MM = 5.0
FRAME_SHARE = 0.42
"""Of a shot's width, that an upright frame takes beside its text."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The paper, how many shots stand side by side, and whether frames stand beside their text."""

    paper: Paper
    columns: int
    beside: bool
    aspect: float

    @classmethod
    def of(cls, sheet: Sheet, paper: PaperName, columns: int | None = None) -> Layout:
        """Three shots abreast, two where frames are upright; four or more lie across the paper.

        Portrait wastes less: a row that does not fit any more is a third of a page, not half.
        """
        upright = sheet.aspect < 1
        side_by_side = columns or (2 if upright else 3)
        return cls(Paper(paper, landscape=side_by_side > 3), side_by_side, upright, sheet.aspect)

    @property
    def room_mm(self) -> tuple[float, float]:
        """Width and height inside the margins."""
        width, height = self.paper.size_mm
        return width - 2 * MARGIN_MM, height - 2 * MARGIN_MM

    def panel_mm(self, *, long: bool) -> float:
        """Width of a shot."""
        width = self.room_mm[0]
        return width if long else (width - GAP_MM * (self.columns - 1)) / self.columns

    @property
    def frame_mm(self) -> tuple[float, float]:
        """Width and height of a frame; all of a sheet are alike."""
        width = self.panel_mm(long=False) * (FRAME_SHARE if self.beside else 1.0)
        return width, width / self.aspect
