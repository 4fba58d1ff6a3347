"""What was tried before counts: rounds, other generators, changes that did not help."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.decide.boards import BOARD, board, flaw, take
from tests.decide.test_rank import request
from vidcheck.decide.paired import paired_difference
from vidcheck.decide.past import Past
from vidcheck.decide.patch import apply_patch
from vidcheck.decide.rank import better, ranked
from vidcheck.decide.shots import decide_shots
from vidcheck.decide.take import Take
from vidcheck.judge.rows import ClipFacts, ClipRow, Curves, MetricRow, SubjectRow
from vidcheck.ledger.history import PastTake
from vidcheck.plan.model import PromptPlan

if TYPE_CHECKING:
    from vidcheck.decide.rows import ShotRow

KLING, SEEDANCE = "kling-3.0", "seedance-2.0"
PLAN = PromptPlan(
    storyboard="s", plan_hash="0",
    requests=tuple(request(generator=one, duration_s=None) for one in (KLING, SEEDANCE)),
)  # fmt: skip


def facts(sha: str) -> ClipFacts:
    return ClipFacts(width=1280, height=720, fps=24.0, frames=192, duration_s=8.0, codec="h264",
                     sha256=sha)  # fmt: skip


def made(number: int, verdict: str = "fail", *events: Any, by: str = KLING, **more: Any) -> ClipRow:
    return take(number, verdict, *events, generator=by, clip=facts(f"now {number}"), **more)


def past(sha: str, *events: str, number: int = 1, by: str = KLING) -> PastTake:
    known: dict[str, Any] = {
        "shot": "12A", "take": 1, "path": Path(sha), "sha256": sha, "generator": by,
        "events": events, "verdict": "fail" if events else "pass", "round": number,
        "created_at": datetime(2026, 11, 1, tzinfo=UTC), "status": "scored",
    }  # fmt: skip
    return PastTake(**{field.name: known.get(field.name) for field in fields(PastTake)})


def decided(folder: Path, rows: list[ClipRow], before: Past, text: str = BOARD) -> ShotRow:
    return decide_shots(board(folder, text), PLAN, rows, {"12A": before})[0]


DRIFT, SWAP = flaw("drift", 1, 8), flaw("swap", 1, 8)


def test_takes_of_an_earlier_wording_do_not_make_the_flaw_a_repeated_one(tmp_path: Path) -> None:
    before = Past((past("now 1", "drift"), past("now 2", "drift")), round=2)
    rows = [made(1, "fail", DRIFT), made(2, "fail", DRIFT), made(3, "fail", SWAP)]
    row = decided(tmp_path, rows, before)
    assert (row.decision, row.rule, row.round) == ("reroll", "first-time", 2)


def test_a_flaw_that_outlives_its_change_is_not_rolled_again(tmp_path: Path) -> None:
    before = Past((past("now 1", "drift"), past("now 2", "drift")), round=2)
    rows = [made(1, "fail", DRIFT), made(2, "fail", DRIFT), made(3, "fail", DRIFT)]
    row = decided(tmp_path, rows, before)
    assert (row.decision, row.rule) == ("rewrite", "still-there-after-the-change")


def test_two_changes_that_did_not_help_mean_another_generator(tmp_path: Path) -> None:
    before = Past((past("a", "drift", number=1), past("b", "drift", number=2)), round=3)
    row = decided(tmp_path, [made(3, "fail", DRIFT)], before)
    assert (row.decision, row.rule) == ("switch", "changes-did-not-help")
    assert row.advice is not None
    assert "seedance-2.0: planned as well" in row.advice.change
    changed = apply_patch(BOARD, str(row.advice.patch), "s")
    assert f"model: {SEEDANCE}" in changed


def test_a_generator_that_shows_the_flaw_too_is_not_switched_to(tmp_path: Path) -> None:
    before = Past(
        (past("a", "drift", number=1), past("b", "drift", number=2, by=SEEDANCE)), round=3
    )
    row = decided(tmp_path, [made(3, "fail", DRIFT)], before)
    assert row.decision == "rewrite"


def test_the_record_of_a_generator_is_its_reason(tmp_path: Path) -> None:
    good = tuple(past(f"s{i}", by=SEEDANCE) for i in range(3))
    before = Past((past("a", "drift"), past("b", "drift", number=2), *good), round=3)
    text = BOARD.replace("max_takes: 4", "max_takes: 40")
    row = decided(tmp_path, [made(3, "fail", DRIFT)], before, text)
    assert row.advice is not None
    assert "3 of its 3 takes in this film pass" in row.advice.change


def test_takes_whose_files_are_gone_were_paid_for_all_the_same(tmp_path: Path) -> None:
    before = Past(tuple(past(f"gone {i}", "drift") for i in range(3)), round=1)
    row = decided(tmp_path, [made(4, "fail", DRIFT)], before)
    assert row.decision == "stop"
    assert "4 takes made, 4 were allowed" in row.reason
    assert row.advice is None
    assert "the budget is spent" in str(row.no_advice)
    assert "预算已用完" in str(row.no_advice_zh)


def test_a_change_is_judged_by_takes_made_with_it(tmp_path: Path) -> None:
    before = Past((past("now 1", "drift"), past("now 2", "drift")), round=2)
    row = decided(tmp_path, [made(1, "fail", DRIFT), made(2, "fail", DRIFT)], before)
    assert (row.decision, row.rule, row.advice) == ("reroll", "not-tried-yet", None)
    assert "no take answers the last change yet" in str(row.no_advice)


LONG = BOARD.replace("action: Mei looks down.",
                     "action: Mei looks down. She takes the letter. She leaves.")  # fmt: skip


def test_an_action_that_is_too_long_is_split_in_two_shots(tmp_path: Path) -> None:
    late = flaw("drift", 5, 8)
    row = decided(tmp_path, [made(1, "fail", late), made(2, "fail", late)], Past(), LONG)
    assert row.decision == "split"
    assert row.advice is not None
    text = apply_patch(LONG, str(row.advice.patch), "s")
    shots = [shot for _, shot in board(tmp_path, text).storyboard.all_shots()]
    assert [shot.id for shot in shots] == ["12A", "12A2", "12B", "12C"]
    assert [shot.duration for shot in shots[:2]] == [4, 4]
    assert shots[0].action.in_language("en") == "Mei looks down. She takes the letter."
    assert shots[1].action.in_language("en") == "She leaves."
    assert shots[1].continuity is not None
    assert (shots[1].continuity.from_, shots[1].continuity.kind) == ("12A", "continuous")
    assert text.startswith("# The film of the red letter.   (this comment stays)\n")


def test_one_small_thing_that_is_wrong_can_be_edited_away(tmp_path: Path) -> None:
    coin = flaw("pop_in", 1, 7).model_copy(update={"box": (600, 300, 80, 80)})
    row = decided(tmp_path, [made(1, "fail", coin), made(2, "fail", coin)], Past())
    assert row.decision == "edit"
    assert "box 600,300,80,80" in row.reason


def test_a_late_drift_ends_on_a_frame_from_before_it(tmp_path: Path) -> None:
    text = BOARD.replace("duration: 8 ", "duration: 3 ").replace("arc_left", "static")
    late = flaw("drift", 4, 8)
    rows = [made(i, "fail", late, clean_ranges_s=((0.0, 2.0),)) for i in (1, 2)]
    row = decided(tmp_path, rows, Past(), text)
    assert row.advice is not None
    assert row.advice.repair == "drift-late-anchor"
    assert row.advice.still is not None
    assert (row.advice.still.from_s, row.advice.still.to_s) == (1.5, 2.0)
    assert "+        frames:" in str(row.advice.patch)
    assert "last: refs/12A_last.png" in str(row.advice.patch)


def test_an_early_drift_gets_a_close_up_as_reference(tmp_path: Path) -> None:
    early = flaw("drift", 2, 8)
    subject = SubjectRow(source="auto", box=(500, 100, 200, 300), confidence=1, seen_share=1)
    rows = [made(i, "fail", early, clean_ranges_s=((0.0, 2.0),), subject=subject) for i in (1, 2)]
    plan = PLAN.model_copy(update={"requests": PLAN.requests[1:]})
    rows = [row.model_copy(update={"generator": SEEDANCE}) for row in rows]
    row = decide_shots(board(tmp_path), plan, rows)[0]
    assert row.advice is not None
    assert row.advice.repair == "drift-close-up-reference"
    assert row.advice.still is not None
    assert row.advice.still.box == (500, 100, 200, 300)
    assert "{path: refs/mei_body.png, role: body}" in str(row.advice.patch)


def test_the_reference_that_shows_the_side_of_the_shot_goes_first(tmp_path: Path) -> None:
    refs = "refs: [{path: f.png, role: face, view: front}, {path: l.png, role: face, view: left}]"
    text = BOARD.replace("        identity: 'woman, early 30s'",
                         f"        identity: 'woman, early 30s'\n        {refs}")  # fmt: skip
    text = text.replace("cast: [{who: mei}]", "cast: [{who: mei, facing: camera_left}]", 1)
    rows = [made(i, "fail", flaw("drift", 2, 8), by=SEEDANCE) for i in (1, 2)]
    row = decide_shots(board(tmp_path, text), PLAN, rows)[0]
    assert row.advice is not None
    assert row.advice.repair == "drift-fitting-view-first"
    new = board(tmp_path, apply_patch(text, str(row.advice.patch), "s")).storyboard
    assert [ref.path for ref in new.subjects["mei"].refs] == ["l.png", "f.png"]


def test_a_shot_that_goes_on_starts_from_the_end_of_the_take_that_is_kept(tmp_path: Path) -> None:
    goes_on = "        continuity: {from: 12A, kind: continuous}\n    -   id: 12C"
    text = BOARD.replace("    -   id: 12C", goes_on)
    swap = flaw("swap", 1, 4)
    rows = [made(1, "pass"),
            *(made(i, "fail", swap, shot="12B", path=f"b{i}.mp4") for i in (1, 2))]  # fmt: skip
    row = decide_shots(board(tmp_path, text), PLAN.model_copy(update={"requests": ()}), rows)[1]
    assert row.advice is not None
    assert row.advice.repair == "swap-go-on-from-kept"
    assert row.advice.still is not None
    assert row.advice.still.take == "takes/12A_t1.mp4"
    assert (row.advice.still.from_s, row.advice.still.to_s) == (7.5, 8.0)


def test_a_negative_prompt_is_used_only_where_the_generator_takes_one(tmp_path: Path) -> None:
    text = BOARD.replace("action: Mei looks down.", "action: Mei looks down. The light is steady "
                         "and does not change.").replace("arc_left", "static")  # fmt: skip
    found = {}
    for name in ("wan-2.7", SEEDANCE):
        rows = [made(i, "fail", flaw("flicker", 1, 8), by=name) for i in (1, 2)]
        plan = PLAN.model_copy(update={"requests": (request(generator=name, duration_s=None),)})
        found[name] = decide_shots(board(tmp_path, text), plan, rows)[0].advice
    assert found["wan-2.7"] is not None
    assert "+        avoid: [" in str(found["wan-2.7"].patch)
    assert found[SEEDANCE] is None


# -- ranking by curves ---------------------------------------------------------------------------


def with_curves(number: int, level: float, moves: float = 1.0, seed: int = 0) -> ClipRow:
    """A take whose measures wander about a level, as real ones do: neighbours are alike."""
    rng = np.random.default_rng(seed)
    walk = [level + value for value in rng.normal(0, 0.1, 60)]
    curves = Curves(
        times_s=tuple(i / 10 for i in range(60)),
        values={name: tuple(walk) for name in ("appearance_drift", "flow_failure")},
    )
    metrics = {"motion_amount": MetricRow(value=moves, unit="sides/s")}
    return take(number, curves=curves, metrics=metrics)


def test_a_take_that_is_steadier_all_along_is_better_and_noise_is_a_tie() -> None:
    calm, wild, other = (
        with_curves(1, 1.0),
        with_curves(2, 2.0, seed=1),
        with_curves(3, 1.0, seed=2),
    )
    assert better(Take(calm), Take(wild))
    assert not better(Take(wild), Take(calm))
    assert not better(Take(calm), Take(other))
    assert not better(Take(other), Take(calm))


def test_what_only_the_curves_can_tell_is_said_of_the_take_behind() -> None:
    calm, wild = Take(with_curves(1, 1.0)), Take(with_curves(2, 2.0, seed=1))
    (first, _), (second, _) = ranked([wild, calm])
    assert (first.path, first.rank, second.rank) == (calm.row.path, 1, 2)
    assert "less steady than take 1, moment by moment" in second.why
    assert "逐段比较不如第 1 条稳定" in second.why_zh
    assert "steady" not in first.why


def test_the_difference_has_an_interval_that_is_the_same_at_every_run() -> None:
    calm, wild = with_curves(1, 1.0), with_curves(2, 2.0, seed=1)
    one, same = paired_difference(calm, wild), paired_difference(calm, wild)
    back = paired_difference(wild, calm)
    assert one is not None
    assert back is not None
    assert one == same
    assert one.low <= one.mean <= one.high < 0 < back.low
    assert back.mean == pytest.approx(-one.mean)


def test_a_take_that_hardly_moves_is_not_better_for_that() -> None:
    still, lively = with_curves(1, 1.0, moves=0.2), with_curves(2, 2.0, seed=1)
    assert not better(Take(still), Take(lively))
    risky = lively.model_copy(update={"risk": 0.4})
    assert not better(Take(still), Take(risky))
    failed = lively.model_copy(update={"verdict": "fail"})
    assert better(Take(still), Take(failed))
