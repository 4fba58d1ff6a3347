"""Ended at any moment, a write leaves the old file or the new one; kills.py does more."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.told import put
from vidcheck.errors import OutputError
from vidcheck.files import write_whole
from vidcheck.ledger.changes import changes_of
from vidcheck.ledger.history import takes_and_notes
from vidcheck.run.store import FolderStore

WRITES = """
import sys, itertools
from pathlib import Path
from vidcheck.files import write_whole
for number in itertools.count():
    write_whole(Path(sys.argv[1]), (f"{number % 10}" * 200_000))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills as only POSIX can")
def test_a_file_is_whole_whenever_its_writer_is_killed(tmp_path: Path) -> None:
    target = tmp_path / "run.json"
    for delay_s in (0.0, 0.003, 0.011, 0.017):
        target.unlink(missing_ok=True)
        with subprocess.Popen([sys.executable, "-c", WRITES, str(target)]) as writer:
            while not target.exists():
                assert writer.poll() is None
                time.sleep(0.001)
            time.sleep(delay_s)
            writer.kill()
        text = target.read_text()
        assert len(text) == 200_000
        assert len(set(text)) == 1


def test_a_folder_that_may_not_be_written_is_said_and_a_store_in_it_is_no_end(
    tmp_path: Path,
) -> None:
    place = tmp_path / "file"
    place.write_text("here is no folder")
    with pytest.raises(OutputError, match="cannot be written"):
        write_whole(place / "run.json", "x")
    with pytest.raises(OutputError):
        FolderStore(place).write("ab/x.json", b"x")
    assert FolderStore(place).read("ab/x.json") is None
    assert place.read_text() == "here is no folder"


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
def test_a_full_disk_at_any_step_leaves_the_old_file_and_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    target = tmp_path / "run.json"
    write_whole(target, "old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(step, full)
    with pytest.raises(OutputError, match="No space left"):
        write_whole(target, "new")
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]


BOARD = """\
vidcheck: 1   # of the film
project: {title: Two Shots}
style: {prompt: night drama}
places: {shop: {prompt: ramen counter}}
defaults: {target: {model: kling-3.0}}
scenes:
  - id: sc01
    place: shop
    shots:
      - id: "1A"
        duration: 8   # seconds
        action: A letter lies on the counter.
      - id: "1B"
        duration: 8
        action: A hand takes the letter.
"""
KILLED_AT = """
import os, signal, sys
import vidcheck.files, vidcheck.run.batch
from tests.told import told
from vidcheck.cli.app import main
vidcheck.run.batch.score_clips.__kwdefaults__["work"] = told
left, replace = int(sys.argv.pop(1)), vidcheck.files.Path.replace
def dying(draft, target):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return replace(draft, target)
vidcheck.files.Path.replace = dying
main()
"""
"""The command line, that is killed as by `kill -9` just before its n-th file takes its place."""


def start(project: Path, *words: str, killed_at: int = 0) -> subprocess.Popen[str]:
    """A command in a process of its own; with `killed_at` n it dies before its n-th file."""
    root = Path(__file__).resolve().parents[2]
    env = {**os.environ, "PYTHONPATH": str(root), "LC_ALL": "C", "VIDCHECK_CACHE": "off"}
    command = [sys.executable, "-c", KILLED_AT, str(killed_at), *words]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=project, env=env, stdout=pipe, stderr=pipe, text=True)


def done(project: Path, *words: str, killed_at: int = 0) -> int:
    """The exit code of a command, -9 where it did not live to its end."""
    with start(project, *words, killed_at=killed_at) as process:
        _, said = process.communicate()
    assert process.returncode in (0, 1, -9), said
    return process.returncode


def decided(project: Path) -> list[tuple[str, str, str]]:
    result = json.loads((project / "vidcheck-report/run.json").read_text(encoding="utf-8"))
    return [(one["shot"], one["decision"], one["take"]) for one in result["shots"]]


CHECK = ("check", "storyboard.yaml", "-j", "1")
ADVISE = ("advise", "storyboard.yaml", "vidcheck-report/run.json", "--apply")
DECIDED = [("1A", "rewrite", "takes/1A_t1.mp4"), ("1B", "rewrite", "takes/1B_t1.mp4")]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "film").mkdir()
    (tmp_path / "film/storyboard.yaml").write_text(BOARD, encoding="utf-8")
    put(tmp_path / "film/takes", _1A_t1="drift a", _1A_t2="drift b", _1B_t1="flicker c",
        _1B_t2="flicker d")  # fmt: skip
    return tmp_path / "film"


def test_a_check_killed_before_any_of_its_files_is_made_up_for_by_the_next(project: Path) -> None:
    killed = 0
    while done(project, *CHECK, killed_at=killed + 1) == -9:
        killed += 1
        if (project / "vidcheck-report/run.json").exists():
            assert decided(project) == DECIDED
        takes, notes = takes_and_notes(project)
        assert len(takes) in (0, 4)
        assert not notes
    assert killed >= 4  # the entry of the ledger, run.json and the page among them
    assert decided(project) == DECIDED
    assert len(takes_and_notes(project)[0]) == 4  # each once, however often it was checked


def test_changes_killed_before_any_of_their_files_are_made_whole_by_the_next(
    project: Path, tmp_path: Path
) -> None:
    done(project, *CHECK)
    whole = shutil.copytree(project, tmp_path / "whole")
    assert done(whole, *ADVISE) == 0
    changed = (whole / "storyboard.yaml").read_text(encoding="utf-8")
    killed = 0
    while True:
        film = shutil.copytree(project, tmp_path / f"killed-{killed + 1}")
        if done(film, *ADVISE, killed_at=killed + 1) == 0:
            break
        killed += 1
        assert (film / "storyboard.yaml").read_text(encoding="utf-8") in (BOARD, changed)
        assert done(film, *ADVISE) == 0
        assert (film / "storyboard.yaml").read_text(encoding="utf-8") == changed
        assert (film / "storyboard.yaml.bak").read_text(encoding="utf-8") == BOARD
        for shot in ("1A", "1B"):
            assert len(changes_of(film, shot)) == 1  # remembered, and not twice
    assert killed >= 4  # the copy, the storyboard, and an entry for each of two shots


def test_three_checks_at_once_say_the_same_and_each_is_remembered(project: Path) -> None:
    ways = [start(project, *CHECK) for _ in range(3)]
    said = [process.communicate() for process in ways]
    assert [process.returncode for process in ways] == [1, 1, 1], said
    assert len({out for out, _ in said}) == 1
    assert decided(project) == DECIDED
    assert len(list((project / ".vidcheck/journal").glob("*.json"))) == 3
    takes, notes = takes_and_notes(project)
    assert len(takes) == 4
    assert not notes
