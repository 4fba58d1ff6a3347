"""A disk that is full, read-only or not ours, for real: the old state or the new, and a word."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.disks import ROOM_KB

ROOT = Path(__file__).parents[2]
OWN_DISK = ("unshare", "-rm")


def tried(kind: str, folder: Path, *before: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        [*before, sys.executable, "-m", "tests.hostile.disks", kind, str(folder)],
        capture_output=True, text=True, cwd=ROOT, timeout=300, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def own_disk(tmp_path: Path) -> Path:
    """A folder that may become a disk of its own; skipped where this system does not let us."""
    mount = [*OWN_DISK, "mount", "-t", "tmpfs", "none", str(tmp_path)]
    if not shutil.which("unshare") or _fails(mount):
        pytest.skip("no disk in memory may be mounted here (unshare -rm mount)")
    return tmp_path


def _fails(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode != 0


def whole(rows: list[dict[str, Any]]) -> None:
    """No command ended by a bug, none left half a file, none lost what was there."""
    assert [(row["what"], row["bug"]) for row in rows if row["bug"]] == []
    assert [(row["what"], row.get("room"), row["faults"]) for row in rows if row["faults"]] == []
    assert len(rows) >= 3


def test_a_full_disk_leaves_old_or_new_and_says_so(own_disk: Path) -> None:
    rows = tried("full", own_disk, *OWN_DISK)
    whole(rows)
    assert len(rows) == 3 * len(ROOM_KB)
    for row in rows:
        done = row["code"] == 0
        assert done or (row["code"] == 2 and "No space left on device" in row["said"])
        if row["what"] == "advise" and not done and row["changed"]:
            assert "changed" in row["said"]
    by_room = {(row["what"], row["room"]): row["code"] for row in rows}
    assert all(by_room[what, 0] == 2 for what in ("check", "advise", "ng"))
    assert all(by_room[what, ROOM_KB[-1]] == 0 for what in ("advise", "ng"))


def test_a_disk_that_is_read_only_is_said_and_nothing_changes(own_disk: Path) -> None:
    rows = tried("readonly", own_disk, *OWN_DISK)
    whole(rows)
    for row in rows:
        assert row["code"] == 2
        assert re.search("Read-only file system|Permission denied", row["said"])
        assert not row["changed"]
        assert row["more"] == 0


def test_a_project_of_somebody_else_is_said_and_nothing_changes(tmp_path: Path) -> None:
    for place in (tmp_path, *tmp_path.parents):
        if not place.stat().st_mode & 0o001:
            try:
                place.chmod(place.stat().st_mode | 0o055)
            except PermissionError:
                pytest.skip(f"{place} lets nobody else through")
    rows = tried("denied", tmp_path)
    whole(rows)
    for row in rows:
        assert row["code"] == 2
        assert "Permission denied" in row["said"]
        assert not row["changed"]
        assert row["more"] == 0
