from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.made import RUN
from tests.run import works
from vidcheck.errors import VidcheckError
from vidcheck.report.model import RunReport
from vidcheck.run.batch import score_clips
from vidcheck.run.job import ClipJob
from vidcheck.run.result import score_report
from vidcheck.run.shards import Shard, copy_pictures, merged, parse_shard
from vidcheck.run.workers import (
    MODELS_BYTES,
    WORKER_BYTES,
    _fitting,
    _quota_of,
    usual_workers,
)

HERE = Path("part.json")


@given(st.integers(1, 9), st.integers(0, 40))
def test_parts_hold_every_clip_once_and_merge_in_its_place(count: int, clips: int) -> None:
    rows = [works.row_of(f"{number}.mp4") for number in range(clips)]
    parts = [Shard(number, count) for number in range(1, count + 1)]
    reports = [(HERE, RunReport(**dict(score_report(part.of(rows), str(part))))) for part in parts]
    assert list(merged(reports).clips) == rows
    assert list(merged(reports[::-1]).clips) == rows
    assert list(merged([*reports, reports[0]]).clips) == rows


@pytest.mark.parametrize("text", ["0/2", "3/2", "1", "a/b", "1/0", "-1/2", "1/2/3", ""])
def test_what_is_no_part_is_said(text: str) -> None:
    with pytest.raises(ValueError, match="no part"):
        parse_shard(text)


def test_a_missing_part_is_named() -> None:
    parts = [(HERE, RunReport(**dict(score_report([], text)))) for text in ("1/4", "3/4")]
    with pytest.raises(VidcheckError, match="missing: 2/4, 4/4"):
        merged(parts)


def test_parts_that_do_not_belong_together_are_refused() -> None:
    def part(text: str | None, **more: str) -> tuple[Path, RunReport]:
        return HERE, RunReport(**dict(score_report([], text))).model_copy(update=more)

    with pytest.raises(VidcheckError, match="different runs"):
        merged([part("1/2"), part("2/2"), part("3/3"), part("1/3")])
    with pytest.raises(VidcheckError, match="not a part"):
        merged([part("1/1"), part(None)])
    with pytest.raises(VidcheckError, match="vidcheck: not the same"):
        merged([part("1/2"), part("2/2", vidcheck="9")])


def test_shots_of_a_check_come_back_in_the_order_of_the_storyboard() -> None:
    def part(number: int) -> tuple[Path, RunReport]:
        shots = Shard(number, 2).of(RUN.shots)
        names = {shot.shot for shot in shots}
        clips = tuple(row for row in RUN.clips if row.shot in names or (
            row.shot is None and number == 1))  # fmt: skip
        return HERE, RUN.model_copy(update={"shots": shots, "clips": clips, "shard": f"{number}/2"})

    whole = merged([part(2), part(1)])
    assert whole.shots == RUN.shots
    assert sorted(row.path for row in whole.clips) == sorted(row.path for row in RUN.clips)


def test_pictures_are_brought_along_and_nothing_from_outside(tmp_path: Path) -> None:
    row = works.row_of("a.mp4")
    (tmp_path / "one" / "pictures").mkdir(parents=True)
    (tmp_path / "one" / "pictures" / "s.webp").write_bytes(b"inside")
    (tmp_path / "secret.webp").write_bytes(b"outside")
    for name in ("pictures/s.webp", "../secret.webp"):
        report = RunReport(**dict(score_report([row.model_copy(update={"strip": name})])))
        copy_pictures([(tmp_path / "one" / "run.json", report)], tmp_path / "all" / "deep")
    copied = [path for path in (tmp_path / "all").rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in copied] == [b"inside"]


def test_a_container_s_share_and_memory_bound_the_workers() -> None:
    assert _quota_of("max 100000") == []
    assert _quota_of("150000 100000\n") == [2]
    assert _quota_of("50000 100000\n") == [1]
    assert _fitting("MemTotal: 9 kB\nMemAvailable:    2097152 kB\n", "max\n") == [5]
    assert _fitting("", str(1 << 30)) == [2]
    assert _fitting("", str(1 << 30), WORKER_BYTES + MODELS_BYTES) == [1]
    assert usual_workers() >= 1


def test_a_picture_of_ten_gigabytes_costs_its_own_row(tmp_path: Path) -> None:
    for name in ("huge.mp4", "a.mp4", "b.mp4"):
        (tmp_path / name).write_bytes(b"x")
    jobs = [ClipJob(tmp_path / name) for name in ("huge.mp4", "a.mp4", "b.mp4")]
    rows = score_clips(jobs, workers=2, work=works.act)
    assert [row.status for row in rows] == ["unreadable", "scored", "scored"]
    assert rows[0].reason == "not enough memory to measure it"
