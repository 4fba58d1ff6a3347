"""Excel workbooks, through openpyxl where it is installed; formulas are text, never computed."""

from __future__ import annotations

import io
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

from vidcheck.errors import StoryboardError
from vidcheck.files import NO_ZIP
from vidcheck.importers.csv_file import MOST_ROWS
from vidcheck.importers.table import Row, best_header, shot_list

if TYPE_CHECKING:
    from pathlib import Path

    from vidcheck.importers.script import Script

MOST_COLUMNS = 100
MOST_UNPACKED = 64_000_000
"""Bytes of all parts together: a shot list of 5000 rows unpacks to about 5 MB."""
MOST_PARTS = 2000
MOST_SHEETS = 20


def xlsx_shot_list(raw: bytes, path: Path) -> Script:
    """Scenes and shots of the first sheet with headings. Raises: StoryboardError."""
    try:
        import openpyxl  # noqa: PLC0415 - optional
    except ImportError as error:
        raise StoryboardError(
            f"{path}: reading Excel files needs the package openpyxl",
            hint='pip install "vidcheck[xlsx]", or save the sheet as CSV (UTF-8) and import that',
        ) from error
    _refuse_bombs(raw, path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validations it does not keep
            book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, keep_links=False)
            sheets = [_rows(sheet) for sheet in book.worksheets[:MOST_SHEETS]]
            book.close()
    except Exception as error:  # a broken workbook breaks openpyxl in any way at all
        raise StoryboardError(
            f"{path}: not a workbook that can be read: {error or type(error).__name__}",
            hint="open it in Excel or LibreOffice and save it again, or save it as CSV",
        ) from error
    best = max(sheets, key=lambda rows: best_header(rows)[1], default=[])
    if len(best) > MOST_ROWS:
        raise StoryboardError(f"{path}: more than {MOST_ROWS} rows", hint="import it in parts")
    return shot_list(best, path)


def _refuse_bombs(raw: bytes, path: Path) -> None:
    """Refuse what unpacks to far more than a shot list, and XML that declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
                raise StoryboardError(
                    f"{path}: unpacks to more than {MOST_UNPACKED // 1_000_000} MB",
                    hint="save the sheet as CSV (UTF-8) and import that",
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as source:
                        if b"<!" in source.read(2048).replace(b"<!--", b""):
                            raise StoryboardError(
                                f"{path}: {part.filename}: a document type is not allowed"
                            )
    except NO_ZIP as error:
        raise StoryboardError(
            f"{path}: not an Excel workbook (.xlsx): {error}",
            hint="an old .xls, or a file with a password? save it as .xlsx or CSV",
        ) from error


def _rows(sheet: Any) -> list[Row]:
    rows = []
    cells = sheet.iter_rows(max_row=MOST_ROWS + 50, max_col=MOST_COLUMNS, values_only=True)
    for line, values in enumerate(cells, 1):
        row = tuple(_text(value) for value in values)
        while row and not row[-1].strip():
            row = row[:-1]
        if row:
            rows.append(Row(line, row))
    return rows


def _text(value: Any) -> str:
    """A cell as the text a person sees: 4 for 4.0, formulas as they are written."""
    if value is None:
        return ""
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value).replace("\r\n", "\n").replace("\r", "\n")
