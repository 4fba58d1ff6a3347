"""Entries of the journal into the tables of the database."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from vidcheck.ledger import journal
from vidcheck.ledger.entry import ChangeEntry, CheckEntry, VerdictEntry
from vidcheck.ledger.journal import Unread

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


def take_in(connection: sqlite3.Connection, home: Path) -> list[Unread]:
    """Take in every entry that is not there yet, all in one transaction.

    Returns: those that could not be read.
    """
    new = _missing(connection, home)
    if not new:
        return []
    unread = []
    connection.execute("BEGIN IMMEDIATE")
    try:
        for entry in journal.read(home, _missing(connection, home)):
            if isinstance(entry, Unread):
                unread.append(entry)
            else:
                _insert(connection, entry)
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
    return unread


def _missing(connection: sqlite3.Connection, home: Path) -> list[str]:
    there = {row[0] for row in connection.execute("SELECT id FROM entries")}
    return [name for name in journal.names(home) if name not in there]


def _insert(connection: sqlite3.Connection, entry: CheckEntry | VerdictEntry | ChangeEntry) -> None:
    _row(connection, "entries", entry.id, entry.kind, entry.at)
    if isinstance(entry, VerdictEntry):
        _row(connection, "verdicts", entry.id, entry.shot, entry.path, entry.sha256,
             entry.verdict, entry.note)  # fmt: skip
    elif isinstance(entry, ChangeEntry):
        said = entry.advised
        _row(connection, "changes", entry.id, entry.shot, said.repair, said.change, said.where,
             said.against, entry.patch)  # fmt: skip
    else:
        _insert_check(connection, entry)


def _insert_check(connection: sqlite3.Connection, entry: CheckEntry) -> None:
    _row(connection, "runs", entry.id, entry.vidcheck, entry.calibration, entry.storyboard,
         entry.plan_hash)  # fmt: skip
    for shot in entry.shots:
        _row(connection, "shots", entry.id, shot.shot, shot.wording, shot.size, shot.motion,
             shot.subject, shot.duration_s)  # fmt: skip
    for one in entry.requests:
        paid = (one.price.amount, one.price.currency) if one.price else (None, None)
        for name in one.shots:
            _row(connection, "requests", entry.id, name, one.id, one.generator, one.take,
                 one.mode, one.prompt_hash, one.seed, *paid)  # fmt: skip
    for take in entry.takes:
        paid = (take.price.amount, take.price.currency) if take.price else (None, None)
        flaws = json.dumps([flaw.model_dump() for flaw in take.flaws])
        _row(connection, "seen", entry.id, take.shot, take.path, take.sha256, take.take,
             take.generator, take.request, take.prompt_hash, take.seed, take.mode, *paid,
             take.status, take.verdict, take.risk, take.consistency, take.duration_s,
             take.clean_s, flaws)  # fmt: skip
    for one_shot in entry.decisions:
        cut = one_shot.cut_s or (None, None)
        said = one_shot.advised
        advice = (
            (said.repair, said.change, said.where, said.against, said.hypothesis)
            if said
            else (None,) * 5
        )
        _row(connection, "decisions", entry.id, one_shot.shot, one_shot.decision,
             one_shot.sha256, *cut, *advice)  # fmt: skip


def _row(connection: sqlite3.Connection, table: str, *values: object) -> None:
    marks = ", ".join("?" * len(values))
    # A file copied by hand may hold the id of another: the first one counts.
    connection.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", values)  # noqa: S608
