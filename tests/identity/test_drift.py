from __future__ import annotations

import numpy as np
import pytest

from vidcheck.identity.drift import distance, gap_curve, halves, jump, medoid, steps, to_reference

TIMES = np.arange(12) * 0.25


def turned(*degrees: float) -> np.ndarray:
    """Unit vectors in a plane: the cosine of two is that of the angle between them."""
    angles = np.radians(np.array(degrees, np.float64))
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def test_nothing_that_changes_has_no_distance() -> None:
    still = turned(*[30.0] * 12)
    assert halves(TIMES, still) == pytest.approx(0, abs=1e-6)
    assert jump(still) == pytest.approx(0, abs=1e-6)
    assert np.nanmax(steps(TIMES, still)) == pytest.approx(0, abs=1e-6)
    assert dict(gap_curve(TIMES, still))[2.0] == pytest.approx(1)


def test_another_from_half_time_on() -> None:
    swapped = turned(*[0.0] * 6, *[60.0] * 6)
    assert halves(TIMES, swapped) == pytest.approx(0.5, abs=1e-6)
    assert jump(swapped) == pytest.approx(0.5, abs=1e-6)
    step = steps(TIMES, swapped)
    assert int(np.nanargmax(step)) == 5
    assert np.nanmax(step) == pytest.approx(0.5, abs=1e-6)
    assert to_reference(TIMES, swapped).tolist() == pytest.approx([1] * 6 + [0.5] * 6, abs=1e-6)


def test_what_comes_back_jumps_and_makes_no_lasting_step() -> None:
    blink = turned(*[0.0] * 5, 60.0, *[0.0] * 6)
    assert jump(blink) == pytest.approx(0.5, abs=1e-6)
    assert np.nanmax(steps(TIMES, blink)) < 0.1
    assert halves(TIMES, blink) < 0.02


def test_a_slow_turn_falls_with_the_gap_and_the_stronger_is_the_farther() -> None:
    ladder = [halves(TIMES, turned(*np.linspace(0, end, 12))) for end in (0, 20, 45, 90)]
    assert ladder == sorted(ladder)
    assert len(set(ladder)) == 4
    curve = gap_curve(TIMES, turned(*np.linspace(0, 90, 12)))
    assert [gap for gap, _ in curve] == [0.25, 0.5, 1.0, 2.0]
    likeness = [value for _, value in curve]
    assert likeness == sorted(likeness, reverse=True)
    assert likeness[0] == pytest.approx(np.cos(np.radians(90 / 11)), abs=1e-3)


def test_the_reference_is_the_most_typical_look_of_the_opening() -> None:
    assert medoid(turned(0, 40, 41, 42, 80)) == 2
    vectors = turned(80, 0, 1, *[0] * 9)
    assert to_reference(TIMES, vectors)[4] > 0.999


def test_distance_knows_no_length() -> None:
    one, other = turned(0, 60)
    assert distance(3 * one, 0.1 * other) == pytest.approx(0.5, abs=1e-6)
