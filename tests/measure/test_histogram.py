from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stage import FPS, Stage, draw, frame, measured, paint
from vidcheck.measure.histogram import LEAST, bhattacharyya, histogram

shares = st.lists(st.integers(0, 50), min_size=6, max_size=6).filter(any)


def _share(counts: list[int]) -> np.ndarray:
    return (np.array(counts) / sum(counts)).astype(np.float32)


@given(shares, shares)
@settings(deadline=None, max_examples=60)
def test_the_distance_is_the_root_of_one_minus_the_overlap(
    one: list[int], other: list[int]
) -> None:
    """Bhattacharyya 1943: overlap = Σ √(p q)."""
    p, q = _share(one), _share(other)
    overlap = sum(math.sqrt(float(a) * float(b)) for a, b in zip(p, q, strict=True))
    distance = bhattacharyya(p, q)
    assert distance == pytest.approx(math.sqrt(max(0.0, 1 - overlap)), abs=1e-3)
    assert distance == pytest.approx(bhattacharyya(q, p), abs=1e-6)
    assert 0 <= distance <= 1
    assert bhattacharyya(p, p) == pytest.approx(0, abs=1e-3)


def test_colours_without_a_bin_in_common_are_one_apart() -> None:
    everywhere = np.ones((16, 16), np.bool_)
    red, blue = (frame(np.full((32, 32, 3), rgb)) for rgb in ((200, 30, 30), (30, 30, 200)))
    for space in ("hsv", "lab"):
        one, other = histogram(red, everywhere, space), histogram(blue, everywhere, space)  # type: ignore[arg-type]
        assert one is not None
        assert other is not None
        assert one.sum() == pytest.approx(1)
        assert bhattacharyya(one, other) == pytest.approx(1)


def test_a_half_and_a_quarter_repainted_are_as_far_as_arithmetic_says() -> None:
    """Share s of the pixels in another bin: overlap √(1-s), distance √(1 - √(1-s))."""
    everywhere = np.ones((16, 16), np.bool_)
    red = np.full((32, 32, 3), (200, 30, 30))
    pure = histogram(frame(red), everywhere, "hsv")
    for rows in (8, 16):
        mixed = red.copy()
        mixed[:rows] = (30, 30, 200)
        now = histogram(frame(mixed), everywhere, "hsv")
        assert pure is not None
        assert now is not None
        expected = math.sqrt(1 - math.sqrt(1 - rows / 32))
        assert bhattacharyya(pure, now) == pytest.approx(expected, abs=1e-3)


def test_too_few_pixels_are_no_histogram() -> None:
    where = np.zeros((16, 16), np.bool_)
    where.flat[: LEAST - 1] = True
    assert histogram(frame(np.zeros((32, 32, 3))), where, "hsv") is None
    where.flat[LEAST] = True
    assert histogram(frame(np.zeros((32, 32, 3))), where, "hsv") is not None


@pytest.mark.parametrize("name", ["histogram_hsv_first", "histogram_lab_first"])
def test_the_further_the_paint_changes_the_further_the_end_is_from_the_start(name: str) -> None:
    """From red over steps towards blue; what does not change stays near zero."""

    def towards_blue(share: float) -> float:
        def change(index: int, stage: Stage) -> None:
            blend = share * min(1.0, index / 8)
            stage.disc.rgb = (1 - blend) * paint() + blend * paint(2, (92, 112, 168))

        return measured(draw(14, change=change), name).value

    ladder = [towards_blue(share) for share in (0.0, 0.3, 0.6, 1.0)]
    assert ladder == sorted(ladder)
    assert ladder[0] < 0.2
    assert ladder[-1] > ladder[0] + 0.4


def test_neighbours_jump_only_where_the_paint_jumps() -> None:
    def repaint(index: int, stage: Stage) -> None:
        if index >= 7:
            stage.disc.rgb = paint(2, (92, 112, 168))

    found = measured(draw(14, change=repaint), "histogram_hsv_adjacent")
    jumps = found.series["value"]
    assert found.times_s[np.nanargmax(jumps)] == pytest.approx(7 / FPS)
    assert np.nanmax(jumps) > 5 * found.value
    assert np.nanmax(found.series["surroundings"]) < 0.3 * np.nanmax(jumps)
