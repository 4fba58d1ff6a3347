"""PDF without a browser: letters, paragraphs and pages for reportlab, an extra."""

from __future__ import annotations

import io
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from vidcheck.errors import OutputError
from vidcheck.paper import chromium
from vidcheck.paper.fonts import has_chinese, missing_letters, outline_font

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vidcheck.paper.fonts import Told
    from vidcheck.paper.size import Paper

MM = 72 / 25.4
"""Points of a millimetre."""
INK, SOFT, LINE, WELL = "#1c1b19", "#625e56", "#d8d3c7", "#efece5"
NOT_EMBEDDED = (
    "no Chinese font can be embedded: readers must bring one (or install fonts-wqy-microhei)",
    "没有可嵌入的中文字体：阅读器需自带中文字体（或安装 fonts-wqy-microhei）",
)


@dataclass(frozen=True, slots=True)
class Face:
    """The font of a document; `warning` where its letters are not inside the file."""

    name: str
    warning: Told | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, and what a person should know of it."""

    pdf: bytes
    warnings: tuple[Told, ...] = ()


def in_pdf(page: str, by_hand: Callable[[], Printed]) -> Printed:
    """A page as PDF: printed by a browser where there is one that works, else set by reportlab.

    Args:
        page: HTML with print styles.
        by_hand: sets the same without a browser.

    Raises: OutputError where there is neither a browser that prints nor reportlab.
    """
    browser = chromium.found()
    if browser is None:
        if not _has_reportlab():
            raise OutputError(
                "writing PDF needs a Chromium or the package reportlab",
                hint="apt install chromium, or pip install 'vidcheck[formats]'",
            )
        return by_hand()
    try:
        return Printed(chromium.printed(browser, page), missing_letters(page))
    except OutputError as error:
        if not _has_reportlab():
            raise
        made = by_hand()
        why = (f"set without a browser: {error.message}", f"未用浏览器排版：{error.message}")
        return Printed(made.pdf, (why, *made.warnings))


def _has_reportlab() -> bool:
    return find_spec("reportlab") is not None


def face_for(text: str) -> Face:
    """A font that has the letters of a text.

    The machine's Chinese font is embedded where it can be; else Adobe's STSong-Light is named,
    which many programs replace by a font of theirs.
    """
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 (an extra)
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: PLC0415
    from reportlab.pdfbase.ttfonts import TTFError, TTFont  # noqa: PLC0415

    file = outline_font()
    if file is not None:
        try:
            pdfmetrics.registerFont(TTFont(file.stem, str(file)))
        except TTFError:
            pass  # another font under a known name
        else:
            return Face(file.stem)
    if not has_chinese(text):
        return Face("Helvetica")
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return Face("STSong-Light", NOT_EMBEDDED)


@dataclass(frozen=True)
class Pen:
    """Writes paragraphs in one font; texts from outside are escaped."""

    face: Face
    chinese: bool

    def style(self, size: float, *, soft: bool = False, right: bool = False) -> Any:
        """A paragraph's style: points, and grey or black."""
        from reportlab.lib.enums import TA_LEFT, TA_RIGHT  # noqa: PLC0415 (an extra)
        from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415

        return ParagraphStyle(
            "told",
            fontName=self.face.name,
            fontSize=size,
            leading=size * 1.32,
            textColor=SOFT if soft else INK,
            alignment=TA_RIGHT if right else TA_LEFT,
            wordWrap="CJK" if self.chinese else None,
        )

    def say(self, text: str, size: float, *, soft: bool = False, right: bool = False) -> Any:
        """A paragraph of plain text."""
        from reportlab.platypus import Paragraph  # noqa: PLC0415 (an extra)

        shown = "".join(letter if letter.isprintable() else " " for letter in text)
        if self.face.name == "Helvetica":
            shown = shown.encode("cp1252", "replace").decode("cp1252")
        return Paragraph(escape(shown), self.style(size, soft=soft, right=right))


def built(story: Sequence[Any], paper: Paper, margin_mm: float, face: Face, title: str) -> Printed:
    """Flowables on pages with their number at the bottom right."""
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate  # noqa: PLC0415

    out = io.BytesIO()
    width, height = (side * MM for side in paper.size_mm)
    margin = margin_mm * MM

    def numbered(canvas: Any, _: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.setFillColor(SOFT)
        canvas.drawRightString(width - margin, margin / 2, str(canvas.getPageNumber()))

    room = Frame(
        margin, margin, width - 2 * margin, height - 2 * margin,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip
    document = BaseDocTemplate(out, pagesize=(width, height), title=title, creator="vidcheck")
    document.addPageTemplates(PageTemplate(frames=[room], onPage=numbered))
    document.build(list(story))
    return Printed(out.getvalue(), (face.warning,) if face.warning else ())
