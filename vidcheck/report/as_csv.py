"""One line per take for a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vidcheck.judge.rows import ClipRow
    from vidcheck.report.model import RunReport

COLUMNS = (
    "shot",
    "take",
    "generator",
    "path",
    "status",
    "verdict",
    "risk",
    "consistency",
    "rank",
    "decision",
    "defects",
    "clean_ranges_s",
    "duration_s",
    "reason",
    "human",
    "waived_until",
)


def render(report: RunReport) -> str:
    """CSV text with a header; cells that a spreadsheet would run as a formula are quoted."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    metrics = sorted({name for row in report.clips for name in row.metrics})
    writer.writerow([*COLUMNS, *metrics])
    places = {
        one.path: (one.rank, shot.decision if shot.take == one.path else "")
        for shot in report.shots
        for one in shot.ranking
    }
    for row in report.clips:
        waived = report.guard.waiver_of(row.path) if report.guard else None
        cells = _cells(row, places.get(row.path), metrics, waived.until if waived else None)
        writer.writerow([guarded(cell) for cell in cells])
    return out.getvalue()


def guarded(cell: object) -> object:
    """Text that starts like a formula gets a leading apostrophe; numbers stay numbers.

    A lone carriage return becomes a line feed: it would end the row unquoted.
    """
    if not isinstance(cell, str):
        return "" if cell is None else cell
    text = "'" + cell if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _cells(
    row: ClipRow, place: tuple[int, str] | None, metrics: list[str], waived_until: str | None
) -> list[object]:
    rank, decision = place or (None, None)
    defects = "; ".join(
        f"{event.type} {event.start_s:.2f}-{event.end_s:.2f}" for event in row.events
    )
    clean = "; ".join(f"{start:.2f}-{end:.2f}" for start, end in row.clean_ranges_s)
    values = [row.metrics[name].value if name in row.metrics else None for name in metrics]
    return [
        row.shot,
        row.take,
        row.generator,
        row.path,
        row.status,
        row.verdict,
        row.risk,
        row.consistency,
        rank,
        decision,
        defects,
        clean,
        row.clip.duration_s if row.clip else None,
        row.reason,
        row.human.verdict if row.human else None,
        waived_until,
        *values,
    ]
