"""`report --format pdf`: the page as it prints."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pypdf
import pytest
from PIL import Image
from typer.testing import CliRunner

from tests.browser import found
from vidcheck.cli.app import app
from vidcheck.judge.rows import ClipRow
from vidcheck.report import as_json
from vidcheck.report.model import RunReport
from vidcheck.report.on_paper import as_printed
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


def test_pictures_are_jpegs_of_the_size_they_print_in(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A browser unpacks WebP: the strip below alone would be 1.7 MB in the file."""
    monkeypatch.setenv("VIDCHECK_CHROMIUM", found())
    noise = np.random.default_rng(1).integers(0, 256, (18, 320, 3), np.uint8)
    strip = Image.fromarray(noise).resize((3200, 180), Image.Resampling.BICUBIC)
    strip.save(tmp_path / "strip.webp")
    facts = {"width": 64, "height": 36, "fps": 24.0, "frames": 48, "duration_s": 2.0,
             "codec": "h264", "sha256": "0" * 64}  # fmt: skip
    row = ClipRow.model_validate(
        {"path": "a.mp4", "status": "scored", "verdict": "pass", "risk": 0.1, "consistency": 90,
         "clip": facts, "strip": "strip.webp"}
    )  # fmt: skip
    report = RunReport(calibration=calibration_row(), clips=(row,))
    run.write_text(as_json.render(report), encoding="utf-8")
    out = tmp_path / "film.pdf"
    done = CliRunner().invoke(app, ["report", str(run), "--format", "pdf", "--out", str(out)])
    assert done.exit_code == 0, done.output
    shown = [one for page in pypdf.PdfReader(out).pages for one in page.images]
    assert shown
    assert all(one.data.startswith(b"\xff\xd8") for one in shown)
    assert out.stat().st_size < 600_000


def test_a_tall_picture_is_brought_to_the_height_of_paper() -> None:
    packed = io.BytesIO()
    Image.new("RGB", (640, 360), (200, 30, 30)).save(packed, "WEBP")
    told = as_printed({"a.webp": packed.getvalue(), "b.webp": b"no picture"})
    with Image.open(io.BytesIO(told["a.webp"])) as picture:
        assert (picture.format, picture.size) == ("JPEG", (384, 216))
        assert picture.getpixel((100, 100)) == pytest.approx((200, 30, 30), abs=3)
    assert list(told) == ["a.webp"]


def test_without_a_file_or_a_browser_it_is_said(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIDCHECK_CHROMIUM", "")
    order = ["report", str(run), "--format", "pdf"]
    said = CliRunner().invoke(app, [*order, "--out", str(tmp_path / "film.pdf")])
    assert said.exit_code == 2
    assert "no browser" in said.output
    assert not (tmp_path / "film.pdf").exists()
