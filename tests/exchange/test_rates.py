from __future__ import annotations

from fractions import Fraction

import opentimelineio as otio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.made import RATES
from vidcheck.errors import VidcheckError
from vidcheck.exchange.rates import drops, exact_rate, frame_at, rate_named, spelt, timecode

HOURS_S = 23 * 3600
"""Near midnight the library begins anew with numbers that do not drop a little too early."""


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (23.976, Fraction(24000, 1001)), (23.98, Fraction(24000, 1001)), (24.0, Fraction(24)),
        (23.976023976, Fraction(24000, 1001)), (29.97, Fraction(30000, 1001)), (25, Fraction(25)),
        (30, Fraction(30)), (59.94, Fraction(60000, 1001)), (60, Fraction(60)), (12, Fraction(12)),
        (12.5, Fraction(25, 2)), (119.88, Fraction(120000, 1001)), (47.952, Fraction(48000, 1001)),
    ],
)  # fmt: skip
def test_a_rounded_rate_is_read_as_the_exact_one(said: float, meant: Fraction) -> None:
    assert exact_rate(said) == meant
    assert rate_named(str(said)) == meant


@pytest.mark.parametrize("text", ["0", "x", "-24", "1/0", "1000", "nan", ""])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(VidcheckError, match="not a frame rate"):
        rate_named(text)


def test_a_fraction_is_taken_as_it_is() -> None:
    assert rate_named("24000/1001") == RATES[0]
    assert [spelt(rate) for rate in RATES] == ["23.976", "24", "25", "29.97", "30", "59.94", "60"]


@given(rate=st.sampled_from(RATES), at=st.floats(0, 1, exclude_max=True), drop=st.booleans())
def test_timecode_is_what_an_independent_library_says(
    rate: Fraction, at: float, drop: bool
) -> None:
    drop = drop and drops(rate)
    frame = int(at * HOURS_S * rate)
    theirs = otio.opentime.to_timecode(
        otio.opentime.RationalTime(frame, float(rate)), float(rate), drop
    )
    ours = timecode(frame, rate, drop=drop)
    assert ours == theirs
    assert frame_at(ours, rate, drop=drop) == frame


@pytest.mark.parametrize("code", ["1:00:00:00", "00:00:60:00", "00:00:00:24", "", "00:00:00.000"])
def test_what_is_no_timecode_is_refused(code: str) -> None:
    with pytest.raises(VidcheckError, match="not a timecode"):
        frame_at(code, Fraction(24), drop=False)


def test_a_dropped_number_is_refused() -> None:
    with pytest.raises(VidcheckError, match="leaves this number out"):
        frame_at("00:01:00;01", RATES[3], drop=True)
    assert frame_at("00:10:00;00", RATES[3], drop=True) == 17982
    assert frame_at("01:00:00;00", RATES[3], drop=True) == 107892
