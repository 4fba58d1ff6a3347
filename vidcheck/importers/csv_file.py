"""CSV as Excel, Numbers, WPS and Google write it: any delimiter, any of their encodings."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from vidcheck.errors import StoryboardError
from vidcheck.importers.table import HEADER_WITHIN, Row, best_header, shot_list

if TYPE_CHECKING:
    from pathlib import Path

    from vidcheck.importers.script import Script

DELIMITERS = ",;\t|，"
MOST_ROWS = 5000


def csv_shot_list(text: str, path: Path) -> Script:
    """Scenes and shots of a CSV text. Raises: StoryboardError with path:line."""
    first, _, rest = text.partition("\n")
    if first.strip().casefold().startswith("sep=") and len(first.strip()) == 5:
        return shot_list(_rows(rest, first.strip()[4], path, 1), path)
    head = "\n".join(text.split("\n", 60)[:60])
    tried = {one: best_header(_rows(head, one, path, 0, lenient=True)) for one in DELIMITERS}
    best = max(tried, key=lambda one: tried[one][1])
    return shot_list(_rows(text, best, path, 0), path)


def _rows(text: str, delimiter: str, path: Path, shift: int, *, lenient: bool = False) -> list[Row]:
    """The rows that hold anything; lines count from the start of the file."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    rows: list[Row] = []
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(Row(line + shift, tuple(_unguarded(cell) for cell in cells)))
            line = reader.line_num + 1
            if lenient and len(rows) >= HEADER_WITHIN:
                break
            if len(rows) > MOST_ROWS:
                raise StoryboardError(
                    f"{path}:{line}: more than {MOST_ROWS} rows", hint="import it in parts"
                )
    except csv.Error as error:
        if lenient:
            return rows
        raise StoryboardError(
            f"{path}:{line + shift}: not valid CSV: {error}", hint="is a quote not closed?"
        ) from error
    return rows


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from running it as a formula."""
    guarded = cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@", "\t"}
    return cell[1:] if guarded and cell[1:2] else cell
