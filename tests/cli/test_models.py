from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from tests.models import made
from vidcheck.cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VIDCHECK_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


def ask(*words: str, lang: str = "en") -> Result:
    return CliRunner().invoke(app, ["models", *words], env={"VIDCHECK_LANG": lang})


@pytest.mark.usefixtures("place")
def test_the_list_tells_licence_source_size_and_state() -> None:
    told = ask("list").stdout
    assert "u2netp  [mask] 4.6 MB, missing" in told
    assert "Apache-2.0" in told
    assert "未安装" in ask("list", lang="zh").stdout
    rows = json.loads(ask("list", "--format", "json").stdout)["models"]
    assert {row["state"] for row in rows} == {"missing"}
    assert all(len(row["sha256"]) == 64 for row in rows)


def test_a_network_of_ones_own_is_installed_and_verified(place: Path, tmp_path: Path) -> None:
    own = tmp_path / "mine.onnx"
    own.write_bytes(made.embedder())
    done = ask("install", "--from", str(own), "--as", "embedding")
    assert (done.exit_code, done.stdout) == (0, "own-embedding  installed\n")
    assert ask("verify").exit_code == 0
    assert "own-embedding  [embedding] installed" in ask("list").stdout
    (place / "own-embedding.onnx").write_bytes(own.read_bytes()[:-3])
    done = ask("verify")
    assert done.exit_code == 1
    assert "broken     own-embedding" in done.stdout


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["install", "nothing-like-it"], "no such model"),
        (["install", "--from", "missing.onnx", "--as", "mask"], "cannot be read"),
        (["install", "--from", "http://x.invalid/m.onnx", "--as", "mask"], "only https"),
    ],
)
def test_what_cannot_be_installed_ends_with_2(words: list[str], said: str) -> None:
    done = ask(*words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "hint" in done.stderr or "cannot be read" in said


def test_models_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDCHECK_MODELS", "none")
    assert "switched off" in ask("list").stderr
    assert ask("install").exit_code == 2
    assert ask("verify").exit_code == 0
