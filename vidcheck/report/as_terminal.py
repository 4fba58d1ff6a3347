"""One line per shot (or per clip), worst first, then what to do: for a terminal or a log."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from vidcheck.decide.words import DECISIONS, DEFECTS, STATUSES, VERDICTS, Words
from vidcheck.report import guard_text
from vidcheck.report.visible import visible
from vidcheck.report.words import unmeasured

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.decide.rows import ShotRow
    from vidcheck.judge.rows import ClipRow
    from vidcheck.report.model import RunReport

_BARS = "▁▂▃▄▅▆▇█"
_COLOURS = {
    "pass": "32", "keep": "32", "warn": "33", "fix_in_post": "33", "edit": "33",
    "fail": "31", "reroll": "35", "rewrite": "35", "split": "35", "switch": "35",
    "stop": "31", "unknown": "2", "undecided": "2",
}  # fmt: skip
_CURVE = 16
_USABLE = ("keep", "fix_in_post")
_AGAIN = ("edit", "reroll", "rewrite", "split", "switch")
_MARKS = {"pass": "✓", "warn": "!", "fail": "✗", "unknown": "?"}
_WORST_FIRST = (
    "stop", "switch", "split", "rewrite", "reroll", "edit", "fix_in_post", "undecided", "keep",
)  # fmt: skip
_BAD_FIRST = ("fail", "unknown", "warn", "pass")


def render(report: RunReport, *, colour: bool = False, chinese: bool = False) -> str:
    """Plain text, with ANSI colour where wanted; ends in a newline.

    Args:
        report: the result.
        colour: whether to colour verdicts and decisions.
        chinese: whether to speak Chinese.
    """
    page = _Page(report, colour, chinese)
    lines = page.shots() if report.shots else page.clips()
    return visible("\n".join([*lines, *page.notes()])) + "\n"


def sparkline(values: Sequence[float | None], width: int = _CURVE) -> str:
    """A series as `width` block characters, lowest to highest; a gap where unmeasured."""
    if not values:
        return ""
    step = max(1, len(values) / width)
    picked = [values[int(i * step)] for i in range(min(width, len(values)))]
    known = [value for value in picked if value is not None]
    if not known:
        return " " * len(picked)
    low, span = min(known), max(known) - min(known)
    return "".join(
        " " if value is None else _BARS[round((value - low) / span * 7) if span else 3]
        for value in picked
    )


def columns(text: str) -> int:
    """How many terminal columns a text takes; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


class _Page:
    def __init__(self, report: RunReport, colour: bool, chinese: bool) -> None:
        self.report, self.colour, self.chinese = report, colour, chinese

    def either(self, en: str, zh: str) -> str:
        return zh if self.chinese else en

    def word(self, table: dict[str, Words], code: str) -> str:
        return table[code][1 if self.chinese else 0]

    def painted(self, code: str, text: str, width: int = 0) -> str:
        padded = text + " " * (width - columns(text))
        return f"\033[{_COLOURS[code]}m{padded}\033[0m" if self.colour else padded

    def shots(self) -> list[str]:
        rows = sorted(self.report.shots, key=lambda shot: _WORST_FIRST.index(shot.decision))
        wide = max(columns(shot.shot) for shot in rows)
        lines = []
        for shot in rows:
            decision = self.painted(shot.decision, self.word(DECISIONS, shot.decision), 12)
            row = self.report.clip_of(shot)
            curve = _curve(row) if row else ""
            name = shot.shot + " " * (wide - columns(shot.shot))
            reason = self.either(shot.reason, shot.reason_zh)
            lines.append(f"{name}  {decision} {curve:{_CURVE}}  {reason}")
        return [*lines, "", *self._next(rows)]

    def _next(self, rows: Sequence[ShotRow]) -> list[str]:
        """What to do now: what to keep, what to make again, what to change."""
        kept = [
            f"{shot.shot} {Path(shot.take).name}"
            for shot in rows
            if shot.take and shot.decision in _USABLE
        ]
        again = [shot.shot for shot in rows if shot.decision in _AGAIN]
        lines = []
        if kept:
            lines.append(f"{self.either('keep', '保留')}: {', '.join(sorted(kept))}")
        if again:
            lines.append(f"{self.either('make again', '重做')}: {', '.join(again)}")
        lines += [
            f"{self.either('change', '修改')}: {shot.shot}: "
            f"{self.either(shot.advice.change, shot.advice.change_zh)} ({shot.advice.where})"
            for shot in rows
            if shot.advice
        ]
        return lines

    def clips(self) -> list[str]:
        rows = sorted(self.report.clips, key=lambda row: _BAD_FIRST.index(row.verdict))
        wide = max((columns(_short(row.path)) for row in rows), default=0)
        lines = []
        for row in rows:
            name = _short(row.path) + " " * (wide - columns(_short(row.path)))
            waived = self.report.guard and self.report.guard.waiver_of(row.path)
            word = self.word(VERDICTS, row.verdict)
            word = f"{word} ({self.either('waived', '已豁免')})" if waived else word
            verdict = self.painted(row.verdict, f"{_MARKS[row.verdict]} {word}", 10)
            lines.append(f"{verdict} {name}  {_curve(row)}  {self._finding(row)}".rstrip())
        return lines

    def _finding(self, row: ClipRow) -> str:
        if row.status != "scored":
            reason = self.either(*unmeasured(row))
            return f"{self.word(STATUSES, row.status)}: {reason}"
        score = self.either(f"consistency {row.consistency}", f"一致性 {row.consistency}")
        said = [
            f"{self.word(DEFECTS, event.type)} {event.start_s:.1f}–{event.end_s:.1f} s"
            for event in row.events
        ]
        return "; ".join([score, *said])

    def _across(self) -> list[str]:
        """What differs from shot to shot: subjects first, then the look of a shot in its scene."""
        told = self.report.continuity
        if told is None:
            return []
        lines = [
            f"{self.painted(one.verdict, _MARKS[one.verdict])} {subject}: "
            f"{self.either(one.evidence, one.evidence_zh or one.evidence)}"
            for subject, found in told.subjects.items()
            for one in found
        ]
        return lines + [
            f"{self.painted(row.verdict, _MARKS[row.verdict])} "
            f"{self.either(row.evidence, row.evidence_zh or row.evidence)}"
            for row in told.style
            if row.evidence
        ]

    def notes(self) -> list[str]:
        lines = [
            f"! {self.either(warning_en, warning_zh)}"
            for warning_en, warning_zh in self.report.warnings
        ]
        if self.report.guard:
            lines += guard_text.lines(self.report.guard, chinese=self.chinese)
        lines += [self.either(note_en, note_zh) for note_en, note_zh in self.report.notes]
        if self.report.missing:
            names = ", ".join(self.report.missing)
            lines.append(self.either(f"no take yet: {names}", f"还没有成片：{names}"))
        lines += [
            f"{self.either('left out', '未计入')}: {left.path}: "
            f"{self.either(left.reason, left.reason_zh)}"
            for left in self.report.unmatched
        ]
        note = self.report.continuity
        lines += self._across()
        if note and note.note and note.note_zh:
            lines.append(self.either(note.note, note.note_zh))
        return ["", *lines] if lines else []


def _short(path: str) -> str:
    return path if len(path) <= 48 else "…" + path[-47:]


def _curve(row: ClipRow) -> str:
    if row.curves is None or not row.curves.values:
        return ""
    named = [event.metric for event in row.events if event.metric in row.curves.values]
    name = named[0] if named else next(iter(row.curves.values))
    return sparkline(row.curves.values[name])
