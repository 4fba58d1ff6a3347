"""The tables of the ledger, as steps from one version to the next.

Tables are plain logs of what the entries say; whatever is counted is worked out when it is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

_FIRST = """
CREATE TABLE entries (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE runs (
    entry TEXT PRIMARY KEY, vidcheck TEXT NOT NULL, calibration TEXT, storyboard TEXT NOT NULL,
    plan_hash TEXT
) WITHOUT ROWID;
CREATE TABLE shots (
    entry TEXT NOT NULL, shot TEXT NOT NULL, wording TEXT NOT NULL, size TEXT, motion TEXT,
    subject TEXT, duration_s REAL, PRIMARY KEY (entry, shot)
) WITHOUT ROWID;
CREATE TABLE requests (
    entry TEXT NOT NULL, shot TEXT NOT NULL, id TEXT NOT NULL, generator TEXT NOT NULL,
    take INTEGER NOT NULL, mode TEXT NOT NULL, prompt_hash TEXT NOT NULL, seed INTEGER,
    amount REAL, currency TEXT, PRIMARY KEY (entry, shot, id)
) WITHOUT ROWID;
CREATE TABLE seen (
    entry TEXT NOT NULL, shot TEXT NOT NULL, path TEXT NOT NULL, sha256 TEXT NOT NULL,
    take INTEGER, generator TEXT, request TEXT, prompt_hash TEXT, seed INTEGER, mode TEXT,
    amount REAL, currency TEXT, status TEXT NOT NULL, verdict TEXT NOT NULL, risk REAL,
    consistency INTEGER, duration_s REAL, clean_s REAL, flaws TEXT NOT NULL,
    PRIMARY KEY (entry, shot, path)
) WITHOUT ROWID;
CREATE INDEX seen_content ON seen (sha256);
CREATE INDEX seen_shot ON seen (shot);
CREATE TABLE decisions (
    entry TEXT NOT NULL, shot TEXT NOT NULL, decision TEXT NOT NULL, sha256 TEXT,
    cut_start_s REAL, cut_end_s REAL, repair TEXT, change TEXT, place TEXT, against TEXT,
    hypothesis INTEGER, PRIMARY KEY (entry, shot)
) WITHOUT ROWID;
CREATE TABLE verdicts (
    entry TEXT PRIMARY KEY, shot TEXT NOT NULL, path TEXT NOT NULL, sha256 TEXT NOT NULL,
    verdict TEXT NOT NULL, note TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX verdicts_content ON verdicts (sha256);
CREATE TABLE changes (
    entry TEXT PRIMARY KEY, shot TEXT NOT NULL, repair TEXT NOT NULL, change TEXT NOT NULL,
    place TEXT NOT NULL, against TEXT, patch TEXT
) WITHOUT ROWID;
"""

STEPS = (_FIRST,)
"""SQL from version n to n + 1. A step that was released is never edited; add one instead."""


def version_of(connection: sqlite3.Connection) -> int:
    """The schema's version of an open database; 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, steps: tuple[str, ...] = STEPS) -> None:
    """Bring the tables up to date, every step whole or not at all.

    Args:
        connection: in autocommit mode; two processes may do this at the same time.
        steps: the steps there are.
    """
    while version_of(connection) < len(steps):
        connection.execute("BEGIN IMMEDIATE")
        try:
            done = version_of(connection)  # another process may have been first
            if done < len(steps):
                for statement in steps[done].split(";"):
                    if statement.strip():
                        connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {done + 1}")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
