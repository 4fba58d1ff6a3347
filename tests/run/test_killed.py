"""Ended at any moment, a write leaves the old file or the new one; kills.py does more."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from vidcheck.errors import OutputError
from vidcheck.files import write_whole
from vidcheck.run.store import FolderStore

if TYPE_CHECKING:
    from pathlib import Path

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
