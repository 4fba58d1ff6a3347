"""From verdicts to the exit code: 0 ok, 1 findings, 3 nothing could be measured."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.decide.rows import ShotRow
    from vidcheck.judge.rows import ClipRow


class FailOn(StrEnum):
    """The mildest verdict that makes a command end with 1."""

    warn = "warn"
    fail = "fail"
    never = "never"


_COUNTS = {FailOn.warn: {"warn", "fail"}, FailOn.fail: {"fail"}, FailOn.never: set[str]()}


def exit_code(rows: Sequence[ClipRow], fail_on: FailOn) -> int:
    """The exit code for a set of clips.

    Args:
        rows: what was measured.
        fail_on: the mildest verdict that counts as a finding.
    """
    if any(row.verdict in _COUNTS[fail_on] for row in rows):
        return 1
    found = any(row.verdict in ("warn", "fail") for row in rows)
    if not found and not any(row.status == "scored" for row in rows):
        return 3
    return 0


def exit_code_of_shots(shots: Sequence[ShotRow], fail_on: FailOn) -> int:
    """The exit code of a check: a shot to keep is ok, one to cut a warning, the others fail.

    Shots that nobody could decide fail nothing, and are 3 where there is no other.
    """
    decided = [shot.decision for shot in shots if shot.decision != "undecided"]
    if not decided:
        return 3
    mild = {"fix_in_post"} if fail_on is not FailOn.warn else set()
    ok = {"keep"} | mild
    return 0 if fail_on is FailOn.never or all(one in ok for one in decided) else 1
