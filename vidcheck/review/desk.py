"""A result under review: its page, its clips, what a person says of them, and takes that arrive."""

from __future__ import annotations

import mimetypes
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from vidcheck.errors import VidcheckError
from vidcheck.ledger.verdicts import record
from vidcheck.report import as_html
from vidcheck.report.beside import PLACES, pictures_of
from vidcheck.report.model import RunReport, load_report
from vidcheck.report.page_data import take_id
from vidcheck.run.recall import compared_as_kept, with_human_words
from vidcheck.takes import TAKES_FILE, TakeEntry, write_word

if TYPE_CHECKING:
    from collections.abc import Callable

    from vidcheck.decide.rows import ShotRow
    from vidcheck.judge.rows import ClipRow
    from vidcheck.takes import Word

    Progress = Callable[[int, int, str], None]
    Check = Callable[[Progress], RunReport]


@dataclass(frozen=True)
class State:
    """What a page asks for now and then; `version` grows with every new result."""

    version: int = 1
    measuring: str | None = None
    error: str | None = None


def run_file(place: Path) -> Path:
    """The run.json of a report folder or of a project.

    Raises: VidcheckError where there is none.
    """
    if place.is_file():
        return place
    found = next((place / name for name in PLACES if (place / name).is_file()), None)
    if found is None:
        raise VidcheckError(
            f"{place}: no report here", hint="run `vidcheck check` first, or name its folder"
        )
    return found


@dataclass
class Desk:
    """One result and everything that is done with it; safe to use from several threads.

    `path` is its run.json; `check` measures again when takes have come, and writes nothing
    but pictures; None where only the page is wanted.
    """

    path: Path
    lang: str = "en"
    check: Check | None = None
    state: State = field(default_factory=State)
    report: RunReport = field(init=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def __post_init__(self) -> None:
        self.report = self._as_people_say(load_report(self.path))
        if self.report.storyboard is None:
            raise VidcheckError(
                f"{self.path}: not a report of a project: it names no storyboard",
                hint="`vidcheck check` writes one; `vidcheck score --html` makes a page to look at",
            )
        self.project = Path(self.report.storyboard).absolute().parent

    @property
    def takes_dir(self) -> Path:
        """The folder that takes come into."""
        return Path(self.report.takes_dir or self.project / "takes")

    def page(self) -> str:
        """The report as a page that asks this server for clips and tells it verdicts."""
        report = self.report
        links = {row.path: f"take/{row.clip.sha256}" for row in report.clips if row.clip}
        return as_html.render(
            report, pictures_of(report, self.path.parent), lang=self.lang, links=links, live=True
        )

    def clip(self, content: str) -> Path | None:
        """The file of a measured take by its content's hash; nothing else is ever handed out."""
        known = (row for row in self.report.clips if row.clip and row.clip.sha256 == content)
        path = next((Path(row.path) for row in known), None)
        if path is None or not path.is_file():
            return None
        kind = mimetypes.guess_type(path.name)[0] or "video/mp4"
        return path if kind.startswith(("video/", "image/gif")) else None

    def say(self, take: str, word: Word, note: str) -> ShotRow:
        """Write a person's word into takes.yaml and the ledger; the shot as it is decided now.

        Args:
            take: as the page names it (`vidcheck.report.page_data.take_id`).
            word: the verdict.
            note: why.

        Raises: VidcheckError where no such take is known, or a file cannot be written.
        """
        with self._lock:
            row = next((one for one in self.report.clips if take_id(one) == take), None)
            if row is None or row.shot is None or row.content is None:
                raise VidcheckError("no such take in this report", hint="load the page again")
            said = _entry(row, word, note)
            others = [_entry(one) for one in self.report.clips if one.shot and one is not row]
            write_word(self.takes_dir / TAKES_FILE, said, others)
            record(self.project, row.shot, Path(row.path), word, note, part=row.span_s)
            before = {shot.shot: shot.take for shot in self.report.shots}
            self.report = self._as_people_say(self.report)
            shot = next(shot for shot in self.report.shots if shot.shot == row.shot)
            if shot.take != before[shot.shot]:  # other pictures stand for it: pages load anew
                self.state = State(self.state.version + 1)
            return shot

    def _as_people_say(self, report: RunReport) -> RunReport:
        return compared_as_kept(with_human_words(report), self.path.parent)

    def measure_again(self) -> None:
        """Take the new takes in; what cannot be done is told by `state`."""
        if self.check is None:
            return
        try:
            result = self.check(self._progress)
        except VidcheckError as error:
            self.state = State(self.state.version, error=error.message)
            return
        with self._lock:
            self.report = self._as_people_say(result)
            self.state = State(self.state.version + 1)

    def _progress(self, done: int, total: int, name: str) -> None:
        self.state = State(self.state.version, measuring=f"{done}/{total} {name}".strip())


def _entry(row: ClipRow, word: Word | None = None, note: str = "") -> TakeEntry:
    return TakeEntry(
        Path(row.path), row.shot or "", row.take, row.generator, word, note, row.span_s
    )
