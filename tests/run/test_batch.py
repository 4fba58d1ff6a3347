from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.run import works
from vidcheck.errors import OutputError
from vidcheck.run.batch import score_clips
from vidcheck.run.job import ClipJob


def jobs(*names: str) -> list[ClipJob]:
    return [ClipJob(Path(f"{name}.mp4")) for name in names]


def test_rows_come_back_in_the_order_of_the_jobs() -> None:
    rows = score_clips(jobs("slow1", "a", "b", "c"), workers=2, work=works.act)
    assert [row.path for row in rows] == ["slow1.mp4", "a.mp4", "b.mp4", "c.mp4"]
    assert all(row.verdict == "pass" for row in rows)


@pytest.mark.parametrize(
    ("name", "said"),
    [("die", "SIGSEGV"), ("leave", "exit code 7"), ("bug", "ValueError: nobody expected this")],
)
def test_a_crash_costs_one_row(name: str, said: str) -> None:
    rows = score_clips(jobs("a", name, "b", "c"), workers=2, work=works.act)
    assert [row.status for row in rows] == ["scored", "unreadable", "scored", "scored"]
    assert said in (rows[1].reason or "")
    assert rows[1].verdict == "unknown"


def test_a_clip_that_hangs_is_given_up() -> None:
    rows = score_clips(jobs("hang", "a", "b"), workers=2, work=works.act, timeout_s=3.0)
    assert [row.status for row in rows] == ["unreadable", "scored", "scored"]
    assert "longer than 3 s" in (rows[0].reason or "")


@pytest.mark.parametrize("workers", [1, 2])
def test_what_stops_the_whole_run_is_raised_with_its_hint(workers: int) -> None:
    with pytest.raises(OutputError, match="no space") as caught:
        score_clips(jobs("a", "full", "b"), workers=workers, work=works.act)
    assert caught.value.hint == "make room"


def test_every_clip_crashing_ends_all_the_same() -> None:
    rows = score_clips(jobs("die1", "die2", "die3"), workers=2, work=works.act)
    assert [row.status for row in rows] == ["unreadable"] * 3


def test_one_worker_stays_in_this_process() -> None:
    rows = score_clips(jobs("a", "b"), workers=1, work=works.pid)
    assert {row.reason for row in rows} == {str(os.getpid())}


def test_several_workers_are_other_processes() -> None:
    rows = score_clips(jobs("a", "b", "c", "d"), workers=2, work=works.pid)
    assert len({row.reason for row in rows}) == 2
    assert str(os.getpid()) not in {row.reason for row in rows}


def test_a_bug_on_one_clip_costs_one_row_without_workers_too() -> None:
    rows = score_clips(jobs("a", "bug"), workers=1, work=works.act)
    assert [row.status for row in rows] == ["scored", "unreadable"]
    assert "works.py:" in (rows[1].reason or "")


def test_progress_counts_up_to_the_total() -> None:
    told: list[tuple[int, int]] = []
    score_clips(
        jobs("a", "die", "b"), workers=2, work=works.act,
        progress=lambda done, total, _name: told.append((done, total)),
    )  # fmt: skip
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_no_clips_are_no_rows() -> None:
    assert score_clips([], workers=4, work=works.act) == []
