"""What the page shows, in its order: shots with their takes, findings, curves and pictures."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vidcheck.judge.rows import SIDES
from vidcheck.report.curves import MAIN_CURVES, Span, extent, measures, span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vidcheck.decide.rows import Asked, Ranked, ShotRow
    from vidcheck.judge.rows import ClipRow, Event
    from vidcheck.report.model import RunReport

STRIP_FRAMES = 10
CELLS = 6
USABLE = ("keep", "fix_in_post", "edit")
BAD_FIRST = ("fail", "unknown", "warn", "pass")
LABEL_WIDTH = 26.0
"""Percent of a take's time axis that the name of an event takes up."""
MOST_BYTES = 16_000_000
"""Of pictures that a page carries, before base64: with it 100 takes stay below 30 MB."""


@dataclass(frozen=True)
class Finding:
    """One event: its range on the time axis, and its pictures as data URIs."""

    event: Event
    at: Span
    lane: int
    before: str | None
    after: str | None
    map: str | None


@dataclass(frozen=True)
class Take:
    """One clip of a section; `number` counts within the section, `index` within the page."""

    row: ClipRow
    index: int
    number: int
    ranked: Ranked | None
    chosen: bool
    best: bool
    key: str | None
    frames: int
    findings: Sequence[Finding]
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
    def cells(self) -> Sequence[float]:
        """The frames of the strip that a narrow card shows, as shares of the way to the last."""
        shown = min(CELLS, self.frames)
        picked = [int((i + 0.5) * self.frames / shown) for i in range(shown)]
        return [frame / (self.frames - 1) if self.frames > 1 else 0.0 for frame in picked]

    @property
    def shape(self) -> float:
        """Width over height of the picture."""
        return self.row.clip.width / self.row.clip.height if self.row.clip else 16 / 9


@dataclass(frozen=True)
class Section:
    """A shot with its takes, best first; a clip of a run without a storyboard has no shot."""

    shot: ShotRow | None
    takes: Sequence[Take]
    measures: Sequence[str]

    @property
    def main(self) -> Sequence[str]:
        """The measures that are drawn at once."""
        return self.measures[:MAIN_CURVES]

    @property
    def face(self) -> Take | None:
        """The take that stands for the shot in the film strip."""
        shown = [take for take in self.takes if take.key]
        return next((take for take in shown if take.chosen), shown[0] if shown else None)


@dataclass(frozen=True)
class Shown:
    """Everything that is shown.

    `strips` go by the names that takes give (`key`), `portraits` by the names of subjects'
    pictures; both are data URIs.
    """

    sections: Sequence[Section]
    strips: Sequence[tuple[str, str]]
    portraits: Mapping[str, str]

    @property
    def takes(self) -> list[Take]:
        """All takes, in the order of the page."""
        return [take for section in self.sections for take in section.takes]


def arranged(report: RunReport, pictures: Mapping[str, bytes]) -> Shown:
    """A result as sections.

    Args:
        report: the result.
        pictures: WebP or JPEG bytes by the names that the rows give; those absent are left out, so
            are those of lesser findings where all together would be too large.
    """
    kept = affordable(report, pictures)
    desk = _Desk(report, kept)
    subjects = {name: _data_uri(kept[name]) for name in _portraits(report) if name in kept}
    return Shown(desk.sections(), desk.strips, subjects)


def _portraits(report: RunReport) -> list[str]:
    """The pictures of subjects that the table across shots shows."""
    known = report.continuity.matrix.values() if report.continuity else ()
    return [one.picture for them in known for one in them.appearances if one.picture]


def affordable(
    report: RunReport, pictures: Mapping[str, bytes], limit: int = MOST_BYTES
) -> dict[str, bytes]:
    """The pictures that fit: strips first, then the gravest finding of each take, the next, …."""
    ranks = [(-1, name) for name in _portraits(report)]
    for row in report.clips:
        ranks += [(-1, row.strip)] if row.strip else []
        for i, event in enumerate(sorted(row.events, key=lambda one: -one.severity)):
            ranks += [(i, name) for side in SIDES if (name := getattr(event, side))]
    kept: dict[str, bytes] = {}
    for _, name in sorted(ranks, key=lambda one: one[0]):
        if name in pictures and name not in kept:
            limit -= len(pictures[name])
            if limit < 0:
                break
            kept[name] = pictures[name]
    return kept


class _Desk:
    """Turns rows into what is shown, numbering takes and strips on the way."""

    def __init__(self, report: RunReport, pictures: Mapping[str, bytes]) -> None:
        self.report, self.pictures = report, pictures
        self.strips: list[tuple[str, str]] = []
        self.count = 0

    def sections(self) -> list[Section]:
        if self.report.shots:
            return [self.section(shot) for shot in self.report.shots]
        rows = sorted(
            self.report.clips, key=lambda row: (BAD_FIRST.index(row.verdict), -(row.risk or 0))
        )
        return [Section(None, [self.take(row, 1)], measures([row])) for row in rows]

    def section(self, shot: ShotRow) -> Section:
        rows = [row for _, row in self.report.takes_of(shot)]
        takes = [self.take(row, i, shot) for i, row in enumerate(rows, 1)]
        return Section(shot, takes, measures(rows))

    def take(self, row: ClipRow, number: int, shot: ShotRow | None = None) -> Take:
        ranking = {one.path: one for one in shot.ranking} if shot else {}
        best = shot is not None and shot.take == row.path
        findings = self.findings(row)
        within = extent(row)
        self.count += 1
        return Take(
            row=row,
            index=self.count - 1,
            number=number,
            ranked=ranking.get(row.path),
            chosen=best and shot is not None and shot.decision in USABLE,
            best=best,
            key=self.strip(row),
            frames=max(1, min(STRIP_FRAMES, row.clip.frames if row.clip else 1)),
            findings=findings,
            cut=span(*shot.cut_s, within) if best and shot and shot.cut_s else None,
            clean=[span(start, end, within) for start, end in row.clean_ranges_s],
            lanes=1 + max((finding.lane for finding in findings), default=-1),
        )

    def strip(self, row: ClipRow) -> str | None:
        if not row.strip or row.strip not in self.pictures:
            return None
        key = f"s{len(self.strips)}"
        self.strips.append((key, _data_uri(self.pictures[row.strip])))
        return key

    def findings(self, row: ClipRow) -> list[Finding]:
        within, found, free = extent(row), [], [0.0]
        for event in sorted(row.events, key=lambda one: one.start_s):
            at = span(event.start_s, event.end_s, within)
            lane = next((i for i, end in enumerate(free) if end <= at.left), len(free))
            taken = max(at.left + at.width, at.left + LABEL_WIDTH)
            free[lane : lane + 1] = [taken]
            pictures = {side: self.picture(getattr(event, side)) for side in SIDES}
            found.append(Finding(event, at, lane, **pictures))
        return sorted(found, key=lambda one: -one.event.severity)

    def picture(self, name: str | None) -> str | None:
        return _data_uri(self.pictures[name]) if name and name in self.pictures else None


def _data_uri(picture: bytes) -> str:
    kind = "jpeg" if picture.startswith(b"\xff\xd8") else "webp"
    return f"data:image/{kind};base64," + base64.b64encode(picture).decode("ascii")
