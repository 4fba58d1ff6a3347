"""The report as PDF: printed by a browser where there is one, else set by reportlab."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from vidcheck.paper.flow import INK, LINE, MM, SOFT, Pen, Printed, built, face_for, in_pdf
from vidcheck.script import as_html
from vidcheck.script.sheet import MARKS, STATES, clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vidcheck.paper.size import Paper
    from vidcheck.script.sheet import Entry, Line, Picture, Sheet, TakeLine

MARGIN_MM = 12.0
PICTURE_MM = (58.0, 36.0)
"""The room of a picture: width and height."""


def as_pdf(sheet: Sheet, paper: Paper) -> Printed:
    """The report as PDF.

    Raises: OutputError where there is neither a browser that prints nor reportlab.
    """
    return in_pdf(as_html.render(sheet, paper), lambda: set_by_hand(sheet, paper))


def set_by_hand(sheet: Sheet, paper: Paper) -> Printed:
    """The report as PDF without a browser."""
    face = face_for(as_html.render(sheet, paper))
    desk = _Desk(Pen(face, sheet.zh), sheet.lang, (paper.size_mm[0] - 2 * MARGIN_MM) * MM)
    return built(list(desk.story(sheet)), paper, MARGIN_MM, face, sheet.title)


class _Desk:
    """Turns shots into paragraphs and tables."""

    def __init__(self, pen: Pen, lang: str, width: float) -> None:
        self.pen, self.lang, self.width = pen, lang, width

    def say(self, en: str, zh: str) -> str:
        return zh if self.lang == "zh" else en

    def story(self, sheet: Sheet) -> Iterator[Any]:
        from reportlab.platypus import CondPageBreak, HRFlowable, Spacer  # noqa: PLC0415

        yield self.pen.say(self.say("Continuity report", "场记连戏报告"), 8, soft=True)
        yield self.pen.say(sheet.title, 19)
        yield self.pen.say(" · ".join(sheet.facts), 8.5, soft=True)
        yield self.pen.say(" · ".join(f"{one.label} {one.value}" for one in sheet.totals), 9)
        yield HRFlowable(width="100%", thickness=1.2, color=INK, spaceBefore=3, spaceAfter=2)
        for scene in sheet.scenes:
            yield CondPageBreak(90 * MM)
            yield Spacer(1, 3 * MM)
            yield self.pen.say(scene.heading, 11.5)
            for entry in scene.entries:
                yield from self.entry(entry)
        for note in sheet.notes:
            yield self.pen.say(note, 8, soft=True)

    def entry(self, entry: Entry) -> Iterator[Any]:
        from reportlab.platypus import HRFlowable, KeepTogether, Spacer  # noqa: PLC0415 (an extra)

        say = self.pen.say
        head = [
            Spacer(1, 2 * MM),
            HRFlowable(width="100%", thickness=0.5, color=INK, spaceAfter=2),
            say(f"{entry.shot}  {entry.title}".strip(), 11.5),
            say(self.times(entry), 8.5),
            say(entry.framing, 8, soft=True),
            say(entry.action, 8.5),
        ]
        if entry.pictures:
            head.append(self.pictures(entry.pictures))
        head.append(say(f"{entry.decision} · {entry.why}", 8.5))
        yield KeepTogether(head)
        if entry.takes:
            yield self.table([self.take(take) for take in entry.takes], (0.25, 0.12, 0.2, 0.43))
        lines = [self.line(line) for line in (*entry.continuity, *entry.asked)]
        yield self.table(lines, (0.24, 0.41, 0.35))

    def times(self, entry: Entry) -> str:
        seconds = self.say("s", "秒")
        planned = "–" if entry.planned_s is None else f"{entry.planned_s:.1f} {seconds}"
        used = "–" if entry.used_s is None else f"{entry.used_s:.1f} {seconds}"
        words = self.say("planned", "计划"), self.say("used", "实用")
        sums = clock(entry.planned_until_s), clock(entry.used_until_s)
        return f"{words[0]} {planned} ({sums[0]}) · {words[1]} {used} ({sums[1]})"

    def take(self, take: TakeLine) -> list[str]:
        return [
            f"{take.name}  {take.file}",
            MARKS[take.mark].say(self.lang),
            " · ".join(part for part in (take.by, take.word) if part),
            take.seen,
        ]

    def line(self, line: Line) -> list[str]:
        was = self.say(f" (before: {line.before})", f"（此前 {line.before}）")
        asked = line.asked + (was if line.before else "")
        remark = f" ! {line.remark}" if line.remark else ""
        state = STATES[line.state].say(self.lang)
        measured = f"{state}: {line.measured}" if line.measured else state
        return [line.label, asked + remark, measured]

    def table(self, rows: Sequence[Sequence[str]], shares: Sequence[float]) -> Any:
        from reportlab.platypus import Table  # noqa: PLC0415 (an extra)

        cells = [
            [self.pen.say(text, 7.8, soft=number == 0) for number, text in enumerate(row)]
            for row in rows
        ]
        return Table(
            cells,
            colWidths=[share * self.width for share in shares],
            spaceBefore=4,
            style=[
                ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 6),
                ("TOPPADDING", (0, 0), (-1, -1), 1.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
                ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.3, LINE),
                ("LINEABOVE", (0, 0), (-1, 0), 0.6, SOFT),
            ],
        )  # fmt: skip

    def pictures(self, pictures: Sequence[Picture]) -> Any:
        from reportlab.platypus import Image, Table  # noqa: PLC0415 (an extra)

        wide, high = (side * MM for side in PICTURE_MM)
        shown = [Image(io.BytesIO(one.jpeg), wide, high, kind="proportional") for one in pictures]
        words = [self.pen.say(one.caption, 7, soft=True) for one in pictures]
        return Table([shown, words], colWidths=[wide + 3 * MM] * len(pictures), hAlign="LEFT")
