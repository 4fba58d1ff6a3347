from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.decide.boards import BOARD
from vidcheck.decide.patch import apply_patch, make_patch, unified
from vidcheck.decide.rules import Edit, Said
from vidcheck.errors import StoryboardError

if TYPE_CHECKING:
    from pathlib import Path

WHO = {"en": "Mei", "zh": "林梅"}
SHORTER = Edit(scale="duration", by=0.75, least=3)
STILL = Edit(set="camera.move", to="static")
SAYS = Edit(append="action", text=Said(en="{who} stays.", zh="{who}不变。"))
SEED = Edit(next="target.seed")


def patch(shot: str, edit: Edit, text: str = BOARD) -> str:
    made = make_patch(text, shot, edit, WHO, "storyboard.yaml")
    assert made is not None
    return made


def lines(made: str, mark: str) -> list[str]:
    return [line[1:].strip() for line in made.splitlines() if line[:1] == mark and line[1] != mark]


@pytest.mark.parametrize(
    ("shot", "edit", "old", "new"),
    [
        ("12A", SHORTER, ["duration: 8       # seconds"], ["duration: 6       # seconds"]),
        ("12B", SHORTER, ["duration: 4.5"], ["duration: 3.5"]),
        ("12A", STILL, ["camera: {size: MS, move: arc_left}"],
         ["camera: {size: MS, move: static}"]),
        ("12A", SAYS, ["action: Mei looks down."], ["action: Mei looks down. Mei stays."]),
        ("12B", SAYS, ["action: {en: Mei turns, zh: 林梅转身}"],
         ["action: {en: Mei turns. Mei stays., zh: 林梅转身。林梅不变。}"]),
        ("12C", SEED, ["target: {seed: 11}"], ["target: {seed: 12}"]),
    ],
)  # fmt: skip
def test_only_the_line_of_the_change_is_touched(
    shot: str, edit: Edit, old: list[str], new: list[str]
) -> None:
    made = patch(shot, edit)
    assert (lines(made, "-"), lines(made, "+")) == (old, new)


def test_a_folded_text_keeps_its_style() -> None:
    made = apply_patch(BOARD, patch("12C", SAYS), "s")
    shot = yaml.safe_load(made)["scenes"][0]["shots"][2]
    assert shot["action"] == "林梅走出门。林梅不变。\n"
    assert "action: >" in made


def test_a_field_that_is_not_there_yet_is_added() -> None:
    made = apply_patch(BOARD, patch("12B", STILL), "s")
    assert yaml.safe_load(made)["scenes"][0]["shots"][1]["camera"] == {"move": "static"}
    assert made.count("\n") - BOARD.count("\n") <= 2


def test_comments_and_layout_stay_to_the_byte() -> None:
    made = apply_patch(BOARD, patch("12A", SHORTER), "s")
    assert made == BOARD.replace("duration: 8 ", "duration: 6 ")


@pytest.mark.parametrize(
    ("shot", "edit"),
    [("12A", SEED), ("nobody", STILL), ("12C", SHORTER),
     ("12A", Edit(set="camera.move", to="arc_left"))],
)  # fmt: skip
def test_nothing_to_change_is_no_patch(shot: str, edit: Edit) -> None:
    assert make_patch(BOARD, shot, edit, WHO, "s") is None


def test_the_same_sentence_is_not_said_twice() -> None:
    once = apply_patch(BOARD, patch("12A", SAYS), "s")
    assert make_patch(once, "12A", SAYS, WHO, "s") is None


def test_text_that_is_no_yaml_is_no_patch() -> None:
    assert make_patch("a: [", "12A", STILL, WHO, "s") is None


def test_an_edit_elsewhere_does_no_harm() -> None:
    moved = "# a new first line\n" + BOARD.replace("ramen counter", "noodle bar")
    made = apply_patch(moved, patch("12A", SHORTER), "s")
    assert made == moved.replace("duration: 8 ", "duration: 6 ")


def test_a_changed_place_is_said() -> None:
    changed = BOARD.replace("duration: 8 ", "duration: 7 ")
    with pytest.raises(StoryboardError, match=r"board\.yaml:\d+:1: .*has changed") as caught:
        apply_patch(changed, patch("12A", SHORTER), "board.yaml")
    assert "again" in str(caught.value.hint)


def test_windows_line_ends_and_a_missing_last_one_stay() -> None:
    text = BOARD.rstrip("\n").replace("\n", "\r\n")
    made = apply_patch(text, patch("12A", SHORTER), "s")
    assert made == text.replace("duration: 8 ", "duration: 6 ")


def test_several_patches_follow_each_other() -> None:
    patches = [patch("12A", SHORTER), patch("12A", STILL), patch("12B", SAYS)]
    text = BOARD
    for one in patches[:1] + patches[2:]:
        text = apply_patch(text, one, "s")
    assert "duration: 6 " in text
    assert "Mei turns. Mei stays." in text


@pytest.mark.skipif(shutil.which("git") is None, reason="git applies the patch here")
def test_git_applies_it_too(tmp_path: Path) -> None:
    (tmp_path / "storyboard.yaml").write_text(BOARD, encoding="utf-8")
    (tmp_path / "p").write_text(patch("12B", SAYS), encoding="utf-8")
    subprocess.run(["git", "apply", "-p0", "p"], cwd=tmp_path, check=True, capture_output=True)
    made = (tmp_path / "storyboard.yaml").read_text(encoding="utf-8")
    assert made == apply_patch(BOARD, patch("12B", SAYS), "s")


def test_a_diff_of_equal_texts_is_empty() -> None:
    assert unified("a\n", "a\n", "s") == ""
