"""A real Ray cluster of several nodes; half a minute, so `-m "not cluster"` leaves it out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.run import works
from vidcheck.errors import VidcheckError
from vidcheck.run import on_ray
from vidcheck.run.batch import score_clips
from vidcheck.run.job import ClipJob
from vidcheck.run.store import filesystem_of

ROOT = Path(__file__).parents[2]


@pytest.mark.cluster
def test_a_node_that_dies_in_the_middle_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    pytest.importorskip("ray")
    done = subprocess.run(
        [sys.executable, "-m", "tests.run.ray_cluster", str(tmp_path)],
        capture_output=True, text=True, cwd=ROOT, timeout=400, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["killed"]
    states = [status for _, status, _ in told["rows"]]
    assert states == ["unreadable" if number == 5 else "scored" for number in range(len(states))]
    assert "ended 2 times" in told["rows"][5][2]
    once = set(told["finished"])
    assert len(once) == len(states) - 1
    # the lost node's two actors may die between the note of their work and the row's being kept
    assert len(told["finished"]) - len(once) <= 2
    assert told["told"] == list(range(1, len(states) + 1))
    assert told["again"] == []
    assert told["states"] == [*states[:5], "unreadable", *states[6:8]]


def test_without_ray_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(VidcheckError) as caught:
        on_ray.score_on_ray([], address=None, store=None)
    assert caught.value.hint == "pip install 'vidcheck[ray]'"


def test_a_clip_in_an_object_store_is_fetched_and_keeps_its_url(tmp_path: Path) -> None:
    system, root = filesystem_of(f"memory://{tmp_path.name}/a clip.mp4")
    system.pipe_file(root, b"x")
    url = f"memory://{tmp_path.name}/a clip.mp4"
    jobs = [ClipJob(Path("a clip.mp4"), url=url),
            ClipJob(Path("gone.mp4"), url=f"memory://{tmp_path.name}/gone.mp4")]  # fmt: skip
    rows = score_clips(jobs, workers=1, work=works.act)
    assert [row.path for row in rows] == [job.url for job in jobs]
    assert [row.status for row in rows] == ["scored", "unreadable"]
    assert "cannot be fetched" in (rows[1].reason or "")
