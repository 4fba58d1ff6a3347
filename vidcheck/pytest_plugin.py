"""The pytest plugin: the fixture `vidcheck`, and `--vidcheck-update`.

    def test_the_coat_stays_red(vidcheck):
        vidcheck.assert_consistent("out/coat.mp4", reference="refs/coat.png", max_risk=0.5)

Nothing heavy is imported before a clip is looked at: pytest loads this file in every session.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.judge.rows import ClipRow
    from vidcheck.report.model import RunReport

    Named = str | os.PathLike[str]

FOLDER = "__vidcheck__"
"""Beside the test file: a baseline per test and clip, to be committed; `evidence/` is not."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --vidcheck-update."""
    parser.getgroup("vidcheck").addoption(
        "--vidcheck-update",
        action="store_true",
        help="write what is measured now as the baselines instead of comparing with them",
    )


@pytest.fixture
def vidcheck(request: pytest.FixtureRequest) -> Guard:
    """Assertions about clips; failures name what was seen, when, and where its pictures lie."""
    update = bool(request.config.getoption("--vidcheck-update"))
    return Guard(request.path.parent / FOLDER, f"{request.path.stem}-{request.node.name}", update)


class Guard:
    """What the fixture `vidcheck` gives to a test.

    Args:
        home: the folder of baselines and evidence.
        test: the name of the test, unique in its folder.
        update: whether to write baselines instead of comparing with them.
    """

    def __init__(self, home: Path, test: str, update: bool) -> None:
        self._home, self._test, self._update = home, test, update

    def assert_consistent(
        self,
        clip: Named,
        *,
        subject: tuple[int, int, int, int] | None = None,
        reference: Named | Sequence[Named] = (),
        max_risk: float | None = None,
    ) -> ClipRow:
        """Fail the test where the subject of a clip does not stay the same.

        With `max_risk` its risk must not be above it. Without, the clip must be no worse than the
        baseline of this test; where there is none yet, its verdict must not be `fail`. A clip that
        cannot be judged fails in any case: unknown is no pass.

        Args:
            clip: the file; a relative path counts from the working directory.
            subject: its box x, y, width, height in pixels of the first frame.
            reference: one or more pictures of the subject.
            max_risk: the highest risk allowed, 0..1.

        Returns: everything that was measured, for further assertions.
        """
        __tracebackhide__ = True
        path = Path(clip)
        found = _scored(path, subject, _paths(reference))
        row = found.clips[0]
        problem = self._problem(found, max_risk)
        if problem is not None:
            page = _page(found, path, self._home / "evidence" / self._name(path))
            pytest.fail(_told(row, path, problem, page), pytrace=False)
        return row

    def _problem(self, found: RunReport, max_risk: float | None) -> str | None:
        """What is wrong with the one clip of a result, None for nothing."""
        from vidcheck.guard.baseline import regressions  # noqa: PLC0415 (pulls in the judging)
        from vidcheck.report.model import load_report  # noqa: PLC0415

        row = found.clips[0]
        if row.risk is None:
            return f"cannot be judged ({row.reason or row.status}), and unknown is no pass"
        if max_risk is not None:
            return f"its risk {row.risk:.2f} is above {max_risk:g}" if row.risk > max_risk else None
        baseline = self._home / f"{self._name(Path(row.path))}.json"
        if self._update:
            self._write(baseline, found)
        if not baseline.is_file():
            return "its verdict is fail" if row.verdict == "fail" else None
        worse = regressions(found, load_report(baseline))
        return f"worse than {baseline.name}: {worse[0].text}" if worse else None

    def _write(self, baseline: Path, found: RunReport) -> None:
        from vidcheck.files import write_whole  # noqa: PLC0415 (only with --vidcheck-update)
        from vidcheck.guard.baseline import slim  # noqa: PLC0415
        from vidcheck.report import as_json  # noqa: PLC0415

        write_whole(baseline, as_json.render(slim(found)))

    def _name(self, clip: Path) -> str:
        """A file name for this test and clip; a hash keeps apart what looks the same in it."""
        whole = f"{self._test}-{clip.stem}"
        plain = "".join(char if char.isalnum() or char in "-_." else "_" for char in whole)
        if plain == whole:
            return plain
        return f"{plain}-{hashlib.sha256(whole.encode()).hexdigest()[:6]}"


def _scored(
    path: Path, subject: tuple[int, int, int, int] | None, references: tuple[Path, ...]
) -> RunReport:
    from vidcheck.geometry import Region  # noqa: PLC0415 (heavy, and only here)
    from vidcheck.report.model import RunReport  # noqa: PLC0415
    from vidcheck.run.batch import score_clips  # noqa: PLC0415
    from vidcheck.run.job import ClipJob  # noqa: PLC0415
    from vidcheck.run.result import score_report  # noqa: PLC0415

    box = Region.from_xywh(*subject) if subject is not None else None
    rows = score_clips([ClipJob(path, box, references)], workers=1)
    return RunReport(**dict(score_report(rows)))


def _paths(reference: Named | Sequence[Named]) -> tuple[Path, ...]:
    if isinstance(reference, (str, os.PathLike)):
        return (Path(reference),)
    return tuple(Path(one) for one in reference)


def _page(found: RunReport, path: Path, folder: Path) -> Path:
    """The page of the one clip, with its pictures inside, as report.html in a folder."""
    from vidcheck.evidence import make_evidence  # noqa: PLC0415 (only where something failed)
    from vidcheck.files import write_whole  # noqa: PLC0415
    from vidcheck.report import as_html  # noqa: PLC0415

    row = found.clips[0]
    row = make_evidence(row, path, folder) if row.status == "scored" else row
    names = {row.strip, *(name for one in row.events for name in (one.before, one.after))}
    pictures = {name: (folder / name).read_bytes() for name in names if name}
    page = folder / "report.html"
    write_whole(folder.parent / ".gitignore", "*\n")
    write_whole(page, as_html.render(found.model_copy(update={"clips": (row,)}), pictures))
    return page


def _told(row: ClipRow, path: Path, problem: str, page: Path) -> str:
    risk = f", risk {row.risk:.2f}" if row.risk is not None else ""
    lines = [f"{path}: {problem}", f"  verdict: {row.verdict}{risk}"]
    lines += [
        f"  {one.start_s:.2f}–{one.end_s:.2f} s {one.type}: {one.evidence}" for one in row.events
    ]
    return "\n".join([*lines, f"  evidence: {page}"])
