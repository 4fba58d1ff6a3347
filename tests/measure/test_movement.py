"""Speeds in short sides of the picture a second, from pans, zooms and turns of known size."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from tests.stage import FPS, HEIGHT, Take, draw, frame, measured, photograph

PER_PIXEL = FPS / HEIGHT
"""Short sides a second that one pixel a frame is."""


def _last(take: Take, column: str) -> float:
    return float(np.median(measured(take, "camera_motion").series[column]))


@pytest.mark.parametrize("pan", [(2.0, 0.0), (-1.0, 0.0), (0.0, 1.5), (-1.0, -1.0)])
def test_the_background_goes_where_the_camera_does_not(pan: tuple[float, float]) -> None:
    """A camera that pans right shows a background that moves left: `right` is negative."""
    take = draw(8, pan=pan, own=(0.0, 0.0))
    assert _last(take, "right") == pytest.approx(-pan[0] * PER_PIXEL, abs=0.012)
    assert _last(take, "down") == pytest.approx(-pan[1] * PER_PIXEL, abs=0.012)
    assert measured(take, "camera_motion").value == pytest.approx(
        np.hypot(*pan) * PER_PIXEL, abs=0.012
    )


def _turned(zoom: float, roll: float) -> Take:
    """A photograph, each frame `zoom` times the one before and `roll` degrees further clockwise."""
    large = photograph("astronaut", 2 * HEIGHT)
    middle, pictures = (large.shape[1] / 2, large.shape[0] / 2), []
    for index in range(8):
        # OpenCV counts angles against the clock
        place = cv2.getRotationMatrix2D(middle, -roll * index, zoom**index)
        place[:, 2] -= (middle[0] - 96, middle[1] - 64)
        turned = cv2.warpAffine(large, place, (192, 128), flags=cv2.INTER_CUBIC)
        pictures.append(frame(turned).rgb)
    return Take(tuple(pictures), ((-99.0, -99.0),) * 8)


@pytest.mark.parametrize("zoom", [1.03, 1.01, 0.98])
def test_growing_is_a_positive_zoom(zoom: float) -> None:
    assert _last(_turned(zoom, 0), "zoom") == pytest.approx(np.log(zoom) * FPS, rel=0.2)


@pytest.mark.parametrize("roll", [1.0, -0.7])
def test_a_picture_that_turns_clockwise_is_a_positive_roll(roll: float) -> None:
    assert _last(_turned(1.0, roll), "roll") == pytest.approx(roll * FPS, rel=0.2)


@pytest.mark.parametrize("speed", [0.0, 1.0, 2.0])
def test_the_subject_s_motion_is_apart_from_the_camera_s(speed: float) -> None:
    """Camera and disc each move by themselves; what counts is the disc against the wall."""
    still = measured(draw(8, pan=(1.0, 0.0), own=(-1.0 + speed, 0.0)), "subject_motion").value
    assert still == pytest.approx(speed * PER_PIXEL, rel=0.3, abs=0.01)


def test_the_whole_picture_s_motion_is_that_of_its_fastest_part() -> None:
    ladder = [measured(draw(6, pan=(pan, 0.0)), "motion_amount").value for pan in (0.5, 1.5, 4.0)]
    assert ladder == sorted(ladder)
    assert ladder[2] == pytest.approx(4 * PER_PIXEL, rel=0.25)


def test_speed_counts_time_not_frames() -> None:
    """The same pictures at twice the rate move twice as fast."""
    slow = draw(6, pan=(2.0, 0.0), own=(0.0, 0.0))
    fast = Take(slow.pictures, slow.centres, fps=2 * FPS)
    for spec in ("motion_amount", "camera_motion", "subject_motion"):
        assert measured(fast, spec).value == pytest.approx(2 * measured(slow, spec).value, rel=1e-4)


def test_a_still_picture_does_not_move() -> None:
    take = draw(1)
    still = Take(take.pictures * 6, take.centres * 6)
    for spec in ("motion_amount", "camera_motion", "subject_motion"):
        assert measured(still, spec).value == pytest.approx(0, abs=0.005)
