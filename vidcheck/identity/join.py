"""Joins what models saw with a row that was judged without them: one risk, one verdict."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from vidcheck.detect.context import context_of
from vidcheck.identity.opinion import identity_row
from vidcheck.identity.usual import fused, load_usual
from vidcheck.judge.judge import SAME_MOMENT_S, SURE_P, clean_ranges, mode_of
from vidcheck.judge.rows import Event, MetricRow

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vidcheck.calibration.model import Calibration
    from vidcheck.detect.base import Evidence
    from vidcheck.geometry import Region
    from vidcheck.identity.opinion import Opinion
    from vidcheck.identity.references import Anchors
    from vidcheck.identity.usual import Fused, ModeUsual, Null, Strength
    from vidcheck.judge.rows import Box, ClipRow, Curves, IdentityRow

    Doubles = NDArray[np.float64]
    Excesses = dict[Strength, float]

LOOK, FACE = "subject_likeness", "face_likeness"
"""Names of the two curves: cosine to the opening, and to the most typical face."""
FLOORS: dict[Strength, float] = {"halves": 0.08, "step": 0.08}
"""Distances below which nothing is worth a word, however rare: one subject before other backgrounds
differs from itself by 0.09 (docs/models.md)."""
STALE_S = 0.6
"""Seconds from a key frame beyond which a curve has no value."""


def joined(
    row: ClipRow,
    seen: Opinion,
    evidence: Evidence,
    calibration: Calibration,
    models: tuple[str, ...],
    *,
    scale: tuple[float, float],
    anchors: Anchors | None = None,
) -> ClipRow:
    """The row with `identity`, its curves and its events, and the risk and verdict of both.

    Args:
        row: as judged without models.
        seen: what models saw.
        evidence: what detectors were shown, for the clip's ends and excuses.
        calibration: what `row` was judged by.
        models: ids of those that served.
        scale: source pixels per working pixel, across and down.
        anchors: reference pictures, where there are any.
    """
    told = identity_row(seen, models, anchors)
    row = row.model_copy(
        update={"metrics": row.metrics | _metrics(seen), "curves": _curves(row, seen)}
    )
    if row.status != "scored" or row.subject is None or row.risk is None:
        return row.model_copy(update={"identity": told})
    if (known := load_usual().embedding) not in models:
        return row.model_copy(update={"identity": _unjudged(told, known)})
    mode = mode_of(row.subject.source)
    joint = fused(calibration.modes[mode].real_risks, mode)
    excesses = joint.mode.excesses(seen.strengths, context_of(evidence))
    if not excesses:  # too few looks: what the measures alone say stands, by their own thresholds
        return row.model_copy(update={"identity": told})
    told = told.model_copy(
        update={
            "p_values": _p_values(excesses, joint.mode),
            "risk_without": row.risk,
            "verdict_without": row.verdict,
        }
    )
    events = (*row.events, *_events(row, seen, excesses, joint.mode, scale))
    return row.model_copy(
        update={
            **_judged(row, excesses, joint),
            "identity": told,
            "events": tuple(sorted(events, key=lambda one: (-one.severity, one.start_s))),
            "clean_ranges_s": clean_ranges(evidence, events),
        }
    )


def _unjudged(told: IdentityRow, known: str) -> IdentityRow:
    """With the reason why looks of another embedding than the `known` one are not judged."""
    note = f"what is usual is known for {known} only: looks are told and not judged"
    note_zh = f"只知道 {known} 的常态：只列出外观变化，不作判断"
    own = {"note": told.note or note, "note_zh": told.note_zh or note_zh}
    return told.model_copy(update=own)


def _judged(row: ClipRow, excesses: Excesses, joint: Fused) -> dict[str, object]:
    """What the measures' risk and the looks say together.

    What the measures alone warn of, or fail, is still worth a look.
    """
    risk = round(joint.risk(row.risk or 0.0, excesses), 4)
    warned = risk >= joint.warn or row.verdict != "pass"
    return {
        "risk": risk,
        "verdict": "fail" if risk >= joint.fail else "warn" if warned else "pass",
        "consistency": joint.consistency(risk),
        "false_alarm_rate": round(joint.false_alarms(joint.fail), 4),
    }


def _p_values(excesses: Excesses, usual: ModeUsual) -> dict[str, float]:
    return {name: round(usual.nulls[name].p_value(excess), 4) for name, excess in excesses.items()}


def _events(
    row: ClipRow,
    seen: Opinion,
    excesses: Excesses,
    usual: ModeUsual,
    scale: tuple[float, float],
) -> list[Event]:
    """A swap where one step is rare; else a drift where the halves are."""
    last_s = float(seen.looks.times_s[-1]) if len(seen.looks.times_s) else 0.0
    candidates: tuple[tuple[Strength, int | None], ...] = (
        ("step", seen.changed),
        ("halves", seen.onset),
    )
    for name, index in candidates:
        strength = seen.strengths.get(name)
        if strength is None or index is None or strength < FLOORS[name]:
            continue
        p_value = round(usual.nulls[name].p_value(excesses[name]), 4)
        if p_value > SURE_P:
            continue
        start_s = float(seen.looks.times_s[max(0, index - 1)])
        if _told_already(row, start_s, name):
            return []
        said, said_zh = _words(name, strength)
        return [
            Event(
                type="swap" if name == "step" else "drift",
                start_s=round(start_s, 3),
                end_s=round(last_s, 3),
                box=_source_box(seen.looks.boxes[index], row, scale),
                severity=round(_severity(excesses[name], usual.nulls[name]), 3),
                metric=LOOK,
                p_value=p_value,
                evidence=said,
                evidence_zh=said_zh,
            )
        ]
    return []


def _told_already(row: ClipRow, start_s: float, name: Strength) -> bool:
    """Whether a sure finding says the same: another subject at that moment, or any slow change."""
    sure = [one for one in row.events if one.p_value is not None and one.p_value <= SURE_P]
    swaps = [one for one in sure if one.type in ("swap", "vanish", "cut")]
    if any(abs(one.start_s - start_s) <= 2 * SAME_MOMENT_S for one in swaps):
        return True
    return name == "halves" and any(one.type in ("swap", "vanish", "drift") for one in sure)


def _words(name: Strength, strength: float) -> tuple[str, str]:
    alike = f"{1 - strength:.2f}"
    if name == "step":
        return (
            f"to the embedding the subject is another from here on (likeness {alike})",
            f"向量模型认为主体从此处起变成另一个（相似度 {alike}）",
        )
    return (
        f"to the embedding the subject's second half is unlike its first (likeness {alike})",
        f"向量模型认为主体后半段与前半段不同（相似度 {alike}）",
    )


def _severity(excess: float, null: Null) -> float:
    """0..1, one half where one good clip in twenty shows as much."""
    twentieth = null.z(float(np.quantile(null.excesses, 0.95)))
    return 1 / (1 + math.exp(min(60.0, twentieth - null.z(excess))))


def _source_box(region: Region, row: ClipRow, scale: tuple[float, float]) -> Box | None:
    x, y, width, height = region.scaled(*scale).to_xywh()
    if row.clip is None:
        return None
    left, top = max(0, x), max(0, y)
    right, bottom = min(row.clip.width, x + width), min(row.clip.height, y + height)
    return (left, top, right - left, bottom - top) if right > left and bottom > top else None


def _metrics(seen: Opinion) -> dict[str, MetricRow]:
    """The two likenesses as measures among the others: medians over the clip."""
    rows = {}
    if seen.likeness is not None:
        rows[LOOK] = MetricRow(value=round(float(np.median(seen.likeness)), 5), unit="1")
    if seen.face is not None:
        rows[FACE] = MetricRow(value=round(float(np.median(seen.face.similarity)), 5), unit="1")
    return rows


def _curves(row: ClipRow, seen: Opinion) -> Curves | None:
    """The row's curves and those of the two likenesses."""
    if row.curves is None:
        return None
    values = dict(row.curves.values)
    at = np.array(row.curves.times_s)
    if seen.likeness is not None:
        values[LOOK] = _nearest(seen.looks.times_s, seen.likeness, at)
    if seen.face is not None:
        values[FACE] = _nearest(seen.face.times_s, seen.face.similarity, at)
    return row.curves.model_copy(update={"values": values})


def _nearest(times_s: Doubles, values: Doubles, at: Doubles) -> tuple[float | None, ...]:
    """At each time the value of the nearest key frame; None where that is too far away."""
    nearest = np.abs(times_s[:, None] - at[None]).argmin(0)
    far = np.abs(times_s[nearest] - at) > STALE_S
    return tuple(
        None if gone else round(float(values[index]), 4)
        for index, gone in zip(nearest, far, strict=True)
    )
