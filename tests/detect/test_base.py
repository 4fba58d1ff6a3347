"""The arithmetic that detectors share, against the plain way to say it."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcheck.detect import BUILT_IN, detect
from vidcheck.detect.base import Evidence, Series, spans
from vidcheck.detect.drift import ONSET_SHARE, onset
from vidcheck.detect.sudden import APART_S, MOST, peaks
from vidcheck.geometry import Region
from vidcheck.measure.base import Measurement, Unmeasured

values = st.lists(st.floats(0, 20), min_size=4, max_size=60)


def _series(numbers: list[float], fps: float = 12.0) -> Series:
    return Series(np.arange(len(numbers)) / fps, np.array(numbers, np.float64))


def _evidence(**columns: list[float]) -> Evidence:
    times = np.arange(len(next(iter(columns.values())))) / 12
    series = {name: np.array(column, np.float64) for name, column in columns.items()}
    outcomes = {"m": Measurement("m", 0.0, times, series), "u": Unmeasured("u", "why")}
    return Evidence(outcomes, (), 0.0, float(times[-1]))


@given(st.lists(st.booleans(), max_size=40))
def test_spans_are_the_runs_of_true(flags: list[bool]) -> None:
    runs, place = [], 0
    for flag, group in itertools.groupby(flags):
        length = len(list(group))
        if flag:
            runs.append((place, place + length - 1))
        place += length
    assert spans(np.array(flags, np.bool_)) == runs


@given(values, st.floats(0.5, 20))
def test_from_its_onset_a_drift_stays_above_its_share(numbers: list[float], final: float) -> None:
    series = _series(numbers)
    start = onset(series, final)
    assert start in series.times_s
    if series.values[-1] < ONSET_SHARE * final:
        assert start == series.times_s[-1]
        return
    after = series.values[series.times_s > start]
    assert (after >= ONSET_SHARE * final).all()
    before = series.values[series.times_s < start]
    assert not before.size or before[-1] < ONSET_SHARE * final


def test_the_onset_of_a_ramp_is_three_tenths_up() -> None:
    assert onset(_series([0, 0, 0, *range(11)]), 10) == pytest.approx(6 / 12)


@given(values, st.floats(0, 5))
def test_peaks_are_the_highest_and_apart(numbers: list[float], least: float) -> None:
    series = _series(numbers)
    found = peaks(series, least)
    assert len(found) <= MOST
    assert all(series.values[index] > least for index in found)
    assert [series.values[i] for i in found] == sorted(series.values[found], reverse=True)
    for one, other in itertools.combinations(found, 2):
        assert abs(series.times_s[one] - series.times_s[other]) >= APART_S
    if series.values.max() > least:
        assert series.values[found[0]] == series.values.max()


@given(st.lists(st.one_of(st.floats(0, 9), st.just(float("nan"))), min_size=1, max_size=12))
def test_a_series_leaves_out_what_is_unknown(numbers: list[float]) -> None:
    known = [number for number in numbers if not np.isnan(number)]
    series = _evidence(value=numbers).series("m")
    if len(known) < 4:
        assert series is None
    else:
        assert series is not None
        assert list(series.values) == known
        assert len(series.times_s) == len(series) == len(known)


def test_excess_is_the_subject_less_its_surroundings() -> None:
    nan = float("nan")
    evidence = _evidence(value=[5, 6, 7, 8, 9, nan], around=[1, 1, nan, 3, 9, 1])
    excess = evidence.excess("m")
    assert excess is not None
    assert list(excess.values) == [4, 5, 5, 0]
    assert list(excess.times_s * 12) == pytest.approx([0, 1, 3, 4])


def test_what_is_unmeasured_has_no_series() -> None:
    evidence = _evidence(value=[1, 2, 3, 4])
    for name in ("u", "never heard of"):
        assert evidence.series(name) is None
        assert evidence.excess(name) is None


def test_the_box_is_that_of_the_nearest_moment() -> None:
    one, other = Region(0, 0, 5, 5), Region(5, 5, 9, 9)
    evidence = Evidence({}, ((0.0, one), (1.0, other), (2.0, None)), 0.0, 2.0)
    assert evidence.box_at(0.4) == one
    assert evidence.box_at(0.6) == other
    assert evidence.box_at(9.0) is None
    assert Evidence({}, (), 0.0, 0.0).box_at(1.0) is None


def test_a_change_between_two_frames_begins_at_the_first() -> None:
    series = _series([0, 0, 9, 0])
    assert series.peak() == 2
    assert series.start_of(2) == pytest.approx(1 / 12)
    assert series.start_of(0) == 0


def test_where_nothing_is_measured_nothing_is_found() -> None:
    found = detect(Evidence({}, (), 0.0, 0.0))
    assert found == {spec.name: () for spec in BUILT_IN}


def test_a_detector_says_what_it_looks_for_in_both_languages() -> None:
    names = [spec.name for spec in BUILT_IN]
    assert len(names) == len(set(names))
    for spec in BUILT_IN:
        assert spec.floor > 0
        assert spec.unit.strip()
        assert spec.summary.strip()
        assert any("\u4e00" <= letter <= "\u9fff" for letter in spec.summary_zh)
