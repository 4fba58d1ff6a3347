"""Whether motion explains the subject: exact on made flow, ladders on drawn takes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stage import draw, frame, measured, melting, wobbling
from vidcheck.geometry import Size
from vidcheck.measure.base import mean_in
from vidcheck.measure.coherence import failing, share, stepping
from vidcheck.motion import Motion, grid

COLUMNS, ROWS = grid(Size(80, 60))
WHOLE = np.ones((60, 80), np.bool_)
small, shift = st.floats(-0.25, 0.25, width=32), st.floats(-9, 9, width=32)


def _pair(**motion: np.ndarray) -> Any:
    fields = {"inside": WHOLE, "broken": ~WHOLE, "residual_size": np.zeros((60, 80)), **motion}
    return SimpleNamespace(motion=SimpleNamespace(followed=fields["inside"], **fields))


def _bend(flow: np.ndarray) -> float:
    motion = Motion(frame(np.zeros((60, 80, 3), np.uint8)), frame(np.zeros((60, 80, 3), np.uint8)))
    motion.__dict__["ahead"] = flow.astype(np.float32)
    return float(motion.bending[20:-20, 20:-20].mean())


@given(st.tuples(small, small, small, small, shift, shift))
@settings(deadline=None, max_examples=40)
def test_affine_motion_does_not_bend(part: tuple[float, ...]) -> None:
    a, b, c, d, right, down = part
    flow = np.stack([a * COLUMNS + b * ROWS + right, c * COLUMNS + d * ROWS + down], axis=2)
    assert _bend(flow) == pytest.approx(0, abs=1e-3)


def test_waves_on_an_affine_motion_bend_by_their_own_size() -> None:
    """Mean length of a wave of amplitude A in one direction: 2 A / π; 13 cells hold two of 6.5."""
    for amplitude in (0.5, 1.0, 2.0, 4.0):
        wave = amplitude * np.sin(COLUMNS * (2 * np.pi / 6.5))
        flow = np.stack([0.05 * ROWS + 3, wave], axis=2)
        assert _bend(flow) == pytest.approx(2 * amplitude / np.pi, rel=0.1)


def test_failure_is_the_share_of_broken_pixels_that_stay_inside() -> None:
    broken, inside = ~WHOLE, WHOLE.copy()
    broken[:30] = True
    inside[:15] = False
    values, held = failing(_pair(broken=broken, inside=inside))
    # 1200 broken of 3600 inside; one broken and twenty whole pixels are added
    assert share(values, held) == pytest.approx((1200 + 1) / (3600 + 20))
    assert share(values, np.zeros_like(WHOLE)) == pytest.approx(1 / 20)


def test_a_step_is_the_mean_residual_with_a_cap() -> None:
    residual = np.full((60, 80), 6.0, np.float32)
    residual[:, :40] = 400
    values, held = stepping(_pair(residual_size=residual))
    assert mean_in(values, held) == pytest.approx((6 + 40) / 2)
    few = np.zeros_like(WHOLE)
    few.flat[:7] = True
    assert np.isnan(mean_in(values, few))


def test_the_more_of_the_disc_is_new_at_every_frame_the_less_motion_explains_it() -> None:
    takes = [draw(8, change=melting(share)) for share in (0.0, 0.35, 0.6, 0.9)]
    steps = [measured(take, "colour_step").value for take in takes]
    assert steps == sorted(steps)
    assert steps[-1] > 8 * steps[0]
    failures = [measured(take, "flow_failure").value for take in takes]
    assert failures[0] < 0.02
    assert failures[-1] > 0.2


def test_the_more_the_disc_wobbles_the_more_it_bends() -> None:
    takes = [wobbling(pixels, 8) for pixels in (0.0, 1.5, 3.0, 6.0)]
    found = [measured(take, "bend") for take in takes]
    bends = [bend.value for bend in found]
    assert bends == sorted(bends)
    assert bends[-1] > 3 * bends[0]
    assert np.nanmean(found[-1].series["around"]) < 0.5 * bends[-1]


def test_what_melts_on_the_subject_is_not_laid_on_its_surroundings() -> None:
    for spec in ("colour_step", "flow_failure"):
        found = measured(draw(8, change=melting(0.9)), spec)
        assert np.nanmean(found.series["around"]) < 0.1 * found.value
