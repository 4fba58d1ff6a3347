"""What a shot asks for is told, and is no defect of its takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from tests.decide.boards import BOARD, board, flaw, nothing_planned, take
from vidcheck.decide.asked import take_of
from vidcheck.decide.rows import Asked as AskedRow
from vidcheck.decide.shots import decide_shots
from vidcheck.judge.rows import CameraRow, ClipRow, ColourRow, Event, MetricRow, SubjectRow
from vidcheck.report.words import ASKED

if TYPE_CHECKING:
    from pathlib import Path

    from vidcheck.decide.rows import ShotRow
    from vidcheck.decide.take import Take

STILL = CameraRow(right=0, down=0, zoom=0, roll=0, path=0.01, seen=1)


def asking(line: str) -> str:
    """The board with one more line in shot 12A."""
    return BOARD.replace(
        "        cast: [{who: mei}]\n        camera:", f"        {line}\n        camera:"
    )


def seen(folder: Path, row: ClipRow, text: str = BOARD, shot: str = "12A") -> Take:
    loaded = board(folder, text)
    return take_of(row, loaded.storyboard, loaded.storyboard.shot(shot), None)


def decided(folder: Path, text: str, *rows: ClipRow) -> ShotRow:
    return decide_shots(board(folder, text), nothing_planned(), rows)[0]


def asked(one: Take, what: str) -> AskedRow:
    return next(row for row in one.asked if row.what == what)


def boxed(kind: str, start: float, end: float, box: tuple[int, int, int, int]) -> Event:
    return flaw(kind, start, end).model_copy(update={"box": box})


def test_who_enters_is_no_pop_in(tmp_path: Path) -> None:
    text = asking("cast: [{who: mei, enters: true}]")
    comes = boxed("pop_in", 0.5, 1.5, (0, 100, 200, 500))
    row = decided(tmp_path, text, take(1, "fail", comes))
    assert row.decision == "keep"
    assert row.ranking[0].meant[0].why == "Mei enters"
    assert row.ranking[0].meant[0].why_zh == "林梅入画"
    assert row.ranking[0].verdict == "pass"
    plain = decided(tmp_path, BOARD, take(1, "fail", comes))
    assert plain.decision == "reroll"


def test_one_who_enters_excuses_one_pop_in_and_it_is_the_one_at_the_rim(tmp_path: Path) -> None:
    text = asking("cast: [{who: mei, enters: true}]")
    coin = boxed("pop_in", 0.5, 1.5, (600, 300, 60, 60))
    comes = boxed("pop_in", 1.0, 2.0, (0, 100, 200, 500))
    one = seen(tmp_path, take(1, "fail", coin, comes), text)
    assert [event.box for event in one.flaws] == [coin.box]
    assert one.verdict == "fail"


def test_a_light_that_was_asked_for_is_meant_in_its_time_only(tmp_path: Path) -> None:
    text = asking("expect: [{what: lights off, start_s: 2, end_s: 3}]")
    inside, later = flaw("drift", 2.1, 3.0), flaw("drift", 6.0, 7.0)
    one = seen(tmp_path, take(1, "fail", inside, later), text)
    assert one.flaws == (later,)
    assert one.clean_ranges_s == ((0.0, 6.0), (7.0, 8.0))
    assert asked(one, "change").met is True


def test_a_change_without_a_time_excuses_little(tmp_path: Path) -> None:
    text = asking("expect: [{what: light_change}]")
    one = seen(tmp_path, take(1, "fail", flaw("flash", 2, 2.1), flaw("drift", 2, 8)), text)
    assert [event.type for event in one.flaws] == ["drift"]


def test_what_was_asked_and_not_seen_is_not_claimed_either_way(tmp_path: Path) -> None:
    one = seen(tmp_path, take(1), asking("expect: [{what: transformation}]"))
    assert asked(one, "change").met is None


def test_times_of_a_shot_inside_a_file_count_from_its_own_beginning(tmp_path: Path) -> None:
    text = asking("expect: [{what: cut, start_s: 1}]")
    row = take(1, "fail", flaw("cut", 5.0, 5.0), flaw("cut", 4.2, 4.2), span_s=(4.0, 12.0))
    assert [one.start_s for one in seen(tmp_path, row, text).flaws] == [4.2]


@pytest.mark.parametrize(
    ("move", "way", "met"),
    [
        ("truck_right", {"right": -0.3}, True),
        ("truck_right", {"right": 0.3}, False),
        ("pan_left", {"right": 0.3}, True),
        ("tilt_up", {"down": 0.2}, True),
        ("tilt_up", {"down": -0.2}, False),
        ("dolly_in", {"zoom": 0.2}, True),
        ("dolly_in", {}, False),
        ("zoom_out", {"zoom": -0.2}, True),
        ("roll_cw", {"roll": -20.0}, True),
        ("static", {"right": 0.01}, True),
        ("static", {"right": 0.5}, False),
        ("arc_left", {"right": 0.5}, None),
        ("dolly_zoom", {"zoom": 0.5}, None),
    ],
)
def test_the_move_asked_is_compared_with_the_one_measured(
    tmp_path: Path, move: str, way: dict[str, float], met: bool | None
) -> None:
    text = BOARD.replace("move: arc_left", f"move: {move}")
    one = seen(tmp_path, take(1, camera=STILL.model_copy(update=way)), text)
    assert asked(one, "camera_move").met is met


def test_a_camera_in_the_hand_may_shake(tmp_path: Path) -> None:
    text = BOARD.replace("move: arc_left", "move: static, rig: handheld")
    shaken = STILL.model_copy(update={"right": 0.12})
    assert asked(seen(tmp_path, take(1, camera=shaken), text), "camera_move").met is True


def test_no_move_is_held_against_a_take_whose_ground_is_hidden(tmp_path: Path) -> None:
    text = BOARD.replace("move: arc_left", "move: static")
    large = SubjectRow(source="auto", box=(0, 0, 1280, 600), confidence=1, seen_share=1)
    row = take(1, camera=STILL.model_copy(update={"right": 0.5}), subject=large)
    assert asked(seen(tmp_path, row, text), "camera_move").met is None


def test_the_camera_is_told_in_words(tmp_path: Path) -> None:
    row = take(1, camera=STILL.model_copy(update={"right": -0.3, "zoom": 0.1}))
    told = asked(seen(tmp_path, row, BOARD.replace("arc_left", "dolly_in")), "camera_move")
    assert told.measured == "right 0.30 short sides, closer 11%"
    assert told.measured_zh == "向右 0.30 短边，靠近 11%"


@pytest.mark.parametrize(
    ("first", "last", "met"),
    [(0.4, 0.35, True), (0.4, 0.1, False), (0.0, 0.0, False), (None, None, None)],
)
def test_a_declared_colour_is_kept_or_lost(
    tmp_path: Path, first: float | None, last: float | None, met: bool | None
) -> None:
    colour = ColourRow(subject="mei", part="coat", asked="#d9502c", first=first, last=last)
    one = seen(tmp_path, take(1, colours=(colour,)))
    assert asked(one, "colour").met is met


def test_a_limit_of_the_storyboard_decides_the_verdict(tmp_path: Path) -> None:
    rows = {"ssim_adjacent": MetricRow(value=0.8, unit="1")}
    for severity, verdict in (("error", "fail"), ("warn", "warn")):
        line = f"checks: [{{metric: ssim_adjacent, min: 0.9, severity: {severity}}}]"
        one = seen(tmp_path, take(1, metrics=rows), asking(line))
        assert one.verdict == verdict
        assert asked(one, "limit").asked == "ssim_adjacent ≥ 0.9"
    fine = seen(
        tmp_path, take(1, metrics=rows), asking("checks: [{metric: ssim_adjacent, max: 1}]")
    )
    assert fine.verdict == "pass"


def test_a_limit_on_a_measure_that_is_not_there_fails_nothing(tmp_path: Path) -> None:
    one = seen(tmp_path, take(1), asking("checks: [{metric: subject.identity, min: 0.6}]"))
    assert (one.verdict, asked(one, "limit").met) == ("pass", None)


def test_the_page_has_a_word_for_everything_that_is_asked() -> None:
    kinds = get_args(AskedRow.model_fields["what"].annotation)
    assert set(kinds) == set(ASKED)
