from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft7Validator

from vidcheck.errors import OutputError, StoryboardError
from vidcheck.generators.load import load_profiles
from vidcheck.lint.check import lint
from vidcheck.plan.compile import compile_plan
from vidcheck.shipped import shipped
from vidcheck.storyboard.grow import SCHEMA_LINES, grow, shot_letters, start_project
from vidcheck.storyboard.load import load_storyboard
from vidcheck.storyboard.seed import load_seed, read_seed, seed_names
from vidcheck.storyboard.strict_yaml import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = seed_names()


def test_there_are_enough_seeds_and_the_readme_names_each() -> None:
    assert len(SEEDS) >= 6
    assert SEEDS[0] == "blank"
    readme = (shipped("seeds") / "README.md").read_text(encoding="utf-8")
    assert {name for name in SEEDS if f"`{name}`" in readme} == set(SEEDS)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("seed", SEEDS)
def test_every_seed_grows_into_a_storyboard_that_lints_and_plans(
    tmp_path: Path, seed: str, language: str
) -> None:
    started = start_project(tmp_path, seed, "zh" if language == "zh" else "en")
    loaded = load_storyboard(started.storyboard)
    board = loaded.storyboard
    assert [f for f in lint(loaded, load_profiles()) if f.severity != "note"] == []
    assert len(list(board.all_shots())) == len(load_seed(seed).beats)
    assert {shot.action.languages for _, shot in board.all_shots()} == {(language,)}
    profiles = load_profiles()
    for target in ("kling-3.0", "seedance-2.0"):
        plan = compile_plan(loaded, [profiles[target]], takes=1)
        videos = [request for request in plan.requests if request.mode != "image"]
        assert {shot for request in videos for shot in request.shots} == {
            shot.id for _, shot in board.all_shots()
        }


def test_the_folder_is_complete_and_the_editor_lines_lead_to_the_schema(tmp_path: Path) -> None:
    started = start_project(tmp_path / "film", "night-bus", "zh")
    text = started.storyboard.read_text(encoding="utf-8")
    assert text.startswith(SCHEMA_LINES)
    named = re.findall(r"\$schema[=:] ?(\S+)", SCHEMA_LINES)
    assert len(named) == 2
    for name in named:
        schema = json.loads((tmp_path / "film" / name).read_text(encoding="utf-8"))
        assert list(Draft7Validator(schema).iter_errors(read_yaml(text, "x").data)) == []
    there = {p.relative_to(tmp_path / "film").as_posix() for p in (tmp_path / "film").rglob("*")}
    assert {"README.md", "refs", "takes", "storyboard.yaml", "storyboard.schema.json"} <= there
    assert "景" in text
    assert "末班车" in (tmp_path / "film" / "README.md").read_text(encoding="utf-8")


def test_nothing_that_is_there_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    started = start_project(tmp_path)
    assert (tmp_path / "README.md").read_text() == "mine"
    assert started.kept == (tmp_path / "README.md",)
    (tmp_path / "storyboard.yaml").write_text("mine")
    (tmp_path / "refs" / ".gitkeep").unlink()
    with pytest.raises(OutputError, match="is there already"):
        start_project(tmp_path, "night-bus")
    assert (tmp_path / "storyboard.yaml").read_text() == "mine"
    assert not (tmp_path / "refs" / ".gitkeep").exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "film").write_text("a file")
    with pytest.raises(OutputError, match="cannot be written"):
        start_project(tmp_path / "film")


def test_an_unknown_seed_names_the_nearest() -> None:
    with pytest.raises(StoryboardError) as caught:
        load_seed("nightbus")
    assert caught.value.hint == "did you mean 'night-bus'?"
    with pytest.raises(StoryboardError):
        load_seed("../seeds/night-bus")


def test_a_broken_seed_is_said_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "seed.yaml"
    text = (shipped("seeds") / "blank.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("    size: FS", "    size: huge"), encoding="utf-8")
    line = text.split("\n").index("    size: FS") + 1
    with pytest.raises(StoryboardError, match=rf"seed.yaml:{line}:5: beats.0.size: unknown value"):
        read_seed(path)


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert grow(load_seed("paper-boat"), "en") == grow(load_seed("paper-boat"), "en")


def test_shot_letters_leave_out_i_and_o() -> None:
    letters = [shot_letters(index) for index in range(600)]
    assert letters[:9] == list("ABCDEFGHJ")
    assert letters[23:26] == ["Z", "AA", "AB"]
    assert not {letter for word in letters for letter in word} & {"I", "O"}
    assert len(set(letters)) == 600
