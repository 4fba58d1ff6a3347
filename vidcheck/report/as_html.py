"""report.html: one file that opens from disk, with its pictures inside and nothing to fetch."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from vidcheck.decide.words import DECISIONS, DEFECTS, STATUSES, VERDICTS, Words
from vidcheck.report.curves import Curve, Span, extent, main_curves, scales, span
from vidcheck.report.words import measure_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vidcheck.decide.rows import Asked, Ranked, ShotRow
    from vidcheck.judge.rows import ClipRow, Event
    from vidcheck.report.model import RunReport

_PAGE = Path(__file__).parent / "page"
_MARKS = {"pass": "✓", "warn": "!", "fail": "✕", "unknown": "?"}
_USABLE = ("keep", "fix_in_post", "edit")
_BAD_FIRST = ("fail", "unknown", "warn", "pass")


@dataclass(frozen=True)
class Finding:
    """One event as a card: its range on the time axis and its two pictures as data URIs."""

    event: Event
    at: Span
    lane: int
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Take:
    """One clip as a lane of its shot; `key` names its strip in the page's style."""

    row: ClipRow
    ranked: Ranked | None
    chosen: bool
    best: bool
    key: str | None
    frames: int
    findings: Sequence[Finding]
    curves: Sequence[Curve]
    clean: Sequence[Span]
    cut: Span | None
    lanes: int

    @property
    def asked(self) -> Sequence[Asked]:
        """What the request asked of the file."""
        return self.ranked.asked if self.ranked else ()

    @property
    def name(self) -> str:
        """The file's name."""
        return Path(self.row.path).name

    @property
    def middle(self) -> float:
        """Where the strip's middle frame begins, as a share of the way to its last frame."""
        return (self.frames // 2) / (self.frames - 1) if self.frames > 1 else 0.0

    @property
    def shape(self) -> float:
        """Width over height of the picture."""
        return self.row.clip.width / self.row.clip.height if self.row.clip else 16 / 9


@dataclass(frozen=True)
class Section:
    """A shot with its takes, best first; the clips of a run without a storyboard have no shot."""

    shot: ShotRow | None
    takes: Sequence[Take]

    @property
    def face(self) -> Take | None:
        """The take that stands for the shot in the film strip."""
        shown = [take for take in self.takes if take.key]
        return next((take for take in shown if take.chosen), shown[0] if shown else None)


def render(
    report: RunReport,
    pictures: Mapping[str, bytes],
    *,
    lang: str = "en",
    links: Mapping[str, str] | None = None,
) -> str:
    """The report as one HTML page.

    Args:
        report: the result.
        pictures: WebP bytes by the names that the rows give; those absent are left out.
        lang: the language the page opens in, en or zh; it holds both.
        links: where a reader finds a clip, by its path in `clips`; relative to the page.
    """
    pen = _Pen(report, pictures)
    page: str = _template().render(
        report=report,
        sections=pen.sections(),
        strips=pen.strips,
        counts=_counts(report),
        asked_s=sum(shot.duration_s or 0.0 for shot in report.shots),
        came_s=sum((row.clip.duration_s if row.clip else None) or 0.0 for row in report.clips),
        lang=lang,
        links=links or {},
        css=_inline("report.css"),
        script=_inline("report.js"),
    )
    return page


class _Pen:
    """Turns rows into what the template draws, numbering strips on the way."""

    def __init__(self, report: RunReport, pictures: Mapping[str, bytes]) -> None:
        self.report, self.pictures = report, pictures
        self.strips: list[tuple[str, str]] = []

    def sections(self) -> list[Section]:
        if not self.report.shots:
            rows = sorted(
                self.report.clips, key=lambda row: (_BAD_FIRST.index(row.verdict), -(row.risk or 0))
            )
            ends = scales(rows)
            return [Section(None, [self.take(row, ends) for row in rows])]
        return [self.section(shot) for shot in self.report.shots]

    def section(self, shot: ShotRow) -> Section:
        rows = [row for _, row in self.report.takes_of(shot)]
        ends = scales(rows)
        return Section(shot, [self.take(row, ends, shot) for row in rows])

    def take(
        self, row: ClipRow, ends: Mapping[str, tuple[float, float]], shot: ShotRow | None = None
    ) -> Take:
        ranking = {one.path: one for one in shot.ranking} if shot else {}
        best = shot is not None and shot.take == row.path
        findings = self.findings(row)
        within = extent(row)
        key = None
        if row.strip and row.strip in self.pictures:
            key = f"s{len(self.strips)}"
            self.strips.append((key, _data_uri(self.pictures[row.strip])))
        return Take(
            row=row,
            ranked=ranking.get(row.path),
            chosen=best and shot is not None and shot.decision in _USABLE,
            best=best,
            key=key,
            frames=_frames_in_strip(row),
            findings=findings,
            curves=main_curves(row, ends),
            cut=span(*shot.cut_s, within) if best and shot and shot.cut_s else None,
            clean=[span(start, end, within) for start, end in row.clean_ranges_s],
            lanes=1 + max((finding.lane for finding in findings), default=-1),
        )

    def findings(self, row: ClipRow) -> list[Finding]:
        within, found, free = extent(row), [], [0.0]
        for event in row.events:
            at = span(event.start_s, event.end_s, within)
            lane = next((i for i, end in enumerate(free) if end <= at.left), len(free))
            # A label needs room that a short event has not got: about a ninth of the axis.
            taken = max(at.left + at.width, at.left + 11)
            free[lane : lane + 1] = [taken]
            found.append(
                Finding(event, at, lane, self.picture(event.before), self.picture(event.after))
            )
        return found

    def picture(self, name: str | None) -> str | None:
        return _data_uri(self.pictures[name]) if name and name in self.pictures else None


def _frames_in_strip(row: ClipRow) -> int:
    return max(1, min(10, row.clip.frames if row.clip else 1))


def _counts(report: RunReport) -> list[tuple[str, int]]:
    """How many shots got each decision, in the order in which decisions are named."""
    decided = [shot.decision for shot in report.shots]
    return [(name, decided.count(name)) for name in DECISIONS if name in decided]


def _data_uri(webp: bytes) -> str:
    return "data:image/webp;base64," + base64.b64encode(webp).decode("ascii")


def _inline(name: str) -> Markup:
    """A file of ours, as it stands."""
    return Markup((_PAGE / name).read_text(encoding="utf-8"))  # noqa: S704 (no foreign text in it)


@cache
def _template() -> Any:
    page = Environment(
        loader=FileSystemLoader(_PAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page.globals.update(
        decisions=DECISIONS,
        defects=DEFECTS,
        statuses=STATUSES,
        verdicts=VERDICTS,
        marks=_MARKS,
        words=Words,
        measure_words=measure_words,
    )
    page.filters.update(number=_number, seconds=_seconds)
    return page.get_template("report.html.j2")


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3g}"


def _seconds(value: float) -> str:
    return f"{value:.1f}"
