from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

import vidcheck.report.model
from tests.report.made import RUN
from vidcheck import __version__
from vidcheck.cli.app import app
from vidcheck.report import as_json

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def run_json(tmp_path: Path) -> Path:
    path = tmp_path / "run.json"
    path.write_text(as_json.render(RUN), encoding="utf-8")
    return path


def test_the_command_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "vidcheck", "--version"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, f"vidcheck {__version__}\n", "")


def test_importing_the_command_line_loads_nothing_heavy() -> None:
    code = (
        "import sys, vidcheck.cli.app; "
        "print([m for m in ('cv2','av','skimage','scipy','numpy','PIL','pydantic') "
        "if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("verb", [command.name or command.callback.__name__ for command in
                                  app.registered_commands if command.callback])  # fmt: skip
def test_every_verb_has_help_with_an_example(verb: str) -> None:
    done = CliRunner().invoke(app, [verb, "--help"])
    assert done.exit_code == 0
    assert "Example" in done.output
    assert f"vidcheck {verb}" in done.output


def test_data_goes_to_stdout_and_talk_to_stderr(run_json: Path) -> None:
    done = CliRunner().invoke(app, ["report", str(run_json), "--format", "csv"])
    assert done.exit_code == 0
    assert done.stdout.startswith("shot,take")
    assert done.stderr == ""


def test_an_error_is_one_message_and_a_hint(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        app, ["report", str(tmp_path), "-f", "csv"], env={"LC_ALL": "C.UTF-8"}
    )
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        f"error: {tmp_path}: is a folder, not a report",
        f"hint: name the file: {tmp_path / 'run.json'}",
    ]


def test_a_chinese_reader_gets_chinese_errors(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["report", str(tmp_path), "-f", "csv"], env={"LC_ALL": "zh_CN"})
    assert done.stderr.splitlines()[0] == f"错误: {tmp_path}: 是文件夹，不是报告文件"


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["--debug", "report", str(tmp_path), "-f", "csv"])
    assert isinstance(done.exception, vidcheck.errors.VidcheckError)


def test_interrupting_ends_with_130(run_json: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(vidcheck.report.model, "load_report", interrupted)
    done = CliRunner().invoke(app, ["report", str(run_json), "-f", "csv"])
    assert done.exit_code == 130
    assert "Traceback" not in done.output


def test_a_newer_report_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text('{"schema_version": 7}')
    done = CliRunner().invoke(app, ["report", str(path), "-f", "csv"], env={"LC_ALL": "C"})
    assert done.exit_code == 2
    assert "update vidcheck" in done.stderr


def test_an_unknown_format_is_a_usage_error(run_json: Path) -> None:
    assert CliRunner().invoke(app, ["report", str(run_json), "-f", "betamax"]).exit_code == 2


def test_a_place_that_cannot_be_written_is_said(run_json: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    target = tmp_path / "file" / "takes.csv"
    done = CliRunner().invoke(
        app, ["report", str(run_json), "-f", "csv", "--out", str(target)], env={"LC_ALL": "C"}
    )
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr


def test_report_makes_a_page_with_the_pictures_beside_the_result(run_json: Path) -> None:
    clip = RUN.clips[0].model_copy(update={"strip": "pictures/s.webp"})
    outside = RUN.clips[1].model_copy(update={"strip": "../secret.webp"})
    run = RUN.model_copy(update={"clips": (clip, outside, *RUN.clips[2:])})
    run_json.write_text(as_json.render(run), encoding="utf-8")
    (run_json.parent / "pictures").mkdir()
    (run_json.parent / "pictures" / "s.webp").write_bytes(b"inside")
    (run_json.parent.parent / "secret.webp").write_bytes(b"outside")
    target = run_json.parent / "report.html"
    done = CliRunner().invoke(
        app, ["report", str(run_json), "--format", "html", "--out", str(target)]
    )
    assert done.exit_code == 0
    page = target.read_text(encoding="utf-8")
    assert "base64,aW5zaWRl" in page
    assert "b3V0c2lkZ" not in page
