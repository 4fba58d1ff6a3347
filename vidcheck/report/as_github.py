"""GitHub workflow commands: annotations on the storyboard's lines, worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vidcheck.judge.rows import Event
    from vidcheck.report.model import RunReport

MOST_PER_LEVEL = 10
"""GitHub shows at most ten errors and ten warnings of a step (its documentation, 2026)."""


def render(report: RunReport) -> str:
    """One `::error` or `::warning` per finding; says how many were left out."""
    lines = {"error": _failures(report), "warning": _warnings(report), "notice": _accepted(report)}
    shown = [line for level in lines.values() for line in level[:MOST_PER_LEVEL]]
    left = sum(max(0, len(level) - MOST_PER_LEVEL) for level in lines.values())
    if left:
        shown.append(f"::notice::{left} more findings are in the report")
    return "".join(line + "\n" for line in shown)


def _failures(report: RunReport) -> list[str]:
    """What ends the step: with a baseline what is worse than it, else every failure not waived."""
    if report.guard and report.guard.baseline is not None:
        return _worse(report, "fail")
    waived = {one.path for one in report.guard.waived} if report.guard else set()
    accepted = {one.shot for one in report.guard.waived} if report.guard else set()
    bad = [shot for shot in report.shots if shot.decision not in ("keep", "fix_in_post")]
    lines = [
        _command("error", report.storyboard, shot.line, f"{shot.shot}: {shot.decision}",
                 shot.reason)
        for shot in bad
        if shot.decision != "undecided" and shot.shot not in accepted
    ]  # fmt: skip
    if not report.shots:
        rows = sorted(report.clips, key=lambda row: -(row.risk or 0))
        lines += [
            _command("error", row.path, None, "fail", _told(row.events) or "high risk")
            for row in rows
            if row.verdict == "fail" and row.path not in waived
        ]
    return lines


def _worse(report: RunReport, level: str) -> list[str]:
    if report.guard is None:
        return []
    board = {shot.shot: shot.line for shot in report.shots}
    return [
        _command(
            "error" if level == "fail" else "warning",
            report.storyboard if one.shot in board else one.path,
            board.get(one.shot or ""),
            "worse than the baseline",
            one.text,
        )
        for one in report.guard.regressions
        if one.level == level and one.waived is None
    ]


def _accepted(report: RunReport) -> list[str]:
    return [
        _command("notice", one.path, None, f"waived until {one.until}",
                 f"{', '.join(one.defects)}: {one.note}")
        for one in (report.guard.waived if report.guard else ())
    ]  # fmt: skip


def _warnings(report: RunReport) -> list[str]:
    lines = _worse(report, "warn")
    lines += [
        _command("warning", report.storyboard, shot.line, f"{shot.shot}: {shot.decision}",
                 shot.reason)
        for shot in report.shots
        if shot.decision in ("fix_in_post", "undecided")
    ]  # fmt: skip
    return lines + [
        _command("warning", row.path, None, row.status, row.reason or "")
        for row in report.clips
        if row.status != "scored"
    ]


def _told(events: tuple[Event, ...]) -> str:
    return "; ".join(f"{event.type} {event.start_s:.1f}-{event.end_s:.1f} s" for event in events)


def _command(level: str, path: str | None, line: int | None, title: str, text: str) -> str:
    """Escaped as the runner reads it back: %, line ends, and in properties also `:` and `,`."""
    places = {"file": path, "line": line, "title": f"vidcheck {title}"}
    properties = ",".join(
        f"{name}={_escaped(str(value)).replace(':', '%3A').replace(',', '%2C')}"
        for name, value in places.items()
        if value is not None
    )
    return f"::{level} {properties}::{_escaped(text)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
