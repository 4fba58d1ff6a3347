"""`# vidcheck: ignore VC121 because …`: a finding that the creator has answered, with the reason.

On a line it answers findings of that line; on a line of its own, of the next line that says
something; on the first line of a shot, of the whole shot.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vidcheck.lint.finding import Both

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vidcheck.lint.finding import Finding
    from vidcheck.storyboard.load import LoadedStoryboard

WITHOUT_REASON = Both("an ignore without a reason", "忽略没有写理由")
WITHOUT_FINDING = Both("an ignore that answers nothing", "忽略没有对应的问题")

_COMMENT = re.compile(
    r"(?:^|\s)#\s*vidcheck\s*[:：]\s*(?:ignore|忽略)\s+"
    r"(?P<codes>VC\d{3}(?:\s*[,，\s]\s*VC\d{3})*)\s*[,，:：]?\s*"
    r"(?:because|因为|since|as)?\s*[:：]?\s*(?P<reason>.*?)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Ignore:
    """One comment: where it stands, the line it answers for, its codes and its reason."""

    path: str
    line: int
    column: int
    answers: int
    codes: frozenset[str]
    reason: str


def ignores_in(path: str, text: str) -> list[Ignore]:
    """Every ignore comment of a file."""
    lines = text.splitlines()
    found: list[Ignore] = []
    for number, line in enumerate(lines, start=1):
        match = _COMMENT.search(line) if "#" in line else None
        if match is None:
            continue
        answers = number
        if line.lstrip().startswith("#"):
            following = enumerate(lines[number:], start=number + 1)
            said = (n for n, row in following if row.strip() and not row.lstrip().startswith("#"))
            answers = next(said, number)
        codes = frozenset(re.findall(r"VC\d{3}", match["codes"].upper()))
        column = match.start() + len(match[0]) - len(match[0].lstrip()) + 1
        found.append(Ignore(path, number, column, answers, codes, match["reason"]))
    return found


def sifted(
    findings: Iterable[Finding], loaded: LoadedStoryboard
) -> tuple[list[Finding], list[tuple[Ignore, Both]]]:
    """The findings that stand, and each ignore that cannot count, with why."""
    ignores = [i for name, text in loaded.texts.items() for i in ignores_in(name, text)]
    used: set[Ignore] = set()
    kept: list[Finding] = []
    for finding in findings:
        answers = [ignore for ignore in ignores if _answers(ignore, finding, loaded)]
        used.update(answers)
        if not any(ignore.reason for ignore in answers):
            kept.append(finding)
    faults = [
        (ignore, WITHOUT_FINDING if ignore.reason else WITHOUT_REASON)
        for ignore in ignores
        if not ignore.reason or ignore not in used
    ]
    return kept, faults


def _answers(ignore: Ignore, finding: Finding, loaded: LoadedStoryboard) -> bool:
    if finding.code not in ignore.codes or finding.path != ignore.path:
        return False
    if finding.line == ignore.answers:
        return True
    if finding.shot is None:
        return False
    start = loaded.spot(*loaded.keys_of(finding.shot))
    return start.file == ignore.path and start.line == ignore.answers
