"""`--shard` and `merge`: parts on several machines give what one machine gives."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

import vidcheck.run.batch
from tests.cli.test_project import BOARD
from tests.run import works
from vidcheck.cli.app import app

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> None:
    defaults = {**(vidcheck.run.batch.score_clips.__kwdefaults__ or {}),
                "work": works.act_with_facts}  # fmt: skip
    monkeypatch.setattr(vidcheck.run.batch.score_clips, "__kwdefaults__", defaults)


def run(*args: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, [str(arg) for arg in args], env={"LC_ALL": "C"})
    return done.exit_code, done.stdout, done.stderr


def test_score_in_parts_is_score_in_one(tmp_path: Path) -> None:
    clips = []
    for number in range(5):
        clips.append(tmp_path / f"{number}.mp4")
        clips[-1].write_bytes(b"%d" % number)
    one = run("score", *clips, "--json", "-", "-j", 1)
    for number in (1, 2, 3):
        target = tmp_path / f"part{number}.json"
        run("score", *clips, "--shard", f"{number}/3", "--json", target, "-j", 1)
    parts = [tmp_path / f"part{number}.json" for number in (3, 1, 2)]
    assert run("merge", *parts) == one
    code, _, err = run("merge", *parts[:2])
    assert code == 2
    assert "missing: 2/3" in err
    assert run("score", *clips, "--shard", "4/3")[0] == 2


def test_check_in_parts_is_check_in_one(tmp_path: Path) -> None:
    board = tmp_path / "storyboard.yaml"
    board.write_text(BOARD, encoding="utf-8")
    (tmp_path / "takes").mkdir()
    for name in ("12A_t1", "12A_t2", "12B_t1"):
        (tmp_path / "takes" / f"{name}.mp4").write_bytes(name.encode())
    check = ("check", board, "--target", "kling-3.0", "-j", 1)
    run(*check, "--out", tmp_path / "one")
    for number in (1, 2, 3):
        run(*check, "--out", tmp_path / f"p{number}", "--shard", f"{number}/3")
    parts = [tmp_path / f"p{number}" / "run.json" for number in (1, 2)]
    code, _, err = run("merge", *parts, tmp_path / "p3" / "run.json", "--out", tmp_path / "all")
    assert "report.html" in err
    one, whole = (json.loads((tmp_path / name / "run.json").read_text()) for name in ("one", "all"))
    assert code == 0
    for field in ("clips", "shots", "missing", "unmatched"):
        assert whole[field] == one[field], field
    assert whole["shard"] is None
    assert (tmp_path / "all" / "report.html").is_file()
