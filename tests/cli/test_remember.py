"""The loop through the ledger: check, a person's word, advise --apply, and the next check."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.test_project import run
from tests.told import believe, put
from vidcheck.files import sha256_of
from vidcheck.ledger import verdicts
from vidcheck.ledger.changes import changes_of
from vidcheck.ledger.history import takes_of

if TYPE_CHECKING:
    from pathlib import Path

BOARD = """\
vidcheck: 1
project: {title: The Red Letter, aspect: "16:9"}
style: {prompt: night drama}
places: {shop: {prompt: ramen counter}}
subjects: {mei: {identity: a woman in a red coat}}
defaults: {target: {model: kling-3.0}}
scenes:
  - id: sc01
    place: shop
    shots:
      - id: "12A"
        duration: 8
        action: A letter lies on the counter.
        cast: [{who: mei}]
        camera: {size: CU, move: static}
      - id: "12B"
        duration: 5
        action: A hand takes the letter.
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "storyboard.yaml").write_text(BOARD, encoding="utf-8")
    believe(monkeypatch)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(project: Path) -> tuple[str, dict[str, Any]]:
    code, out, err = run("check", "storyboard.yaml", "-j", 1)
    assert code in (0, 1), err
    result: dict[str, Any] = json.loads((project / "vidcheck-report/run.json").read_text())
    return out, result


def decided(result: dict[str, Any], shot: str) -> tuple[str, str]:
    row = next(row for row in result["shots"] if row["shot"] == shot)
    return row["decision"], (row["take"] or "").rpartition("/")[2]


def test_a_check_remembers_what_was_asked_and_seen(project: Path) -> None:
    put(project / "takes", _12A_t1="drift 1", _12A_t2="good 2", _12B_t1="broken")
    check(project)
    first, second = takes_of(project, "12A")
    assert (first.take, first.verdict, first.events) == (1, "fail", ("drift",))
    assert (second.take, second.verdict, second.used_s) == (2, "pass", 8.0)
    assert (second.generator, second.mode) == ("kling-3.0", "t2v")
    assert second.prompt_hash == first.prompt_hash
    assert second.prompt_hash is not None
    assert (first.size, first.motion, first.subject) == ("CU", "static", "mei")
    [broken] = takes_of(project, "12B")
    assert (broken.verdict, broken.status) == ("unknown", "unreadable")
    assert broken.sha256 == sha256_of(project / "takes/12B_t1.mp4")


def test_a_change_of_the_words_is_another_prompt_a_note_is_not(project: Path) -> None:
    board = project / "storyboard.yaml"
    put(project / "takes", _12A_t1="drift 1")
    check(project)
    board.write_text(
        BOARD.replace(
            "size: CU, move: static}", "size: CU, move: static}\n        notes: mind the hand"
        )
    )
    put(project / "takes", _12A_t2="drift 2")
    check(project)
    board.write_text(BOARD.replace("A letter lies", "A red letter lies"))
    put(project / "takes", _12A_t3="good 3")
    check(project)
    assert [(take.take, take.round) for take in takes_of(project, "12A")] == [
        (1, 1),
        (2, 1),
        (3, 2),
    ]


def test_a_person_stands_above_the_tool_and_beside_it(project: Path) -> None:
    put(project / "takes", _12A_t1="drift 1", _12A_t2="good 2", _12B_t1="drift b")
    _, result = check(project)
    assert decided(result, "12A") == ("keep", "12A_t2.mp4")
    code, out, _ = run("keep", "12A", "t1", "--note", "nobody sees it")
    assert (code, out) == (0, "12A 12A_t1.mp4: keep (vidcheck says: fail)\n")
    again = json.loads(run("report", "vidcheck-report/run.json", "-f", "json")[1])
    for told_now in (again, check(project)[1]):
        assert decided(told_now, "12A") == ("keep", "12A_t1.mp4")
        [row] = [row for row in told_now["shots"] if row["shot"] == "12A"]
        said = "Take 1 (kling-3.0) is kept by a person (nobody sees it); vidcheck says fail"
        assert row["reason"] == said
        assert (row["tool"]["decision"], row["tool"]["take"]) == ("keep", "takes/12A_t2.mp4")
        [clip] = [row for row in told_now["clips"] if row["path"].endswith("12A_t1.mp4")]
        assert (clip["verdict"], clip["human"]["verdict"]) == ("fail", "keep")


def test_ng_gives_the_place_to_the_next_or_to_a_reroll(project: Path) -> None:
    put(project / "takes", _12A_t1="good 1", _12A_t2="good 2")
    check(project)
    run("ng", "12A", "12A_t1.mp4", "--note", "wrong mood")
    assert decided(check(project)[1], "12A") == ("keep", "12A_t2.mp4")
    run("ng", "12A", "takes/12A_t2.mp4")
    out, result = check(project)
    assert decided(result, "12A") == ("reroll", "")
    assert "make again: 12A" in out
    run("hold", "12A", "kling-3.0:t1")
    result = check(project)[1]
    assert decided(result, "12A") == ("keep", "12A_t1.mp4")
    assert "on hold" in next(row for row in result["shots"] if row["shot"] == "12A")["reason"]


def test_a_word_in_the_storyboard_counts_and_the_ledger_stands_above_it(project: Path) -> None:
    takes = "        takes: [{path: takes/12A_t1.mp4, verdict: keep, note: mine}]\n"
    (project / "storyboard.yaml").write_text(
        BOARD.replace("        cast: [{who: mei}]\n", takes + "        cast: [{who: mei}]\n")
    )
    put(project / "takes", _12A_t1="drift 1", _12A_t2="good 2")
    _, result = check(project)
    assert decided(result, "12A") == ("keep", "12A_t1.mp4")
    run("ng", "12A", "t1")
    assert decided(check(project)[1], "12A") == ("keep", "12A_t2.mp4")


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (("12A", "t9"), "12A: no take is called t9", "there are: kling-3.0:t1, kling-3.0:t2"),
        (("12Z", "t1"), "no take of shot 12Z is known", "did you mean 12A?"),
        (("12A", "1", "--project", "/"), "no check has been remembered", "vidcheck check"),
    ],
)
def test_who_is_meant_must_be_known(
    project: Path, words: tuple[str, ...], message: str, hint: str
) -> None:
    put(project / "takes", _12A_t1="good 1", _12A_t2="good 2")
    check(project)
    code, _, err = run("keep", *words)
    assert code == 2
    assert message in err
    assert hint in err
    assert verdicts.latest(project) == {}


def test_two_generators_with_one_number_must_be_told_apart(project: Path) -> None:
    text = BOARD.replace(
        "cast: [{who: mei}]", "cast: [{who: mei}]\n        target: {model: seedance-2.0}"
    )
    (project / "storyboard.yaml").write_text(text)
    put(project / "takes", **{"12A_kling-3.0_t1": "good 1", "12A_seedance-2.0_t1": "good 2"})
    check(project)
    code, _, err = run("keep", "12A", "t1")
    assert code == 2
    assert "several takes are called t1" in err
    code, out, _ = run("keep", "12A", "seedance-2.0:t1", lang="zh_CN.UTF-8")
    assert (code, out) == (0, "12A 12A_seedance-2.0_t1.mp4: 保留 (工具判定: 通过)\n")


def test_takes_yaml_against_the_ledger_is_said_and_nothing_forgotten(project: Path) -> None:
    put(project / "takes", _12A_t1="good 1", _12A_t2="good 2")
    check(project)
    run("keep", "12A", "t1", "--note", "for A")
    (project / "takes/takes.yaml").write_text("takes: {12B: [12A_t1.mp4]}\n")
    out, result = check(project)
    assert "12A_t1.mp4: now it is 12B, but the ledger has it as 12A, kling-3.0;" in out
    assert [take.path.name for take in takes_of(project, "12B")] == ["12A_t1.mp4"]
    assert decided(result, "12A") == ("keep", "12A_t2.mp4")
    [clip] = [row for row in result["clips"] if row["path"].endswith("12A_t1.mp4")]
    assert clip["human"] is None, "what was said of it for 12A is not said of it for 12B"
    assert "but the ledger has it as" not in check(project)[0], "said once"
    (project / "takes/takes.yaml").unlink()
    assert "now it is 12A" in check(project)[0]
    [one] = [take for take in takes_of(project, "12A") if take.take == 1]
    assert one.human is not None
    assert one.human.note == "for A"


def test_advice_that_was_followed_is_held_against_the_next_takes(project: Path) -> None:
    put(project / "takes", _12A_t1="flicker 1", _12A_t2="flicker 2", _12B_t1="good")
    _, result = check(project)
    assert decided(result, "12A")[0] == "rewrite"
    assert result["notes"] == []
    code, _, err = run("advise", "storyboard.yaml", "vidcheck-report/run.json", "--apply")
    assert code == 0, err
    [effect] = changes_of(project, "12A")
    assert (effect.change.against, effect.helped) == ("flicker", None)
    put(project / "takes", _12A_t3="good 3", _12A_t4="flicker 4")
    out, _ = check(project)
    assert (
        f"12A: since “{effect.change.change}”: flicker in 1 of 2 takes, before it in 2 of 2" in out
    )
    [effect] = changes_of(project, "12A")
    assert effect.helped is True
    assert [take.round for take in takes_of(project, "12A")] == [1, 1, 2, 2]


def test_a_ledger_that_cannot_be_written_is_a_warning(project: Path) -> None:
    put(project / "takes", _12A_t1="good 1", _12B_t1="good b")
    (project / ".vidcheck").write_text("a file that somebody wants to keep")
    out, _ = check(project)
    assert "! this check is not remembered: " in out
    assert (project / ".vidcheck").read_text() == "a file that somebody wants to keep"
