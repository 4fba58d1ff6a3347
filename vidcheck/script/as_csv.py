"""The report as a table: a row per take; what holds for the shot stands in its first row."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from vidcheck.importers.decoding import printable
from vidcheck.lint.finding import Both
from vidcheck.report.as_csv import guarded
from vidcheck.script.sheet import MARKS, STATES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vidcheck.script.sheet import Entry, Line, Sheet, TakeLine

OF_SHOT = (
    Both("Scene", "场号"), Both("Shot", "镜号"), Both("Framing", "景别与运镜"),
    Both("Action", "画面内容"),
    Both("Decision", "决定"), Both("Why", "理由"),
    Both("Planned (s)", "计划（秒）"), Both("Used (s)", "实用（秒）"),
    Both("Planned until here (s)", "计划累计（秒）"), Both("Used until here (s)", "实用累计（秒）"),
    Both("Asked against measured", "要求与实测"), Both("Continuity", "连戏"),
)  # fmt: skip
OF_TAKE = (
    Both("Take", "条"), Both("File", "文件"), Both("Mark", "标记"), Both("Said by", "谁定"),
    Both("Word", "说明"), Both("Seen", "所见"), Both("Length (s)", "时长（秒）"),
    Both("In (s)", "入点（秒）"), Both("Out (s)", "出点（秒）"),
)  # fmt: skip


def render(sheet: Sheet) -> str:
    """CSV with a header; no cell is run as a formula by a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([term.say(sheet.lang) for term in (*OF_SHOT, *OF_TAKE)])
    for scene in sheet.scenes:
        for entry in scene.entries:
            for row in _rows(scene.number, entry, sheet.lang):
                writer.writerow([guarded(_clean(cell)) for cell in row])
    return out.getvalue()


def _clean(cell: object) -> object:
    return printable(cell) if isinstance(cell, str) else cell


def _rows(scene: str, entry: Entry, lang: str) -> Iterator[list[object]]:
    shot: list[object] = [
        scene, entry.shot, entry.framing, entry.action, entry.decision, entry.why,
        entry.planned_s, _tenths(entry.used_s), _tenths(entry.planned_until_s),
        _tenths(entry.used_until_s), _told(entry.asked, lang), _told(entry.continuity, lang),
    ]  # fmt: skip
    again = [scene, entry.shot, *[None] * (len(shot) - 2)]
    if not entry.takes:
        yield [*shot, *[None] * len(OF_TAKE)]
    for number, take in enumerate(entry.takes):
        yield [*(again if number else shot), *_take(take, lang)]


def _take(take: TakeLine, lang: str) -> list[object]:
    start, end = take.used or (None, None)
    return [
        take.name, take.file, MARKS[take.mark].say(lang), take.by, take.word, take.seen,
        _tenths(take.seconds), _tenths(start, 3), _tenths(end, 3),
    ]  # fmt: skip


def _told(lines: Sequence[Line], lang: str) -> str:
    return "\n".join(told(line, lang) for line in lines)


def told(line: Line, lang: str) -> str:
    """A line as a sentence."""
    colon, arrow = ("：", " ← ") if lang == "zh" else (": ", " ← ")
    state = STATES[line.state].say(lang)
    asked = line.asked + (f"{arrow}{line.before}" if line.before else "")
    measured = f"{state} ({line.measured})" if line.measured else state
    parts = [part for part in (asked, f"! {line.remark}" if line.remark else "", measured) if part]
    return f"{line.label}{colon}{' | '.join(parts)}"


def _tenths(value: float | None, places: int = 2) -> float | None:
    return None if value is None else round(value, places)
