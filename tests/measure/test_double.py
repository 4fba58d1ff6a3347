"""A second one: where it is, how alike, and when none can be seen."""

from __future__ import annotations

import numpy as np
import pytest

from tests.stage import RADIUS, draw, measured, run, twin
from vidcheck.locate.look import ALIKE_DE, LEAST, look_of
from vidcheck.measure import double
from vidcheck.measure.base import Unmeasured

RNG = np.random.default_rng(3)
PICTURE = RNG.normal((50, 0, 0), (12, 6, 6), (40, 60, 3)).astype(np.float32)
MASK = np.zeros((40, 60), np.float32)
MASK[10:22, 8:18] = 1


def test_a_copy_is_found_where_it_is_and_is_wholly_alike() -> None:
    copied = PICTURE.copy()
    copied[20:32, 40:50] = PICTURE[10:22, 8:18]
    found = double.second(copied, MASK)
    assert found is not None
    assert found[0] == pytest.approx(1, abs=1e-3)
    assert found[1:] == (45, 26)
    nothing = double.second(PICTURE, MASK)
    assert nothing is not None
    assert nothing[0] < 0.4


def test_likeness_is_correlation_less_the_difference_of_colour() -> None:
    """Against numpy, place by place."""
    look = look_of(PICTURE, MASK)
    assert look is not None
    placed = look.placings(PICTURE)
    own = PICTURE[10:22, 8:18].reshape(-1, 3)
    for row, column in ((0, 0), (10, 8), (28, 50), (5, 31)):
        there = PICTURE[row : row + 12, column : column + 10].reshape(-1, 3)
        x, y = own - own.mean(0), there - there.mean(0)
        alike = (x * y).sum() / np.sqrt((x * x).sum() * (y * y).sum())
        far = np.linalg.norm(own.mean(0) - there.mean(0)) / ALIKE_DE
        assert placed[row, column] == pytest.approx(alike - far, abs=2e-3)


def test_the_subject_is_not_its_own_double() -> None:
    """What overlaps it by more than half is the subject itself."""
    shifted = PICTURE.copy()
    shifted[12:24, 11:21] = PICTURE[10:22, 8:18]
    found = double.second(shifted, MASK)
    assert found is not None
    assert found[0] < 0.4


@pytest.mark.parametrize("side", [LEAST - 1, 39])
def test_what_is_tiny_or_fills_the_picture_has_no_second(side: int) -> None:
    mask = np.zeros((40, 60), np.float32)
    mask[:side, :side] = 1
    assert double.second(PICTURE, mask) is None
    assert double.second(PICTURE, np.zeros_like(mask)) is None


def test_a_twin_is_seen_from_when_it_is_there() -> None:
    found = measured(draw(24, change=twin(12)), "second_subject")
    before = found.series["value"][found.times_s < 12 / 8]
    after = found.series["value"][found.times_s >= 12 / 8]
    assert after.min() > before.max() + 0.3
    # beside the disc by 60 px, within the 4 px of the coarse map
    assert found.series["x"][-1] == pytest.approx(72 + 0.7 * 23 + 60, abs=6)
    assert found.series["y"][-1] == pytest.approx(62 + 0.2 * 23, abs=6)


def test_a_subject_without_room_is_unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vidcheck.locate.look.MOST", RADIUS / 100)
    outcome = run(draw(8), *double.SPECS)["second_subject"]
    assert isinstance(outcome, Unmeasured)
    assert "too small or too large" in outcome.reason
