from __future__ import annotations

from fractions import Fraction

import pytest

from tests.exchange.made import RATES, film, lengths, renamed, timeline, varying
from vidcheck.errors import VidcheckError
from vidcheck.exchange.assemble import Wish, assemble
from vidcheck.report.model import RunReport


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_every_shot_has_its_place_in_whole_frames(rate: Fraction) -> None:
    made = timeline(rate)
    assert made.rate == rate
    assert [piece.shot for piece in made.pieces] == ["12A", "12B", "12C", "12D", "12E", "12F"]
    assert [piece.length for piece in made.pieces] == lengths(rate)
    ends = [piece.end for piece in made.pieces]
    assert [piece.first for piece in made.pieces] == [0, *ends[:-1]]


def test_what_is_laid_in_is_said() -> None:
    made = timeline()
    choices = {piece.shot: piece.choice for piece in made.pieces}
    assert choices == {
        "12A": "kept", "12B": "cut", "12C": "missing", "12D": "best", "12E": "kept", "12F": "kept",
    }  # fmt: skip
    sources = {piece.shot: piece.source for piece in made.pieces if piece.take}
    assert sources == {"12A": 0, "12B": 10, "12D": 0, "12E": 0, "12F": 50}
    assert [remark.partition(":")[0] for remark in made.remarks] == ["12C", "12D"]
    assert "12D_t1.mp4 is the best so far, its longest clean range" in made.remarks[1]


def test_a_take_that_a_person_refused_is_not_laid_in() -> None:
    best = next(piece for piece in timeline().pieces if piece.shot == "12D")
    assert best.take is not None
    assert best.take.media.name == "12D_t1.mp4"
    assert [one.media.name for one in best.takes] == ["12D_t2.mp4", "12D_t1.mp4"]


def test_marks_tell_what_is_a_defect_and_what_is_not() -> None:
    best = next(piece for piece in timeline().pieces if piece.shot == "12D")
    assert best.take is not None
    marks = {mark.kind: mark for mark in best.take.marks}
    assert marks["pop_in"].colour == "YELLOW"
    assert marks["occlusion"].colour == "GREEN"
    assert marks["occlusion"].name.endswith("(meant)")
    seen = [(mark.kind, at, shown) for mark, at, shown in best.marks()]
    assert seen == [("occlusion", best.first + 12, 13)]  # the pop-in lies behind the clean range


def test_takes_of_another_rate_play_at_their_own_speed() -> None:
    made = assemble(film(Fraction(24), source=Fraction(30000, 1001)), Wish())
    first = made.pieces[0]
    # 97 frames at 29.97 last 3.2366 s: 77 whole frames at 24.
    assert (first.length, first.source) == (77, 0)
    assert any("files run at 29.97 frames a second on a timeline of 24" in r for r in made.remarks)


def test_a_varying_rate_goes_by_time_and_is_said() -> None:
    report = film()
    clips = (report.clips[0], varying(report.clips[1]), *report.clips[2:])
    made = assemble(report.model_copy(update={"clips": clips}), Wish())
    assert made.pieces[0].take is not None
    assert made.pieces[0].take.media.rate is None
    assert made.pieces[0].length == 97
    assert any("12A_t2.mp4: its frame rate varies" in remark for remark in made.remarks)


def test_the_rate_can_be_chosen_and_drop_frame_only_where_there_is_one() -> None:
    assert assemble(film(), Wish(rate=Fraction(25))).rate == 25
    assert assemble(film(RATES[3]), Wish(drop=True)).drop
    with pytest.raises(VidcheckError, match="no drop-frame timecode"):
        assemble(film(), Wish(drop=True))


def test_chinese_words_where_chinese_is_asked_for() -> None:
    made = timeline(lang="zh")
    assert made.title == "红色的信"
    assert made.pieces[0].name == "12A 镜头 12A"
    assert "没有成片" in made.pieces[2].why
    assert made.pieces[0].cues[0].by == "林梅"


def test_lines_are_spread_over_their_shot_and_never_leave_it() -> None:
    for piece in timeline().pieces:
        for cue in piece.cues:
            assert piece.first <= cue.first < cue.end <= piece.end
    first = timeline().pieces[0]
    assert [cue.text for cue in first.cues] == ["He won't come.", "Later."]
    assert first.cues[0].end <= first.cues[1].first


def test_a_result_of_an_older_version_still_makes_a_timeline() -> None:
    report = film().model_copy(update={"film": None})
    made = assemble(report, Wish())
    assert [piece.shot for piece in made.pieces] == ["12A", "12B", "12D", "12E", "12F"]
    assert made.rate == 24


def test_clips_without_a_storyboard_make_none() -> None:
    empty = RunReport(calibration=None, clips=film().clips)
    with pytest.raises(VidcheckError, match="no shots in this result"):
        assemble(empty, Wish())


def test_takes_with_one_name_get_keys_of_their_own() -> None:
    report = film()
    twin = report.clips[0].model_copy(update={"take": 2, "path": "takes/other/12A_t2.mp4"})
    shots = (report.shots[0].model_copy(update={"ranking": (
        *report.shots[0].ranking[:1],
        report.shots[0].ranking[1].model_copy(update={"path": twin.path}))}),)  # fmt: skip
    made = assemble(
        report.model_copy(update={"clips": (twin, *report.clips[1:]), "shots": shots}), Wish()
    )
    keys = [one.key for one in made.pieces[0].takes]
    assert len(set(keys)) == len(keys) == 2


def test_no_name_holds_a_line_break() -> None:
    made = assemble(renamed(film(), "a\nb\x1b"), Wish())
    texts = [made.title, made.pieces[0].name, made.pieces[0].why]
    assert all("\n" not in text and "\x1b" not in text for text in texts)
