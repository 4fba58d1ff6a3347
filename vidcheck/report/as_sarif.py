"""SARIF 2.1.0: findings anchored to the shot's line in the storyboard, the clip beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from vidcheck import __version__
from vidcheck.decide.words import DEFECTS

if TYPE_CHECKING:
    from vidcheck.judge.rows import ClipRow, Event
    from vidcheck.report.guard_rows import Regression
    from vidcheck.report.model import RunReport

_LEVELS = {"fail": "error", "warn": "warning", "pass": "note", "unknown": "note"}


def render(report: RunReport) -> str:
    """SARIF JSON text."""
    lines = {shot.shot: shot.line for shot in report.shots}
    results = [
        _result(report, row, event, lines.get(row.shot or ""))
        for row in report.clips
        for event in row.events
    ]
    rules = [
        {"id": code, "shortDescription": {"text": words.en}} for code, words in DEFECTS.items()
    ]
    if report.guard and report.guard.baseline is not None:
        rules.append({"id": "worse", "shortDescription": {"text": "worse than the baseline"}})
        results += [_worse(report, one, lines) for one in report.guard.regressions]
    run = {
        "tool": {"driver": {"name": "vidcheck", "version": __version__, "rules": rules}},
        "results": results,
    }
    whole = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _result(report: RunReport, row: ClipRow, event: Event, line: int | None) -> dict[str, Any]:
    clip = {"physicalLocation": {"artifactLocation": {"uri": quote(row.path)}}}
    places = [clip]
    if report.storyboard and line:
        board: dict[str, Any] = {"artifactLocation": {"uri": quote(report.storyboard)}}
        board["region"] = {"startLine": line}
        places = [{"physicalLocation": board}]
    text = f"{row.path} {event.start_s:.2f}-{event.end_s:.2f} s: {event.evidence}"
    waived = report.guard.waiver_of(row.path) if report.guard else None
    note = f"until {waived.until}: {waived.note}" if waived else None
    return {
        "ruleId": event.type,
        "level": "note" if event.type == "occlusion" else _LEVELS[row.verdict],
        "message": {"text": text},
        "locations": places,
        "relatedLocations": [clip],
        **_suppressed(note),
    }


def _worse(report: RunReport, one: Regression, lines: dict[str, int | None]) -> dict[str, Any]:
    """Something worse than the baseline: at the shot's line, or at the clip where it has none."""
    line = lines.get(one.shot or "")
    file = report.storyboard if report.storyboard and line else one.path or report.storyboard or ""
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(file)}}
    if line:
        place["region"] = {"startLine": line}
    return {
        "ruleId": "worse",
        "level": {"fail": "error", "warn": "warning"}[one.level],
        "message": {"text": one.text},
        "locations": [{"physicalLocation": place}],
        "baselineState": "absent" if one.kind == "missing" else "new",
        **_suppressed(one.waived),
    }


def _suppressed(note: str | None) -> dict[str, Any]:
    """A result that a person accepted is shown as suppressed, with the reason."""
    return {"suppressions": [{"kind": "external", "justification": note}]} if note else {}
