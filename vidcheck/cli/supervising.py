"""`report --format continuity`: the script supervisor's report, its kind named by the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.cli.console import put, say
from vidcheck.cli.language import Language, either

if TYPE_CHECKING:
    from pathlib import Path

    from vidcheck.paper.size import PaperName
    from vidcheck.report.model import RunReport


def supervise(
    result: RunReport, home: Path, out: Path | None, lang: Language, paper: PaperName
) -> None:
    """Write the continuity report: HTML, PDF or CSV by the suffix of the file, else HTML."""
    from vidcheck.errors import VidcheckError
    from vidcheck.files import write_whole
    from vidcheck.paper.size import Paper
    from vidcheck.report.beside import pictures_of
    from vidcheck.script import as_csv, as_html
    from vidcheck.script.desk import sheet_of
    from vidcheck.script.printed import as_pdf

    kind = out.suffix.lower() if out and str(out) != "-" else ".html"
    if kind not in (".html", ".htm", ".pdf", ".csv"):
        raise VidcheckError(
            f"{out}: --format continuity writes HTML, PDF or CSV",
            hint="name its file: --out continuity.html, .pdf or .csv",
        )
    sheet, size = sheet_of(result, pictures_of(result, home), lang), Paper(paper)
    if kind == ".pdf" and out is not None:
        made = as_pdf(sheet, size)
        for one in made.warnings:
            say(f"{either('warning', '警告')}: {one[lang == 'zh']}")
        write_whole(out, made.pdf)
    elif kind == ".csv":
        put(out, "\ufeff" + as_csv.render(sheet))
    else:
        put(out, as_html.render(sheet, size))
    if out is not None and str(out) != "-":
        say(str(out))
