"""What is said of a clip, and when nothing can be said; the truth is put in by hand."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vidcheck.calibration import load_calibration
from vidcheck.calibration.model import (
    Calibration,
    ContextPart,
    ModeCalibration,
    Null,
    Scale,
    Standard,
)
from vidcheck.detect import BUILT_IN as DETECTORS
from vidcheck.detect.base import Candidate, Evidence, Excuse
from vidcheck.detect.context import CONTEXT
from vidcheck.geometry import Region
from vidcheck.judge.assessable import FEWEST_FRAMES
from vidcheck.judge.judge import (
    CURVE_POINTS,
    SURE_P,
    Seen,
    clean_ranges,
    judge,
    told_once,
)
from vidcheck.judge.rows import ClipFacts, ClipRow, Event, SubjectRow
from vidcheck.measure import BUILT_IN as METRICS
from vidcheck.measure.base import Measurement, Outcome, Unmeasured

FLOOR = {spec.name: spec.floor for spec in DETECTORS}
FACTS = ClipFacts(
    width=1280, height=720, fps=24.0, frames=60, duration_s=2.5, codec="h264", sha256="0" * 64
)


def _calibration() -> Calibration:
    """Null strengths 1..39 tenths of each floor, and one detector that says it all."""
    excesses = tuple(math.log1p(tenths / 10) for tenths in range(1, 40))
    nulls = {name: Null(excesses=excesses) for name in FLOOR}
    flat = (0.0,) * len(CONTEXT)
    scales = {
        name: Scale(slopes=flat, unit=floor, middle=0.5, width=0.5, weights=(0.0, 1.0, 1.0))
        for name, floor in FLOOR.items()
    }
    risks = tuple(number / 100 for number in range(1, 21))
    mode = ModeCalibration(
        context=tuple(ContextPart(name=name, mean=0.0, spread=1.0) for name in CONTEXT),
        nulls=nulls,
        scales=scales,
        bias=-9.0,
        unrest=(),
        alarms=(),
        named_standard=Standard(middle=-1.0, width=1.0),
        unrest_standard=Standard(middle=0.0, width=1.0),
        real_risks=risks,
        warn=0.15,
        fail=0.6,
    )
    return Calibration(
        id="test", date="2026-01-01", clips=20, command="-", footage="-",
        modes={"located": mode, "guessed": mode}, still_motion=0.02, still_subject=0.01,
    )  # fmt: skip


CALIBRATION = _calibration()


def _measured(name: str, value: float, moments: int = 30) -> Measurement:
    none = np.zeros(moments)
    columns = {"value": np.full(moments, value), "around": none, "surroundings": none}
    return Measurement(name, value, np.arange(moments) / 12, columns)


def _outcomes(**changed: Outcome) -> dict[str, Outcome]:
    outcomes: dict[str, Outcome] = {spec.name: _measured(spec.name, 0.5) for spec in METRICS}
    outcomes["repeated_frames"] = _measured("repeated_frames", 0.0)
    return outcomes | changed


def _candidate(strength: float, **changed: object) -> Candidate:
    facts: dict[str, object] = {
        "type": "drift", "strength": strength, "start_s": 1.0, "end_s": 2.0,
        "box": Region(10, 20, 60, 90), "metric": "appearance_drift",
        "evidence": "it changed", "evidence_zh": "变了",
    }  # fmt: skip
    return Candidate(**(facts | changed))  # type: ignore[arg-type]


def _seen(
    candidates: dict[str, tuple[Candidate, ...]] | None = None,
    *,
    frames: int = 60,
    source: str = "given",
    **outcomes: Outcome,
) -> Seen:
    evidence = Evidence(_outcomes(**outcomes), (), 0.0, 2.5)
    subject = SubjectRow(source=source, box=(0, 0, 9, 9), confidence=1.0, seen_share=1.0)  # type: ignore[arg-type]
    facts = FACTS.model_copy(update={"frames": frames})
    return Seen("clip.mp4", facts, subject, evidence, candidates or {}, (2.5, 2.8125))


def _moving(speed: float) -> dict[str, Outcome]:
    """Picture and subject move at this speed."""
    return {name: _measured(name, speed) for name in ("motion_amount", "subject_motion")}


def _strong(times: float = 30) -> dict[str, tuple[Candidate, ...]]:
    return {"colour_drift": (_candidate(times * FLOOR["colour_drift"]),)}


SILENT = {
    "too few frames": _seen(frames=FEWEST_FRAMES - 1),
    "stands still": _seen(**_moving(0.001)),
    "a slide show": _seen(repeated_frames=_measured("repeated_frames", 0.96)),
    "noise": _seen(ssim_compensated=_measured("ssim_compensated", 0.06)),
    "a speck": replace(_seen(), facts=FACTS.model_copy(update={"width": 15})),
    "no motion measured": _seen(motion_amount=Unmeasured("motion_amount", "no pair was seen")),
}


@pytest.mark.parametrize("seen", SILENT.values(), ids=SILENT)
def test_what_cannot_be_judged_has_a_reason_and_no_number(seen: Seen) -> None:
    row = judge(seen, CALIBRATION)
    assert row.status == "not_assessable"
    assert row.verdict == "unknown"
    assert row.reason
    assert row.risk is None
    assert row.consistency is None
    assert row.events == ()
    assert row.clean_ranges_s == ()
    assert set(row.metrics) == {spec.name for spec in METRICS}


def test_too_few_frames_says_how_many_it_takes() -> None:
    reason = judge(SILENT["too few frames"], CALIBRATION).reason or ""
    assert str(FEWEST_FRAMES - 1) in reason
    assert str(FEWEST_FRAMES) in reason


def test_a_still_clip_with_a_defect_is_told_of_its_defect() -> None:
    """That nothing moves is no reason to keep silent about what went wrong all the same."""
    row = judge(_seen(_strong(400), **_moving(0.001)), CALIBRATION)
    assert row.status == "scored"
    assert row.verdict == "fail"
    assert row.events


def test_an_occlusion_is_told_and_is_no_defect() -> None:
    seen = _seen()
    away = replace(seen.evidence, excused=(Excuse(0.5, 1.5, "covered"),))
    row = judge(replace(seen, evidence=away), CALIBRATION)
    assert [(event.type, event.severity, event.p_value) for event in row.events] == [
        ("occlusion", 0.0, None)
    ]
    assert row.clean_ranges_s == ((0.0, 2.5),)
    assert row.verdict == "pass"


@given(st.integers(1, 40), st.floats(0, 0.3), st.floats(0, 1), st.booleans())
@settings(deadline=None)
def test_unknown_is_never_a_pass(frames: int, motion: float, repeats: float, known: bool) -> None:
    amount = _measured("motion_amount", motion) if known else Unmeasured("motion_amount", "no")
    row = judge(
        _seen(
            frames=frames,
            motion_amount=amount,
            subject_motion=_measured("subject_motion", motion),
            repeated_frames=_measured("x", repeats),
        ),
        CALIBRATION,
    )
    assert (row.status == "scored") == (row.verdict != "unknown")
    assert (row.risk is None) == (row.verdict == "unknown")
    assert (row.reason is None) == (row.status == "scored")
    if frames < FEWEST_FRAMES or not known or motion < CALIBRATION.still_subject or repeats > 0.9:
        assert row.verdict == "unknown"


@pytest.mark.parametrize(
    ("times", "verdict"), [(0.0, "pass"), (1.0, "pass"), (25.0, "warn"), (400.0, "fail")]
)
def test_the_more_is_found_the_worse_the_verdict(times: float, verdict: str) -> None:
    row = judge(_seen(_strong(times)), CALIBRATION)
    assert row.status == "scored"
    assert row.verdict == verdict


@given(st.floats(0, 60), st.floats(0, 60))
@settings(deadline=None)
def test_risk_grows_and_consistency_falls_with_strength(one: float, other: float) -> None:
    low, high = (judge(_seen(_strong(times)), CALIBRATION) for times in sorted((one, other)))
    assert low.risk is not None
    assert high.risk is not None
    assert low.consistency is not None
    assert high.consistency is not None
    assert low.risk <= high.risk
    assert low.consistency >= high.consistency
    order = ["pass", "warn", "fail"]
    assert order.index(low.verdict) <= order.index(high.verdict)


def test_the_false_alarm_rate_is_that_of_the_fail_threshold() -> None:
    """None of the 20 real clips reaches 0.6: (1 + 0) / (1 + 20)."""
    row = judge(_seen(), CALIBRATION)
    assert row.false_alarm_rate == pytest.approx(1 / 21, abs=1e-4)


def test_a_guessed_subject_is_judged_by_guesses() -> None:
    strict = CALIBRATION.modes["guessed"].model_copy(update={"bias": 9.0})
    both = CALIBRATION.model_copy(
        update={"modes": {"located": CALIBRATION.modes["located"], "guessed": strict}}
    )
    assert judge(_seen(source="given"), both).verdict == "pass"
    assert judge(_seen(source="reference"), both).verdict == "pass"
    assert judge(_seen(source="auto"), both).verdict == "fail"


def test_events_are_sorted_by_severity_and_carry_their_p_value() -> None:
    floor = FLOOR["pop"]
    found = {
        "pop": tuple(
            _candidate(floor * times, type="pop_in", start_s=start, end_s=start + 0.1)
            for times, start in ((9.0, 1.5), (3.8, 0.2), (1.0, 2.0))
        ),
        **_strong(),
    }
    events = judge(_seen(found), CALIBRATION).events
    assert [event.severity for event in events] == sorted(
        (event.severity for event in events), reverse=True
    )
    # the candidate at 1.0 floors is what most real footage shows: not worth a word
    assert {(event.type, event.start_s) for event in events} == {
        ("drift", 1.0), ("pop_in", 1.5), ("pop_in", 0.2)
    }  # fmt: skip
    assert all(event.p_value is not None and 0 < event.p_value <= 1 for event in events)
    # 38 tenths: two of 39 null clips show as much
    assert next(e for e in events if e.start_s == 0.2).p_value == pytest.approx(3 / 40)


def test_below_its_floor_nothing_is_told_whatever_the_calibration_says() -> None:
    calm = CALIBRATION.modes["located"]
    nulls = {name: Null(excesses=(0.0,) * 99) for name in calm.nulls}
    rare = CALIBRATION.model_copy(
        update={"modes": {"located": calm.model_copy(update={"nulls": nulls}), "guessed": calm}}
    )
    below = {"colour_drift": (_candidate(0.99 * FLOOR["colour_drift"]),)}
    assert judge(_seen(below), rare).events == ()
    assert len(judge(_seen(_strong(1.01)), rare).events) == 1


boxes = st.builds(
    lambda top, left, height, width: Region(top, left, top + height, left + width),
    st.integers(-80, 300), st.integers(-80, 600), st.integers(1, 400), st.integers(1, 700),
)  # fmt: skip


@given(boxes)
@settings(deadline=None)
def test_boxes_lie_in_the_picture_in_source_pixels(box: Region) -> None:
    found = {"colour_drift": (_candidate(30 * FLOOR["colour_drift"], box=box),)}
    event = judge(_seen(found), CALIBRATION).events[0]
    if event.box is None:
        # nothing of it lies in the 512×256 working picture, give or take rounding
        assert box.left >= 511 or box.top >= 255 or box.right <= 1 or box.bottom <= 1
        return
    x, y, width, height = event.box
    assert x >= 0
    assert y >= 0
    assert width > 0
    assert height > 0
    assert x + width <= FACTS.width
    assert y + height <= FACTS.height
    if box.left > 0 and box.right < 500:
        assert x == pytest.approx(box.left * 2.5, abs=1)
        assert width == pytest.approx(box.width * 2.5, abs=1)


moment = st.floats(0, 10)
spans = st.lists(st.tuples(moment, moment, st.sampled_from([0.01, 0.05, 0.08])), max_size=8)


@given(spans)
def test_clean_ranges_touch_no_sure_event(found: list[tuple[float, float, float]]) -> None:
    events = tuple(_event(min(a, b), max(a, b), p) for a, b, p in found)
    evidence = Evidence({}, (), 0.0, 10.0)
    ranges = clean_ranges(evidence, events)
    assert list(ranges) == sorted(ranges)
    sure = [event for event in events if event.p_value is not None and event.p_value <= SURE_P]
    for start, end in ranges:
        assert 0 <= start < end <= 10
        assert end - start >= 0.5 - 2e-3
        for event in sure:
            assert event.end_s <= start + 1e-3 or event.start_s >= end - 1e-3
    for (_, end), (start, _) in itertools.pairwise(ranges):
        assert start >= end
    if not sure:
        assert ranges == ((0.0, 10.0),)


@given(spans)
def test_no_clean_half_second_is_left_out(found: list[tuple[float, float, float]]) -> None:
    """Each tenth of a second that is farther than half a second from any sure event is clean."""
    events = tuple(_event(min(a, b), max(a, b), p) for a, b, p in found)
    ranges = clean_ranges(Evidence({}, (), 0.0, 10.0), events)
    sure = [event for event in events if event.p_value is not None and event.p_value <= SURE_P]
    for time in np.arange(0.6, 9.4, 0.1):
        if all(time + 0.5 < event.start_s or time - 0.5 > event.end_s for event in sure):
            assert any(start - 1e-3 <= time <= end + 1e-3 for start, end in ranges)


def _event(start: float, end: float, p_value: float) -> Event:
    return Event(
        type="drift", start_s=start, end_s=end, box=None, severity=0.5, metric="m",
        p_value=p_value, evidence="-",
    )  # fmt: skip


@pytest.mark.parametrize("moments", [2, 30, 240, 241, 5000])
def test_curves_are_short_enough_to_draw(moments: int) -> None:
    ramp = Measurement(
        "motion_amount", 1.0, np.linspace(0, 60, moments), {"value": np.linspace(1, 2, moments)}
    )
    curves = judge(_seen(motion_amount=ramp), CALIBRATION).curves
    assert curves is not None
    assert 2 <= len(curves.times_s) <= CURVE_POINTS
    assert all(len(column) == len(curves.times_s) for column in curves.values.values())
    assert list(curves.times_s) == sorted(curves.times_s)
    drawn = [value for value in curves.values["motion_amount"] if value is not None]
    assert drawn == sorted(drawn)
    assert drawn[0] == pytest.approx(1, abs=0.02 + 1 / moments)
    assert drawn[-1] == pytest.approx(2, abs=0.02 + 1 / moments)


def test_a_curve_has_a_gap_where_nothing_was_measured() -> None:
    column = np.array([1.0, np.nan, 3.0, np.nan] * 5)
    gaps = Measurement("motion_amount", 1.0, np.arange(20) / 12, {"value": column})
    others = {name: Unmeasured(name, "no") for name in _outcomes() if name != "motion_amount"}
    others |= {"repeated_frames": _measured("repeated_frames", 0.0, 20)}  # type: ignore[dict-item]
    curves = judge(_seen(**others, motion_amount=gaps), CALIBRATION).curves
    assert curves is not None
    assert curves.values["motion_amount"][:4] == (1.0, None, 3.0, None)
    assert set(curves.values) == {"motion_amount"}


def test_every_measure_is_told_with_its_unit_or_its_reason() -> None:
    row = judge(_seen(bend=Unmeasured("bend", "no subject")), CALIBRATION)
    assert row.metrics["bend"].value is None
    assert row.metrics["bend"].unmeasured == "no subject"
    for spec in METRICS:
        assert row.metrics[spec.name].unit == spec.unit
        assert (row.metrics[spec.name].value is None) == (spec.name == "bend")


def test_a_row_survives_its_own_json() -> None:
    row = judge(_seen(_strong()), load_calibration())
    assert ClipRow.model_validate_json(row.model_dump_json()) == row


def _told(kind: str, start_s: float, p_value: float = 0.01) -> Event:
    return Event(
        type=kind, start_s=start_s, end_s=2.5, box=None, severity=0.8, metric="m",
        p_value=p_value, evidence="it changed", evidence_zh="变了",
    )  # type: ignore[arg-type]  # fmt: skip


def test_what_follows_from_a_swap_or_a_flash_is_not_told_twice() -> None:
    swap, flash = _told("swap", 1.0), _told("flash", 1.75).model_copy(update={"end_s": 1.8})
    late, other = _told("drift", 1.6), _told("flicker", 1.0)
    events = [
        swap,
        _told("morph", 1.1),
        _told("drift", 0.8),
        late,
        other,
        flash,
        _told("cut", 1.7),
    ]
    assert told_once(events) == [swap, late, other, flash]
    unsure = [_told("vanish", 1.0, 0.08), _told("morph", 1.0), _told("cut", 1.0)]
    assert told_once(unsure) == unsure


def test_where_the_whole_picture_flickers_no_morph_is_told() -> None:
    whole = _told("flicker", 0.0)
    assert told_once([whole, _told("morph", 1.0), _told("drift", 1.0)]) == [
        whole,
        _told("drift", 1.0),
    ]
    boiling = whole.model_copy(update={"box": (0, 0, 9, 9)})
    assert len(told_once([boiling, _told("morph", 1.0)])) == 2
