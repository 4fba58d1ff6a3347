# ruff: noqa: E501 - Chinese counts double
from __future__ import annotations

from typing import get_args

import pytest

from vidcheck.storyboard import terms
from vidcheck.storyboard.terms import Spelt
from vidcheck.storyboard.words import VOCABULARIES, bare

TERMS = {
    mark.name: get_args(get_args(term)[0])
    for term in vars(terms).values()
    for mark in getattr(term, "__metadata__", ())
    if isinstance(mark, Spelt)
}


@pytest.mark.parametrize("name", VOCABULARIES)
def test_the_types_and_the_tables_hold_the_same_codes(name: str) -> None:
    assert TERMS[name] == VOCABULARIES[name].codes


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_spelling_means_one_word(name: str) -> None:
    vocabulary = VOCABULARIES[name]
    for word in vocabulary.words:
        for spelling in (word.code, word.en, word.zh, *word.aliases):
            for written in (
                spelling,
                spelling.upper(),
                spelling.replace(" ", "_"),
                f" {spelling} ",
            ):
                assert vocabulary.find(written) is word
        assert all((word.zh, word.en, word.means, word.means_zh))


@pytest.mark.parametrize(
    ("name", "spelling", "code"),
    [
        # the traps: 推 is a dolly, 摇 turns the camera, 移 slides it
        ("move", "推", "dolly_in"), ("move", "拉", "dolly_out"), ("move", "变焦推", "zoom_in"),
        ("move", "摇", "pan_right"), ("move", "左摇", "pan_left"), ("move", "上摇", "tilt_up"),
        ("move", "移", "truck_right"), ("move", "左横移", "truck_left"), ("move", "跟", "follow"),
        ("move", "升", "pedestal_up"), ("move", "摇臂升降", "crane_up"), ("move", "甩镜", "whip_pan"),
        ("move", "眩晕变焦", "dolly_zoom"), ("move", "移焦", "rack_focus"), ("move", "环绕", "arc_right"),
        ("move", "Push-In", "dolly_in"), ("move", "pull out", "dolly_out"), ("move", "固定", "static"),
        ("size", "大远景", "ELS"), ("size", "远景", "LS"), ("size", "全景", "FS"),
        ("size", "中远景", "MLS"), ("size", "中景", "MS"), ("size", "近景", "MCU"),
        ("size", "中近景", "MCU"), ("size", "特写", "CU"), ("size", "大特写", "ECU"),
        ("size", "插入特写", "insert"), ("size", "EWS", "ELS"), ("size", "cowboy", "MLS"),
        ("size", "ｍｓ", "MS"), ("setup", "过肩", "over_shoulder"), ("setup", "OTS", "over_shoulder"),
        ("setup", "空镜", "cutaway"), ("angle", "仰拍", "low"), ("angle", "俯拍", "high"),
        ("angle", "God's eye", "overhead"), ("angle", "worm’s eye", "ground"),
        ("aspect", "9：16", "9:16"), ("aspect", "竖屏", "9:16"), ("int_ext", "内景", "INT"),
        ("int_ext", "INT./EXT.", "INT/EXT"), ("time", "夜", "night"), ("speech", "V.O.", "voice_over"),
    ],
)  # fmt: skip
def test_the_words_of_the_set_mean_what_the_set_means(name: str, spelling: str, code: str) -> None:
    word = VOCABULARIES[name].find(spelling)
    assert word is not None
    assert word.code == code


def test_a_spelling_that_leaves_the_direction_open_says_so() -> None:
    moves = VOCABULARIES["move"]
    open_ones = [s for s in ("摇", "pan", "移", "环绕", "tilt", "升降") if moves.leaves_open(s)]
    assert open_ones == ["摇", "pan", "移", "环绕", "tilt", "升降"]
    assert not any(moves.leaves_open(s) for s in ("推", "左摇", "pan left", "跟", "升", "static"))


def test_spellings_are_compared_without_case_width_and_joints() -> None:
    assert bare("Bird’s-Eye  View") == bare("bird's_eye view") == bare("ＢＩＲＤＳ eyeview")
