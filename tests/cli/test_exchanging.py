from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.exchange.made import film
from vidcheck.cli.app import app
from vidcheck.exchange.formats import NAMES
from vidcheck.report import as_json

Folder = Path


@pytest.fixture
def run(tmp_path: Path) -> Path:
    path = tmp_path / "run.json"
    path.write_text(as_json.render(film(Fraction(30000, 1001))), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", NAMES)
def test_every_format_comes_from_the_result_alone(name: str, run: Path) -> None:
    out = run.with_name(f"out.{name}")
    done = CliRunner().invoke(app, ["report", str(run), "--format", name, "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert out.stat().st_size > 100
    assert "29.97 frames a second, non-drop timecode" in done.stderr
    assert "12C: no take of it in this result" in done.stderr
    told = CliRunner().invoke(app, ["report", str(run), "--format", name])
    assert told.exit_code == 0
    assert told.stdout.strip() == out.read_text(encoding="utf-8").lstrip("\ufeff").strip()


def test_timecode_is_as_asked_for(run: Path) -> None:
    asked = ["--drop-frame", "--start", "01:00:00;00", "--lang", "zh"]
    done = CliRunner().invoke(app, ["report", str(run), "--format", "edl", *asked])
    assert done.exit_code == 0
    assert "FCM: DROP FRAME" in done.stdout
    assert "01:00:00;00" in done.stdout
    assert "颜色偏移 ΔE 14" in done.stdout


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--fps", "x"], "--fps x: not a frame rate"),
        (["--fps", "24", "--drop-frame"], "no drop-frame timecode"),
        (["--start", "1h"], "--start 1h: not a timecode"),
    ],
)
def test_what_cannot_be_is_said(options: list[str], words: str, run: Path) -> None:
    done = CliRunner().invoke(app, ["report", str(run), "--format", "edl", *options])
    assert done.exit_code == 2
    assert words in done.stderr


def test_a_workbook_is_written_to_an_xlsx(run: Path) -> None:
    out = run.with_name("镜头表.xlsx")
    done = CliRunner().invoke(
        app, ["report", str(run), "--format", "shotlist", "--lang", "zh", "--out", str(out)]
    )
    assert done.exit_code == 0
    assert out.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("name", "missing", "extra"),
    [
        ("otio", "opentimelineio", "formats"),
        ("fcp7xml", "otio_fcp_adapter", "formats"),
        ("shotlist", "openpyxl", "xlsx"),
    ],
)
def test_a_missing_package_names_its_extra(
    name: str, missing: str, extra: str, run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    out = run.with_name("x.xlsx")
    done = CliRunner().invoke(app, ["report", str(run), "--format", name, "--out", str(out)])
    assert done.exit_code == 2
    assert f'pip install "vidcheck[{extra}]"' in done.stderr
    assert not out.exists()


@pytest.mark.parametrize("name", ["edl", "fcpxml", "srt", "vtt"])
def test_the_others_need_no_package(name: str, run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for missing in ("opentimelineio", "otio_fcp_adapter", "openpyxl"):
        monkeypatch.setitem(sys.modules, missing, None)
    done = CliRunner().invoke(app, ["report", str(run), "--format", name])
    assert done.exit_code == 0, done.stderr
