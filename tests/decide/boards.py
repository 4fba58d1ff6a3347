"""Storyboards and takes made by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vidcheck.judge.rows import ClipFacts, ClipRow, Event
from vidcheck.plan.model import PromptPlan
from vidcheck.storyboard.load import LoadedStoryboard, load_storyboard

if TYPE_CHECKING:
    from pathlib import Path

BOARD = """\
# The film of the red letter.   (this comment stays)
vidcheck: 1
project: {title: The Red Letter, fps: 24}   # flow style stays
style:
    prompt: >-
      restrained night drama,
      35mm grain
subjects:
    mei:
        name: {en: Mei, zh: 林梅}
        identity: 'woman, early 30s'     # single quotes stay
places:
    shop: {prompt: "ramen counter"}
defaults:
    budget: {max_takes: 4}
scenes:
-   id: sc01
    place: shop
    shots:
    -   id: "12A"
        duration: 8       # seconds
        action: Mei looks down.
        cast: [{who: mei}]
        camera: {size: MS, move: arc_left}

    -   id: 12B
        duration: 4.5
        action: {en: Mei turns, zh: 林梅转身}
        cast: [{who: mei}]
    -   id: 12C
        duration: 3
        action: >
          林梅走出门。
        target: {seed: 11}
"""


def board(folder: Path, text: str = BOARD) -> LoadedStoryboard:
    path = folder / "storyboard.yaml"
    path.write_text(text, encoding="utf-8")
    return load_storyboard(path)


def nothing_planned() -> PromptPlan:
    return PromptPlan(storyboard="storyboard.yaml", plan_hash="0", requests=())


def flaw(kind: str, start: float, end: float, severity: float = 0.8) -> Event:
    return Event.model_validate(
        {"type": kind, "start_s": start, "end_s": end, "box": None, "severity": severity,
         "metric": "m", "p_value": None, "evidence": "e"}
    )  # fmt: skip


def take(number: int, verdict: str = "pass", *events: Event, **changes: Any) -> ClipRow:
    plain = {
        "path": f"takes/12A_t{number}.mp4",
        "status": "scored",
        "verdict": verdict,
        "risk": {"pass": 0.1, "warn": 0.5, "fail": 0.9}[verdict],
        "clip": ClipFacts(width=1280, height=720, fps=24.0, frames=192, duration_s=8.0,
                          codec="h264", sha256="0"),
        "events": events,
        "clean_ranges_s": () if events else ((0.0, 8.0),),
        "shot": "12A",
        "take": number,
    }  # fmt: skip
    return ClipRow.model_validate(plain | changes)


def unreadable(number: int) -> ClipRow:
    return ClipRow(
        path=f"takes/12A_t{number}.mp4", status="unreadable", reason="not a video",
        verdict="unknown", shot="12A", take=number,
    )  # fmt: skip
