"""`--cache` and `--no-cache`, as a user meets them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

import vidcheck.run.batch
from tests.run import works
from vidcheck.cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

    from vidcheck.judge.rows import ClipRow
    from vidcheck.run.job import ClipJob


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the clips that were measured, not recalled."""
    names: list[str] = []

    def work(job: ClipJob) -> ClipRow:
        names.append(job.path.name)
        return works.act_with_facts(job)

    defaults = {**(vidcheck.run.batch.score_clips.__kwdefaults__ or {}), "work": work}
    monkeypatch.setattr(vidcheck.run.batch.score_clips, "__kwdefaults__", defaults)
    return names


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"a clip")
    return path


def score(*args: object, **env: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(
        app, ["score", "--jobs", "1", "--json", "-", *map(str, args)], env={"LC_ALL": "C", **env}
    )
    return done.exit_code, done.stdout, done.stderr


def test_the_second_run_measures_nothing_and_says_the_same(clip: Path, measured: list[str]) -> None:
    assert score(clip) == score(clip)
    assert measured == ["a.mp4"]


def test_no_cache_measures_anew_and_keeps_nothing(
    clip: Path, measured: list[str], own_cache: Path
) -> None:
    score(clip, "--no-cache")
    score(clip, "--no-cache")
    assert measured == ["a.mp4"] * 2
    assert not own_cache.exists()


def test_another_place_can_be_named(
    clip: Path, measured: list[str], own_cache: Path, tmp_path: Path
) -> None:
    for _ in range(2):
        assert score(clip, "--cache", tmp_path / "shared")[0] == 0
    assert measured == ["a.mp4"]
    assert not own_cache.exists()
    assert "safe to delete" in (tmp_path / "shared" / "about.txt").read_text()


def test_a_usual_place_without_permission_is_said_and_costs_nothing(
    clip: Path, measured: list[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    code, out, err = score(clip, VIDCHECK_CACHE=str(tmp_path / "file" / "x"))
    assert code == 0
    assert json.loads(out)["clips"][0]["status"] == "scored"
    assert "results are not kept" in err
    assert measured == ["a.mp4"]


def test_a_place_that_was_asked_for_must_work(clip: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, out, err = score(clip, "--cache", tmp_path / "file" / "x")
    assert (code, out) == (2, "")
    assert "cannot be written" in err


def test_a_store_nobody_knows_is_one_clear_error(clip: Path) -> None:
    code, _, err = score(clip, "--cache", "nowhere://bucket")
    assert code == 2
    assert "no such store can be reached" in err
    assert "hint: " in err
