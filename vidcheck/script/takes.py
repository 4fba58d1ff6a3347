"""The marks of a shot's takes: circled, hold or NG, and whether a person or the tool says so."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vidcheck.decide.words import DECISIONS, STATUSES, VERDICTS
from vidcheck.lint.finding import Both
from vidcheck.report.sections import USABLE
from vidcheck.report.words import unmeasured
from vidcheck.script.sheet import Mark, TakeLine

if TYPE_CHECKING:
    from vidcheck.decide.rows import Ranked, ShotRow
    from vidcheck.judge.rows import ClipRow, Verdict
    from vidcheck.report.model import RunReport

PERSON, TOOL = Both("person", "人"), Both("vidcheck", "工具")
NOBODY = Both("nobody", "无")
_SAID: dict[str, Mark] = {"keep": "circled", "hold": "hold", "ng": "ng"}
_JUDGED: dict[Verdict, Mark] = {"pass": "hold", "warn": "hold", "fail": "ng", "unknown": "none"}


def takes_of(report: RunReport, shot: ShotRow, lang: str) -> list[TakeLine]:
    """Every take of a shot, best first; a person's word stands above the tool's."""
    rows = {row.path: row for row in report.clips if row.shot in (None, shot.shot)}
    ranking = {one.path: one for one in shot.ranking}
    there = [path for path in ranking if path in rows]
    there += [path for path, row in rows.items() if row.shot == shot.shot and path not in ranking]
    return [_take(rows[path], ranking.get(path), shot, lang) for path in there]


def used_of(shot: ShotRow, row: ClipRow) -> tuple[float, float] | None:
    """The range of a take that the film uses; None where it is not used or has no length."""
    if shot.take != row.path or shot.decision not in USABLE:
        return None
    if used := shot.cut_s or row.span_s:
        return used
    seconds = row.clip.duration_s if row.clip else None
    return (0.0, seconds) if seconds is not None else None


def length_of(row: ClipRow) -> float | None:
    """The seconds of a take."""
    if row.span_s:
        return row.span_s[1] - row.span_s[0]
    return row.clip.duration_s if row.clip else None


def _take(row: ClipRow, ranked: Ranked | None, shot: ShotRow, lang: str) -> TakeLine:
    zh = lang == "zh"
    mark, by, word = _mark(row, ranked, shot, lang)
    seen = (ranked.why_zh if zh else ranked.why) if ranked else ""
    number = f"{row.take}" if row.take is not None else "–"
    return TakeLine(
        name=f"{number} · {row.generator}" if row.generator else number,
        file=Path(row.path).name,
        mark=mark,
        by=by.say(lang),
        word=word,
        seen=seen
        if row.status == "scored"
        else f"{STATUSES[row.status][zh]} · {unmeasured(row)[zh]}",
        seconds=length_of(row),
        used=used_of(shot, row),
    )


def _mark(row: ClipRow, ranked: Ranked | None, shot: ShotRow, lang: str) -> tuple[Mark, Both, str]:
    zh = lang == "zh"
    if row.human is not None:
        day = row.human.at[:10]
        word = " · ".join(part for part in (row.human.note, day) if part)
        return _SAID[row.human.verdict], PERSON, word
    if row.path == shot.take and shot.decision in USABLE:
        return "circled", TOOL, DECISIONS[shot.decision][zh]
    verdict = (ranked.verdict if ranked else None) or row.verdict
    if row.status != "scored" or verdict == "unknown":
        return "none", NOBODY, VERDICTS["unknown"][zh]
    return _JUDGED[verdict], TOOL, VERDICTS[verdict][zh]
