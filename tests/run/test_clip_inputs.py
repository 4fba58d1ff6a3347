from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from tests import broken
from tests.drawing import Coding, moving, plain, write
from vidcheck.geometry import Region
from vidcheck.run import clip as run_clip
from vidcheck.run.clip import score_clip

if TYPE_CHECKING:
    from pathlib import Path

    from tests.drawing import Image
    from vidcheck.judge.rows import ClipRow

LOSSLESS = Coding("ffv1", "yuv444p", {})


def scored(path: Path, pictures: list[Image], coding: Coding = LOSSLESS) -> ClipRow:
    row = score_clip(write(path, pictures, coding), threads=1)
    assert row.path == str(path)
    assert (row.reason is None) == (row.status == "scored")
    assert json.loads(row.model_dump_json())["status"] == row.status
    if row.status != "scored":
        assert row.verdict == "unknown"
        assert row.risk is row.consistency is None
    return row


def still(count: int) -> list[Image]:
    return moving(1) * count


NOTHING_TO_SEE = {
    "one picture": (moving(1), "only 1 frame"),
    "five pictures": (moving(5), "only 5 frames"),
    "a still": (still(14), "stands still"),
    "frozen after three pictures": (moving(3) + moving(3)[-1:] * 27, "stands still"),
    "black": ([plain((0, 0, 0))] * 14, "stands still"),
    "one pixel": ([plain((9 * i, 0, 0), 1, 1) for i in range(14)], "1×1"),
    "two pixels": (moving(14, 2, 2), "2×2"),
}


@pytest.mark.parametrize("case", NOTHING_TO_SEE)
def test_what_shows_nothing_is_not_assessable(tmp_path: Path, case: str) -> None:
    pictures, words = NOTHING_TO_SEE[case]
    row = scored(tmp_path / "a.mkv", pictures)
    assert row.status == "not_assessable"
    assert words in (row.reason or "")
    assert row.clip is not None
    assert row.clip.frames == len(pictures)


def test_noise_is_not_assessable(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    row = scored(tmp_path / "a.mkv", list(rng.integers(0, 256, (14, 96, 128, 3), np.uint8)))
    assert row.status == "not_assessable"
    assert "noise" in (row.reason or "")


def test_a_gif_of_three_pictures(tmp_path: Path) -> None:
    row = scored(tmp_path / "a.gif", moving(3), Coding("gif", "rgb8", {}))
    assert (row.status, row.clip and row.clip.codec) == ("not_assessable", "gif")


@pytest.mark.parametrize(
    ("width", "height"), [(128, 96), (321, 241), (1500, 16), (16, 1500), (64, 300)]
)
def test_a_smooth_pan_passes_in_any_shape(tmp_path: Path, width: int, height: int) -> None:
    row = scored(tmp_path / "a.mkv", moving(14, width, height))
    assert (row.status, row.verdict, row.warnings) == ("scored", "pass", ())
    assert row.clip is not None
    assert (row.clip.width, row.clip.height, row.clip.fps) == (width, height, 24)
    assert row.clip.duration_s == pytest.approx(14 / 24, abs=0.01)


@pytest.mark.parametrize(
    ("box", "status"),
    [
        (Region(0, 0, 1, 1), "scored"),
        (Region(-9, -9, 5, 5), "not_assessable"),  # a corner that is panned out of the picture
        (Region(900, 900, 999, 999), "scored"),
        (Region(0, 0, 9999, 9999), "scored"),
    ],
)
def test_any_box_is_survived(tmp_path: Path, box: Region, status: str) -> None:
    path = write(tmp_path / "a.mkv", moving(14), LOSSLESS)
    row = score_clip(path, subject=box, threads=1)
    assert row.status == status
    assert row.subject is not None
    assert row.subject.source == ("auto" if box.top == 900 else "given")


@pytest.mark.parametrize(
    ("name", "make", "words"), broken.REFUSED, ids=[r[0] for r in broken.REFUSED]
)
def test_what_is_no_clip_ends_as_an_unreadable_row(
    tmp_path: Path, name: str, make: broken.Make, words: str
) -> None:
    make(tmp_path / name)
    row = score_clip(tmp_path / name, threads=1)
    assert (row.status, row.verdict, row.risk, row.clip) == ("unreadable", "unknown", None, None)
    assert any(word in (row.reason or "") for word in words.split("|"))
    assert json.loads(row.model_dump_json())


def test_a_cut_off_clip_says_so(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", moving(48))
    broken.cut_in_pictures(path)
    row = score_clip(path, threads=1)
    assert row.status in ("scored", "not_assessable")
    assert any("of the 48 the file claims" in warning for warning in row.warnings)


def test_an_avi_with_dropped_pictures_is_not_cut_off(tmp_path: Path) -> None:
    ticks = [0, 4, 8, 12, 15, 20, 24, 28, 33, 36, 40, 44, 48, 52]
    path = write(tmp_path / "a.avi", moving(14), Coding("mjpeg", "yuvj420p", {}), ticks=ticks)
    row = score_clip(path, threads=1)
    assert row.clip is not None
    assert (row.clip.frames, row.warnings) == (14, ())


def test_a_clip_that_changes_size_says_so(tmp_path: Path) -> None:
    one = write(tmp_path / "one.h264", moving(14)).read_bytes()
    other = write(tmp_path / "other.h264", moving(14, 96, 96)).read_bytes()
    path = tmp_path / "both.h264"
    path.write_bytes(one + other)
    row = score_clip(path, threads=1)
    assert any("picture size" in warning for warning in row.warnings)


def test_a_clock_that_starts_again_is_told(tmp_path: Path) -> None:
    one = write(tmp_path / "one.ts", moving(14), per_second=8).read_bytes()
    path = tmp_path / "two.ts"
    path.write_bytes(one + one)
    row = score_clip(path, threads=1)
    assert any("clock" in warning for warning in row.warnings)


def test_a_name_that_is_no_unicode_keeps_its_row(tmp_path: Path) -> None:
    made = write(tmp_path / "made.mkv", moving(14), LOSSLESS)
    for name, content, status in (
        (b"\xff.mkv", made.read_bytes(), "scored"),
        (b"\xfe.mkv", b"no clip", "unreadable"),
    ):
        try:
            path = tmp_path / os.fsdecode(name)
            path.write_bytes(content)
        except OSError:  # pragma: no cover
            pytest.skip("this file system keeps only Unicode names")
        row = score_clip(path, threads=1)
        assert (row.path, row.status) == (str(path), status)


def test_a_failure_inside_opencv_costs_one_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        cv2.resize(np.zeros((0, 0), np.uint8), (4, 4))

    monkeypatch.setattr(run_clip, "measure_clip", fail)
    row = score_clip(tmp_path / "a.mp4")
    assert row.status == "unreadable"
    assert "internal error" in (row.reason or "")
