"""Everything that can happen to the database, done for real; nothing may be lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import pytest

from tests.ledger.made import check, entry_id, seen, write
from vidcheck.ledger import schema, store
from vidcheck.ledger.history import takes_of
from vidcheck.ledger.store import opened

if TYPE_CHECKING:
    from pathlib import Path


def ids(project: Path) -> list[str]:
    with opened(project) as ledger:
        return [row[0] for row in ledger.connection.execute("SELECT id FROM entries ORDER BY id")]


def said(project: Path) -> list[str]:
    with opened(project) as ledger:
        return [note.en for note in ledger.notes]


def child(code: str, *args: object) -> subprocess.Popen[str]:
    """Another process; its standard output is read by the caller."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, args)],
        stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with two checks in its ledger."""
    write(tmp_path, check(1, seen("a")), check(2, seen("b")))
    assert ids(tmp_path) == [entry_id(1), entry_id(2)]
    return tmp_path


@pytest.fixture
def database(project: Path) -> Path:
    return project / ".vidcheck" / "ledger.sqlite"


def test_the_database_is_in_wal_mode_and_says_its_version(database: Path) -> None:
    with sqlite3.connect(database) as direct:
        assert direct.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert schema.version_of(direct) == len(schema.STEPS)
    direct.close()


def test_git_is_told_to_leave_the_database_alone(project: Path) -> None:
    ignored = (project / ".vidcheck" / ".gitignore").read_text(encoding="utf-8")
    assert "/ledger.sqlite*" in ignored.splitlines()
    assert "journal" not in "".join(
        line for line in ignored.splitlines() if not line.startswith("#")
    )


def test_a_locked_database_is_done_without_and_taken_up_later(
    project: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "WAIT_S", 0.2)
    holder = child(
        """
        import sqlite3, sys
        base = sqlite3.connect(sys.argv[1], isolation_level=None)
        base.execute("PRAGMA locking_mode = EXCLUSIVE")
        base.execute("BEGIN EXCLUSIVE")
        base.execute("CREATE TABLE held (x)")
        print("held", flush=True)
        sys.stdin.readline()
        base.execute("ROLLBACK")
        """,
        database,
    )
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    write(project, check(3, seen("c")))
    assert [take.path.stem for take in takes_of(project, "12A")] == ["a", "b", "c"]
    [note] = said(project)
    assert "locked by another program" in note
    assert "nothing is lost" in note
    holder.communicate("go\n")
    assert said(project) == []
    assert ids(project) == [entry_id(1), entry_id(2), entry_id(3)]


@pytest.mark.parametrize("harm", ["no database", "torn page", "cut off"])
def test_a_damaged_database_is_set_aside_and_made_again(
    project: Path, database: Path, harm: str
) -> None:
    whole = database.read_bytes()
    ruined = {
        "no database": b"these are not the bytes of a database" * 40,
        "torn page": whole[:4096] + b"\xa5" * 4096 + whole[8192:],
        "cut off": whole[: len(whole) // 2 + 100],
    }[harm]
    database.write_bytes(ruined)
    write(project, check(3, seen("c")))
    [note] = said(project)
    assert "was damaged; made again from the 3 entries" in note
    [aside] = database.parent.glob("ledger.sqlite.damaged-*")
    assert aside.read_bytes() == ruined
    assert aside.name in note
    assert said(project) == []
    assert [take.path.stem for take in takes_of(project, "12A")] == ["a", "b", "c"]


def test_a_database_of_a_newer_vidcheck_is_left_as_it_is(project: Path, database: Path) -> None:
    direct = sqlite3.connect(database)
    direct.execute("PRAGMA user_version = 99")
    direct.close()
    before = database.read_bytes()
    write(project, check(3, seen("c")))
    [note] = said(project)
    assert "of a newer vidcheck (version 99" in note
    assert "update vidcheck" in note
    assert [take.path.stem for take in takes_of(project, "12A")] == ["a", "b", "c"]
    assert database.read_bytes() == before


def test_an_older_database_is_brought_up_to_date_with_what_it_holds(
    project: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = (*schema.STEPS, "ALTER TABLE runs ADD COLUMN mood TEXT DEFAULT 'calm'; SELECT 1")
    monkeypatch.setattr(store, "STEPS", steps)
    monkeypatch.setattr(schema.migrate, "__defaults__", (steps,))
    with opened(project) as ledger:
        assert schema.version_of(ledger.connection) == len(steps)
        rows = ledger.connection.execute("SELECT entry, mood FROM runs").fetchall()
    assert rows == [(entry_id(1), "calm"), (entry_id(2), "calm")]
    assert database.stat().st_size > 0


def test_a_step_that_fails_leaves_the_version_before_it(project: Path, database: Path) -> None:
    direct = sqlite3.connect(database, isolation_level=None)
    steps = (*schema.STEPS, "CREATE TABLE half (x); CREATE TABLE entries (x)")
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        schema.migrate(direct, steps)
    assert schema.version_of(direct) == len(schema.STEPS)
    assert direct.execute("SELECT name FROM sqlite_master WHERE name = 'half'").fetchall() == []
    direct.close()
    assert said(project) == []


WRITER = """
import sys
from pathlib import Path
from tests.ledger.made import check, seen, write
from vidcheck.ledger.store import opened
project, tail, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for number in range(1, count + 1):
    write(project, check(number, seen(f"{tail}{number}"), tail=tail))
    with opened(project) as ledger:
        assert not ledger.notes, ledger.notes
    print(number, flush=True)
"""


def test_two_processes_write_at_once_and_every_entry_is_there_once(tmp_path: Path) -> None:
    crew = [child(WRITER, tmp_path, tail, 12) for tail in ("x", "y")]
    for one in crew:
        assert one.stdout
        assert one.stdout.readline() == "ready\n"
    for one in crew:
        assert one.stdin
        one.stdin.write("go\n")
        one.stdin.flush()
    for one in crew:
        assert one.communicate()[0].split()[-1] == "12"
        assert one.returncode == 0
    assert ids(tmp_path) == sorted(entry_id(n, tail) for n in range(1, 13) for tail in "xy")
    assert len(takes_of(tmp_path, "12A")) == 24


def test_kill_9_while_writing_loses_nothing_that_was_done(tmp_path: Path) -> None:
    for tail in ("k", "l", "m"):
        writer = child(WRITER, tmp_path, tail, 28)
        assert writer.stdin
        assert writer.stdout
        writer.stdin.write("go\n")
        writer.stdin.flush()
        done = 0
        for line in writer.stdout:
            done = int(line) if line.strip().isdigit() else 0
            if done == 6:
                os.kill(writer.pid, signal.SIGKILL)  # somewhere in the seventh
                break
        writer.communicate()
        assert writer.returncode == -signal.SIGKILL
        kept = [one for one in ids(tmp_path) if one.endswith(tail)]
        assert kept[:6] == [entry_id(n, tail) for n in range(1, 7)]
        assert said(tmp_path) == []


def test_kill_9_inside_a_transaction_leaves_the_ledger_as_before_it(
    project: Path, database: Path
) -> None:
    writer = child(
        """
        import os, signal, sqlite3, sys
        base = sqlite3.connect(sys.argv[1], isolation_level=None)
        base.execute("PRAGMA cache_size = 1")
        base.execute("BEGIN IMMEDIATE")
        base.execute("DELETE FROM seen")
        for number in range(5000):
            base.execute("INSERT INTO entries VALUES (?, 'check', ?)", (f"z{number}", "x" * 500))
        os.kill(os.getpid(), signal.SIGKILL)
        """,
        database,
    )
    writer.communicate()
    assert writer.returncode == -signal.SIGKILL
    write(project, check(3, seen("c")))
    assert said(project) == []
    assert ids(project) == [entry_id(1), entry_id(2), entry_id(3)]
    assert [take.path.stem for take in takes_of(project, "12A")] == ["a", "b", "c"]


def test_a_lost_database_is_made_again_without_a_word(project: Path, database: Path) -> None:
    for path in database.parent.glob("ledger.sqlite*"):
        path.unlink()
    assert said(project) == []
    assert ids(project) == [entry_id(1), entry_id(2)]


def test_entries_that_cannot_be_read_are_passed_over_and_named(project: Path) -> None:
    folder = project / ".vidcheck" / "journal"
    (folder / "20261103T000000000000Z-x.json").write_text('{"format": 2, "kind": "dream"}')
    (folder / "20261104T000000000000Z-x.json").write_text('{"format": 1, "kind"')
    copied = (folder / f"{entry_id(1)}.json").read_bytes()
    (folder / "20261105T000000000000Z-copy.json").write_bytes(copied)
    newer, broken = said(project)
    assert newer.startswith("entries of a newer vidcheck in the ledger, not counted here: 1;")
    assert "20261104T000000000000Z-x.json: is no entry" in broken
    assert "(2 in all)" in broken
    assert len(ids(project)) == 2


def test_an_empty_file_in_the_place_of_the_folder_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / ".vidcheck").write_text("")
    write(tmp_path, check(1, seen("a")))
    assert len(takes_of(tmp_path, "12A")) == 1
