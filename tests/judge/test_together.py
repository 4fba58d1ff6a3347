"""Several subjects in one row: as bad as the worst, and nothing told twice."""

from __future__ import annotations

import pytest

from vidcheck.judge.rows import ClipRow, Event, SubjectRow
from vidcheck.judge.together import together


def event(kind: str, start: float, metric: str, box: tuple[int, int, int, int] | None) -> Event:
    return Event(
        type=kind,  # type: ignore[arg-type]
        start_s=start,
        end_s=start + 0.5,
        box=box,
        severity=0.6,
        metric=metric,
        p_value=0.02,
        evidence="the subject changes",
        evidence_zh="主体变了",
    )


def row(verdict: str, risk: float, *events: Event, clean: tuple[float, float] = (0, 4)) -> ClipRow:
    return ClipRow(
        path="a.mp4",
        status="scored",
        verdict=verdict,  # type: ignore[arg-type]
        risk=risk,
        consistency=round(100 * (1 - risk)),
        false_alarm_rate=0.04,
        subject=SubjectRow(source="given", box=(0, 0, 9, 9), confidence=1, seen_share=1),
        events=events,
        clean_ranges_s=(clean,),
    )


def test_one_subject_is_left_as_it_is() -> None:
    alone = row("pass", 0.1)
    assert together(alone, []) is alone


def test_the_worst_decides_and_the_bounds_add_up() -> None:
    both = together(row("pass", 0.1, clean=(0, 2.4)), [("jun", row("fail", 0.9, clean=(1, 4)))])
    assert (both.verdict, both.risk, both.consistency) == ("fail", 0.9, 10)
    assert both.false_alarm_rate == pytest.approx(0.08)
    assert both.clean_ranges_s == ((1, 2.4),)
    assert [(one.name, one.verdict, one.risk) for one in both.others] == [("jun", "fail", 0.9)]


def test_whose_finding_it_is_stands_beside_it() -> None:
    swap = event("swap", 1.0, "unexplained_change", (5, 5, 9, 9))
    both = together(row("pass", 0.1), [("jun", row("fail", 0.9, swap))])
    assert both.events[0].subject == "jun"
    assert both.events[0].evidence == "jun: the subject changes"
    assert both.events[0].evidence_zh == "jun：主体变了"


def test_what_both_show_is_told_once() -> None:
    """A flash of the whole picture, and a ball beside both of them."""
    flash, ball = event("flash", 1.0, "luma_flicker", None), ("pop_in", 2.0, "unexplained_change")
    first = row("fail", 0.8, flash, event(*ball, (50, 50, 20, 20)))
    again = event("flash", 1.1, "luma_flicker", None)
    near, far = event(*ball, (55, 52, 20, 20)), event(*ball, (200, 10, 20, 20))
    both = together(first, [("jun", row("fail", 0.9, again, near, far))])
    assert [(one.type, one.subject) for one in both.events if one.subject] == [("pop_in", "jun")]
    assert len(both.events) == 3


def test_unknown_never_counts_as_good() -> None:
    still = ClipRow(path="a.mp4", status="not_assessable", verdict="unknown", reason="stands still")
    assert together(still, [("jun", still)]).verdict == "unknown"
    assert together(still, [("jun", still)]).reason == "stands still"
    both = together(still, [("jun", row("fail", 0.9))])
    assert (both.status, both.verdict, both.reason) == ("scored", "fail", None)
    passed = together(row("pass", 0.2), [("jun", still)])
    assert passed.verdict == "pass"
    assert passed.others[0].reason == "stands still"
