"""The journal: one small file per entry, written whole, never changed afterwards.

A file is there or it is not, whoever is killed while writing; two processes write two files; the
database can be made from it again at any time.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from vidcheck.files import write_whole
from vidcheck.ledger.entry import FORMAT, Entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vidcheck.ledger.entry import ChangeEntry, CheckEntry, VerdictEntry

_ENTRY: TypeAdapter[CheckEntry | VerdictEntry | ChangeEntry] = TypeAdapter(Entry)
_IGNORED = "# The database is made from journal/ again wherever it is missing.\n/ledger.sqlite*\n"


@dataclass(frozen=True)
class Unread:
    """An entry that cannot be taken in: `newer` where a later vidcheck wrote it."""

    path: Path
    newer: bool


def new_id() -> str:
    """A name for an entry that sorts by time (UTC, microseconds) and is given out once."""
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    return f"{now}-{secrets.token_hex(4)}"


def now() -> str:
    """The present as ISO 8601 in UTC, with microseconds: a change and the next check in order."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def folder_of(home: Path) -> Path:
    """Where the entries lie, below the ledger's folder."""
    return home / "journal"


def write(home: Path, entry: CheckEntry | VerdictEntry | ChangeEntry) -> None:
    """Add an entry.

    Raises: OutputError where the folder cannot be written.
    """
    write_whole(folder_of(home) / f"{entry.id}.json", entry.model_dump_json() + "\n")
    if not (home / ".gitignore").exists():
        write_whole(home / ".gitignore", _IGNORED)


def names(home: Path) -> list[str]:
    """The ids of all entries, the oldest first; files still being written are passed over."""
    try:
        found = [path.name for path in folder_of(home).iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(
        name.removesuffix(".json")
        for name in found
        if name.endswith(".json") and not name.startswith(".")
    )


def read(
    home: Path, wanted: list[str]
) -> Iterator[CheckEntry | VerdictEntry | ChangeEntry | Unread]:
    """The entries of these ids, or for each why not."""
    for name in wanted:
        path = folder_of(home) / f"{name}.json"
        try:
            raw = path.read_bytes()
        except OSError:
            yield Unread(path, newer=False)
            continue
        try:
            entry = _ENTRY.validate_json(raw)
        except ValidationError:
            yield Unread(path, newer=_is_newer(raw))
            continue
        yield entry if entry.id == name else Unread(path, newer=False)


def _is_newer(raw: bytes) -> bool:
    try:
        head = TypeAdapter(dict[str, object]).validate_json(raw)
    except ValidationError:
        return False
    version = head.get("format")
    return isinstance(version, int) and version > FORMAT
