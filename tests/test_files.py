from __future__ import annotations

import errno
import os
import time
from typing import TYPE_CHECKING

import pytest

from vidcheck import files
from vidcheck.errors import OutputError
from vidcheck.files import write_whole

if TYPE_CHECKING:
    from pathlib import Path


def test_the_old_file_survives_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "run.json"
    write_whole(target, "old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        write_whole(target, "new")
    assert target.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["run.json"]


def test_a_folder_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()
    with pytest.raises(OutputError, match=r"report\.html"):
        write_whole(tmp_path / "report.html", "text")


def test_a_link_is_followed_and_permissions_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.yaml", tmp_path / "storyboard.yaml"
    real.write_text("old")
    real.chmod(0o600)
    link.symlink_to(real)
    write_whole(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"
    assert real.stat().st_mode & 0o777 == 0o600


def test_a_pipe_is_written_to_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(pipe, "row")
        assert os.read(reader, 10) == b"row"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def test_a_protected_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "storyboard.yaml"
    target.write_text("old")
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everywhere
    with pytest.raises(OutputError, match="Permission denied"):
        write_whole(target, "new")
    assert target.read_text() == "old"


def test_drafts_of_killed_writers_go_and_nothing_else(tmp_path: Path) -> None:
    def put(name: str, age_s: float) -> Path:
        path = tmp_path / name
        path.write_text(name)
        os.utime(path, (time.time() - age_s, time.time() - age_s))
        return path

    day = files.DRAFT_S
    old = put(".run.json.abcd_123.vidcheck.part", day + 60)
    stay = [put(".run.json.abcd_124.vidcheck.part", day - 60),  # somebody may be writing it
            put(".run.json.abcd_125.part", 9 * day), put("film.mp4.part", 9 * day),
            put("run.json.abcd_126.vidcheck.part", 9 * day), put(".notes", 9 * day)]  # fmt: skip
    target = put("target", 9 * day)
    link = tmp_path / ".run.json.abcd_127.vidcheck.part"
    link.symlink_to(target)
    os.utime(link, (0, 0), follow_symlinks=False)
    write_whole(tmp_path / "run.json", "new")
    assert not old.exists()
    assert all(path.exists() for path in (*stay, link, target))


def test_a_draft_has_the_name_that_is_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda _: seen.extend(one.name for one in tmp_path.iterdir()))
    write_whole(tmp_path / "分镜 表.yaml", "text")
    [draft] = seen
    assert files.DRAFT.fullmatch(draft)
