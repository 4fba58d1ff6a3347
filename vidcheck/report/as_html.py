"""report.html: one file that opens from disk, with its pictures inside and nothing to fetch."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from vidcheck.chinese.said import in_chinese
from vidcheck.decide.words import DECISIONS, DEFECTS, STATUSES, VERDICTS, Words
from vidcheck.paper.template import TOKENS, environment, styles
from vidcheck.report.matrix import matrix
from vidcheck.report.page_data import page_data
from vidcheck.report.sections import arranged
from vidcheck.report.words import ASKED, ASPECTS, HUMAN, SOURCES, measure_words, unmeasured

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vidcheck.report.model import RunReport

_PAGE = Path(__file__).parent / "page"
_MARKS = {"pass": "✓", "warn": "!", "fail": "✕", "unknown": "?"}
_SCRIPTS = (
    "base.js", "clock.js", "screen.js", "shot.js", "charts.js", "wipe.js", "verdicts.js", "keys.js",
)  # fmt: skip
_SERVED = ("served.js",)
"""Scripts of the page that a server stands behind; only they ask it anything."""


def render(
    report: RunReport,
    pictures: Mapping[str, bytes],
    *,
    lang: str = "en",
    links: Mapping[str, str] | None = None,
    videos: Mapping[str, str] | None = None,
    live: bool = False,
) -> str:
    """The report as one HTML page.

    Args:
        report: the result.
        pictures: WebP or JPEG bytes by the names that the rows give; those absent are left out.
        lang: the language the page opens in, en or zh; it holds both.
        links: where a reader finds a clip, by its path in `clips`; relative to the page.
        videos: copies that the players play instead (`vidcheck.proxy`), by path.
        live: whether the page is served by `vidcheck review`.
    """
    shown = arranged(report, pictures)
    page: str = _template().render(
        report=report,
        sections=shown.sections,
        strips=shown.strips,
        across=matrix(report),
        portraits=shown.portraits,
        counts=_counts(report),
        asked_s=sum(shot.duration_s or 0.0 for shot in report.shots),
        came_s=sum((row.clip.duration_s if row.clip else None) or 0.0 for row in report.clips),
        lang=lang,
        links=links or {},
        videos=links or {} if videos is None else videos,
        data=page_data(report, shown, live=live, copies=videos is not None),
        live=live,
    )
    return page


def _counts(report: RunReport) -> list[tuple[str, int]]:
    """How many shots got each decision, in the order in which decisions are named."""
    decided = [shot.decision for shot in report.shots]
    return [(name, decided.count(name)) for name in DECISIONS if name in decided]


def _scripts(live: bool) -> Markup:
    """Our scripts and the chart library with its licence, as they stand."""
    licence = (_PAGE / "vendor" / "uPlot.LICENSE").read_text(encoding="utf-8")
    library = (_PAGE / "vendor" / "uPlot.iife.min.js").read_text(encoding="utf-8")
    library = library.partition("\n")[2]  # its first line is a comment with a web address
    own = "".join(
        (_PAGE / name).read_text(encoding="utf-8")
        for name in (*_SCRIPTS, *(_SERVED if live else ()))
    )
    return Markup(f"/*! uPlot 1.6.32\n{licence}*/\n{library}\n{own}")  # noqa: S704 (no foreign text)


def _styles() -> Markup:
    sheets = ("base.css", "shot.css", "print.css")
    return styles(_PAGE / "vendor" / "uPlot.min.css", TOKENS, *(_PAGE / name for name in sheets))


@cache
def _template() -> Any:
    page = environment(_PAGE)
    page.globals.update(
        in_chinese=in_chinese,
        unmeasured=unmeasured,
        decisions=DECISIONS,
        defects=DEFECTS,
        statuses=STATUSES,
        verdicts=VERDICTS,
        human_words=HUMAN,
        asked_words=ASKED,
        aspects=ASPECTS,
        sources=SOURCES,
        marks=_MARKS,
        words=Words,
        measure_words=measure_words,
        scripts=_scripts,
        styles=_styles,
    )
    page.filters.update(number=_number, seconds=_seconds, share=_share, file=_file)
    return page.get_template("report.html.j2")


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3g}"


def _seconds(value: float) -> str:
    return f"{value:.1f}"


def _share(value: float) -> str:
    """A share of real footage, as people read it: 0.024 as 2.4 %."""
    return f"{value * 100:.2g} %" if value > 0 else "0 %"


def _file(path: str) -> str:
    return Path(path).name
