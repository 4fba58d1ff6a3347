"""A file that stays the same is read once, in this process and by those that follow."""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING

import pytest

from vidcheck import contents
from vidcheck.contents import content_of, remembered_in

if TYPE_CHECKING:
    from pathlib import Path


def true(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of files that are read, from a process that knows nothing, at rest."""
    names: list[str] = []

    def counted(path: Path) -> str:
        names.append(path.name)
        return true(path)

    monkeypatch.setattr(contents, "sha256_of", counted)
    monkeypatch.setattr(contents, "SETTLED_S", -1.0)
    monkeypatch.setattr(contents, "_KNOWN", {})
    return names


def another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "_KNOWN", {})


def test_content_is_read_once_while_the_file_stays_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []

    def counted(path: Path) -> str:
        read.append(path)
        return hashlib.sha256(path.read_bytes()).hexdigest()

    monkeypatch.setattr(contents, "sha256_of", counted)
    take = tmp_path / "take.mp4"
    take.write_bytes(b"one take")
    first = contents.content_of(take)
    assert first == contents.content_of(take) == hashlib.sha256(b"one take").hexdigest()
    assert len(read) == 2  # written a moment ago: it may change again within one time stamp

    monkeypatch.setattr(contents, "SETTLED_S", -1.0)
    assert contents.content_of(take) == contents.content_of(take) == first
    assert len(read) == 3
    take.write_bytes(b"ten take")  # as long, and with the old time stamp put back
    os.utime(take, (1, 1))
    assert contents.content_of(take) == hashlib.sha256(b"ten take").hexdigest()


def test_a_later_process_need_not_read_what_is_unchanged(
    tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, take = tmp_path / "kept", tmp_path / "take.mp4"
    take.write_bytes(b"one take")
    with remembered_in(store):
        first = content_of(take)
    another_process(monkeypatch)
    take.rename(tmp_path / "other.mp4")  # (renaming is a change of the inode)
    take = tmp_path / "other.mp4"
    with remembered_in(store):
        assert content_of(take) == first
    assert read == ["take.mp4", "other.mp4"]
    another_process(monkeypatch)
    with remembered_in(store):
        assert content_of(take) == first
    assert len(read) == 2


@pytest.mark.parametrize("how", ["in place", "put in its place", "grown"])
def test_a_change_that_hides_its_time_is_seen(
    tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    store, take = tmp_path / "kept", tmp_path / "take.mp4"
    take.write_bytes(b"one take")
    then = take.stat()
    with remembered_in(store):
        content_of(take)
    if how == "in place":
        take.write_bytes(b"two take")
    elif how == "grown":
        take.write_bytes(b"one take and more")
    else:
        (tmp_path / "new.mp4").write_bytes(b"two take")
        (tmp_path / "new.mp4").replace(take)
    os.utime(take, ns=(then.st_atime_ns, then.st_mtime_ns))
    another_process(monkeypatch)
    with remembered_in(store):
        assert content_of(take) == true(take)
    assert len(read) == 2


@pytest.mark.parametrize("kept", ["", "[]", "{", '{"1-2-3": 7}', "[" * 100_000, None])
def test_what_was_kept_badly_is_read_again(
    tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch, kept: str | None
) -> None:
    take = tmp_path / "take.mp4"
    take.write_bytes(b"one take")
    with remembered_in(tmp_path):
        content_of(take)
    place = tmp_path / contents.KEPT
    if kept is None:
        place.write_text(json.dumps(dict.fromkeys(json.loads(place.read_text()), "../no hash")))
    else:
        place.write_text(kept)
    another_process(monkeypatch)
    with remembered_in(tmp_path):
        assert content_of(take) == true(take)
    assert len(read) == 2


def test_where_nothing_may_be_kept_nothing_is(tmp_path: Path, read: list[str]) -> None:
    take = tmp_path / "take.mp4"
    take.write_bytes(b"one take")
    (tmp_path / "file").write_text("")
    for place in (None, tmp_path / "file"):
        with remembered_in(place):
            content_of(take)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "take.mp4"]
    assert read == ["take.mp4"]
