from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from vidcheck.run.prune import EACH_S, prune
from vidcheck.run.store import FolderStore

if TYPE_CHECKING:
    from pathlib import Path

DAY_S = 86400.0


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    """Three entries of 100 bytes, used 1, 10 and 300 days ago, and the note that explains them."""
    store = FolderStore(tmp_path)
    store.write("about.txt", b"x" * 5000)
    for name, days in (("ab/new.json", 1), ("cd/old.json", 10), ("ef/older.zip", 300)):
        store.write(name, b"x" * 100)
        then = time.time() - days * DAY_S
        os.utime(tmp_path / name, (then, then))
    return store


def left(store: FolderStore) -> list[str]:
    return sorted(path.name for path in store.folder.glob("??/*"))


def test_what_nobody_asked_for_in_half_a_year_goes(store: FolderStore) -> None:
    assert prune(store.folder) == 1
    assert left(store) == ["new.json", "old.json"]
    assert (store.folder / "about.txt").is_file()


def test_the_oldest_go_until_the_rest_fits(store: FolderStore) -> None:
    assert prune(store.folder, most_bytes=150) == 2
    assert left(store) == ["new.json"]


def test_reading_renews(store: FolderStore) -> None:
    assert store.read("ef/older.zip") == b"x" * 100
    assert prune(store.folder, most_bytes=150) == 2
    assert left(store) == ["older.zip"]


def test_it_looks_once_a_day(store: FolderStore) -> None:
    prune(store.folder)
    assert prune(store.folder, most_bytes=0) == 0
    then = time.time() - EACH_S - 1
    os.utime(store.folder / "looked-through.txt", (then, then))
    assert prune(store.folder, most_bytes=0) == 2


def test_a_folder_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    assert prune(tmp_path / "nowhere") == 0
