"""Several subjects of one clip: one row, as bad as the worst of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.judge.rows import OtherRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.judge.rows import ClipRow, Event, SubjectRow

    Ranges = tuple[tuple[float, float], ...]

SAME_S = 0.3
"""Seconds within which two findings of one kind and measure are one: what happens beside both
subjects is seen from each."""
LEAST_CLEAN_S = 0.5


def together(row: ClipRow, others: Sequence[tuple[str, ClipRow]]) -> ClipRow:
    """The first subject's row, with what the others showed.

    Verdict and risk are those of the worst; the bounds of false alarms add up, since each subject
    is one more chance to be wrong. What is clean must be clean on all of them.
    """
    if not others:
        return row
    scored = [one for one in (row, *(other for _, other in others)) if one.status == "scored"]
    told = tuple(_told(name, other) for name, other in others)
    if not scored:
        return row.model_copy(update={"others": told})
    worst = max(scored, key=lambda one: (VERDICTS.index(one.verdict), one.risk or 0.0))
    events = row.events if row.status == "scored" else ()
    for name, other in others:
        events += tuple(_named(event, name) for event in other.events if _is_new(event, events))
    clean = scored[0].clean_ranges_s
    for one in scored[1:]:
        clean = _both(clean, one.clean_ranges_s)
    rates = sum(one.false_alarm_rate or 0.0 for one in scored)
    return row.model_copy(
        update={
            "status": "scored",
            "reason": None,
            "verdict": worst.verdict,
            "risk": worst.risk,
            "consistency": min(one.consistency or 0 for one in scored),
            "false_alarm_rate": round(min(1.0, rates), 4),
            "events": tuple(sorted(events, key=lambda event: (-event.severity, event.start_s))),
            "clean_ranges_s": clean,
            "others": told,
        }
    )


VERDICTS = ("unknown", "pass", "warn", "fail")


def _told(name: str, row: ClipRow) -> OtherRow:
    subject: SubjectRow | None = row.subject
    return OtherRow(
        name=name,
        subject=subject,
        status=row.status,
        reason=row.reason,
        verdict=row.verdict,
        risk=row.risk,
        consistency=row.consistency,
    )


def _named(event: Event, name: str) -> Event:
    return event.model_copy(
        update={
            "subject": name,
            "evidence": f"{name}: {event.evidence}",
            "evidence_zh": f"{name}：{event.evidence_zh}",
        }
    )


def _is_new(event: Event, known: Sequence[Event]) -> bool:
    """Whether nobody told it: on the whole picture, or beside the subjects, one look is enough."""
    return not any(
        (one.type, one.metric) == (event.type, event.metric)
        and abs(one.start_s - event.start_s) <= SAME_S
        and (one.box is None or event.box is None or _meet(one.box, event.box))
        for one in known
    )


def _meet(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return across > 0 and down > 0


def _both(one: Ranges, other: Ranges) -> Ranges:
    """Stretches of at least half a second that lie in both."""
    parts = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return tuple((start, end) for start, end in parts if end - start >= LEAST_CLEAN_S)
