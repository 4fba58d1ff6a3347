from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import opentimelineio as otio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.made import NASTY, RATES, film, lengths, renamed, timeline
from vidcheck.errors import VidcheckError
from vidcheck.exchange.as_edl import reel_names, render
from vidcheck.exchange.assemble import Wish, assemble
from vidcheck.exchange.rates import drops, timecode
from vidcheck.exchange.timeline import Media


def read(text: str, rate: Fraction) -> Any:
    return otio.adapters.read_from_string(text, "cmx_3600", rate=float(rate))


def media(path: str) -> Media:
    return Media(path, path.rpartition("/")[2], f"file:///{path}", 1, None, None, 1, 1, sound=False)


@pytest.mark.parametrize("rate", RATES, ids=str)
@pytest.mark.parametrize("drop", [False, True])
def test_an_edl_reads_back_every_frame(rate: Fraction, *, drop: bool) -> None:
    drop = drop and drops(rate)
    start = 107892 if drop else 86400
    made = read(render(timeline(rate, drop=drop, start=start)), rate)
    track = made.video_tracks()[0]
    assert [int(one.duration().value) for one in track] == lengths(rate)
    assert all(one.duration().rate == float(rate) for one in track)
    assert int(-track.source_range.start_time.value) == start
    shown = [one for one in track if isinstance(one, otio.schema.Clip)]
    assert [int(one.source_range.start_time.value) for one in shown] == [0, 10, 0, 0, 50]
    assert shown[0].name == "12A_t2.mp4"
    assert shown[0].media_reference.target_url == "takes/12A_t2.mp4"


def test_the_frame_code_mode_is_said() -> None:
    assert "FCM: NON-DROP FRAME" in render(timeline(RATES[3]))
    text = render(timeline(RATES[3], drop=True))
    assert "FCM: DROP FRAME" in text
    assert "00:00:03;07" in text


def test_defects_are_locators_at_the_films_time() -> None:
    made = read(render(timeline(start=86400)), Fraction(24))
    best = made.video_tracks()[0][3]
    [mark] = best.markers
    first = sum(lengths(Fraction(24))[:3])
    assert int(mark.marked_range.start_time.value) == 86400 + first + 12
    assert mark.color == "GREEN"
    assert mark.name == "occlusion (meant): the colour moved by ΔE 14; asked"


def test_a_missing_shot_is_a_hole_with_a_comment() -> None:
    text = render(timeline())
    assert "* COMMENT: 00:00:05:07 - 00:00:07:19 12C Shot 12C: no take of it" in text


def test_a_missing_first_shot_leaves_the_head_empty() -> None:
    report = film().model_copy(update={"shots": film().shots[1:]})
    text = render(assemble(report, Wish()))
    made = read(text, Fraction(24))
    assert made.video_tracks()[0].source_range.start_time.value == -96  # 4 s of nothing
    assert "12A Shot 12A: no take" in text


def test_no_take_at_all_is_said() -> None:
    with pytest.raises(VidcheckError, match="no shot has a take"):
        render(assemble(film().model_copy(update={"clips": ()}), Wish()))


def test_reels_are_eight_signs_and_never_two_the_same() -> None:
    paths = ["12A_kling-3.0_t1.mp4", "12A_kling-3.0_t2.mp4", "红色.mp4", "绿色.mp4", "ax.mov",
             "BL.mp4", "a/short.mp4", "b/short.mp4", "12AKLIN1.mp4"]  # fmt: skip
    reels = reel_names(media(path) for path in paths)
    assert list(reels.values()) == ["12AKLIN1", "12AKLIN2", "REEL1", "REEL2", "AX1", "BL1",
                                    "SHORT", "SHORT1", "12AKLIN3"]  # fmt: skip


@given(st.lists(st.text(max_size=20), max_size=40, unique=True))
def test_any_names_make_reels_that_differ(names: list[str]) -> None:
    reels = list(reel_names(media(name) for name in names).values())
    assert len(set(reels)) == len(names)
    assert all(re.fullmatch(r"[A-Z0-9]{1,8}", reel) for reel in reels)


@pytest.mark.parametrize("name", NASTY, ids=ascii)
def test_any_name_is_text(name: str) -> None:
    made = assemble(renamed(film(), name), Wish())
    back = read(render(made), Fraction(24)).video_tracks()[0]
    assert [int(one.duration().value) for one in back] == lengths(Fraction(24))
    assert len(re.findall(r"^\d{3}  ", render(made), re.MULTILINE)) == 5
    assert made.pieces[0].why in render(made)


def test_timecode_of_an_event_is_that_of_its_frame() -> None:
    made = timeline(RATES[3], drop=True, start=17982)
    text = render(made)
    for piece in made.pieces:
        if piece.take:
            assert timecode(17982 + piece.first, made.rate, drop=True) in text
