from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest

from tests.exchange.fcpxml_reader import read
from tests.exchange.made import NASTY, RATES, film, lengths, renamed, timeline, varying
from vidcheck.exchange.as_fcpxml import render
from vidcheck.exchange.assemble import Wish, assemble


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_every_time_is_a_whole_number_of_exact_frames(rate: Fraction) -> None:
    made = read(render(timeline(rate, start=86400)))
    assert made.frame == 1 / rate
    assert made.start == 86400 / rate
    assert [one.duration * rate for one in made.items] == lengths(rate)
    assert sum(one.duration for one in made.items) == made.duration
    assert made.items[0].offset == made.start
    for before, after in pairwise(made.items):
        assert after.offset == before.offset + before.duration
    assert [one.start * rate for one in made.items] == [0, 10, 0, 0, 0, 50]
    assert all((mark[0] * rate).denominator == 1 for one in made.items for mark in one.marks)
    assert made.assets[made.items[0].file or ""] == 97 / rate


def test_ntsc_frames_are_written_as_apple_writes_them() -> None:
    assert 'frameDuration="1001/24000s"' in render(timeline(RATES[0]))
    assert 'frameDuration="1001/30000s"' in render(timeline(RATES[3]))


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_a_file_of_another_rate_is_not_sped_up(rate: Fraction) -> None:
    made = read(render(assemble(film(Fraction(24), source=rate), Wish())))
    first = made.items[0]
    assert made.frames[first.file or ""] == 1 / rate
    assert (first.conform is None) == (rate == 24)
    assert first.duration <= made.assets[first.file or ""] < first.duration + Fraction(1, 24)


def test_a_varying_rate_has_no_frame_duration() -> None:
    report = film()
    clips = (report.clips[0], varying(report.clips[1]), *report.clips[2:])
    made = read(render(assemble(report.model_copy(update={"clips": clips}), Wish())))
    assert made.frames[made.items[0].file or ""] is None
    assert made.items[0].conform == ""


def test_missing_shots_are_gaps_and_defects_markers() -> None:
    made = read(render(timeline(lang="zh")))
    assert [one.kind for one in made.items] == [
        "asset-clip", "asset-clip", "gap", "asset-clip", "asset-clip", "asset-clip",
    ]  # fmt: skip
    assert "没有成片" in made.items[2].note
    [(at, name, note)] = made.items[3].marks
    assert (at, name) == (Fraction(1, 2), "遮挡（有意）")
    assert "颜色偏移" in note
    assert "林梅: 他不会来了。" in made.items[0].note
    assert made.items[4].file == made.items[5].file


def test_drop_frame_is_said() -> None:
    made = read(render(timeline(RATES[3], drop=True, start=107892)))
    assert made.drop
    assert made.start == Fraction(107892 * 1001, 30000)
    assert not read(render(timeline(RATES[3]))).drop


@pytest.mark.parametrize("name", NASTY, ids=ascii)
def test_any_name_is_text(name: str) -> None:
    report = renamed(film(), name)
    made = assemble(report, Wish())
    back = read(render(made))
    assert back.items[0].name == made.pieces[0].name
    assert back.title == made.title
    assert (back.items[0].file or "").endswith(report.clips[0].path)
    assert back.items[0].marks[0][2] == made.pieces[0].marks()[0][0].note
