"""The table of clips for `score --manifest`: columns path and subject, reference optional."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from vidcheck.errors import VidcheckError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from vidcheck.brief import Also
    from vidcheck.geometry import Region
    from vidcheck.run.job import ClipJob

_SHAPE = "write x,y,w,h: pixels of the first frame, for example 410,96,300,520"


def parse_subject(text: str) -> Region | None:
    """A box from "x,y,w,h"; None for an empty text.

    Raises: ValueError, in words, where it is none.
    """
    from vidcheck.geometry import Region

    if not text.strip():
        return None
    try:
        x, y, width, height = (float(part) for part in text.split(","))
        region = Region.from_xywh(x, y, width, height)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"'{text}' is not x,y,w,h") from error
    if width <= 0 or height <= 0 or region.right <= 0 or region.bottom <= 0:
        raise ValueError(f"'{text}' is an empty box")
    return region


def parse_subjects(texts: Iterable[str]) -> tuple[Region | None, tuple[Also, ...]]:
    """The first box, or None, and the others as further subjects: "subject 2" and so on.

    Raises: ValueError, in words, where one is none.
    """
    from vidcheck.brief import Also

    boxes = [box for text in texts if (box := parse_subject(text)) is not None]
    others = (Also(f"subject {number}", box) for number, box in enumerate(boxes[1:], 2))
    return boxes[0] if boxes else None, tuple(others)


def read_manifest(path: Path) -> list[ClipJob]:
    """The jobs of a manifest; further columns are passed over.

    Paths are relative to the manifest's folder, or to the working folder where only that has the
    file. A clip that is missing becomes a row of the result; a wrong cell is an error.

    Raises: VidcheckError with `path:line`, for the first row at fault.
    """
    rows = csv.DictReader(io.StringIO(_text(path)), strict=True)
    try:
        columns = rows.fieldnames or []
        if "path" not in columns:
            raise VidcheckError(
                f"{path}:1: no column 'path' (found: {', '.join(columns) or 'nothing'})",
                hint="the first line names the columns: path,subject,reference",
            )
        jobs = []
        for row in rows:
            if None in row:
                raise VidcheckError(
                    f"{path}:{rows.line_num}: more cells than columns",
                    hint='a subject has commas, so it needs quotes: "410,96,300,520"',
                )
            jobs.append(_job(path, rows.line_num, row))
    except csv.Error as error:
        raise VidcheckError(f"{path}:{rows.line_num}: not CSV: {error}") from error
    if not jobs:
        raise VidcheckError(f"{path}:1: no clips in it", hint="write one clip per line")
    return jobs


def _job(manifest: Path, line: int, row: dict[str, str | None]) -> ClipJob:
    from pathlib import Path

    from vidcheck.run.job import ClipJob

    named = (row.get("path") or "").strip()
    if not named:
        raise VidcheckError(f"{manifest}:{line}: path: empty", hint="name the clip's file")
    try:
        subject, others = parse_subjects((row.get("subject") or "").split(";"))
    except ValueError as error:
        raise VidcheckError(f"{manifest}:{line}: subject: {error}", hint=_SHAPE) from error
    references = [part.strip() for part in (row.get("reference") or "").split(";") if part.strip()]
    pictures = tuple(_found(manifest, reference) for reference in references)
    for picture in pictures:
        if not picture.is_file():
            raise VidcheckError(f"{manifest}:{line}: reference: {picture}: no such file")
    if "://" in named:
        return ClipJob(Path(named.rpartition("/")[2]), subject, pictures, others, url=named)
    return ClipJob(_found(manifest, named), subject, pictures, others)


def _found(manifest: Path, named: str) -> Path:
    from pathlib import Path

    beside = manifest.parent / named
    return Path(named) if not beside.exists() and Path(named).exists() else beside


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except IsADirectoryError as error:
        raise VidcheckError(f"{path}: is a folder, not a CSV file") from error
    except OSError as error:
        raise VidcheckError(f"{path}: cannot be read: {error.strerror}") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise VidcheckError(
            f"{path}:{raw[: error.start].count(10) + 1}: not UTF-8 text",
            hint="save it as CSV UTF-8",
        ) from error
