from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stage import Stage, boiling, draw, frame, measured
from tests.stage import Take as DrawnTake
from vidcheck.measure.boil import turned_back

coordinate = st.floats(-30, 30, width=32)


@given(st.tuples(coordinate, coordinate, coordinate))
def test_only_what_turns_back_counts(change: tuple[float, float, float]) -> None:
    there = np.full((2, 2, 3), change, np.float32)
    assert turned_back(there, there).max() == 0
    length = float(np.linalg.norm(change))
    assert turned_back(there, -there) == pytest.approx(np.full((2, 2), length), rel=1e-4, abs=1e-6)


def test_more_boiling_is_more() -> None:
    ladder = [
        measured(draw(12, change=boiling(levels)), "local_flicker").value
        for levels in (0, 4, 8, 16)
    ]
    assert ladder == sorted(ladder)
    assert ladder[0] == pytest.approx(0, abs=0.2)
    assert ladder[3] == pytest.approx(2 * ladder[2], rel=0.25)


def test_a_paint_that_only_fades_does_not_boil() -> None:
    def fade(index: int, stage: Stage) -> None:
        stage.disc.rgb = stage.disc.rgb + 3 * (index - 6)

    faded = measured(draw(12, change=fade), "local_flicker").value
    assert faded < 0.1 * measured(draw(12, change=boiling(4)), "local_flicker").value


def test_grain_over_the_whole_picture_is_not_the_subject_s_boiling() -> None:
    """Grain lies on the disc as on the wall; the measure is the disc's excess."""
    take = draw(12)
    rng = np.random.default_rng(8)
    grainy = tuple(
        frame(picture + rng.normal(0, 12, picture.shape)).rgb for picture in take.pictures
    )
    found = measured(DrawnTake(grainy, take.centres), "local_flicker")
    assert abs(found.value) < 0.3 * np.nanmean(found.series["around"])
