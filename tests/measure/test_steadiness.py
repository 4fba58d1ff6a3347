from __future__ import annotations

import numpy as np
import pytest

from tests.stage import FPS, Take, draw, frame, measured, photograph
from vidcheck.measure.steadiness import repeats


def _levels(*levels: float) -> Take:
    """Flat grey pictures of these levels."""
    pictures = tuple(frame(np.full((32, 48, 3), level)).rgb for level in levels)
    return Take(pictures, ((24, 16),) * len(pictures))


def test_flicker_is_the_second_difference_of_brightness() -> None:
    """Grey is its own luma: ±4 about 100 has second differences of 16 = 4 + 2·4 + 4 each."""
    assert measured(_levels(*[96, 104] * 6), "luma_flicker").value == pytest.approx(16)


def test_a_fade_and_a_steady_light_do_not_flicker() -> None:
    assert measured(_levels(*range(40, 140, 8)), "luma_flicker").value == pytest.approx(0)
    assert measured(_levels(*[90] * 12), "luma_flicker").value == 0
    step = _levels(*[60] * 8, *[160] * 8)
    assert measured(step, "luma_flicker").value == 0


def test_more_flicker_is_more() -> None:
    rng = np.random.default_rng(4)
    noise = rng.choice([-1, 1], 40)
    ladder = [
        measured(_levels(*(120 + level * noise)), "luma_flicker").value for level in (0, 2, 5, 12)
    ]
    assert ladder == sorted(ladder)
    assert len(set(ladder)) == 4


@pytest.mark.parametrize("held", [(), (5,), (3, 4, 5, 11), tuple(range(2, 20, 2))])
def test_repeated_frames_are_counted_exactly(held: tuple[int, ...]) -> None:
    take = draw(20)
    pictures = list(take.pictures)
    for index in held:
        pictures[index] = pictures[index - 1]
    found = measured(Take(tuple(pictures), take.centres), "repeated_frames")
    assert found.value == pytest.approx(len(held) / 19)
    assert set(np.flatnonzero(repeats(found.series["value"]))) == set(held)


def test_codec_noise_on_a_repeat_is_a_repeat_still() -> None:
    difference = np.array([np.nan, 5.0, 0.3, 5.0, 6.0, 0.9, 4.0])
    assert list(np.flatnonzero(repeats(difference))) == [2]


@pytest.mark.parametrize("at", [1, 6, 13])
def test_a_cut_is_the_newest_frame(at: int) -> None:
    shot = draw(16)
    other = tuple(photograph("coffee")[:, :192] for _ in range(16))
    found = measured(Take(shot.pictures[:at] + other[at:], shot.centres), "novelty")
    assert np.nanargmax(found.series["value"]) == at
    assert found.times_s[at] == pytest.approx(at / FPS)
    assert found.value > 10 * measured(shot, "novelty").value


def test_a_light_that_jumps_is_less_new_than_another_place() -> None:
    shot = draw(10)
    brighter = tuple(frame(picture * 1.15).rgb for picture in shot.pictures)
    lit = measured(Take(shot.pictures[:5] + brighter[5:], shot.centres), "novelty").value
    other = tuple(photograph("coffee")[:, :192] for _ in range(5))
    cut = measured(Take(shot.pictures[:5] + other, shot.centres), "novelty").value
    assert lit < 0.4 * cut
