"""What is near in time is found without a table of all pairs of moments."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcheck.detect.base import Series
from vidcheck.detect.sudden import MEET_S, largest_near

STEPS = st.lists(st.sampled_from([1 / 24, 1 / 8, 0.1, MEET_S, 2 * MEET_S, 3.0]), min_size=1)


@given(STEPS, STEPS, st.integers(0, 2**32 - 1))
def test_it_is_what_the_table_of_all_pairs_says(
    mine: list[float], theirs: list[float], seed: int
) -> None:
    times_s, other_s = np.cumsum(mine), np.cumsum(theirs)
    values = np.random.default_rng(seed).uniform(0, 9, len(other_s))
    near = np.abs(times_s[:, None] - other_s[None]) <= MEET_S
    table = np.where(near, values[None], 0).max(axis=1)
    assert (largest_near(times_s, Series(other_s, values)) == table).all()


def test_no_moment_near_is_nothing() -> None:
    series = Series(np.array([5.0, 6.0]), np.array([3.0, 4.0]))
    assert largest_near(np.array([1.0, 5.0, 9.0]), series) == pytest.approx([0, 3, 0])


def test_an_hour_of_film_takes_a_few_megabytes() -> None:
    times_s = np.arange(8 * 3600) / 8
    series = Series(times_s, np.ones_like(times_s))
    tracemalloc.start()
    try:
        largest_near(times_s, series)
        assert tracemalloc.get_traced_memory()[1] < 16_000_000
    finally:
        tracemalloc.stop()
