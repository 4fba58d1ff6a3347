"""Candidates × calibration → events, risk, verdict; and when there is nothing to be said."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vidcheck.detect import BUILT_IN as DETECTORS
from vidcheck.detect import strongest
from vidcheck.detect.context import context_of
from vidcheck.judge.assessable import still, unseen
from vidcheck.judge.rows import ClipRow, Curves, Event, MetricRow, SubjectRow
from vidcheck.measure import BUILT_IN as METRICS
from vidcheck.measure.base import Measurement, Unmeasured

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vidcheck.calibration.model import Calibration, Mode, ModeCalibration
    from vidcheck.detect.base import Candidate, Evidence, Excuse
    from vidcheck.geometry import Region
    from vidcheck.judge.rows import Box, ClipFacts, Verdict
    from vidcheck.locate.base import Source
    from vidcheck.measure.base import Outcome

TELL_P = 0.10
"""Candidates that more of the real footage shows are not worth a word."""
SURE_P = 0.05
"""Events that less of the real footage shows count as defects of the clip."""
SUDDEN = ("pop", "swap", "fade", "turn", "double", "freeze", "boil")
UNHEARD = math.log(1.25)
"""A sudden defect a quarter stronger than in any clip of the null is worth a warning by itself,
whatever the risk."""
SAME_MOMENT_S = 0.3
"""Seconds within which findings are of one moment: two pairs and the onset's uncertainty."""
CURVES = (
    "appearance_drift",
    "colour_step",
    "flow_failure",
    "histogram_hsv_first",
    "luma_flicker",
    "motion_amount",
    "ssim_adjacent",
    "ssim_compensated",
    "unexplained_change",
)
CURVE_POINTS = 240


@dataclass(frozen=True)
class Seen:
    """What a clip showed, ready to be judged.

    `scale` is source pixels per working pixel, across and down.
    """

    path: str
    facts: ClipFacts
    subject: SubjectRow
    evidence: Evidence
    candidates: Mapping[str, tuple[Candidate, ...]]
    scale: tuple[float, float]
    warnings: tuple[str, ...] = ()


def judge(seen: Seen, calibration: Calibration) -> ClipRow:
    """The row of a clip that could be decoded: scored, or not assessable with the reason."""
    mode = calibration.modes[mode_of(seen.subject.source)]
    row = ClipRow(
        path=seen.path,
        status="not_assessable",
        verdict="unknown",
        clip=seen.facts,
        subject=seen.subject,
        metrics=_metrics(seen.evidence.outcomes),
        curves=_curves(seen.evidence.outcomes),
        warnings=seen.warnings,
    )
    context = context_of(seen.evidence)
    excesses = mode.excesses(strongest(seen.candidates), context)
    risk = round(mode.risk(excesses), 4)
    reason = unseen(seen.facts, seen.subject, seen.evidence, calibration)
    events = _events(seen, mode, context)
    sure = any(_is_sure(event) for event in events)
    if reason is None and risk < mode.warn and not sure:
        reason = still(seen.evidence, calibration)
    if reason is not None:
        return row.model_copy(update={"reason": reason[0], "reason_zh": reason[1]})
    return row.model_copy(
        update={
            "status": "scored",
            "verdict": _verdict(risk, excesses, mode),
            "risk": risk,
            "consistency": mode.consistency(risk),
            "false_alarm_rate": round(mode.false_alarms(mode.fail), 4),
            "events": events,
            "clean_ranges_s": clean_ranges(seen.evidence, events),
        }
    )


def mode_of(source: Source) -> Mode:
    """Which calibration counts: whether the subject is known, or only guessed."""
    return "located" if source in ("given", "reference", "face") else "guessed"


def _verdict(risk: float, excesses: Mapping[str, float], mode: ModeCalibration) -> Verdict:
    if risk >= mode.fail:
        return "fail"
    unseen_before = (
        excesses[name] > mode.nulls[name].excesses[-1] + UNHEARD
        for name in SUDDEN
        if name in excesses
    )
    return "warn" if risk >= mode.warn or any(unseen_before) else "pass"


def _events(
    seen: Seen, mode: ModeCalibration, context: tuple[float | None, ...]
) -> tuple[Event, ...]:
    events = []
    for spec in DETECTORS:
        null = mode.nulls[spec.name]
        for found in seen.candidates.get(spec.name, ()):
            excess = mode.excesses({spec.name: found.strength}, context)[spec.name]
            p_value = null.p_value(excess)
            if found.strength < spec.floor or p_value > TELL_P:
                continue
            events.append(
                Event(
                    type=found.type,
                    start_s=round(found.start_s, 3),
                    end_s=round(max(found.end_s, found.start_s), 3),
                    box=_source_box(found.box, seen),
                    severity=round(_severity(excess, mode, spec.name), 3),
                    metric=found.metric,
                    p_value=round(p_value, 4),
                    evidence=found.evidence,
                    evidence_zh=found.evidence_zh,
                )
            )
    events = told_once(events)
    events += [_occlusion(excuse, seen) for excuse in seen.evidence.excused]
    return tuple(sorted(events, key=lambda event: (-event.severity, event.start_s)))


def told_once(events: list[Event]) -> list[Event]:
    """Without what only follows from a plainer finding of the same moment.

    A subject that is another one has other colours and loses its points; a picture that flashes
    jumps in palette and layout as a cut does; and where all of it flickers, flow cannot hold.
    """
    swaps = [e.start_s for e in events if e.type in ("swap", "vanish") and _is_sure(e)]
    flashes = [e for e in events if e.type == "flash" and _is_sure(e)]
    flickers = any(e.type == "flicker" and e.box is None and _is_sure(e) for e in events)

    def follows(event: Event) -> bool:
        if event.type == "morph" and flickers:
            return True
        if event.type in ("drift", "morph"):
            return any(abs(event.start_s - start) <= SAME_MOMENT_S for start in swaps)
        return event.type == "cut" and any(
            flash.start_s - SAME_MOMENT_S <= event.start_s <= flash.end_s for flash in flashes
        )

    return [event for event in events if not follows(event)]


def _is_sure(event: Event) -> bool:
    return event.p_value is not None and event.p_value <= SURE_P


def _severity(excess: float, mode: ModeCalibration, name: str) -> float:
    """0..1 and one half where only one good clip in twenty shows as much for such a clip."""
    scale, usual = mode.scales[name], mode.nulls[name].quantile(0.95)
    return 1 / (1 + math.exp(min(60.0, (usual - excess) / scale.width)))


def _occlusion(excuse: Excuse, seen: Seen) -> Event:
    """What is told, but is no defect."""
    left = excuse.why == "left"
    return Event(
        type="occlusion",
        start_s=round(max(excuse.start_s, seen.evidence.first_s), 3),
        end_s=round(min(excuse.end_s, seen.evidence.last_s), 3),
        box=_source_box(seen.evidence.box_at(excuse.start_s), seen),
        severity=0.0,
        metric="histogram_hsv_first",
        p_value=None,
        evidence=f"the subject {'leaves the picture' if left else 'is covered'} and comes back",
        evidence_zh=f"主体{'离开画面' if left else '被遮挡'}后又回来",
    )


def _source_box(region: Region | None, seen: Seen) -> Box | None:
    if region is None:
        return None
    x, y, width, height = region.scaled(*seen.scale).to_xywh()
    left, top = max(0, x), max(0, y)
    right = min(seen.facts.width, x + width)
    bottom = min(seen.facts.height, y + height)
    return (left, top, right - left, bottom - top) if right > left and bottom > top else None


def clean_ranges(evidence: Evidence, events: tuple[Event, ...]) -> tuple[tuple[float, float], ...]:
    """Stretches of at least half a second that no sure event touches, seconds, in order."""
    ranges, start = [], evidence.first_s
    sure = [e for e in events if e.p_value is not None and e.p_value <= SURE_P]
    for event in sorted(sure, key=lambda event: event.start_s):
        if event.start_s - start >= 0.5:
            ranges.append((round(start, 3), round(event.start_s, 3)))
        start = max(start, event.end_s)
    if evidence.last_s - start >= 0.5:
        ranges.append((round(start, 3), round(evidence.last_s, 3)))
    return tuple(ranges)


def _metrics(outcomes: Mapping[str, Outcome]) -> dict[str, MetricRow]:
    rows = {}
    for spec in METRICS:
        outcome = outcomes[spec.name]
        if isinstance(outcome, Unmeasured):
            rows[spec.name] = MetricRow(value=None, unit=spec.unit, unmeasured=outcome.reason)
        else:
            rows[spec.name] = MetricRow(value=round(outcome.value, 5), unit=spec.unit)
    return rows


def _curves(outcomes: Mapping[str, Outcome]) -> Curves | None:
    known = {
        name: outcome
        for name in CURVES
        if isinstance(outcome := outcomes.get(name), Measurement) and len(outcome.times_s) > 1
    }
    if not known:
        return None
    first = min(float(outcome.times_s[0]) for outcome in known.values())
    last = max(float(outcome.times_s[-1]) for outcome in known.values())
    longest = max(len(outcome.times_s) for outcome in known.values())
    times = np.linspace(first, last, min(CURVE_POINTS, longest))
    return Curves(
        times_s=tuple(round(float(time), 3) for time in times),
        values={name: _resampled(outcome, times) for name, outcome in known.items()},
    )


def _resampled(outcome: Measurement, times: np.ndarray) -> tuple[float | None, ...]:
    """The value of the nearest measured moment at each time, None where that is unmeasured."""
    middle = (outcome.times_s[1:] + outcome.times_s[:-1]) / 2
    values = outcome.series["value"][np.searchsorted(middle, times)]
    return tuple(round(float(v), 4) if np.isfinite(v) else None for v in values)
