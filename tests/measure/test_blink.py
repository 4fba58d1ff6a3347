"""Changes between two single frames: at a known time and place, on and off the subject."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lab import relit
from tests.stage import FPS, Change, another, crossing, draw, measured, melting, thing

AT = 11
PLACE = (150.0, 40.0)


def _strongest(change: Change, part: str = "value") -> dict[str, float]:
    found = measured(draw(22, change=change), "sudden_change")
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
    assert found["x"] == pytest.approx(PLACE[0] - 0.8 * AT, abs=10)
    assert found["y"] == pytest.approx(PLACE[1], abs=10)
    assert sign * found["appears"] > 5


def test_more_of_it_is_more() -> None:
    ladder = [_strongest(thing(since=AT, opacity=share))["value"] for share in (0, 0.3, 0.6, 1.0)]
    assert ladder == sorted(ladder)
    assert len(set(ladder)) == 4
    swaps = [_strongest(another(AT, share=share), "own")["own"] for share in (0, 0.3, 0.6, 1.0)]
    assert swaps == sorted(swaps)
    assert len(set(swaps)) == 4


def test_what_moves_or_never_rests_is_no_jump() -> None:
    """The ball is alone in its place for one frame only, but the next place changes as well."""
    assert _strongest(crossing())["value"] < 0.6 * _strongest(thing(since=AT))["value"]
    assert _strongest(melting(0.6), "own")["own"] < 0.3 * _strongest(another(AT), "own")["own"]


def test_one_odd_frame_and_a_lamp_are_no_jump() -> None:
    take = draw(22)
    flash = relit(take, *(60.0 * (index == AT) for index in range(22)))
    lamp = relit(take, *(30.0 * (index >= AT) for index in range(22)))
    usual = _strongest(thing(since=AT))["value"]
    for innocent in (flash, lamp):
        found = measured(innocent, "sudden_change")
        assert max(np.nanmax(found.series["value"]), np.nanmax(found.series["own"])) < 0.35 * usual
