"""From verdicts to the exit code: 0 ok, 1 findings, 3 nothing could be measured."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.decide.rows import ShotRow
    from vidcheck.judge.rows import ClipRow
    from vidcheck.report.guard_rows import GuardRow


class FailOn(StrEnum):
    """The mildest verdict that makes a command end with 1."""

    warn = "warn"
    fail = "fail"
    never = "never"


_COUNTS = {FailOn.warn: {"warn", "fail"}, FailOn.fail: {"fail"}, FailOn.never: set[str]()}


def exit_code(rows: Sequence[ClipRow], fail_on: FailOn, guard: GuardRow | None = None) -> int:
    """The exit code for a set of clips.

    Args:
        rows: what was measured.
        fail_on: the mildest verdict that counts as a finding.
        guard: with a baseline, only what is worse than it counts; what is waived never does.
    """
    if guard and guard.baseline is not None:
        if _is_worse(guard, fail_on):
            return 1
    elif any(row.verdict in _COUNTS[fail_on] and not _is_waived(row, guard) for row in rows):
        return 1
    found = any(row.verdict in ("warn", "fail") for row in rows)
    if not found and not any(row.status == "scored" for row in rows):
        return 3
    return 0


def exit_code_of_shots(
    shots: Sequence[ShotRow], fail_on: FailOn, guard: GuardRow | None = None
) -> int:
    """The exit code of a check: a shot to keep is ok, one to cut a warning, the others fail.

    Shots that nobody could decide fail nothing, and are 3 where there is no other. With a baseline
    only what is worse than it counts; a shot with a take whose failure is waived is ok.
    """
    decided = [shot.decision for shot in shots if shot.decision != "undecided"]
    if not decided:
        return 3
    if guard and guard.baseline is not None:
        return int(_is_worse(guard, fail_on))
    accepted = {one.shot for one in guard.waived} if guard else set()
    mild = {"fix_in_post"} if fail_on is not FailOn.warn else set()
    ok = {"keep", "undecided"} | mild
    bad = [shot for shot in shots if shot.decision not in ok and shot.shot not in accepted]
    return 0 if fail_on is FailOn.never else int(bool(bad))


def _is_worse(guard: GuardRow, fail_on: FailOn) -> bool:
    found = [one.level for one in guard.regressions if one.waived is None]
    return any(level in _COUNTS[fail_on] for level in found)


def _is_waived(row: ClipRow, guard: GuardRow | None) -> bool:
    return guard is not None and guard.waiver_of(row.path) is not None
