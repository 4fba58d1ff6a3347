"""Advice that was followed, and whether it helped: the takes before it against those after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from vidcheck.ledger import journal
from vidcheck.ledger.entry import ChangeEntry
from vidcheck.ledger.history import all_takes
from vidcheck.ledger.store import home_of, opened

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from vidcheck.ledger.entry import Advised
    from vidcheck.ledger.history import PastTake


@dataclass(frozen=True, slots=True)
class PastChange:
    """A change that was advised and made; `against` is the defect it should cure."""

    shot: str
    repair: str
    change: str
    where: str
    against: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Effect:
    """The takes of the round before a change, and those first seen after it (until the next).

    `flawed` counts the takes that show the defect the change was against; where that is not known,
    those that do not pass. Takes that could not be judged are left out.
    """

    change: PastChange
    before: tuple[PastTake, ...]
    after: tuple[PastTake, ...]

    @property
    def flawed_before(self) -> int:
        """How many takes before the change show the defect."""
        return sum(self._is_flawed(take) for take in self.before)

    @property
    def flawed_after(self) -> int:
        """How many takes after the change show it."""
        return sum(self._is_flawed(take) for take in self.after)

    @property
    def helped(self) -> bool | None:
        """Whether a smaller share shows it; None where that cannot be seen (yet)."""
        if not self.flawed_before or not self.after:
            return None
        return self.flawed_after * len(self.before) < self.flawed_before * len(self.after)

    def _is_flawed(self, take: PastTake) -> bool:
        against = self.change.against
        return against in take.events if against else take.verdict != "pass"


def record(project_dir: Path, shot: str, advised: Advised, patch: str | None) -> None:
    """Remember that an advised change was made.

    Raises: OutputError where the project folder cannot be written.
    """
    entry = ChangeEntry(
        id=journal.new_id(), at=journal.now(), shot=shot, advised=advised, patch=patch
    )
    journal.write(home_of(project_dir), entry)


def recorded(project_dir: Path) -> set[tuple[str, str]]:
    """Shot and patch of every change that is remembered."""
    with opened(project_dir) as ledger:
        return {
            (str(shot), str(patch))
            for shot, patch in ledger.connection.execute("SELECT shot, patch FROM changes")
        }


def changes_of(project_dir: Path, shot: str) -> tuple[Effect, ...]:
    """The changes made to a shot, the oldest first, each with what it did; () for none."""
    with opened(project_dir) as ledger:
        found = effects(ledger.connection, all_takes(ledger.connection, project_dir))
    return tuple(one for one in found if one.change.shot == shot)


def effects(connection: sqlite3.Connection, takes: Sequence[PastTake]) -> tuple[Effect, ...]:
    """Every change that was made, the oldest first, with the takes before and after it."""
    rows = connection.execute(
        "SELECT shot, repair, change, place, against, at FROM changes JOIN entries ON entry = id "
        "ORDER BY entry"
    )
    changes = [
        PastChange(shot, repair, change, where, against, datetime.fromisoformat(at))
        for shot, repair, change, where, against, at in rows
    ]
    return tuple(_effect(change, changes, takes) for change in changes)


def _effect(change: PastChange, changes: Sequence[PastChange], takes: Sequence[PastTake]) -> Effect:
    judged = [one for one in takes if one.shot == change.shot and one.verdict != "unknown"]
    times = [one.at for one in changes if one.shot == change.shot]
    start = max((at for at in times if at < change.at), default=None)
    end = min((at for at in times if at > change.at), default=None)
    before = [one for one in judged if one.created_at <= change.at]
    last = max((one.round for one in before), default=0)
    return Effect(
        change,
        tuple(one for one in before if one.round == last
              and (start is None or one.created_at > start)),
        tuple(one for one in judged if one.created_at > change.at
              and (end is None or one.created_at <= end)),
    )  # fmt: skip
