"""Things that appear, vanish or are swapped, at a known time and place; things that only pass."""

from __future__ import annotations

import numpy as np
import pytest

from tests.stage import FPS, Change, another, crossing, draw, measured, melting, thing

AT = 11
PLACE = (150.0, 40.0)


def _strongest(change: Change, part: str = "value") -> dict[str, float]:
    found = measured(draw(22, change=change), "unexplained_change")
    index = int(found.series[part].argmax())
    numbers = {name: float(column[index]) for name, column in found.series.items()}
    return numbers | {"time_s": float(found.times_s[index])}


@pytest.mark.parametrize(
    ("change", "sign"), [(thing(PLACE, since=AT), 1), (thing(PLACE, until=AT), -1)]
)
def test_what_appears_or_vanishes_is_found_when_and_where(change: Change, sign: int) -> None:
    found = _strongest(change)
    assert found["value"] > 10
    assert found["time_s"] == pytest.approx(AT / FPS)
    # the wall has moved 0.8 px a frame to the left since the first frame
    assert found["x"] == pytest.approx(PLACE[0] - 0.8 * AT, abs=8)
    assert found["y"] == pytest.approx(PLACE[1], abs=8)
    assert sign * found["appears"] > 5


def test_more_of_a_thing_is_more_of_a_surprise() -> None:
    ladder = [_strongest(thing(since=AT, opacity=share))["value"] for share in (0, 0.3, 0.6, 1.0)]
    assert ladder == sorted(ladder)
    assert ladder[0] < 1
    assert len(set(ladder)) == 4


def test_what_comes_in_over_the_rim_may() -> None:
    assert _strongest(crossing())["value"] < 0.2 * _strongest(thing(since=AT))["value"]


def test_what_is_never_calm_is_no_surprise() -> None:
    assert _strongest(melting(0.6), "own")["own"] < 0.3 * _strongest(another(AT), "own")["own"]


def test_another_subject_is_the_subject_s_own_surprise() -> None:
    found = _strongest(another(AT), "own")
    assert found["own"] > 2 * found["value"]
    assert found["time_s"] == pytest.approx(AT / FPS)
    take = draw(22)
    x, y = take.centres[AT]
    assert np.hypot(found["own_x"] - x, found["own_y"] - y) < 14


def test_weaker_swaps_are_weaker() -> None:
    ladder = [_strongest(another(AT, share=share), "own")["own"] for share in (0, 0.3, 0.6, 1.0)]
    assert ladder == sorted(ladder)
    assert len(set(ladder)) == 4
