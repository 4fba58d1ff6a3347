from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcheck.calibration import DEFAULT, load_calibration
from vidcheck.calibration.model import (
    ContextPart,
    ModeCalibration,
    Null,
    Scale,
    Standard,
    contribution,
    hinges,
    joined,
)
from vidcheck.detect import BUILT_IN
from vidcheck.errors import CalibrationError

if TYPE_CHECKING:
    from pathlib import Path

strength = st.floats(0, 50, allow_nan=False)
MODES = ("located", "guessed")


@given(st.lists(strength, min_size=2, max_size=40))
def test_p_values_of_exchangeable_clips_are_valid(strengths: list[float]) -> None:
    """Vovk's argument, exactly: let each of n+1 clips in turn be the new one.

    Whatever the numbers, at most a share t of the n+1 clips gets a p-value of t or less.
    """
    p_values = []
    for index, new in enumerate(strengths):
        others = tuple(sorted(strengths[:index] + strengths[index + 1 :]))
        p_values.append(Null(excesses=others).p_value(new))
    for level in p_values:
        share = sum(p <= level for p in p_values) / len(p_values)
        assert share <= level + 1e-9


@given(st.lists(strength, min_size=1, max_size=30, unique=True))
def test_without_ties_the_p_values_are_all_the_ranks(strengths: list[float]) -> None:
    count = len(strengths)
    found = sorted(
        Null(excesses=tuple(sorted(set(strengths) - {new}) or [new])).p_value(new)
        for new in strengths
    )
    if count > 1:
        assert found == pytest.approx([rank / count for rank in range(1, count + 1)])


@given(st.lists(strength, min_size=1), strength, strength)
def test_more_is_never_more_usual(strengths: list[float], one: float, other: float) -> None:
    null = Null(excesses=tuple(sorted(strengths)))
    low, high = sorted((one, other))
    assert 0 < null.p_value(high) <= null.p_value(low) <= 1
    assert null.p_value(max(strengths) + 1) == 1 / (1 + len(strengths))
    assert null.p_value(min(strengths)) == 1


@given(st.lists(strength, min_size=1), st.floats(0, 1))
def test_the_quantile_leaves_its_share_at_or_below(strengths: list[float], share: float) -> None:
    null = Null(excesses=tuple(sorted(strengths)))
    at_most = sum(value <= null.quantile(share) for value in strengths)
    assert at_most >= share * len(strengths) - 1e-9
    assert null.quantile(share) in strengths


weight = st.floats(0, 3)
scales = st.builds(
    Scale,
    unit=st.floats(0.05, 5),
    middle=st.floats(0, 3),
    width=st.floats(0.05, 2),
    weights=st.tuples(weight, weight, weight),
    slopes=st.just(()),
)


def _mode(
    scale: dict[str, Scale], bias: float, risks: tuple[float, ...] = (0.5,)
) -> ModeCalibration:
    nulls = {name: Null(excesses=(0.0,)) for name in scale}
    return ModeCalibration(
        context=(),
        nulls=nulls,
        scales=scale,
        bias=bias,
        unrest=tuple(scale)[:2],
        alarms=tuple(scale)[2:3],
        named_standard=Standard(middle=-1.0, width=2.0),
        unrest_standard=Standard(middle=0.0, width=1.0),
        real_risks=risks,
        warn=0.5,
        fail=0.9,
    )


@given(
    st.dictionaries(st.sampled_from("abcd"), scales, min_size=1),
    st.floats(-9, 9),
    st.dictionaries(st.sampled_from("abcde"), strength),
    st.sampled_from("abcde"),
    st.floats(0, 20),
)
def test_more_of_any_defect_never_lowers_the_risk(
    scale: dict[str, Scale], bias: float, strengths: dict[str, float], name: str, more: float
) -> None:
    mode = _mode(scale, bias)
    stronger = {**strengths, name: strengths.get(name, 0.0) + more}
    before, after = (mode.risk(mode.excesses(some, ())) for some in (strengths, stronger))
    assert 0 <= before <= 1
    assert after >= before - 1e-12


@given(st.floats(-50, 1e6), scales)
def test_hinges_are_finite_and_never_negative(value: float, scale: Scale) -> None:
    excess = scale.excess(value, ())
    assert all(part >= 0 and math.isfinite(part) for part in hinges(scale, excess))
    assert contribution(scale, scale.excess(value, ())) >= 0


def test_a_contribution_by_hand() -> None:
    """Strength e² - 1 units: excess 2, z = (2 - 1) / 0.5 = 2; hinges at 0, 1, 2, softness ½."""
    scale = Scale(slopes=(), unit=1, middle=1, width=0.5, weights=(1, 2, 3))
    excess = scale.excess(math.e**2 - 1, ())
    assert excess == pytest.approx(2)
    first, second, third = (math.log1p(math.exp(x)) / 2 for x in (4, 2, 0))
    assert hinges(scale, excess) == pytest.approx((first, second, third))
    total = first + 2 * second + 3 * third
    assert contribution(scale, excess) == pytest.approx(total)
    # named: (total - 7 + 1) / 2; unrest: z = 2, standard 2, 0.8 later; joined: log(e^2a + e^2b) / 2
    named, unrest = (total - 6) / 2, 2.0 - 0.8
    both = math.log(math.exp(2 * named) + math.exp(2 * unrest)) / 2
    risk = _mode({"a": scale}, -7.0).risk({"a": excess})
    assert risk == pytest.approx(1 / (1 + math.exp(-0.75 * (both - 1))))


@given(st.floats(-5, 9), st.floats(-5, 9))
def test_either_side_alone_is_enough(named: float, unrest: float) -> None:
    """The joined risk is that of the larger side, and at most log(2) / 2 above it."""
    larger = max(named, unrest)
    assert joined(larger, -60.0) - 1e-9 <= joined(named, unrest)
    assert joined(named, unrest) <= joined(larger + math.log(2) / 2, -60.0) + 1e-9
    assert joined(1.0, -60.0) == pytest.approx(0.5)


def test_an_alarm_begins_at_the_loudest_good_clip() -> None:
    scale = Scale(slopes=(), unit=1, middle=0, width=0.5, weights=(0, 0, 0))
    mode = _mode({"a": scale, "b": scale, "flash": scale}, -60.0)
    mode = mode.model_copy(update={"nulls": {"flash": Null(excesses=(0.0, 1.0, 2.0))}})
    assert mode.alarm({"flash": 2.0}) == (0.0,)
    assert mode.alarm({"flash": 3.0}) == (4.0,)
    assert mode.alarm({"a": 9.0}) == ()
    assert mode.risk({"flash": 4.0}) > mode.risk({"flash": 3.0}) > 0.5 > mode.risk({"flash": 1.0})


@given(st.floats(-9, 9), st.floats(0.1, 3), st.floats(0, 40))
def test_what_goes_with_the_context_is_taken_off(
    place: float, slope: float, strength: float
) -> None:
    """A clip twice as fast as usual may show as much more as slope says; beyond ±2.5 no further."""
    part = ContextPart(name="picture", mean=1.0, spread=2.0)
    scale = Scale(slopes=(slope,), unit=1, middle=0, width=1, weights=(0, 0, 0))
    away = max(-2.5, min(2.5, (place - 1) / 2))
    assert part.of(place) == pytest.approx(away)
    assert part.of(None) == 0
    found = scale.excess(strength, (part.of(place),))
    assert found == pytest.approx(math.log1p(strength) - slope * away)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.floats(0, 1), st.floats(0, 1))
def test_consistency_falls_with_risk(risks: list[float], one: float, other: float) -> None:
    mode = _mode({}, 0.0, tuple(sorted(risks)))
    low, high = sorted((one, other))
    assert 0 <= mode.consistency(high) <= mode.consistency(low) <= 100
    assert mode.consistency(0.0) == 100
    worse = sum(risk >= one for risk in risks)
    assert mode.consistency(one) == round(100 * worse / len(risks))
    assert mode.false_alarms(one) == pytest.approx((1 + worse) / (1 + len(risks)))


@pytest.mark.parametrize("mode", MODES)
def test_the_shipped_calibration_knows_every_detector(mode: str) -> None:
    fitted = load_calibration().modes[mode]  # type: ignore[index]
    names = {spec.name for spec in BUILT_IN}
    assert set(fitted.nulls) == names
    assert set(fitted.scales) == names
    assert fitted.warn <= fitted.fail
    assert list(fitted.real_risks) == sorted(fitted.real_risks)
    for null in fitted.nulls.values():
        assert list(null.excesses) == sorted(null.excesses)
        assert len(null.excesses) >= 19  # fewer could never show a p-value of 0.05
    for scale in fitted.scales.values():
        assert min(scale.weights) >= 0


@pytest.mark.parametrize("mode", MODES)
def test_the_shipped_thresholds_keep_their_share_of_real_footage(mode: str) -> None:
    fitted = load_calibration().modes[mode]  # type: ignore[index]
    count = len(fitted.real_risks)
    for threshold, rate in ((fitted.warn, 0.10), (fitted.fail, 0.05)):
        above = sum(risk >= threshold for risk in fitted.real_risks)
        assert above <= rate * (count + 1)


def test_the_shipped_calibration_has_a_birth_certificate() -> None:
    born = load_calibration()
    assert born.id
    assert born.clips >= 19
    assert len(born.date) == len("2026-01-01")
    assert "benchmarks/fit.py" in born.command
    assert born.footage
    assert 0 < born.still_subject < born.still_motion < 1


def test_loading_twice_reads_once() -> None:
    assert load_calibration() is load_calibration()


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda text: text[: len(text) // 2], ""),
        (lambda _: "{}", "id"),
        (
            lambda text: text.replace('"schema_version": 1', '"schema_version": 2', 1),
            "schema_version",
        ),
        (lambda text: text.replace('"bias"', '"biass"', 1), "bias"),
        (lambda text: text.replace('"date"', '"when": 1, "date"', 1), "when"),
    ],
)
def test_a_broken_file_says_where(tmp_path: Path, spoil: object, named: str) -> None:
    path = tmp_path / "mine.json"
    path.write_text(spoil(DEFAULT.read_text(encoding="utf-8")), encoding="utf-8")  # type: ignore[operator]
    with pytest.raises(CalibrationError) as caught:
        load_calibration(path)
    assert str(path) in caught.value.message
    assert named in caught.value.message
    assert caught.value.hint


def test_a_missing_file_says_which(tmp_path: Path) -> None:
    with pytest.raises(CalibrationError, match=r"nowhere\.json"):
        load_calibration(tmp_path / "nowhere.json")


def test_a_file_that_is_no_text_is_a_calibration_error(tmp_path: Path) -> None:
    path = tmp_path / "noise.json"
    path.write_bytes(b"\xff\xfe\x00{")
    with pytest.raises(CalibrationError, match=r"noise\.json"):
        load_calibration(path)
