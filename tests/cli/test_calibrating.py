"""`calibrate` on real files, and the calibration it wrote in use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "samples" / "single"


def _run(*words: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "vidcheck", *map(str, words)]
    path = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "VIDCHECK_LANG": "en", "PYTHONPATH": path}
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=folder, env=environment
    )


def test_too_few_clips_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "one.mp4").write_bytes((SAMPLES / "turn.mp4").read_bytes())
    (folder / "no film.mp4").write_bytes(b"nothing")
    done = _run("calibrate", folder, "--out", "mine.json", folder=tmp_path)
    assert done.returncode == 2
    assert "1 clips that can be assessed" in done.stderr
    assert "no film.mp4" in done.stderr
    assert not (tmp_path / "mine.json").exists()


def test_a_folder_that_is_none_is_a_clear_error(tmp_path: Path) -> None:
    done = _run("calibrate", tmp_path / "nowhere", folder=tmp_path)
    assert done.returncode == 2
    assert "is no folder" in done.stderr


def test_verdicts_name_the_calibration_they_rest_on(tmp_path: Path) -> None:
    from vidcheck.calibration import DEFAULT

    mine = json.loads(DEFAULT.read_text(encoding="utf-8")) | {"id": "own-test"}
    for mode in mine["modes"].values():
        mode["fail"] = mode["warn"] = 0.0  # every clip fails
    (tmp_path / "mine.json").write_text(json.dumps(mine), encoding="utf-8")
    done = _run(
        "--calibration", "mine.json", "score", SAMPLES / "turn.mp4", "--json", "-", "--no-cache",
        folder=tmp_path,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    answer = json.loads(done.stdout)
    assert answer["calibration"]["id"] == "own-test"
    assert answer["clips"][0]["verdict"] == "fail"


@pytest.mark.parametrize("text", ["{}", "no json"])
def test_a_calibration_that_is_none_says_so(tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.json").write_text(text, encoding="utf-8")
    done = _run("--calibration", "bad.json", "score", SAMPLES / "turn.mp4", folder=tmp_path)
    assert done.returncode == 2
    assert "bad.json" in done.stderr
