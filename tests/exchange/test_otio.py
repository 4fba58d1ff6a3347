from __future__ import annotations

from fractions import Fraction
from typing import Any

import opentimelineio as otio
import pytest

from tests.exchange.made import NASTY, RATES, film, lengths, renamed, timeline
from vidcheck.exchange import as_fcp7xml, as_otio
from vidcheck.exchange.assemble import Wish, assemble


def read(text: str, adapter: str = "otio_json") -> Any:
    return otio.adapters.read_from_string(text, adapter)


def items(made: Any) -> list[Any]:
    return list(made.video_tracks()[0])


def whole(time: Any, rate: Fraction) -> int:
    """Frames of a time, which must be whole and at the rate to the last bit of the float."""
    assert time.rate == float(rate)
    assert time.value == int(time.value)
    return int(time.value)


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_otio_reads_back_every_frame(rate: Fraction) -> None:
    made = read(as_otio.render(timeline(rate, start=86400)))
    assert whole(made.global_start_time, rate) == 86400
    assert [whole(one.duration(), rate) for one in items(made)] == lengths(rate)
    sources = [whole(one.source_range.start_time, rate) for one in items(made)]
    assert sources == [0, 10, 0, 0, 0, 50]
    total = sum(Fraction(whole(one.duration(), rate)) / rate for one in items(made))
    assert total == sum(lengths(rate)) / rate
    assert whole(made.duration(), rate) == sum(lengths(rate))


def test_otio_holds_every_take_with_the_chosen_one_active() -> None:
    made = read(as_otio.render(timeline()))
    first = items(made)[0]
    assert list(first.media_references()) == ["kling-3.0:t1", "kling-3.0:t2"]
    assert first.active_media_reference_key == "kling-3.0:t2"
    assert first.media_reference.target_url.endswith("/takes/12A_t2.mp4")
    facts = first.media_references()["kling-3.0:t1"].metadata["vidcheck"]
    assert (facts["verdict"], facts["rank"], facts["risk"]) == ("fail", 2, 0.5)
    assert first.metadata["vidcheck"]["decision"] == "keep"
    gap = items(made)[2]
    assert isinstance(gap, otio.schema.Gap)
    assert gap.metadata["vidcheck"]["choice"] == "missing"


def test_otio_marks_defects_with_their_evidence() -> None:
    best = items(read(as_otio.render(timeline(lang="zh"))))[3]
    marks = {mark.metadata["vidcheck"]["type"]: mark for mark in best.markers}
    assert marks["pop_in"].comment == "颜色偏移 ΔE 14"
    assert marks["pop_in"].color == otio.schema.MarkerColor.YELLOW
    assert marks["occlusion"].color == otio.schema.MarkerColor.GREEN
    assert marks["pop_in"].marked_range.start_time.value == 60


def test_sound_has_a_track_of_its_own_and_silence_a_gap() -> None:
    report = film()
    facts = report.clips[2].clip
    assert facts is not None
    silent = report.clips[2].model_copy(update={"clip": facts.model_copy(update={"sound": False})})
    clips = (*report.clips[:2], silent, *report.clips[3:])
    made = read(as_otio.render(assemble(report.model_copy(update={"clips": clips}), Wish())))
    [track] = made.audio_tracks()
    kinds = [type(one).__name__ for one in track]
    assert kinds == ["Clip", "Gap", "Gap", "Clip", "Clip", "Clip"]
    assert track.duration() == made.video_tracks()[0].duration()


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_a_file_of_another_rate_keeps_its_own_range(rate: Fraction) -> None:
    made = assemble(film(Fraction(24), source=rate), Wish())
    first = items(read(as_otio.render(made)))[0]
    there = first.media_reference.available_range
    assert (whole(there.duration, rate), whole(there.start_time, rate)) == (97, 0)
    assert first.duration().value == int(97 / rate * 24 + Fraction(1, 50))


@pytest.mark.parametrize("rate", RATES, ids=str)
@pytest.mark.parametrize("drop", [False, True])
def test_fcp7_reads_back_every_frame(rate: Fraction, *, drop: bool) -> None:
    drop = drop and rate.denominator == 1001 and rate > 24
    made = read(as_fcp7xml.render(timeline(rate, drop=drop, start=3600)), "fcp_xml")
    assert whole(made.global_start_time, rate) == 3600
    assert [whole(one.duration(), rate) for one in items(made)] == lengths(rate)
    shown = [one for one in items(made) if isinstance(one, otio.schema.Clip)]
    assert [whole(one.source_range.start_time, rate) for one in shown] == [0, 10, 0, 0, 50]
    assert [one.media_reference.name for one in shown] == [
        "12A_t2.mp4", "12B_t1.mp4", "12D_t1.mp4", "u1.mp4", "u1.mp4",
    ]  # fmt: skip


def test_fcp7_says_size_timecode_and_evidence() -> None:
    text = as_fcp7xml.render(timeline(RATES[3], drop=True, lang="zh"))
    assert "<width>1280</width>" in text
    assert "<displayformat>DF</displayformat>" in text
    assert "<ntsc>TRUE</ntsc>" in text
    assert "颜色偏移 ΔE 14" in text
    assert "12A 镜头 12A" in text


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_fcp7_files_of_another_rate_read_back(rate: Fraction) -> None:
    made = read(as_fcp7xml.render(assemble(film(Fraction(24), source=rate), Wish())), "fcp_xml")
    first = items(made)[0]
    assert whole(first.media_reference.available_range.duration, rate) == 97
    assert first.duration().to_seconds() * 24 == pytest.approx(int(97 / rate * 24 + 0.02))


@pytest.mark.parametrize("name", NASTY, ids=ascii)
@pytest.mark.parametrize("adapter", ["otio_json", "fcp_xml"])
def test_any_name_is_text(name: str, adapter: str) -> None:
    made = assemble(renamed(film(), name), Wish())
    render = as_otio.render if adapter == "otio_json" else as_fcp7xml.render
    back = read(render(made), adapter)
    first = items(back)[0]
    assert first.name == made.pieces[0].name
    assert first.media_reference.target_url == made.pieces[0].take.media.url  # type: ignore[union-attr]
    assert len(items(back)) == 6
