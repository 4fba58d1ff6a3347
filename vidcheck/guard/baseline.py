"""A result against an earlier one: what is worse, and nothing else."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING

from vidcheck.decide.rules import rules
from vidcheck.decide.words import DECISIONS, DEFECTS, VERDICTS, Words
from vidcheck.report.guard_rows import Regression

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vidcheck.judge.rows import ClipRow
    from vidcheck.report.guard_rows import Kind, Level
    from vidcheck.report.model import RunReport, ScoreReport

USABLE = ("keep", "fix_in_post")
_ORDER = ("pass", "warn", "fail", "unknown")
"""From best to worst; what cannot be judged any more guards nothing, so it is worst."""


def slim(report: RunReport) -> RunReport:
    """A result as a baseline: without curves and pictures, which nothing is compared by."""
    clips = tuple(
        row.model_copy(
            update={
                "curves": None,
                "strip": None,
                "events": tuple(
                    one.model_copy(update={"before": None, "after": None}) for one in row.events
                ),
            }
        )
        for row in report.clips
    )
    return report.model_copy(update={"clips": clips, "guard": None})


def regressions(report: ScoreReport, baseline: RunReport) -> tuple[Regression, ...]:
    """Everything that is worse than in the baseline, clips first, then shots.

    Clips are paired by shot, generator and take, by their path, or by a file name that is unique on
    both sides. In a check, where a shot has several takes, a clip that is worse is a warning and a
    shot that has lost its usable take a failure; without shots the clip is the failure.
    """
    shots = getattr(report, "shots", ())
    pairs = _paired(report.clips, baseline.clips)
    hard: Level = "warn" if shots else "fail"
    comparable = report.calibration == baseline.calibration
    found = [
        one
        for now, then in pairs
        if now or not report.shard  # the other parts hold what this one lacks
        for one in _of_clip(now, then, hard, comparable=comparable)
    ]  # fmt: skip
    found += _of_shots(report, baseline)
    return tuple(found)


def differences(report: RunReport, old: RunReport | None) -> list[Words]:
    """What a new baseline changes: every clip whose verdict differs, and how many fail in it."""
    said = []
    for now, then in _paired(report.clips, old.clips if old else ()):
        row = now or then
        if row is None or (now and then and now.verdict == then.verdict):
            continue
        sides = [VERDICTS[one.verdict] if one else Words("–", "–") for one in (then, now)]
        said.append(Words(f"{row.path}: {sides[0].en} → {sides[1].en}",
                          f"{row.path}：{sides[0].zh} → {sides[1].zh}"))  # fmt: skip
    failing = sum(row.verdict == "fail" for row in report.clips)
    if failing:
        said.append(
            Words(
                en=f"failing in this baseline: {failing}; they stay shown as fail, and only what "
                "gets worse is reported",
                zh=f"这个基线里有 {failing} 条不通过；仍显示为不通过，只报告变差的",
            )
        )
    return said


def doubts(report: ScoreReport, baseline: RunReport) -> tuple[tuple[str, str], ...]:
    """Why the comparison says less than it seems."""
    if report.calibration == baseline.calibration:
        return ()
    now = report.calibration.id if report.calibration else "none"
    then = baseline.calibration.id if baseline.calibration else "none"
    return (
        Words(
            en=f"the baseline rests on calibration {then}, this result on {now}: risks are not "
            "compared; accept a new baseline once you have looked",
            zh=f"基线用的标定是 {then}，这次是 {now}：不比较风险；核对后请接受新的基线",
        ),
    )


Pair = tuple["ClipRow | None", "ClipRow | None"]
Turned = tuple[Words | None, Words | None]
"""A verdict before and after; None where the clip was not there."""


def _paired(now: Sequence[ClipRow], then: Sequence[ClipRow]) -> list[Pair]:
    rest = {row.path: row for row in then}
    names = Counter(PurePath(row.path).name for row in now)
    old_names = Counter(PurePath(row.path).name for row in then)
    pairs: list[Pair] = []
    for row in now:
        same = next((one for one in rest.values() if _same_take(one, row)), None)
        same = same or rest.get(row.path)
        name = PurePath(row.path).name
        if same is None and names[name] == 1 == old_names[name]:
            same = next((one for one in rest.values() if PurePath(one.path).name == name), None)
        if same is not None:
            del rest[same.path]
        pairs.append((row, same))
    return pairs + [(None, row) for row in rest.values()]


def _same_take(one: ClipRow, other: ClipRow) -> bool:
    if one.shot is None or one.take is None:
        return False
    return (one.shot, one.generator, one.take) == (other.shot, other.generator, other.take)


def _of_clip(
    now: ClipRow | None, then: ClipRow | None, hard: Level, *, comparable: bool
) -> Iterator[Regression]:
    if now is None:
        if then is not None and then.verdict != "unknown":
            yield _told("missing", hard, then, (VERDICTS[then.verdict], None),
                        Words("it is not there any more", "文件已不在"))  # fmt: skip
        return
    if then is None:
        if now.verdict == "fail":
            yield _told("new", hard, now, (None, VERDICTS["fail"]),
                        Words(f"new, and {_why(now, 0)}", f"新文件，{_why(now, 1)}"))  # fmt: skip
        return
    turned = VERDICTS[then.verdict], VERDICTS[now.verdict]
    same = now.clip and then.clip and now.clip.sha256 == then.clip.sha256
    tail = Words("; the file is the same, so vidcheck judges it otherwise",
                 "；文件没有变，是 vidcheck 的判断变了") if same else Words("", "")  # fmt: skip
    if _ORDER.index(now.verdict) > _ORDER.index(then.verdict):
        level: Level = hard if now.verdict in ("fail", "unknown") else "warn"
        yield _told("verdict", level, now, turned,
                    Words(f"{_why(now, 0)}{tail.en}", f"{_why(now, 1)}{tail.zh}"))  # fmt: skip
        return
    new = {one.type for one in now.events} - {one.type for one in then.events} - {"occlusion"}
    if new and now.verdict != "pass":
        kinds = [DEFECTS[kind] for kind in sorted(new)]
        yield _told("defect", "warn", now, turned, Words(
            f"now with {', '.join(one.en for one in kinds)}{tail.en}",
            f"新出现{'、'.join(one.zh for one in kinds)}{tail.zh}",
        ))  # fmt: skip
    elif comparable and (now.risk or 0.0) - (then.risk or 0.0) > rules().noise.risk:
        risks = f"{then.risk or 0.0:.2f} → {now.risk or 0.0:.2f}"
        yield _told("risk", "warn", now, turned,
                    Words(f"risk {risks}{tail.en}", f"风险 {risks}{tail.zh}"))  # fmt: skip


def _of_shots(report: ScoreReport, baseline: RunReport) -> Iterator[Regression]:
    then = {shot.shot: shot for shot in baseline.shots}
    for shot in getattr(report, "shots", ()):
        old = then.get(shot.shot)
        if old is not None and old.decision in USABLE and shot.decision not in USABLE:
            before, after = DECISIONS[old.decision], DECISIONS[shot.decision]
            yield Regression(
                kind="decision", level="fail", shot=shot.shot, path=None, before=old.decision,
                after=shot.decision,
                text=f"{shot.shot}: {before.en} → {after.en}: {shot.reason}",
                text_zh=f"{shot.shot}：{before.zh} → {after.zh}：{shot.reason_zh}",
            )  # fmt: skip


def _told(kind: Kind, level: Level, row: ClipRow, turned: Turned, why: Words) -> Regression:
    before, after = turned
    turn = [" → ".join(pair[i] for pair in (before, after) if pair) for i in (0, 1)]
    return Regression(
        kind=kind, level=level, shot=row.shot, path=row.path,
        before=before.en if before else None, after=after.en if after else None,
        text=f"{row.path}: {turn[0]}: {why.en}", text_zh=f"{row.path}：{turn[1]}：{why.zh}",
    )  # fmt: skip


def _why(row: ClipRow, language: int) -> str:
    """What a clip shows: "drift 2.1–4.0 s, flash 0.5–0.6 s", or why it cannot be judged."""
    if row.status != "scored":
        return row.reason or VERDICTS["unknown"][language]
    said = [
        f"{DEFECTS[one.type][language]} {one.start_s:.1f}–{one.end_s:.1f} s"
        for one in row.events
        if one.type != "occlusion"
    ]
    return ", ".join(said) or ("high risk", "风险高")[language]
