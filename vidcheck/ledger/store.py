"""The ledger's database: opened, brought up to date from the journal, or stood in for.

Nothing here can lose an entry, because entries lie in the journal. Where the database is locked,
read-only or of a newer vidcheck, one in memory is made from the journal instead; where it is
damaged it is set aside and made again. Each of these is said in `notes`.
"""

from __future__ import annotations

import contextlib
import fcntl
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from vidcheck.ledger import notes
from vidcheck.ledger.schema import STEPS, migrate, version_of
from vidcheck.ledger.take_in import take_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vidcheck.ledger.journal import Unread
    from vidcheck.ledger.notes import Note

FOLDER = ".vidcheck"
FILE = "ledger.sqlite"
WAIT_S = 5.0
"""How long another process may keep the database to itself before it is done without, in s."""


class _NewerError(Exception):
    """The database is of a schema that this vidcheck does not know."""

    def __init__(self, version: int) -> None:
        super().__init__(version)
        self.version = version


@dataclass(frozen=True)
class Ledger:
    """An open ledger; `notes` say what was in its way."""

    connection: sqlite3.Connection
    notes: tuple[Note, ...] = ()


def home_of(project_dir: Path) -> Path:
    """The ledger's folder of a project.

    An empty file of that name, which an early vidcheck may have left, is removed.
    """
    home = project_dir / FOLDER
    with contextlib.suppress(OSError):
        if home.is_file() and home.stat().st_size == 0:
            home.unlink()
    return home


@contextmanager
def opened(project_dir: Path) -> Iterator[Ledger]:
    """The ledger of a project with every entry taken in; an empty one where there is none yet."""
    home = home_of(project_dir)
    ledger = _open(home) if home.is_dir() else Ledger(_in_memory(home)[0])
    try:
        yield ledger
    finally:
        ledger.connection.close()


def _open(home: Path, *, mend: bool = True) -> Ledger:
    path = home / FILE
    try:
        connection, unread = _on_disk(home)
        return Ledger(connection, notes.of_unread(unread))
    except _NewerError as newer:
        why = notes.newer(path, newer.version, len(STEPS))
    except (sqlite3.Error, OSError) as error:
        if mend and _is_damage(error):
            return _made_again(home)
        why = notes.locked(path, WAIT_S) if _is_lock(error) else notes.unusable(path, error)
    connection, unread = _in_memory(home)
    return Ledger(connection, (why, *notes.of_unread(unread)))


def _made_again(home: Path) -> Ledger:
    """Set a damaged database aside, once however many processes meet it, and make a new one."""
    aside = None
    with contextlib.suppress(OSError), (home / "repair.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            _on_disk(home)[0].close()  # another process was first
        except _NewerError:
            pass
        except sqlite3.Error as error:
            aside = _set_aside(home) if _is_damage(error) else None
    ledger = _open(home, mend=False)
    if aside is None:
        return ledger
    count = ledger.connection.execute("SELECT count(*) FROM entries").fetchone()[0]
    return Ledger(ledger.connection, (notes.damaged(home / FILE, aside, count), *ledger.notes))


def _set_aside(home: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    aside = home / f"{FILE}.damaged-{stamp}"
    (home / FILE).replace(aside)
    for tail in ("-wal", "-shm"):
        (home / f"{FILE}{tail}").unlink(missing_ok=True)  # of no use beside another database
    return aside


def _on_disk(home: Path) -> tuple[sqlite3.Connection, list[Unread]]:
    connection = sqlite3.connect(home / FILE, timeout=WAIT_S, isolation_level=None)
    try:
        _refuse_newer_or_damaged(connection)
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            with contextlib.suppress(sqlite3.OperationalError):  # another process sets it just now
                connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        migrate(connection)
        return connection, take_in(connection, home)
    except BaseException:
        connection.close()
        raise


def _refuse_newer_or_damaged(connection: sqlite3.Connection) -> None:
    version = version_of(connection)
    if version > len(STEPS):
        raise _NewerError(version)
    told = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if told != "ok":
        raise sqlite3.DatabaseError(told)


def _in_memory(home: Path) -> tuple[sqlite3.Connection, list[Unread]]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection)
    return connection, take_in(connection, home)


def _is_damage(error: Exception) -> bool:
    if not isinstance(error, sqlite3.Error):
        return False
    name = getattr(error, "sqlite_errorname", "SQLITE_CORRUPT")  # quick_check's has none
    return name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB"))


def _is_lock(error: Exception) -> bool:
    name = getattr(error, "sqlite_errorname", "")
    return name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
