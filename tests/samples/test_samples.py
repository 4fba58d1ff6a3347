"""The sample files are what labels.csv says: sizes, boxes, and each flaw where it is said to be."""

from __future__ import annotations

import csv
import itertools
import subprocess
import sys
from functools import cache
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
LARGEST_SUM = 8 << 20
# samples/README.md: another processor's rounding stayed above 38.9 dB; other clips reach 30.3 dB.
FLOOR_DB = 36.0
EVENTS = {
    "drift", "swap", "pop_in", "vanish", "morph", "flicker", "flash", "freeze", "cut", "duplicate",
    "occlusion",
}  # fmt: skip


def _rows() -> list[dict[str, str]]:
    with (SAMPLES / "labels.csv").open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


@cache
def _frames(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def _clip(name: str) -> list[np.ndarray]:
    return _frames(SAMPLES / "project" / "takes" / f"{name}.mp4")


def _row(name: str) -> dict[str, str]:
    return next(row for row in _rows() if name in row["path"])


def _box(text: str) -> tuple[slice, slice]:
    x, y, w, h = map(int, text.split(","))
    return slice(y, y + h), slice(x, x + w)


def _steps(frames: list[np.ndarray]) -> np.ndarray:
    """Mean absolute change from each frame to the next, grey levels."""
    grey = [cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY).astype(np.int16) for frame in frames]
    return np.array([np.abs(b - a).mean() for a, b in itertools.pairwise(grey)])


def _lab(picture: np.ndarray) -> np.ndarray:
    lab = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    return np.asarray(lab.reshape(-1, 3).mean(axis=0))


def test_every_clip_has_its_row_and_every_row_its_clip() -> None:
    there = {path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*.mp4")}
    assert there == {row["path"] for row in _rows()}


def test_everything_is_small_enough_to_commit() -> None:
    drawn = (path for path in SAMPLES.rglob("*") if path.suffix in {".mp4", ".jpg", ".png"})
    assert 1 << 20 < sum(path.stat().st_size for path in drawn) <= LARGEST_SUM


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["path"])
def test_row_agrees_with_the_file(row: dict[str, str]) -> None:
    with av.open(str(SAMPLES / row["path"])) as container:
        stream = container.streams.video[0]
        size, rate, count = (stream.width, stream.height), stream.average_rate, stream.frames
    assert size == (640, 360)
    assert rate == 24
    assert row["defect"] in EVENTS | {"clean"} or row["defect"].startswith("innocent:")
    assert (row["start_s"] == "") == (row["defect"] == "clean")
    if row["start_s"]:
        assert 0 <= float(row["start_s"]) <= float(row["end_s"]) <= count / 24
    for text in filter(None, (row["box"], row["subject"])):
        x, y, w, h = map(int, text.split(","))
        assert 0 <= x < x + w <= 640
        assert 0 <= y < y + h <= 360


def test_each_shot_has_its_takes_and_one_decision() -> None:
    by_shot: dict[str, list[dict[str, str]]] = {}
    for row in _rows():
        if row["shot"]:
            by_shot.setdefault(row["shot"], []).append(row)
    assert sorted(by_shot) == ["1A", "1B", "1C", "2A", "2B", "3A"]
    for takes in by_shot.values():
        assert [int(row["take"]) for row in takes] == list(range(1, len(takes) + 1))
        assert 3 <= len(takes) <= 5
        assert len({row["decision"] for row in takes}) == 1
        kept = [row["defect"] for row in takes if row["best"]]
        assert set(kept) == ({"clean"} if takes[0]["decision"] == "keep" else set())


def test_all_kinds_of_defect_are_there() -> None:
    assert {row["defect"] for row in _rows()} >= EVENTS


def test_the_frozen_take_does_not_move() -> None:
    assert _steps(_clip("2B_seedance-2.0_t3")).max() < 0.7


def test_the_freeze_stands_only_while_it_lasts() -> None:
    steps = _steps(_clip("2A_kling-3.0_t1"))
    assert steps[23:44].max() < 0.7
    assert steps[:20].min() > 1.0
    assert steps[47:].min() > 1.0


def test_the_glaze_drifts_by_the_size_of_a_wrong_colour() -> None:
    drifted, clean, row = (
        _clip("1A_kling-3.0_t1"),
        _clip("1A_kling-3.0_t2"),
        _row("1A_kling-3.0_t1"),
    )
    # The camera trucks right, so the cup moves left by the distance between the two boxes' edges.
    moved = int(row["box"].split(",")[0]) - int(row["subject"].split(",")[0])
    first, last = (
        (slice(150, 250), slice(110, 170)),
        (slice(150, 250), slice(110 + moved, 170 + moved)),
    )
    assert 10 < np.linalg.norm(_lab(drifted[-1][last]) - _lab(drifted[0][first])) < 30
    assert np.linalg.norm(_lab(clean[-1][last]) - _lab(clean[0][first])) < 4


def test_the_suit_turns_into_a_wrong_colour() -> None:
    clip, shoulder = _clip("../../single/coat_turns_violet"), (slice(300, 350), slice(40, 90))
    assert np.linalg.norm(_lab(clip[-1][shoulder]) - _lab(clip[5][shoulder])) > 30


@pytest.mark.parametrize("take", [1, 2])
def test_the_dusk_flickers_from_frame_to_frame(take: int) -> None:
    luma = np.array([frame.mean() for frame in _clip(f"2B_kling-3.0_t{take}")])
    assert np.median(np.abs(np.diff(luma, 2))) > 3


def test_the_coin_is_not_there_and_then_it_is() -> None:
    clip, row = _clip("1A_seedance-2.0_t3"), _row("1A_seedance")
    rows, columns = _box(row["box"])
    onset = round(float(row["start_s"]) * 24)
    left = columns.start + 40
    inside = (rows, slice(left, columns.stop - 30))
    before = np.abs(_lab(clip[onset - 1][inside]) - _lab(clip[onset - 9][inside])).max()
    after = np.abs(_lab(clip[onset + 5][inside]) - _lab(clip[onset - 1][inside])).max()
    assert after > 3 * before


def test_the_rocket_vanishes_into_the_sky() -> None:
    clip = _clip("2A_kling-3.0_t2")
    tower = (slice(150, 300), slice(312, 330))
    beside = (slice(150, 300), slice(380, 398))
    there = np.linalg.norm(_lab(clip[30][tower]) - _lab(clip[30][beside]))
    gone = np.linalg.norm(_lab(clip[60][tower]) - _lab(clip[60][beside]))
    assert there > 25
    assert gone < 6


@pytest.mark.parametrize(("name", "moment"), [("3A_seedance-2.0_t2", 1.5), ("single", 1.25)])
def test_cuts_are_the_largest_step(name: str, moment: float) -> None:
    path = SAMPLES / "single/two_shots.mp4"
    clip = _frames(path) if name == "single" else _clip(name)
    steps = _steps(clip)
    assert int(steps.argmax()) + 1 == round(moment * 24)
    assert steps.max() > 4 * np.median(steps)


def test_the_flash_is_bright_and_the_flicker_jitters() -> None:
    luma = [float(frame.mean()) for frame in _clip("1C_kling-3.0_t4")]
    assert max(luma[42:45]) > 1.3 * float(np.median(luma))
    flicker = np.array([float(frame.mean()) for frame in _clip("2A_seedance-2.0_t4")])
    steady = np.array([float(frame.mean()) for frame in _clip("2A_seedance-2.0_t3")])
    reversing = [np.abs(np.diff(series[20:], 2)).mean() for series in (flicker, steady)]
    assert reversing[0] > 10 * reversing[1]


def _same_pictures(ours: list[np.ndarray], theirs: list[np.ndarray]) -> bool:
    """As many frames, and no frame further from its twin than the floor."""
    if len(ours) != len(theirs):
        return False
    errors = [np.square(a.astype(float) - b).mean() for a, b in zip(ours, theirs, strict=True)]
    return bool(max(errors) <= 255**2 / 10 ** (FLOOR_DB / 10))


def test_redrawn_files_are_the_same(tmp_path: Path) -> None:
    for name in ("final_FINAL", "2B_seedance"):
        draw = [sys.executable, str(SAMPLES / "draw.py"), "--out", str(tmp_path), "--only", name]
        subprocess.run(draw, check=True, capture_output=True, cwd=ROOT)
    with (tmp_path / "labels.csv").open(encoding="utf-8", newline="") as source:
        assert list(csv.DictReader(source)) == [_row("2B_seedance"), _row("final_FINAL")]
    for line in (tmp_path / "frames.sha256").read_text(encoding="utf-8").splitlines()[1:]:
        ours, theirs = SAMPLES / line[66:], tmp_path / line[66:]
        same_bytes = ours.read_bytes() == theirs.read_bytes()
        assert same_bytes or _same_pictures(_frames(ours), _frames(theirs)), line


def test_another_clip_is_not_the_same() -> None:
    clip = _clip("2B_seedance-2.0_t3")
    assert _same_pictures(clip, clip)
    assert not _same_pictures(clip, clip[:-1])
    assert not _same_pictures(clip, _clip("2B_kling-3.0_t1"))
    final, start = _clip("final_FINAL_v2"), _clip("2A_kling-3.0_t2")[:36]
    assert not _same_pictures(final, start), "the nearest two clips of all"
    assert not _same_pictures(final[1:], final[:-1]), "one frame late"


def test_the_storyboard_loads_and_its_pictures_are_there() -> None:
    load = pytest.importorskip("vidcheck.storyboard.load")
    path = SAMPLES / "project" / "storyboard.yaml"
    storyboard = load.load_storyboard(path).storyboard
    assert [shot.id for _, shot in storyboard.all_shots()] == ["1A", "1B", "1C", "2A", "2B", "3A"]
    for subject in storyboard.subjects.values():
        for ref in subject.refs:
            assert (path.parent / ref.path).is_file()
