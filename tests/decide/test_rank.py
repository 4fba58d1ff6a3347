from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from tests.decide.boards import flaw, take, unreadable
from vidcheck.decide.advise import inside_a_sentence
from vidcheck.decide.asked import compared
from vidcheck.decide.rank import better, in_one_line, ranked
from vidcheck.decide.rows import Meant
from vidcheck.decide.take import Take
from vidcheck.plan.model import PromptLength, PromptRequest

if TYPE_CHECKING:
    from vidcheck.judge.rows import ClipRow


def order(*rows: ClipRow) -> list[tuple[int, int | None]]:
    return [(one.rank, taken.row.take) for one, taken in ranked([Take(row, ()) for row in rows])]


def test_verdict_comes_first_then_defects_then_risk() -> None:
    drift, flash = flaw("drift", 1, 2), flaw("flash", 1, 2)
    rows = [
        unreadable(6),
        take(5, "fail", drift, drift),
        take(4, "fail", drift),
        take(3, "fail", flash),
        take(2, "warn"),
        take(1, "pass"),
    ]
    for shuffled in itertools.permutations(rows, len(rows)):
        assert order(*shuffled) == [(i, i) for i in range(1, 7)]


def test_takes_within_noise_tie_and_share_the_rank() -> None:
    rows = [take(1, risk=0.10), take(2, risk=0.14), take(3, risk=0.30)]
    result = ranked([Take(row, ()) for row in rows])
    assert [one.rank for one, _ in result] == [1, 1, 3]
    assert result[0][0].tied_with == ("takes/12A_t2.mp4",)
    assert result[1][0].tied_with == ("takes/12A_t1.mp4",)
    assert result[2][0].tied_with == ()
    assert "ties with take 2" in result[0][0].why
    assert "与第 2 条并列" in result[0][0].why_zh


def test_takes_that_could_not_be_measured_do_not_tie() -> None:
    result = ranked([Take(unreadable(1), ()), Take(unreadable(2), ())])
    assert [one.tied_with for one, _ in result] == [(), ()]


def test_better_is_never_true_both_ways() -> None:
    drift = flaw("drift", 0, 1)
    kinds = itertools.product(("pass", "warn", "fail"), ((), (drift,)), (0.1, 0.13, 0.2, 0.9))
    rows = [Take(take(i, v, *e, risk=r), ()) for i, (v, e, r) in enumerate(kinds)]
    for one, other in itertools.combinations(rows, 2):
        assert not (better(one, other) and better(other, one))


@pytest.mark.parametrize(
    ("box", "place"),
    [
        ((0, 0, 100, 100), "upper left"),
        ((1200, 600, 80, 80), "lower right"),
        ((600, 0, 80, 80), "upper middle"),
        ((0, 330, 60, 60), "left"),
    ],
)
def test_the_reason_says_where(box: tuple[int, int, int, int], place: str) -> None:
    event = flaw("pop_in", 2.5, 3.0).model_copy(update={"box": box})
    [(one, _)] = ranked([Take(take(1, "fail", event), ())])
    assert one.why.startswith(f"pop-in at 2.5–3.0 s, {place};")


@pytest.mark.parametrize("box", [None, (0, 0, 1280, 720), (560, 300, 160, 120)])
def test_no_place_is_named_for_the_whole_or_the_middle(
    box: tuple[int, int, int, int] | None,
) -> None:
    event = flaw("drift", 2.5, 3.0).model_copy(update={"box": box})
    [(one, _)] = ranked([Take(take(1, "fail", event), ())])
    assert one.why.startswith("drift at 2.5–3.0 s;")


def request(**changes: object) -> PromptRequest:
    plain = {
        "id": "12A.k.t1", "generator": "k", "shots": ("12A",), "take": 1, "mode": "t2v",
        "prompt": "p", "prompt_language": "en",
        "prompt_length": PromptLength(value=1, unit="characters", limit=None, estimate=False),
        "negative_prompt": None, "duration_s": 8.0, "frames": None, "fps": None,
        "aspect_ratio": "16:9", "resolution": None, "seed": None, "references": (),
        "method": None, "path": None, "body": None, "file_stem": "12A_k_t1", "dropped": (),
        "warnings": (), "cost": None,
    }  # fmt: skip
    return PromptRequest.model_validate(plain | changes)


@pytest.mark.parametrize(
    ("changes", "met"),
    [
        ({}, [True, True]),
        ({"duration_s": 10.0}, [False, True]),
        ({"duration_s": None}, [True]),
        ({"aspect_ratio": "9:16"}, [True, False]),
        ({"aspect_ratio": "adaptive"}, [True]),
        ({"duration_s": 8.4}, [True, True]),
    ],
)
def test_the_file_is_compared_with_its_request(changes: dict, met: list[bool]) -> None:
    assert [one.met for one in compared(take(1), request(**changes))] == met


def test_a_file_as_long_as_the_shot_is_right_where_the_generator_makes_only_longer_ones() -> None:
    [duration, _] = compared(take(1), request(duration_s=10.0), 8.0)
    assert duration.met is True


def test_the_same_kind_of_defect_is_said_once_with_its_count() -> None:
    events = [flaw("morph", i, i + 0.1) for i in range(3)]
    [(one, _)] = ranked([Take(take(1, "fail", *events), ())])
    assert one.why == "morph at 0.0–0.1 s (+2); risk 0.90"


def test_a_take_of_the_wrong_length_ranks_behind_and_it_is_said() -> None:
    long = take(1)
    wrong = Take(long, compared(long, request(duration_s=5.0)))
    right = Take(take(2, risk=0.12), ())
    result = ranked([wrong, right])
    assert [taken.row.take for _, taken in result] == [2, 1]
    assert "5 s asked, 8.0 s came back" in result[1][0].why


def test_the_order_is_told_in_one_line() -> None:
    event = flaw("pop_in", 2.5, 3.0).model_copy(update={"box": (0, 0, 100, 100)})
    rows = [take(2, "fail", event), unreadable(4), take(1, risk=0.14), take(3, risk=0.12)]
    said = in_one_line(ranked([Take(row, ()) for row in rows]))
    assert said.en == (
        "take 3; take 1 ties with it within measurement noise; "
        "take 2 fails: pop-in at 2.5–3.0 s, upper left; take 4 could not be judged"
    )
    assert said.zh == (
        "第 3 条；第 1 条与它并列（差别在测量噪声以内）；"
        "第 2 条不通过：2.5–3.0 秒凭空出现（左上方）；第 4 条无法判断"
    )
    assert in_one_line([]) == ("", "")


def test_what_is_meant_is_said_once_in_both_languages() -> None:
    drift = flaw("drift", 1, 2)
    told = [
        Meant(type="drift", start_s=1, end_s=2, why="meant: light change", why_zh="有意：光线变化")
    ] * 2
    [(one, _)] = ranked([Take(take(1, "pass", drift), (), tuple(told))])
    assert one.why.count("is meant") == 1
    assert "drift at 1.0–2.0 s is meant (light change)" in one.why
    assert "1.0–2.0 秒的主体漂移是有意的（光线变化）" in one.why_zh


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Red espresso cup", "red espresso cup"),
        ("Mei", "Mei"),
        ("Red Square", "Red Square"),
        ("BMW coupe", "BMW coupe"),
        ("the old man", "the old man"),
        ("红色的杯子", "红色的杯子"),
    ],
)
def test_a_name_stands_in_a_sentence_as_people_write_it(name: str, inside: str) -> None:
    assert inside_a_sentence(name) == inside
