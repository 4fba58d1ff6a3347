"""Mixtures of two pictures, and what only looks like one."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stage import draw, measured, photograph
from vidcheck.measure.dissolve import mixture, unlike


def _luma(name: str) -> np.ndarray:
    return np.asarray(cv2.cvtColor(photograph(name, 64), cv2.COLOR_RGB2GRAY), np.float32)


FIRST, SECOND = _luma("astronaut")[:, :64], _luma("coffee")[:, :64]


def _run(shares: np.ndarray | list[float]) -> np.ndarray:
    return np.stack([(1 - share) * FIRST + share * SECOND for share in shares]).astype(np.float32)


def test_an_even_dissolve_is_sure_and_a_cut_is_none() -> None:
    even = mixture(_run(np.linspace(0, 1, 9)))
    # only two things take from it: a step of an eighth, and what the pictures have in common
    expected = (1 - 1 / 8) * unlike(FIRST, SECOND)
    assert even == pytest.approx(expected, rel=1e-3)
    assert mixture(_run([0, 0, 0, 0, 1, 1, 1, 1, 1])) == pytest.approx(0, abs=1e-6)
    assert mixture(_run([0] * 9)) == 0


@given(st.floats(0.3, 2.0), st.floats(-20, 20))
@settings(deadline=None, max_examples=30)
def test_light_that_changes_is_no_dissolve(gain: float, lift: float) -> None:
    """The drawing stays: the correlation of the planes is one, whatever the light does."""
    lit = [FIRST * (1 + (gain - 1) * share) + lift * share for share in np.linspace(0, 1, 7)]
    assert mixture(np.stack(lit).astype(np.float32)) == pytest.approx(0, abs=1e-4)


@pytest.mark.parametrize("pixels", [1, 2, 4])
def test_a_pan_is_no_dissolve(pixels: int) -> None:
    wide = _luma("coffee")
    views = [wide[:, pixels * step : pixels * step + 48] for step in range(5)]
    assert mixture(np.stack(views)) < 0.1


def test_the_reach_says_how_long_and_the_time_when() -> None:
    take = draw(30)
    other = photograph("coffee")[:, :192].astype(np.float32)
    mixed = tuple(
        ((1 - share) * picture + share * other).astype(np.uint8)
        for picture, share in zip(
            take.pictures, np.clip((np.arange(30) - 10) / 8, 0, 1), strict=True
        )
    )
    found = measured(type(take)(mixed, take.centres), "dissolve")
    top = int(found.series["value"].argmax())
    assert found.times_s[top] == pytest.approx(14 / take.fps, abs=1.1 / take.fps)
    assert found.series["reach_s"][top] == pytest.approx(4 / take.fps)
    assert (np.diff(found.times_s) > 0).all()
