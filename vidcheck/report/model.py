"""The one result of a run: what run.json holds and every report format is made from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ValidationError

from vidcheck import __version__
from vidcheck.continuity.rows import Continuity
from vidcheck.decide.rows import ShotRow
from vidcheck.errors import VidcheckError
from vidcheck.judge.rows import ClipRow, Row
from vidcheck.report.film import FilmRow
from vidcheck.report.guard_rows import GuardRow

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA_VERSION = 1


class CalibrationRow(Row):
    """Which calibration the verdicts rest on: its id, how many real clips, and its day."""

    id: str
    clips: int
    date: str


class Left(Row):
    """A file in the takes folder that belongs to no shot, and why."""

    path: str
    reason: str
    reason_zh: str


class ScoreReport(Row):
    """What `score --json` promises; `guard` is there with a baseline or waivers.

    `shard` is "2/4" for a part that waits for `merge`.
    """

    schema_version: Literal[1] = 1
    vidcheck: str = __version__
    shard: str | None = None
    calibration: CalibrationRow | None
    clips: tuple[ClipRow, ...]
    guard: GuardRow | None = None


class RunReport(ScoreReport):
    """What `check` writes as run.json; clips alone (from `score`) load as a report too.

    `storyboard` is the file's path as given; `missing` the shots without any take; `warnings`
    what matching and the ledger want a person to know, as (English, Chinese); `notes` what
    earlier changes did; `takes_dir` and `targets` what the check was told to look at; `film` is
    the storyboard as editing programs need it.
    """

    storyboard: str | None = None
    plan_hash: str | None = None
    title: str | None = None
    title_zh: str | None = None
    created: str | None = None
    shots: tuple[ShotRow, ...] = ()
    continuity: Continuity | None = None
    unmatched: tuple[Left, ...] = ()
    missing: tuple[str, ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    takes_dir: str | None = None
    targets: tuple[str, ...] = ()
    film: FilmRow | None = None

    def clip_of(self, shot: ShotRow) -> ClipRow | None:
        """The take that stands for a shot; a file that holds several shots has a row for each."""
        mine = [row for row in self.clips if row.path == shot.take]
        return next((row for row in mine if row.shot in (None, shot.shot)), None)

    def takes_of(self, shot: ShotRow) -> list[tuple[int, ClipRow]]:
        """(rank, row) of a shot's takes, best first."""
        rows = {row.path: row for row in self.clips if row.shot in (None, shot.shot)}
        return [(one.rank, rows[one.path]) for one in shot.ranking if one.path in rows]


def load_report(path: Path) -> RunReport:
    """Read a run.json, or the JSON of `score`.

    Raises: VidcheckError where it cannot be read, is no report, or is of a newer schema.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except IsADirectoryError as error:
        raise VidcheckError(
            f"{path}: is a folder, not a report", hint=f"name the file: {path / 'run.json'}"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not text"
        raise VidcheckError(f"{path}: cannot be read: {why}") from error
    except json.JSONDecodeError as error:
        raise VidcheckError(
            f"{path}:{error.lineno}:{error.colno}: not JSON: {error.msg}",
            hint="run `vidcheck check` again to write it anew",
        ) from error
    except RecursionError as error:
        raise VidcheckError(
            f"{path}: cannot be read: nested too deeply for a report",
            hint="run `vidcheck check` again to write it anew",
        ) from error
    return _checked(raw, path)


def _checked(raw: Any, path: Path) -> RunReport:
    version = raw.get("schema_version") if isinstance(raw, dict) else None
    if not isinstance(version, int):
        raise VidcheckError(
            f"{path}: not a vidcheck report: it has no schema_version",
            hint="`vidcheck check` and `vidcheck score --json` write reports",
        )
    if version > SCHEMA_VERSION:
        raise VidcheckError(
            f"{path}: schema_version: {version} is newer than this vidcheck reads "
            f"({SCHEMA_VERSION})",
            hint=f"update vidcheck (this is {__version__})",
        )
    try:
        return RunReport.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise VidcheckError(
            f"{path}: {field}: {first['msg']}", hint="run `vidcheck check` again to write it anew"
        ) from error
