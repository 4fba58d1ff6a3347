"""A disc before a moving wall, red or blue, watched by networks that know nothing but colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from skimage import data

from tests.conftest import INSTALLED
from tests.drawing import Coding, moving, write
from tests.models import made
from vidcheck.brief import Reference
from vidcheck.calibration import load_calibration
from vidcheck.geometry import Region
from vidcheck.identity import join
from vidcheck.identity.opinion import identity_row, opinion
from vidcheck.identity.references import Anchors
from vidcheck.identity.usual import load_usual
from vidcheck.identity.watch import MOST_FACES, Watch, serves
from vidcheck.models.shelf import Absent, Shelf, _shelf
from vidcheck.models.store import FOLDER_VARIABLE, stored
from vidcheck.run.clip import score_clip
from vidcheck.run.one_pass import measure_clip

if TYPE_CHECKING:
    from pathlib import Path

    from tests.drawing import Image
    from vidcheck.identity.watch import Looks

LOSSLESS = Coding("ffv1", "yuv444p", {})
RED, BLUE = (200, 50, 60), (50, 60, 200)
BOX = Region(44, 64, 84, 104)
"""Well inside the disc, so that the wall does not pull at it."""
NEEDS_WEIGHTS = pytest.mark.skipif(
    INSTALLED is None or {one.state for one in stored(INSTALLED)} != {"installed"},
    reason="no models on this machine: `vidcheck models install` brings them",
)


def disc(colours: list[tuple[int, int, int]]) -> list[Image]:
    """A disc of one colour a picture, before a wall that passes by."""
    pictures = moving(len(colours), 168, 128)
    rows, columns = np.mgrid[:128, :168]
    for picture, colour in zip(pictures, colours, strict=True):
        picture[np.hypot(rows - 64, columns - 84) < 46] = colour
    return pictures


@pytest.fixture
def home(tmp_path: Path) -> Path:
    place = tmp_path / "models"
    made.put(place, "embedding", made.embedder())
    return place


def watched(path: Path, home: Path, *, box: Region | None = BOX, threads: int = 1) -> Looks:
    watch = Watch(Shelf(home))
    measure_clip(path, subject=box, threads=threads, watch=watch, specs=())
    return watch.looks()


def test_a_steady_subject_is_looked_at_seldom_and_found_the_same(
    tmp_path: Path, home: Path
) -> None:
    looks = watched(write(tmp_path / "a.mkv", disc([RED] * 48), LOSSLESS), home)
    assert 4 <= len(looks.times_s) <= 9  # two seconds, four a second at the most
    seen = opinion(looks)
    assert seen.strengths["jump"] < 0.01
    assert seen.strengths["halves"] < 0.01
    assert not looks.reader
    assert identity_row(seen, ("own",)).faces is None


def test_a_swap_is_looked_at_at_once_and_dated(tmp_path: Path, home: Path) -> None:
    looks = watched(write(tmp_path / "a.mkv", disc([RED] * 24 + [BLUE] * 24), LOSSLESS), home)
    seen = opinion(looks)
    row = identity_row(seen, ("own",))
    assert row.step is not None
    assert row.step > 0.3
    assert row.step_s == pytest.approx(1.0, abs=1 / 12 + 1e-6)
    assert row.halves == pytest.approx(row.step, abs=0.1)
    assert row.jump == pytest.approx(row.step, abs=0.2)


def test_the_same_clip_gives_the_same_numbers_on_one_core_and_two(
    tmp_path: Path, home: Path
) -> None:
    path = write(tmp_path / "a.mkv", disc([RED] * 20 + [BLUE] * 20), LOSSLESS)
    one, again, two = (watched(path, home, threads=n) for n in (1, 1, 2))
    assert np.array_equal(one.vectors, again.vectors)
    assert np.array_equal(one.vectors, two.vectors)
    assert one.times_s.tolist() == two.times_s.tolist()


def test_without_models_nothing_is_watched_and_no_row_changes(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not serves(Shelf(None))
    path = write(tmp_path / "a.mkv", disc([RED] * 24 + [BLUE] * 24), LOSSLESS)
    plain = score_clip(path, subject=BOX, threads=1)
    assert plain.identity is None
    monkeypatch.setenv(FOLDER_VARIABLE, str(home))
    other = score_clip(path, subject=BOX, threads=1)
    assert other.identity is not None
    assert other.identity.models == ("own-embedding",)
    # No statistics hold for a network of one's own: it is told, and nothing is judged by it.
    assert "efficientnet-lite0 only" in (other.identity.note or "")
    assert other.identity.risk_without is other.identity.verdict_without is None
    assert other.risk == plain.risk
    assert other.events == plain.events
    assert other.metrics.items() >= plain.metrics.items()
    assert set(other.metrics) - set(plain.metrics) == {join.LOOK}
    assert other.curves is not None
    assert len(other.curves.values[join.LOOK]) == len(other.curves.times_s)


def as_if_shipped(path: Path, home: Path) -> tuple[object, ...]:
    """A row before and after the looks of `home` were heard as those of the shipped embedding."""

    watch = Watch(Shelf(home))
    seen = measure_clip(path, subject=BOX, threads=1, watch=watch)
    before = score_clip(path, subject=BOX, threads=1)
    evidence = seen.evidence
    after = join.joined(
        before, opinion(watch.looks(), evidence.excused), evidence, load_calibration(),
        (load_usual().embedding,), scale=seen.info.scale,
    )  # fmt: skip
    return before, after


def test_looks_raise_the_risk_of_a_swap_and_leave_that_of_a_steady_clip(
    tmp_path: Path, home: Path
) -> None:
    before, after = as_if_shipped(
        write(tmp_path / "a.mkv", disc([RED] * 24 + [BLUE] * 24), LOSSLESS), home
    )
    alone = after.identity.risk_without, after.identity.verdict_without
    assert alone == (before.risk, before.verdict)
    assert after.risk > before.risk
    assert after.consistency <= before.consistency
    assert after.verdict == "fail"
    assert after.identity.p_values["jump"] < 0.05
    steady, same = as_if_shipped(write(tmp_path / "b.mkv", disc([RED] * 48), LOSSLESS), home)
    assert same.risk == pytest.approx(steady.risk, abs=1e-4)
    assert same.verdict == "pass"
    assert same.events == steady.events


def test_with_too_few_looks_the_measures_alone_decide(tmp_path: Path, home: Path) -> None:
    path = write(tmp_path / "a.mkv", disc([RED] * 24 + [BLUE] * 24), LOSSLESS)
    seen = measure_clip(path, subject=BOX, threads=1)
    before = score_clip(path, subject=BOX, threads=1)
    looks = Watch(Shelf(home)).looks()  # nothing was looked at
    after = join.joined(
        before, opinion(looks, seen.evidence.excused), seen.evidence, load_calibration(),
        (load_usual().embedding,), scale=seen.info.scale,
    )  # fmt: skip
    assert before.verdict == "fail"
    assert (after.risk, after.verdict) == (before.risk, before.verdict)
    assert (after.consistency, after.false_alarm_rate) == (
        before.consistency,
        before.false_alarm_rate,
    )
    assert after.identity is not None
    assert after.identity.risk_without is None


def test_a_network_that_fails_on_the_way_is_left_out_and_said(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.mkv", disc([RED] * 24 + [BLUE] * 24), LOSSLESS)
    plain = score_clip(path, subject=BOX, threads=1)
    monkeypatch.setenv(FOLDER_VARIABLE, str(home))
    _shelf.cache_clear()
    shelf = _shelf(home)
    assert not isinstance(shelf.embedding, Absent)
    calls: list[int] = []

    def fails(_self: object, _rgb: object) -> np.ndarray:
        calls.append(1)
        raise ValueError("it fails on a picture: out of memory")

    monkeypatch.setattr(type(shelf.embedding.network), "ask", fails)
    row = score_clip(path, subject=BOX, threads=1)
    assert len(calls) == 1  # asked once, not at every frame
    assert any("left out: it fails on a picture" in one for one in row.warnings)
    assert row.risk == plain.risk


class Faceless:
    """Finds a face and cannot tell whose it is."""

    def faces(self, _rgb: object, *, most: int) -> tuple[()]:
        assert most == MOST_FACES
        raise ValueError("OpenCV cannot tell faces apart")


def test_looks_go_on_where_faces_cannot_be_told_apart(tmp_path: Path, home: Path) -> None:
    shelf = Shelf(home)
    shelf.__dict__["quick_faces"] = Faceless()
    watch = Watch(shelf)
    path = write(tmp_path / "a.mkv", disc([RED] * 48), LOSSLESS)
    measure_clip(path, subject=BOX, threads=1, watch=watch, specs=())
    looks = watch.looks()
    assert len(looks.times_s) >= 4
    assert not looks.reader
    assert watch.failed == [
        "the face models failed on this clip and are left out: OpenCV cannot tell faces apart"
    ]


def test_a_broken_file_falls_back_and_is_said_by_score_too(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.mkv", disc([RED] * 24), LOSSLESS)
    file = home / "own-embedding.onnx"
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    monkeypatch.setenv(FOLDER_VARIABLE, str(home))
    _shelf.cache_clear()
    row = score_clip(path, subject=BOX, threads=1)
    assert row.identity is None
    assert any("own-embedding.onnx" in one and "SHA-256" in one for one in row.warnings)


def test_references_are_anchors_by_their_best_view(tmp_path: Path, home: Path) -> None:
    looks = watched(write(tmp_path / "a.mkv", disc([RED] * 24), LOSSLESS), home)
    solid = np.zeros((90, 90), np.bool_)
    solid[20:70, 20:70] = True
    red, blue = (
        Reference(np.where(solid[..., None], colour, 127).astype(np.uint8), solid)
        for colour in (RED, BLUE)
    )
    shelf = Shelf(home)
    both, wrong = Anchors([blue, red], shelf).look(looks), Anchors([blue], shelf).look(looks)
    assert both is not None
    assert wrong is not None
    assert both > 0.95
    assert wrong < both - 0.3
    assert Anchors([], shelf).look(looks) is None
    assert Anchors([red], shelf).warning(looks) is None  # nobody here looks for faces


@NEEDS_WEIGHTS
def test_real_weights_say_face_or_none_and_keep_twenty_in_check(tmp_path: Path) -> None:
    shelf = Shelf(INSTALLED)
    assert not isinstance(shelf.faces, Absent)
    face = np.ascontiguousarray(data.astronaut()[20:220, 120:320])
    crowd = np.vstack([np.hstack([cv2.resize(face, (96, 96))] * 5)] * 4)
    assert len(shelf.faces.faces(crowd)) == 20
    assert len(shelf.faces.faces(crowd, most=MOST_FACES)) == MOST_FACES
    assert len(Anchors([Reference(crowd)], shelf).faces) == 1
    pan = [np.ascontiguousarray(face[:, i // 3 : i // 3 + 180]) for i in range(44)]
    path = write(tmp_path / "a.mkv", [cv2.resize(one, (360, 400)) for one in pan], LOSSLESS)
    watch = Watch(shelf)
    measure_clip(path, subject=Region(20, 20, 380, 340), threads=1, watch=watch, specs=())
    row = identity_row(
        opinion(watch.looks()), shelf.used(), Anchors([Reference(data.astronaut())], shelf)
    )
    assert row.faces is not None
    assert row.faces.seen == row.faces.looked >= 3
    assert row.faces.people == 1
    assert (row.faces.lowest or 0) > 0.6
    assert (row.faces.reference or 0) > 0.6
    assert row.note is None
    anchors = Anchors([Reference(data.coffee())], shelf)
    assert "no face" in (anchors.warning(watch.looks()) or "")
    path = write(tmp_path / "b.mkv", disc([RED] * 48), LOSSLESS)
    watch = Watch(shelf)
    measure_clip(path, subject=BOX, threads=1, watch=watch, specs=())
    assert anchors.warning(watch.looks()) is None  # of what has no face, none is expected
    row = identity_row(opinion(watch.looks()), shelf.used())
    assert row.faces is not None
    assert row.faces.seen == 0
    assert "no face found" in (row.note or "")
