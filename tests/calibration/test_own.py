"""A calibration of the user's own: weights stay, ranks and thresholds are those of its clips."""

from __future__ import annotations

import numpy as np
import pytest

from vidcheck.calibration import load_calibration
from vidcheck.calibration.fit import Example
from vidcheck.calibration.own import FEWEST, recalibrated
from vidcheck.errors import CalibrationError

BASE = load_calibration()
NAMES = tuple(BASE.modes["guessed"].scales)


def _footage(count: int, *, seed: int = 0, size: float = 1.0) -> list[Example]:
    """Clips whose strengths are lognormal around each detector's own unit."""
    rng = np.random.default_rng(seed)
    units = {name: scale.unit for name, scale in BASE.modes["guessed"].scales.items()}
    return [
        Example(
            {name: size * unit * float(rng.lognormal(0, 0.5)) for name, unit in units.items()},
            False,
            f"clip {number}",
            "real",
        )
        for number in range(count)
    ]


def test_at_most_one_in_twenty_of_the_clips_given_fails() -> None:
    clips = _footage(60, size=1.5)
    own = recalibrated(BASE, {"guessed": clips}, day="2026-01-01", footage="mine")
    mode = own.modes["guessed"]
    risks = [mode.risk(mode.excesses(clip.strengths, clip.context)) for clip in clips]
    assert sum(risk >= mode.fail for risk in risks) <= 0.05 * 61
    assert mode.false_alarms(mode.fail) <= 0.05
    assert len(mode.real_risks) == 60
    assert all(len(null.excesses) == 60 for null in mode.nulls.values())


def test_weights_and_the_other_mode_stay_and_the_birth_is_told() -> None:
    own = recalibrated(BASE, {"guessed": _footage(25)}, day="2026-01-02", footage="mine")
    assert own.modes["located"] == BASE.modes["located"]
    assert own.modes["guessed"].scales == BASE.modes["guessed"].scales
    assert own.modes["guessed"].nulls != BASE.modes["guessed"].nulls
    assert (own.clips, own.date, own.footage) == (25, "2026-01-02", "mine")
    assert own.id.startswith("own-2026-01-02-")
    assert own.id != BASE.id


def test_what_is_usual_for_loud_footage_is_odd_for_calm_footage() -> None:
    loud, calm = (
        recalibrated(BASE, {"guessed": _footage(40, size=size)}, day="d", footage="f")
        for size in (4.0, 0.5)
    )
    name = NAMES[0]
    excess = (
        BASE.modes["guessed"]
        .scales[name]
        .excess(
            2 * BASE.modes["guessed"].scales[name].unit, (0.0,) * len(BASE.modes["guessed"].context)
        )
    )
    p_loud, p_calm = (one.modes["guessed"].nulls[name].p_value(excess) for one in (loud, calm))
    assert p_calm < 0.1 < p_loud


def test_fewer_than_nineteen_are_refused_with_the_count() -> None:
    with pytest.raises(CalibrationError, match=f"^{FEWEST - 1} clips") as caught:
        recalibrated(BASE, {"located": _footage(FEWEST - 1)}, day="d", footage="f")
    assert caught.value.hint


def test_nothing_to_learn_from_is_said() -> None:
    with pytest.raises(CalibrationError, match="nothing to learn"):
        recalibrated(BASE, {"located": [], "guessed": []}, day="d", footage="f")
