"""Findings as text, JSON, SARIF 2.1.0 and GitHub annotations; each returns text."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from vidcheck import __version__
from vidcheck.lint.table import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vidcheck.lint.finding import Finding

MOST_PER_LEVEL = 10
"""GitHub shows at most ten errors and ten warnings of a step (its documentation, 2026)."""

_MARKS = {"error": ("error", "错误"), "warn": ("warning", "警告"), "note": ("note", "提示")}
_LEVELS = {"error": "error", "warn": "warning", "note": "note"}


def as_text(findings: Sequence[Finding], language: str = "en") -> str:
    """One finding in two lines (place and words, then the mend), and a line that counts them."""
    chinese = language == "zh"
    rows = [
        f"{f.path}:{f.line}:{f.column}: {_MARKS[f.severity][chinese]} {f.code}"
        f"{f' [{f.shot}]' if f.shot else ''}: {f.message}\n    {f.hint}\n"
        for f in findings
    ]
    counts = [(mark, sum(f.severity == level for f in findings)) for level, mark in _MARKS.items()]
    if chinese:
        told = "，".join(f"{count} 个{mark[1]}" for mark, count in counts if count)
        return "".join(rows) + (told or "没有发现问题") + "\n"
    told = ", ".join(f"{n} {mark[0]}{'s' * (n != 1)}" for mark, n in counts if n)
    return "".join(rows) + (told or "no findings") + "\n"


def as_json(findings: Sequence[Finding], language: str = "en") -> str:
    """`{"schema_version": 1, "findings": [...]}`; the same bytes for the same findings."""
    del language
    whole = {"schema_version": 1, "findings": [asdict(finding) for finding in findings]}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def as_sarif(findings: Sequence[Finding], language: str = "en") -> str:
    """SARIF 2.1.0 with each finding on its line of the storyboard and each rule with its mend."""
    rules = [
        {
            "id": rule.code,
            "shortDescription": {"text": rule.title.say(language)},
            "help": {"text": rule.hint.say(language)},
            "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        }
        for rule in RULES
    ]
    driver = {"name": "vidcheck", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding) for finding in findings],
    }
    whole = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _result(finding: Finding) -> dict[str, Any]:
    uri = quote(PurePath(finding.path).as_posix())
    region = {"startLine": finding.line, "startColumn": finding.column}
    place = {"artifactLocation": {"uri": uri}, "region": region}
    return {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message}. {finding.hint}"},
        "locations": [{"physicalLocation": place}],
    }


def as_github(findings: Sequence[Finding], language: str = "en") -> str:
    """Workflow commands, worst first; says how many did not fit."""
    words = {"error": "error", "warn": "warning", "note": "notice"}
    shown: list[str] = []
    for level, word in words.items():
        some = [finding for finding in findings if finding.severity == level][:MOST_PER_LEVEL]
        shown += [_command(word, finding) for finding in some]
    left = len(findings) - len(shown)
    if left:
        more = f"还有 {left} 条未列出" if language == "zh" else f"{left} more are not shown"
        shown.append(f"::notice title=vidcheck::{more}")
    return "".join(line + "\n" for line in shown)


def _command(word: str, finding: Finding) -> str:
    properties = {
        "file": finding.path,
        "line": str(finding.line),
        "col": str(finding.column),
        "title": f"{finding.code}{f' {finding.shot}' if finding.shot else ''}",
    }
    joined = ",".join(
        f"{name}={_escaped(value).replace(':', '%3A').replace(',', '%2C')}"
        for name, value in properties.items()
    )
    return f"::{word} {joined}::{_escaped(f'{finding.message}. {finding.hint}')}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


FORMATS: dict[str, Callable[[Sequence[Finding], str], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}
"""By the name that `lint --format` takes."""
