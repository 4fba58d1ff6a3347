"""A run made by hand: three shots, five takes, one broken file."""

from __future__ import annotations

import math

from vidcheck.continuity.rows import Continuity
from vidcheck.decide.rows import Advice, Asked, Ranked, ShotRow
from vidcheck.judge.rows import ClipFacts, ClipRow, Curves, Event, MetricRow, SubjectRow
from vidcheck.report.model import CalibrationRow, Left, RunReport


def clip(path: str, verdict: str, risk: float, shot: str, take: int, *events: Event) -> ClipRow:
    times = tuple(i / 12 for i in range(48))
    bend = [0.95 - 0.02 * math.sin(t) - (0.2 if events and t > 2 else 0) for t in times]
    return ClipRow.model_validate(
        {
            "path": path,
            "status": "scored",
            "verdict": verdict,
            "risk": risk,
            "consistency": round(100 * (1 - risk)),
            "false_alarm_rate": 0.05,
            "clip": ClipFacts(
                width=1280, height=720, fps=12.0, frames=48, duration_s=4.0, codec="h264",
                sha256="0" * 64,
            ),
            "subject": SubjectRow(source="auto", box=(410, 96, 300, 520), confidence=0.8,
                                  seen_share=1.0),
            "metrics": {"ssim_adjacent": MetricRow(value=0.94, unit="1", percentile=0.31)},
            "events": events,
            "clean_ranges_s": ((0.0, 2.0),) if events else ((0.0, 4.0),),
            "curves": Curves(times_s=times, values={"ssim_adjacent": tuple(bend)}),
            "shot": shot,
            "take": take,
        }
    )  # fmt: skip


DRIFT = Event(
    type="drift", start_s=2.1, end_s=4.0, box=(410, 96, 300, 520), severity=0.8,
    metric="ssim_adjacent", p_value=0.01, evidence="colour of the subject moved by ΔE 14",
    evidence_zh="主体颜色偏移 ΔE 14",
)  # fmt: skip

CLIPS = (
    clip("takes/12A_t1.mp4", "fail", 0.9, "12A", 1, DRIFT),
    clip("takes/12A_t2.mp4", "pass", 0.1, "12A", 2),
    clip("takes/12B_t1.mp4", "fail", 0.8, "12B", 1, DRIFT),
    clip("takes/12B_t2.mp4", "fail", 0.82, "12B", 2, DRIFT),
    ClipRow(
        path="takes/12C_t1.mp4", status="unreadable", reason="not one frame of it can be decoded",
        verdict="unknown", shot="12C", take=1,
    ),
)  # fmt: skip

PATCH = """\
--- storyboard.yaml
+++ storyboard.yaml
@@ -40,3 +40,3 @@
       - id: "12B"
-        duration: 4
+        duration: 3
         action: Her thumb presses the fold.
"""


def ranked(path: str, rank: int, why: str, *tied: str) -> Ranked:
    asked = Asked(what="duration", asked="4 s", measured="4.0 s", met=True)
    return Ranked(path=path, rank=rank, tied_with=tied, why=why, why_zh="原因", asked=(asked,))


SHOTS = (
    ShotRow(
        shot="12A", decision="keep", take="takes/12A_t2.mp4", reason="take 2 passes",
        reason_zh="第 2 条通过", duration_s=4.0, line=31, action="Mei stands behind the counter.",
        ranking=(ranked("takes/12A_t2.mp4", 1, "passes"),
                 ranked("takes/12A_t1.mp4", 2, "drift at 2.1–4.0 s")),
    ),
    ShotRow(
        shot="12B", decision="rewrite", take="takes/12B_t1.mp4",
        reason="drift in 2 takes, 2.1–4.0 s", reason_zh="两条都漂移，2.1–4.0 秒",
        duration_s=4.0, line=40, action="Her thumb presses the fold.",
        ranking=(ranked("takes/12B_t1.mp4", 1, "drift", "takes/12B_t2.mp4"),
                 ranked("takes/12B_t2.mp4", 1, "drift", "takes/12B_t1.mp4")),
        advice=Advice(change="Ask for a shorter shot", change_zh="把镜头改短",
                      where="storyboard.yaml:41", patch=PATCH, repair="drift-late",
                      source="practitioners", hypothesis=True),
    ),
    ShotRow(
        shot="12C", decision="undecided", take=None, reason="no take could be measured",
        reason_zh="没有一条可以测量", duration_s=5.0, line=52,
        ranking=(ranked("takes/12C_t1.mp4", 1, "unreadable"),),
    ),
)  # fmt: skip

RUN = RunReport(
    calibration=CalibrationRow(id="real-2026-11", clips=70, date="2026-11-20"),
    clips=CLIPS,
    storyboard="storyboard.yaml",
    plan_hash="abc",
    title="The Red Letter",
    created="2026-11-23T12:00:00+00:00",
    shots=SHOTS,
    continuity=Continuity(),
    unmatched=(Left(path="takes/x.part", reason="not finished", reason_zh="未下载完"),),
    missing=("12D",),
)
