"""Baseline and waivers laid over a result; the verdicts in it stay what they are."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, TypeVar

from vidcheck.decide.words import Words
from vidcheck.guard.baseline import doubts, regressions
from vidcheck.report.guard_rows import GuardRow, Waived
from vidcheck.report.model import ScoreReport

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from vidcheck.guard.waivers import Waiver
    from vidcheck.judge.rows import ClipRow
    from vidcheck.report.guard_rows import Regression
    from vidcheck.report.model import RunReport

Report = TypeVar("Report", bound=ScoreReport)


def guarded(
    report: Report,
    *,
    baseline: RunReport | None,
    name: str | None,
    waivers: Sequence[Waiver],
    today: dt.date,
) -> Report:
    """The result with what is worse than the baseline, and which failures are accepted for now.

    Args:
        report: what was measured.
        baseline: what it is held against, None for nothing.
        name: the baseline's file, to be shown.
        waivers: of the project; those that have run out cover nothing and are said.
        today: the day, UTC.
    """
    if baseline is None and not waivers:
        return report
    valid = [one for one in waivers if one.holds_on(today)]
    rows = {row.path: row for row in report.clips}
    waived = tuple(made for row in report.clips if (made := _waived(row, valid)) is not None)
    found = regressions(report, baseline) if baseline else ()
    notes = [*(doubts(report, baseline) if baseline else ()), *_about(waivers, report, today)]
    guard = GuardRow(
        baseline=name if baseline else None,
        regressions=tuple(_covered(one, waived, rows) for one in found),
        waived=waived,
        notes=tuple(notes),
    )
    return report.model_copy(update={"guard": guard})


def _waived(row: ClipRow, waivers: Sequence[Waiver]) -> Waived | None:
    """The waivers that together cover every kind of defect of a failing clip, as one row."""
    if row.verdict != "fail":
        return None
    mine = [one for one in waivers if _is_about(one, row)]
    kinds = dict.fromkeys(event.type for event in row.events if event.type != "occlusion")
    used: list[Waiver] = []
    for kind in (*kinds,) or (None,):
        cover = next((one for one in mine if not one.defects or kind in one.defects), None)
        if cover is None:
            return None
        if cover not in used:
            used.append(cover)
    return Waived(
        path=row.path,
        shot=row.shot,
        defects=tuple(kinds),
        note="; ".join(one.note for one in used),
        until=min(one.until for one in used),
    )


def _is_about(waiver: Waiver, row: ClipRow) -> bool:
    if waiver.sha256 is not None and (row.clip is None or row.clip.sha256 != waiver.sha256):
        return False
    if waiver.shot is not None:
        return waiver.shot == row.shot
    return waiver.clip in (row.path, PurePath(row.path).name)


def _covered(found: Regression, waived: Sequence[Waived], rows: dict[str, ClipRow]) -> Regression:
    """A regression with the note of the waiver that covers its clip, or a take of its shot."""
    for one in waived:
        of_shot = found.path is None and one.shot is not None and one.shot == found.shot
        if one.path == found.path or (of_shot and one.path in rows):
            return found.model_copy(update={"waived": f"{one.note} ({one.until})"})
    return found


def _about(waivers: Sequence[Waiver], report: ScoreReport, today: dt.date) -> list[tuple[str, str]]:
    """Waivers that have run out although their clip still fails, and those about nothing here."""
    said: list[tuple[str, str]] = []
    for one in waivers:
        what = one.clip or one.shot or ""
        about = [row for row in report.clips if _is_about(one, row)]
        if not one.holds_on(today) and any(row.verdict == "fail" for row in about):
            said.append(
                Words(
                    en=f"the waiver of {what} ran out on {one.until}: {one.note}",
                    zh=f"{what} 的豁免已于 {one.until} 到期：{one.note}",
                )
            )
        named = [row for row in report.clips
                 if _is_about(one.model_copy(update={"sha256": None}), row)]  # fmt: skip
        if named and not about:
            said.append(
                Words(
                    en=f"the waiver of {what} was for another file of that name and covers it no "
                    f"more: {one.note}",
                    zh=f"{what} 的豁免针对的是另一个同名文件，不再有效：{one.note}",
                )
            )
    return said
