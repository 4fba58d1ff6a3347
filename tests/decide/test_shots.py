from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.decide.boards import BOARD, board, flaw, nothing_planned, take, unreadable
from vidcheck.decide.patch import apply_patch
from vidcheck.decide.rules import repairs, rules
from vidcheck.decide.shots import decide_shots
from vidcheck.decide.words import DECISIONS, DEFECTS

if TYPE_CHECKING:
    from pathlib import Path

    from vidcheck.decide.rows import ShotRow
    from vidcheck.judge.rows import ClipRow

DRIFT, LATE_DRIFT = flaw("drift", 1.0, 8.0), flaw("drift", 5.0, 8.0)


def line_of(words: str) -> int:
    return next(i for i, line in enumerate(BOARD.splitlines(), 1) if words in line)


def decided(folder: Path, *rows: ClipRow) -> ShotRow:
    return decide_shots(board(folder), nothing_planned(), rows)[0]


def test_a_take_that_passes_is_kept(tmp_path: Path) -> None:
    row = decided(tmp_path, take(1, "fail", DRIFT), take(2))
    assert (row.decision, row.take) == ("keep", "takes/12A_t2.mp4")
    assert row.advice is None
    assert "Take 2 passes" in row.reason
    assert "第 2 条" in row.reason_zh


def test_a_take_that_passes_with_a_slight_finding_is_kept_and_it_is_said(tmp_path: Path) -> None:
    row = decided(tmp_path, take(1, "pass", DRIFT))
    assert row.decision == "keep"
    assert "drift at 1.0–8.0 s is no more than" in row.reason


def test_a_tie_with_the_kept_take_is_said(tmp_path: Path) -> None:
    row = decided(tmp_path, take(1), take(2), take(3, "fail", DRIFT))
    assert row.reason.endswith("; take 2 would do as well")
    assert row.reason_zh.endswith("第 2 条同样可用")


def test_a_clean_range_that_is_long_enough_is_cut_out(tmp_path: Path) -> None:
    failed = take(1, "fail", flaw("pop_in", 6.5, 8.0), clean_ranges_s=((0.0, 6.5),))
    row = decided(tmp_path, failed)
    assert (row.decision, row.cut_s) == ("fix_in_post", (0.0, 6.5))
    assert "0.0 to 6.5 s" in row.reason
    assert "6.5–8.0 s" in row.reason


def test_a_clean_range_that_is_too_short_is_not(tmp_path: Path) -> None:
    failed = take(1, "fail", flaw("pop_in", 5.9, 8.0), clean_ranges_s=((0.0, 5.9),))
    assert decided(tmp_path, failed).decision == "reroll"


def test_the_first_time_of_a_flaw_is_rolled_again_unchanged(tmp_path: Path) -> None:
    row = decided(tmp_path, take(1, "fail", DRIFT))
    assert row.decision == "reroll"
    assert row.advice is not None
    assert row.advice.patch is None  # the storyboard writes no seed for this shot
    assert "1.0–8.0 s" in row.reason


def test_different_flaws_are_chance(tmp_path: Path) -> None:
    row = decided(tmp_path, take(1, "fail", DRIFT), take(2, "fail", flaw("cut", 3, 3)))
    assert row.decision == "reroll"


def test_the_same_flaw_twice_is_the_prompt(tmp_path: Path) -> None:
    row = decided(tmp_path, take(1, "fail", LATE_DRIFT), take(2, "fail", LATE_DRIFT))
    assert row.decision == "rewrite"
    assert row.advice is not None
    assert row.advice.repair == "drift-late-shorter"
    assert row.advice.where == f"storyboard.yaml:{line_of('duration: 8')}"
    assert row.advice.patch is not None
    assert "-        duration: 8       # seconds" in row.advice.patch
    assert "+        duration: 6       # seconds" in row.advice.patch
    assert "5.0–8.0 s" in row.reason


def test_what_was_tried_already_is_not_advised_again(tmp_path: Path) -> None:
    rows = [take(1, "fail", DRIFT), take(2, "fail", DRIFT)]
    loaded, tried = board(tmp_path), []
    for _ in range(5):
        [row, *_] = decide_shots(loaded, nothing_planned(), rows)
        if row.advice is None:
            break
        tried.append(row.advice.repair)
        loaded = board(tmp_path, apply_patch(loaded.text, str(row.advice.patch), "s"))
    assert tried == ["drift-still-camera", "drift-name-what-stays"]
    assert row.decision == "rewrite"


def test_the_budget_ends_it(tmp_path: Path) -> None:
    row = decided(tmp_path, *(take(i, "fail", DRIFT) for i in (1, 2, 3, 4)))
    assert row.decision == "stop"
    assert row.advice is None
    assert "4 takes made, 4 were allowed" in row.reason


def test_a_take_that_passes_is_kept_even_when_the_budget_is_spent(tmp_path: Path) -> None:
    rows = [take(i, "fail", DRIFT) for i in (1, 2, 3)]
    assert decided(tmp_path, *rows, take(4)).decision == "keep"


def test_what_cannot_be_measured_is_undecided_never_good(tmp_path: Path) -> None:
    row = decided(tmp_path, unreadable(1))
    assert (row.decision, row.take) == ("undecided", None)
    assert "not a video" in row.reason


def test_a_frozen_take_with_a_finding_is_a_finding(tmp_path: Path) -> None:
    frozen = take(1, "pass", flaw("freeze", 0, 8)).model_copy(
        update={"status": "not_assessable", "verdict": "unknown", "risk": None, "reason": "still"}
    )
    assert decided(tmp_path, frozen).decision == "reroll"


def test_a_warning_without_a_finding_goes_to_a_person(tmp_path: Path) -> None:
    row = decided(tmp_path, take(1, "warn", clean_ranges_s=()))
    assert row.decision == "undecided"
    assert "look at it" in row.reason


def test_a_shot_without_takes_is_undecided(tmp_path: Path) -> None:
    rows = decide_shots(board(tmp_path), nothing_planned(), [take(1)])
    assert [row.shot for row in rows] == ["12A", "12B", "12C"]
    assert rows[1].decision == "undecided"
    assert "no take" in rows[1].reason.lower()
    assert rows[1].line == line_of("id: 12B")


def test_a_locked_shot_gets_no_advice(tmp_path: Path) -> None:
    text = board(tmp_path).text.replace('-   id: "12A"', '-   id: "12A"\n        locked: true')
    rows = [take(1, "fail", DRIFT), take(2, "fail", DRIFT)]
    [row, *_] = decide_shots(board(tmp_path, text), nothing_planned(), rows)
    assert row.advice is None


def test_a_seed_that_the_shot_writes_is_counted_up(tmp_path: Path) -> None:
    row = decide_shots(
        board(tmp_path), nothing_planned(), [take(1, "fail", DRIFT, shot="12C", path="c.mp4")]
    )[2]
    assert row.decision == "reroll"
    assert row.advice is not None
    assert "+        target: {seed: 12}" in str(row.advice.patch)


@pytest.mark.parametrize("kind", [kind for kind in DEFECTS if kind != "occlusion"])
def test_every_defect_has_a_repair_that_makes_a_patch(tmp_path: Path, kind: str) -> None:
    rows = [take(i, "fail", flaw(kind, 1.0, 2.0)) for i in (1, 2)]
    row = decided(tmp_path, *rows)
    assert row.decision == "rewrite"
    assert row.advice is not None
    changed = [line for line in str(row.advice.patch).splitlines() if line[:1] in "+-"]
    assert len(changed) == 4  # two headers, one line out, one line in


def test_an_occlusion_is_never_a_defect(tmp_path: Path) -> None:
    row = decided(tmp_path, take(1, "warn", flaw("occlusion", 1, 2)))
    assert row.decision == "undecided"


def test_the_rule_files_are_whole() -> None:
    assert {rule.decide for rule in rules().rules} <= set(DECISIONS)
    assert rules().rules[-1].when == {}, "the last rule catches all"
    assert set(rules().weights.defects) == set(DEFECTS)
    assert set(repairs()) == {*DEFECTS, "reroll", "split", "switch"} - {"occlusion"}
    names = [repair.id for rows in repairs().values() for repair in rows]
    assert len(names) == len(set(names))
    assert all(repair.source for rows in repairs().values() for repair in rows)
