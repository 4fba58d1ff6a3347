"""The shot list as a table, in the columns that `vidcheck import` reads back."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from vidcheck.decide.words import DECISIONS, part_in
from vidcheck.errors import VidcheckError
from vidcheck.exchange.rates import timecode
from vidcheck.importers.decoding import printable
from vidcheck.importers.fields import OURS
from vidcheck.report.as_csv import guarded
from vidcheck.storyboard.words import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vidcheck.exchange.timeline import Piece, Timeline
    from vidcheck.report.film import FilmRow, Said, ScriptRow, SpokenRow
    from vidcheck.storyboard.text import Language

COLUMNS = {
    "scene": ("Scene", "场号"),
    "place": ("Location", "地点"),
    "int_ext": ("Int/Ext", "内外景"),
    "time": ("Time of day", "日夜"),
    "shot": ("Shot", "镜号"),
    "size": ("Size", "景别"),
    "setup": ("Composition", "构图"),
    "angle": ("Angle", "角度"),
    "move": ("Move", "运镜"),
    "rig": ("Rig", "承托"),
    "lens": ("Lens", "焦距"),
    "focus": ("Focus", "景深"),
    "description": ("Description", "画面内容"),
    "dialogue": ("Dialogue", "台词"),
    "cast": ("Cast", "人物"),
    "props": ("Props", "道具"),
    "sound": ("Sound", "音效"),
    "music": ("Music", "音乐"),
    "text": ("Text on screen", "画面文字"),
    "transition": ("Transition", "转场"),
    "seconds": ("Seconds", "时长（秒）"),
    "notes": ("Notes", "备注"),
}
RESULTS = (
    ("decision", "决定"), ("take", "成片"), ("in", "入点"), ("out", "出点"), ("why", "理由"),
)  # fmt: skip
"""What vidcheck adds; importing a shot list again passes over these columns."""
_LONGEST_NAME = 24
"""Signs that a name with what stands in brackets may have, so that it is read as a name."""


def render(film: FilmRow, timeline: Timeline, lang: Language) -> str:
    """The shot list as CSV with a header; no cell is run as a formula by a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in _rows(film, timeline, lang):
        writer.writerow([guarded(cell) for cell in row])
    return out.getvalue()


def render_xlsx(film: FilmRow, timeline: Timeline, lang: Language) -> bytes:
    """The shot list as an Excel workbook whose texts are texts, whatever they begin with.

    Raises: VidcheckError where openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook  # noqa: PLC0415 - optional
        from openpyxl.styles import Alignment, Font  # noqa: PLC0415
    except ImportError as error:
        raise VidcheckError(
            "writing Excel files needs the package openpyxl",
            hint='pip install "vidcheck[xlsx]", or name a .csv file with --out',
        ) from error
    book: Any = Workbook()
    sheet = book.active
    sheet.title = "镜头表" if lang == "zh" else "Shot list"
    for line, row in enumerate(_rows(film, timeline, lang), 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(line, column)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(value, str):
                cell.value = value
                cell.data_type = "s"
                cell.quotePrefix = value[:1] in tuple("=+-@")
            else:
                cell.value = value
        if line == 1:
            for cell in sheet[1]:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    _widen(sheet)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def _widen(sheet: Any) -> None:
    """Columns as wide as what stands in them, within reason."""
    for cells in sheet.columns:
        longest = max(
            (len(line) * (1 if line.isascii() else 2)
             for cell in cells for line in str(cell.value or "").split("\n")), default=0,
        )  # fmt: skip
        sheet.column_dimensions[cells[0].column_letter].width = min(44, max(6, longest + 2))


def _rows(film: FilmRow, timeline: Timeline, lang: Language) -> Iterator[list[object]]:
    zh = lang == "zh"
    asked_for = [names[zh] for names in COLUMNS.values()]
    yield [*asked_for, *(f"{OURS} {names[zh]}" for names in RESULTS)]
    for script, piece in zip(film.shots, timeline.pieces, strict=True):
        cells = _Cells(script, lang)
        asked: list[object] = [
            script.scene_number or script.scene, script.place,
            cells.label("int_ext", script.int_ext), cells.label("time", script.time), script.shot,
            cells.camera("size"), cells.camera("setup"), cells.camera("angle"),
            cells.camera("move", "move_speed"), cells.camera("rig"), cells.lens(),
            cells.camera("focus"), script.action.say(lang), cells.dialogue(),
            cells.names(script.cast), cells.names(script.props), cells.text(script.sound),
            cells.text(script.music), cells.text(script.text_on_screen),
            cells.label("transition", script.transition), _seconds(script.duration_s),
            cells.text(script.notes),
        ]  # fmt: skip
        row = [*asked, *_results(piece, timeline, zh=zh)]
        yield [printable(cell) or None if isinstance(cell, str) else cell for cell in row]


def _results(piece: Piece, timeline: Timeline, *, zh: bool) -> list[object]:
    take = piece.take.media.name if piece.take else None
    ends = (piece.source, piece.source + piece.length) if piece.take else ()
    codes = [timecode(one, timeline.rate, drop=timeline.drop) for one in ends]
    return [DECISIONS[piece.decision][zh], take, *(codes or (None, None)), piece.why]


class _Cells:
    """What the cells of one shot say, in the words of one language."""

    def __init__(self, script: ScriptRow, lang: Language) -> None:
        self.script = script
        self.lang = lang

    def label(self, vocabulary: str, code: object) -> str | None:
        """A word of a vocabulary as people write it."""
        return VOCABULARIES[vocabulary].word(str(code)).label(self.lang) if code else None

    def camera(self, *fields: str) -> str | None:
        """Fields of the camera, one after the other."""
        known = {"move_speed": "speed"}
        said = [self.label(known.get(name, name), self.script.camera.get(name)) for name in fields]
        return ", ".join(one for one in said if one) or None

    def lens(self) -> str | None:
        """The focal length."""
        found = self.script.camera.get("lens_mm")
        return f"{found}mm" if found else None

    def text(self, said: Said | None) -> str | None:
        """A text that may be absent."""
        return said.say(self.lang) if said else None

    def names(self, names: Sequence[Said]) -> str | None:
        """Names in a row."""
        return ", ".join(self._name(one) for one in names) or None

    def _name(self, name: Said) -> str:
        return " ".join(part_in(self.lang, name.say(self.lang)).split())

    def dialogue(self) -> str | None:
        """Every line with who says it and how it is heard."""
        return "\n".join(self._line(one) for one in self.script.dialogue) or None

    def _line(self, line: SpokenRow) -> str:
        opens, closes, colon = ("（", "）", "：") if self.lang == "zh" else (" (", ")", ": ")
        words = " ".join(line.text.say(self.lang).split())
        how = self.label("speech", line.mode) if line.mode != "on_screen" else None
        if line.by is None:
            return f"{how}{colon}{words}" if how else words
        who = self._name(line.by)
        named = f"{who}{opens}{how}{closes}" if how else who
        delivery = line.delivery.say(self.lang) if line.delivery else ""
        told = f"{named}{opens}{delivery}{closes}" if delivery else named
        fits = len(told) <= _LONGEST_NAME and not set(delivery) & set(",，。.!！?？:：()（）")
        return f"{told if fits else named}{colon}{words}"


def _seconds(value: float) -> int | float:
    return int(value) if value == int(value) else value
