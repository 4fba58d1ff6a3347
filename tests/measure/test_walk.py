"""How far the look walks: steps that go on add up, steps to and fro do not."""

from __future__ import annotations

import pytest

from tests.stage import Change, Stage, draw, measured, shifted, towards
from vidcheck.measure.walk import WINDOW

COUNT = 8 * WINDOW + 1
"""Frames of a take: eight steps."""


def _swaying(delta_e: float) -> Change:
    """The disc's paint goes `delta_e` away and comes back every two steps."""

    def change(index: int, stage: Stage) -> None:
        stage.disc.rgb = shifted(stage.disc.rgb, delta_e * abs((index % (2 * WINDOW)) / WINDOW - 1))

    return change


@pytest.mark.parametrize("delta_e", [4.0, 8.0, 16.0])
def test_a_repaint_is_walked_to_three_quarters(delta_e: float) -> None:
    found = measured(draw(COUNT, change=towards(delta_e, last=COUNT - 1)), "appearance_walk")
    assert found.value == pytest.approx(0.75 * delta_e, rel=0.3)
    steps = found.series["step"]
    assert steps.min() > 0.4 * delta_e / 8


def test_what_goes_to_and_fro_does_not_walk_away() -> None:
    there = measured(draw(COUNT, change=towards(8, last=COUNT - 1)), "appearance_walk")
    sways = measured(draw(COUNT, change=_swaying(8)), "appearance_walk")
    assert sways.series["step"].mean() > there.series["step"].mean()
    assert sways.series["value"][-1] < 0.5 * there.series["value"][-1]


def test_a_rigid_take_is_held_from_step_to_step() -> None:
    found = measured(draw(COUNT), "appearance_walk")
    assert found.series["held"].min() > 0.8
    assert found.value < 3  # ΔE 0.4 a step, where the rims of disc and wall mix
