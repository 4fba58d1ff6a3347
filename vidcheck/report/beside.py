"""What lies beside a result: its pictures, its clips, and small copies of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from vidcheck.errors import ClipError
from vidcheck.files import write_whole
from vidcheck.report import as_html, as_json

if TYPE_CHECKING:
    from vidcheck.report.model import RunReport

PLACES = ("run.json", "report/run.json", "vidcheck-report/run.json")
"""Where a folder may hold its result."""


def pictures_of(result: RunReport, folder: Path) -> dict[str, bytes]:
    """The pictures a result names, as bytes by name; those that are gone are left out."""
    names = {name for row in result.clips for name in row.pictures}
    if result.continuity is not None:
        seen = [one for them in result.continuity.matrix.values() for one in them.appearances]
        names |= {one.picture for one in seen if one.picture}
    inside = folder.resolve()
    found = {}
    for name in sorted(names):
        path = (folder / name).resolve()
        # A result from elsewhere may name any file of this machine; only its own folder is read.
        if path.is_relative_to(inside) and path.is_file():
            found[name] = path.read_bytes()
    return found


def links_to(result: RunReport, folder: Path) -> dict[str, str]:
    """Where a page in `folder` finds the clips, as relative URLs; those that are gone not."""
    return {
        row.path: quote(os.fsencode(Path(os.path.relpath(row.path, folder)).as_posix()))
        for row in result.clips
        if Path(row.path).is_file()
    }


def copies_of(result: RunReport) -> dict[str, str]:
    """Small copies of the clips as data URIs; those that are gone or cannot be decoded not."""
    from vidcheck.proxy import make_proxy  # noqa: PLC0415 (heavy, and seldom asked for)

    found = {}
    for row in result.clips:
        try:
            found[row.path] = make_proxy(Path(row.path))
        except ClipError:
            continue  # its strip stands in
    return found


def page_of(
    result: RunReport,
    home: Path,
    folder: Path | None,
    lang: str,
    *,
    embed: bool = False,
    paper: bool = False,
) -> str:
    """A result as a page.

    Args:
        result: what to show.
        home: the folder its pictures are named from.
        folder: where the page will stand, so that it finds the clips; None where nobody knows.
        lang: the language it opens in, en or zh.
        embed: whether it carries small copies of the clips.
        paper: whether it is to be printed.
    """
    pictures = pictures_of(result, home)
    if paper:
        from vidcheck.report.on_paper import as_printed  # noqa: PLC0415 (seldom asked for)

        pictures = as_printed(pictures)
    return as_html.render(
        result,
        pictures,
        lang=lang,
        links=links_to(result, folder) if folder and not embed else {},
        videos=copies_of(result) if embed else None,
    )


def write_report(result: RunReport, folder: Path, lang: str) -> None:
    """run.json and report.html into the folder that holds the pictures.

    Raises: OutputError where it cannot be written.
    """
    write_whole(folder / "run.json", as_json.render(result))
    page = page_of(result, folder, folder, lang)
    # Bytes of file names that are no UTF-8 become question marks.
    write_whole(folder / "report.html", page.encode("utf-8", "replace"))
