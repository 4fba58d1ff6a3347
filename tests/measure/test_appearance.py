from __future__ import annotations

import itertools

import numpy as np
import pytest

from tests.lab import relit
from tests.stage import FPS, Stage, draw, gone, measured, shifted, towards
from vidcheck.measure.appearance import AppearanceDrift
from vidcheck.measure.base import Measurement


def test_the_end_is_as_far_as_it_was_painted() -> None:
    """ΔE 3, 6, 12 in a and b, evenly over the take: the last fifth has nine tenths of it."""
    painted = (0.0, 3.0, 6.0, 12.0)
    ladder = [
        measured(draw(16, change=towards(far, last=15)), "appearance_drift").value
        for far in painted
    ]
    assert ladder[0] < 0.5
    for far, found in zip(painted[1:], ladder[1:], strict=True):
        assert found == pytest.approx(0.93 * far, rel=0.15)
    assert all(one < other for one, other in itertools.pairwise(ladder))


def test_it_goes_the_way_it_was_painted() -> None:
    found = measured(draw(16, change=towards(10.0, last=15)), "appearance_drift")
    assert found.series["a"][-1] == pytest.approx(-6, abs=1)
    assert found.series["b"][-1] == pytest.approx(-8, abs=1)
    assert found.series["light"][-1] == pytest.approx(0, abs=1)
    assert (np.diff(found.series["value"]) > -0.3).all()


def test_light_that_changes_on_everything_is_no_drift() -> None:
    def all_of_it(index: int, stage: Stage) -> None:
        stage.disc.rgb = shifted(stage.disc.rgb, index * 0.6)
        stage.background = shifted(stage.background, index * 0.6)

    take = draw(16, change=all_of_it)
    assert measured(take, "appearance_drift").value < 1.5
    dusk = relit(draw(16), *(-2.0 * index for index in range(16)))
    assert measured(dusk, "appearance_drift").value < 2.5


def test_points_live_while_the_disc_stays_and_die_with_it() -> None:
    """A subject that is lost altogether is the very clip whose loss must be told."""
    stays = measured(draw(16), "appearance_drift").series["alive"]
    assert stays[-1] > 0.9
    dies = measured(draw(16, change=gone(6)), "appearance_drift")
    assert dies.series["alive"][4] > 0.9
    assert dies.series["alive"][-1] < 0.1
    assert dies.series["alive_around"][-1] > 0.8


def test_what_died_half_way_is_measured_by_what_was_seen_until_then() -> None:
    metric = AppearanceDrift()
    others = (0.0,) * (len(metric.columns.names) - 1)
    for index in range(20):
        metric.columns.add(index / FPS, float(index) if index < 10 else float("nan"), *others)
    outcome = metric.result()
    assert isinstance(outcome, Measurement)
    assert outcome.value == pytest.approx((8 + 9) / 2)
    assert len(outcome.times_s) == 20
