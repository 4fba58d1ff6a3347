from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.drawing import moving, write
from tests.match.test_match import Folder, request
from vidcheck.match.cuts import parts_of, split
from vidcheck.match.units import split_units
from vidcheck.storyboard.load import load_storyboard

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from vidcheck.match.found import Matching

FPS = 12


def film(*seconds: float) -> list[NDArray[np.uint8]]:
    """Shots of so many seconds, each of another colour, the camera panning in each."""
    shots = []
    for number, length in enumerate(seconds):
        tint = np.array([(1, 0.4, 0.4), (0.4, 1, 0.4), (0.4, 0.4, 1)][number % 3])
        shots += [np.asarray(one * tint, np.uint8) for one in moving(round(length * FPS), 64, 48)]
    return shots


def starts(path: Path, planned: list[float]) -> list[float]:
    return [part.start_s for part in parts_of(path, planned)]


def test_cuts_are_found_where_the_film_was_cut(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", film(2, 1, 3), per_second=FPS)
    parts = parts_of(path, [2, 2, 2])  # the generator gave the second shot half of its time
    assert [part.start_s for part in parts] == pytest.approx([0, 2, 3], abs=0.01)
    assert parts[-1].end_s == pytest.approx(6, abs=0.01)
    assert [part.measured for part in parts] == [False, True, True]


def test_a_film_without_a_cut_is_split_as_planned(tmp_path: Path) -> None:
    parts = parts_of(write(tmp_path / "a.mp4", film(4), per_second=FPS), [1, 3])
    assert parts[1].start_s == pytest.approx(1, abs=0.01)
    assert not parts[1].measured


def test_of_more_cuts_than_planned_the_nearest_is_taken(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", film(1, 1.5, 2), per_second=FPS)
    assert starts(path, [2.4, 2.1]) == pytest.approx([0, 2.5], abs=0.01)


def test_boundaries_never_run_back() -> None:
    times = np.arange(60) / FPS
    change = np.full(60, 1.0)
    change[30] = 90.0  # one cut for two boundaries that were planned close to it
    parts = split(times, change, [2.4, 0.2, 2.4])
    edges = [part.start_s for part in parts] + [parts[-1].end_s]
    assert edges == sorted(edges)
    assert sum(part.measured for part in parts) == 1


@pytest.mark.parametrize("frames", [0, 1])
def test_a_film_of_no_length_has_parts_all_the_same(frames: int) -> None:
    assert len(split(np.zeros(frames), np.zeros(frames), [1.0, 1.0])) == 2


def unit(folder: Folder, *seconds: float) -> Matching:
    """A request of two shots of 4 s each, answered by a file with shots of these lengths."""
    write(folder.takes / "12A_kling-3.0_t1.mp4", film(*seconds), per_second=FPS)
    matching = folder.match((request("12A", 1, "kling-3.0", "12B"),))
    return split_units(matching, load_storyboard(folder.root / "storyboard.yaml").storyboard)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_each_shot_of_a_unit_gets_its_own_part(folder: Folder) -> None:
    matching = unit(folder, 3.5, 4.5)
    assert [one.shot for one in matching.matches] == ["12A", "12B"]
    assert [one.span for one in matching.matches] == [
        pytest.approx((0, 3.5), abs=0.01),
        pytest.approx((3.5, 8), abs=0.01),
    ]
    assert matching.missing == ()
    assert matching.warnings == ()


def test_a_unit_without_its_cut_is_said(folder: Folder) -> None:
    matching = unit(folder, 8)
    assert len(matching.matches) == 2
    assert "no cut was found near the planned beginning of 12B 4.0 s" in matching.warnings[0][0]


def test_a_take_of_the_first_shot_alone_is_no_unit(folder: Folder) -> None:
    matching = unit(folder, 4)
    assert [(one.shot, one.span) for one in matching.matches] == [("12A", None)]


def test_an_unreadable_unit_stays_whole(folder: Folder) -> None:
    folder.put("12A_kling-3.0_t1.mp4")
    matching = folder.match((request("12A", 1, "kling-3.0", "12B"),))
    board = load_storyboard(folder.root / "storyboard.yaml").storyboard
    assert [one.span for one in split_units(matching, board).matches] == [None]


def test_a_unit_listed_under_both_shots_is_split_and_each_word_stays_with_its_shot(
    folder: Folder,
) -> None:
    (folder.takes / "takes.yaml").write_text(
        "takes:\n  12A: [{path: 12A_kling-3.0_t1.mp4, verdict: keep}]\n"
        "  12B: [{path: 12A_kling-3.0_t1.mp4, verdict: ng, note: soft}]\n"
    )
    matching = unit(folder, 3.5, 4.5)
    assert [(one.shot, one.word, one.note) for one in matching.matches] == [
        ("12A", "keep", ""),
        ("12B", "ng", "soft"),
    ]
    assert all(one.span for one in matching.matches)


def test_a_span_that_takes_yaml_gives_is_not_looked_for(folder: Folder) -> None:
    (folder.takes / "takes.yaml").write_text(
        "takes:\n  12A: [{path: 12A_kling-3.0_t1.mp4, span: [0, 3]}]\n"
        "  12B: [{path: 12A_kling-3.0_t1.mp4, span: [3, 8]}]\n"
    )
    assert [one.span for one in unit(folder, 3.5, 4.5).matches] == [(0, 3), (3, 8)]
