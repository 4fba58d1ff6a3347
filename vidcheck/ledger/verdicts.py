"""What a person said of a take; it stands above what the tool says, and beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from vidcheck.errors import LedgerError
from vidcheck.files import sha256_of
from vidcheck.ledger import journal
from vidcheck.ledger.entry import HumanWord, VerdictEntry
from vidcheck.ledger.store import home_of, opened

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class HumanVerdict:
    """keep, hold or ng, with the note and when it was said (UTC)."""

    verdict: HumanWord
    note: str
    at: datetime


def record(
    project_dir: Path,
    shot: str,
    take_path: Path,
    verdict: HumanWord,
    note: str,
    *,
    part: tuple[float, float] | None = None,
) -> None:
    """Remember what a person says of a take; the last word on the same content counts.

    Args:
        project_dir: the storyboard's folder.
        shot: the shot's id.
        take_path: the file, which must be there: its content is what the verdict is about.
        verdict: keep, hold (look again) or ng (no good).
        note: why, for people; may be empty.
        part: the seconds that are this shot's, where the file holds several.

    Raises:
        LedgerError: where there is no such file.
        OutputError: where the project folder cannot be written.
    """
    try:
        content = sha256_of(take_path)
    except OSError as error:
        raise LedgerError(
            f"{take_path}: cannot be read: {error.strerror or error}",
            hint="a verdict is about a file that is there",
        ) from error
    entry = VerdictEntry(
        id=journal.new_id(),
        at=journal.now(),
        shot=shot,
        path=inside(take_path, project_dir),
        sha256=content if part is None else f"{content}#t={part[0]:g},{part[1]:g}",
        verdict=verdict,
        note=note,
    )
    journal.write(home_of(project_dir), entry)


def latest(project_dir: Path) -> dict[tuple[str, str], HumanVerdict]:
    """The last word on every take, by (shot, sha256)."""
    with opened(project_dir) as ledger:
        return latest_in(ledger.connection)


def latest_in(connection: sqlite3.Connection) -> dict[tuple[str, str], HumanVerdict]:
    """The same from a ledger that is open."""
    rows = connection.execute(
        "SELECT shot, sha256, verdict, note, at FROM verdicts JOIN entries ON entry = id "
        "ORDER BY entry"
    )
    return {
        (shot, content): HumanVerdict(verdict, note, datetime.fromisoformat(at))
        for shot, content, verdict, note, at in rows
    }


def inside(path: Path, project_dir: Path) -> str:
    """A path relative to the project where it lies inside, absolute otherwise; with slashes."""
    whole, home = path.resolve(), project_dir.resolve()
    return (whole.relative_to(home) if whole.is_relative_to(home) else whole).as_posix()
