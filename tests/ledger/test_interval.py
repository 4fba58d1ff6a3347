"""Intervals against published ones and against chance itself."""

from __future__ import annotations

import random

import pytest

from vidcheck.ledger import interval


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [  # Newcombe 1998, Stat. Med. 17:857, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_share_of_the_literature(hits: int, of: int, low: float, high: float) -> None:
    assert interval.wilson(hits, of) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [  # Newcombe 1998, Stat. Med. 17:873, table II, method 10, contrasts (a), (b), (c), (g)
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_difference_of_the_literature(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    assert interval.difference(other, one) == pytest.approx((low, high), abs=5e-5)
    assert interval.difference(one, other) == pytest.approx((-high, -low), abs=5e-5)


def test_of_nothing_nothing_is_known() -> None:
    assert interval.wilson(0, 0) == (0.0, 1.0)
    assert interval.difference((0, 0), (1, 3)) == (-1.0, 1.0)
    assert interval.mean([0.3]) is None
    assert interval.ratio([(3.0, 1.0)]) is None
    assert interval.ratio([(3.0, 0.0), (2.0, 1.0)]) is None


def test_ten_takes_tell_a_share_to_about_a_quarter_each_way() -> None:
    low, high = interval.wilson(5, 10)
    assert 0.25 < (high - low) / 2 < 0.27


def test_the_mean_has_students_interval() -> None:
    told = interval.mean([1.0, 2.0, 3.0, 4.0, 5.0])
    assert told == pytest.approx((3.0, 2.7764 * 1.5811 / 5**0.5), abs=1e-3)


def test_the_ratio_holds_the_truth_about_as_often_as_it_says() -> None:
    """40 films of 20 shots whose takes per kept shot are known to be 4: a shot is kept half the
    time, after two takes on average."""
    dice = random.Random(3)  # noqa: S311
    hits = 0
    for _ in range(40):
        shots = [(dice.choice([1, 2, 3]), float(dice.random() < 0.5)) for _ in range(20)]
        bounds = interval.ratio(shots)
        assert bounds is not None
        hits += bounds[0] <= 4.0 <= bounds[1]
    assert hits >= 33, "95 % promised; a bootstrap of 20 gives a little less"
    assert interval.ratio(shots) == bounds, "same shots, same bounds"
