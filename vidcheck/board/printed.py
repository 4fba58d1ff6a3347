"""The board as PDF: printed by a browser where there is one, else set by reportlab."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from vidcheck.board import as_html
from vidcheck.board.layout import GAP_MM, MARGIN_MM
from vidcheck.board.moves import BOX, strokes
from vidcheck.paper.flow import (
    INK,
    LINE,
    MM,
    Pen,
    Printed,
    built,
    face_for,
    in_pdf,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vidcheck.board.layout import Layout
    from vidcheck.board.pictures import Frame
    from vidcheck.board.sheet import Panel, Sheet, Strand

_ICON_MM = 8.0
_INSET = 1.4 * MM


def as_pdf(sheet: Sheet, frames: Mapping[str, Frame], layout: Layout) -> Printed:
    """The board as PDF.

    Args:
        sheet: what it says.
        frames: the pictures, by shot.
        layout: how it lies on its paper.

    Raises: OutputError where there is neither a browser that prints nor reportlab.
    """
    page = as_html.render(sheet, frames, layout)
    return in_pdf(page, lambda: set_by_hand(sheet, frames, layout))


def set_by_hand(sheet: Sheet, frames: Mapping[str, Frame], layout: Layout) -> Printed:
    """The board as PDF without a browser."""
    text = sheet.title + sheet.style + "".join(_texts(sheet))
    face = face_for(text)
    desk = _Desk(layout, Pen(face, sheet.lang == "zh"), frames, sheet.lang == "zh")
    return built(list(desk.story(sheet)), layout.paper, MARGIN_MM, face, sheet.title)


def _texts(sheet: Sheet) -> Iterator[str]:
    yield from sheet.facts
    for scene in sheet.scenes:
        yield scene.heading + scene.synopsis + scene.place
        for panel in scene.panels:
            yield panel.title + panel.framing + panel.action
            yield from (note.label + note.text for note in panel.notes)


class _Desk:
    """Turns shots into tables that no page break cuts."""

    def __init__(
        self, layout: Layout, pen: Pen, frames: Mapping[str, Frame], chinese: bool
    ) -> None:
        self.layout, self.pen, self.frames, self.chinese = layout, pen, frames, chinese

    def story(self, sheet: Sheet) -> Iterator[Any]:
        from reportlab.platypus import CondPageBreak, HRFlowable, Spacer  # noqa: PLC0415 (an extra)

        facts = self.pen.say(" · ".join(sheet.facts), 9, soft=True, right=True)
        title = self.pen.say(sheet.title, 19)
        yield self.table([[title, facts]], [0.55, 0.45])
        yield self.pen.say(sheet.style, 8.5, soft=True)
        yield HRFlowable(width="100%", thickness=1.2, color=INK, spaceBefore=3, spaceAfter=2)
        for scene in sheet.scenes:
            yield Spacer(1, 3 * MM)
            yield CondPageBreak(60 * MM)
            yield from self.scene(scene)

    def scene(self, scene: Strand) -> Iterator[Any]:
        from reportlab.platypus import KeepTogether, Spacer  # noqa: PLC0415 (an extra)

        seconds = f"{scene.seconds:g} {'秒' if self.chinese else 's'}"
        head = [
            self.table(
                [[self.pen.say(scene.heading, 11), self.pen.say(seconds, 10, right=True)]],
                [0.85, 0.15],
            )
        ]
        if scene.synopsis or scene.place:
            head.append(self.pen.say(f"{scene.synopsis} {scene.place}".strip(), 8.5, soft=True))
        head.append(Spacer(1, 2 * MM))
        for row in _rows(scene.panels, self.layout.columns):
            yield KeepTogether([*head, self.row(row), Spacer(1, GAP_MM * MM)])
            head = []

    def table(self, cells: list[list[Any]], shares: Sequence[float]) -> Any:
        from reportlab.platypus import Table  # noqa: PLC0415 (an extra)

        room = self.layout.room_mm[0] * MM
        return Table(
            cells,
            colWidths=[share * room for share in shares],
            style=[("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                   ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
                   ("VALIGN", (0, 0), (-1, -1), "BOTTOM")],
        )  # fmt: skip

    def row(self, panels: Sequence[Panel]) -> Any:
        """One or more shots side by side; a taller one than the page is set smaller."""
        from reportlab.platypus import KeepInFrame, Table  # noqa: PLC0415 (an extra)

        long = panels[0].long
        width = self.layout.panel_mm(long=long) * MM
        tall = (self.layout.room_mm[1] - 30) * MM
        cells = [
            KeepInFrame(width, tall, self.panel(panel, width), mode="shrink") for panel in panels
        ]
        widths = [width + (GAP_MM * MM if i + 1 < len(cells) else 0) for i in range(len(cells))]
        return Table([cells], colWidths=widths, hAlign="LEFT", style=_BARE)

    def panel(self, panel: Panel, width: float) -> list[Any]:
        from reportlab.platypus import Table  # noqa: PLC0415 (an extra)

        frame_mm = self.layout.frame_mm
        frame = self.frame(panel, frame_mm[0] * MM, frame_mm[1] * MM)
        if not (self.layout.beside or panel.long):
            return [frame, *self.told(panel, width)]
        beside = width - frame_mm[0] * MM - 3 * MM
        cells = [[frame, self.told(panel, beside)]]
        return [Table(cells, colWidths=[frame_mm[0] * MM + 3 * MM, beside], style=_BARE)]

    def told(self, panel: Panel, width: float) -> list[Any]:
        from reportlab.platypus import HRFlowable, Spacer, Table  # noqa: PLC0415 (an extra)

        say = self.pen.say
        seconds = f"{panel.seconds:g} {'秒' if self.chinese else 's'}"
        head = Table(
            [[say(f"{panel.shot}  {panel.title}".strip(), 10.5), say(seconds, 10, right=True)]],
            colWidths=[width * 0.78, width * 0.22], style=_BARE,
        )  # fmt: skip
        framed = f"{panel.framing} ({panel.size})" if panel.size else panel.framing
        moved = " · ".join(part for part in (panel.camera, panel.lens) if part)
        film = Table(
            [[_icon(panel.move), [say(framed, 8), say(moved, 8)]]],
            colWidths=[_ICON_MM * MM + _INSET, width - _ICON_MM * MM - _INSET], style=_BARE,
        )  # fmt: skip
        line = HRFlowable(width="100%", thickness=0.5, color=LINE, spaceBefore=2, spaceAfter=2)
        notes = [
            say(f"{note.label}{'：' if self.chinese else ': '}{note.text}",
                8.8 if note.kind == "dialogue" else 8, soft=note.kind != "dialogue")
            for note in panel.notes
        ]  # fmt: skip
        into = [say(f"{panel.transition} »", 8, right=True)] if panel.transition else []
        return [Spacer(1, _INSET), head, line, film, line, say(panel.action, 8.6), *notes, *into]

    def frame(self, panel: Panel, width: float, height: float) -> Any:
        from reportlab.graphics.shapes import Drawing, Line, Rect, String  # noqa: PLC0415
        from reportlab.platypus import Image, Table  # noqa: PLC0415 (an extra)

        found = self.frames.get(panel.shot)
        if found is not None and found.jpeg:
            picture = Image(io.BytesIO(found.jpeg), width, height)
            return Table([[picture]], [width], [height], hAlign="LEFT",
                         style=[*_BARE, ("BOX", (0, 0), (-1, -1), 1, INK)])  # fmt: skip
        drawing = Drawing(width, height)
        drawing.add(Rect(0, 0, width, height, fillColor=None, strokeColor=_colour(INK)))
        for third in (1, 2):
            x, y = width * third / 3, height * third / 3
            drawing.add(Line(x, 0, x, height, strokeColor=_colour(LINE), strokeWidth=0.5))
            drawing.add(Line(0, y, width, y, strokeColor=_colour(LINE), strokeWidth=0.5))
        words = String(width / 2, height / 2, panel.framing, textAnchor="middle", fontSize=8)
        words.fontName = self.pen.face.name
        drawing.add(words)
        return drawing


_BARE = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]  # fmt: skip


def _rows(panels: Sequence[Panel], columns: int) -> Iterator[list[Panel]]:
    """Shots in rows; a long one has its row to itself."""
    row: list[Panel] = []
    for panel in panels:
        if row and (panel.long or len(row) == columns):
            yield row
            row = []
        if panel.long:
            yield [panel]
        else:
            row.append(panel)
    if row:
        yield row


def _icon(move: str) -> Any:
    from reportlab.graphics.shapes import Drawing, PolyLine  # noqa: PLC0415 (an extra)

    side = _ICON_MM * MM
    drawing = Drawing(side, side)
    for one in strokes(move):
        points = [value for x, y in one.points for value in (x / BOX * side, side - y / BOX * side)]
        drawing.add(
            PolyLine(points, strokeColor=_colour(INK), strokeWidth=0.5 if one.faint else 0.9)
        )
    return drawing


def _colour(code: str) -> Any:
    from reportlab.lib.colors import HexColor  # noqa: PLC0415 (an extra)

    return HexColor(code)
