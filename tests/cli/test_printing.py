"""`report --format pdf`: the page as it prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdf
import pytest
from typer.testing import CliRunner

from tests.browser import found
from vidcheck.cli.app import app
from vidcheck.judge.rows import ClipRow
from vidcheck.report import as_json
from vidcheck.report.model import RunReport
from vidcheck.run.result import calibration_row

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def run(tmp_path: Path) -> Path:
    row = ClipRow(path="takes/a.mp4", status="unreadable", reason="not a video", verdict="unknown")
    path = tmp_path / "run.json"
    path.write_text(as_json.render(RunReport(calibration=calibration_row(), clips=(row,))))
    return path


def test_the_page_is_printed_by_a_browser(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIDCHECK_CHROMIUM", found())
    out = tmp_path / "film.pdf"
    done = CliRunner().invoke(app, ["report", str(run), "--format", "pdf", "--out", str(out)])
    assert done.exit_code == 0, done.output
    read = pypdf.PdfReader(out)
    assert "a.mp4" in "".join(page.extract_text() for page in read.pages)
    assert "Skia" in read.metadata.producer  # type: ignore[union-attr,operator]


def test_without_a_file_or_a_browser_it_is_said(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIDCHECK_CHROMIUM", "")
    order = ["report", str(run), "--format", "pdf"]
    said = CliRunner().invoke(app, [*order, "--out", str(tmp_path / "film.pdf")])
    assert said.exit_code == 2
    assert "no browser" in said.output
    assert not (tmp_path / "film.pdf").exists()
