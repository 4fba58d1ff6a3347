from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import wasserstein_distance

from tests.continuity.made import COAT, HAIR, doll, looked, shot, vector
from vidcheck.continuity.compare import ASPECTS, apart, nearest, table
from vidcheck.continuity.view import View


def test_colours_are_apart_by_as_many_delta_e_as_they_were_moved() -> None:
    view = looked(doll())
    for step in (4.0, 11.0, 22.0):
        moved = view.colours + np.array((0, 0.6 * step, -0.8 * step), np.float32)
        assert apart(view, replace(view, colours=moved), "colour") == pytest.approx(step, rel=0.15)


def test_one_direction_is_the_wasserstein_distance_of_scipy() -> None:
    rng = np.random.default_rng(0)
    one = looked(doll())
    light = rng.uniform(0, 100, (256, 3)).astype(np.float32) * np.array((1, 0, 0), np.float32)
    dark = light * 0.5
    told = apart(replace(one, colours=light), replace(one, colours=dark), "colour")
    # Along L alone every direction sees |cos| of it; their mean over the twelve is one half.
    assert told == pytest.approx(0.4 * wasserstein_distance(light[:, 0], dark[:, 0]), rel=0.05)


def test_only_the_part_that_changed_is_apart() -> None:
    one, other = looked(doll()), looked(doll(coat=(150, 70, 40)))
    assert apart(one, other, "lower_colour") > 15
    assert apart(one, other, "upper_colour") < 6
    hair = looked(doll(hair=(70, 150, 110)))
    assert apart(one, hair, "upper_colour") > 10
    assert apart(one, hair, "lower_colour") < 6


def test_light_weighs_less_than_colour() -> None:
    one = looked(doll())
    assert apart(one, looked(doll(light=0.8)), "colour") < apart(
        one, looked(doll(coat=(60, 100, 120))), "colour"
    )


def test_details_are_met_again_in_the_same_pattern_only() -> None:
    one = looked(doll())
    again, other = looked(doll(step=6)), looked(doll(pattern=9))
    assert apart(one, again, "corners") < 0.6
    assert apart(one, other, "corners") > 0.85


def test_the_background_does_not_count() -> None:
    one, other = looked(doll(wall=120)), looked(doll(wall=30))
    assert apart(one, other, "colour") < 2
    assert apart(one, other, "edges") < 0.02


def test_vectors_are_compared_by_their_angle() -> None:
    view = looked(doll())
    one, other = replace(view, face=vector(0)), replace(view, face=vector(1.0))
    assert apart(one, other, "face") == pytest.approx(1 - np.cos(1.0), abs=1e-3)
    assert np.isnan(apart(one, view, "face"))
    assert np.isnan(apart(view, view, "body"))


@pytest.mark.parametrize("aspect", [one for one in ASPECTS if one not in ("face", "body")])
def test_a_view_is_nothing_apart_from_itself(aspect: str) -> None:
    view = looked(doll())
    assert apart(view, view, aspect) == pytest.approx(0, abs=1e-3)  # type: ignore[arg-type]


def test_the_best_views_are_held_against_each_other() -> None:
    # Front and back in one shot, the front alone in the other: front against front counts.
    distances = np.array([[0.1], [0.9]])
    assert nearest(distances) == pytest.approx((np.mean([0.1, 0.9]) + 0.1) / 2)
    assert nearest(np.array([[np.nan, 0.2], [np.nan, np.nan]])) == pytest.approx(0.2)
    assert np.isnan(nearest(np.full((2, 2), np.nan)))
    assert np.isnan(nearest(np.zeros((0, 3))))


def test_a_view_of_almost_nothing_is_none() -> None:
    glimpse = doll()
    speck = np.zeros_like(glimpse.mask)
    speck[40:44, 70:74] = 1
    from tests.continuity.made import NO_MODELS
    from vidcheck.continuity.view import describe

    assert describe(glimpse.rgb, speck, NO_MODELS) is None


def test_tables_have_a_row_per_view() -> None:
    assert table(shot(2), shot(3), "colour").shape == (2, 3)
    assert HAIR != COAT
    assert View
