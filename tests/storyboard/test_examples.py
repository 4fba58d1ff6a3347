from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image

from vidcheck.generators.load import load_profiles, profile
from vidcheck.lint.check import lint
from vidcheck.plan.compile import compile_plan
from vidcheck.shipped import shipped
from vidcheck.storyboard.defaults import target_of
from vidcheck.storyboard.load import load_storyboard, parse_storyboard
from vidcheck.storyboard.references import named_files

if TYPE_CHECKING:
    from pathlib import Path

BOARDS = sorted(shipped("storyboards").glob("*/storyboard.yaml"))


def test_there_are_three() -> None:
    assert [path.parent.name for path in BOARDS] == ["courier", "product-ad", "short-drama"]


@pytest.mark.parametrize("path", BOARDS, ids=lambda path: path.parent.name)
class TestEach:
    def test_lints_without_errors_or_warnings(self, path: Path) -> None:
        findings = lint(load_storyboard(path), load_profiles())
        assert [f for f in findings if f.severity != "note"] == []

    def test_every_picture_in_refs_is_used_and_there(self, path: Path) -> None:
        named = {file.path for file in named_files(load_storyboard(path).storyboard)}
        there = {f"refs/{file.name}" for file in (path.parent / "refs").iterdir()}
        assert named == there

    def test_names_the_schema_for_both_kinds_of_editor(self, path: Path) -> None:
        first, second = path.read_text(encoding="utf-8").split("\n")[:2]
        assert first == "# yaml-language-server: $schema=../storyboard.schema.json"
        assert second == "# $schema: ../storyboard.schema.json"
        assert (path.parent / "../storyboard.schema.json").resolve().is_file()


def test_pictures_are_small() -> None:
    files = list(shipped("storyboards").rglob("refs/*"))
    assert sum(file.stat().st_size for file in files) <= 400_000
    for file in files:
        with Image.open(file) as picture:
            assert min(picture.size) >= 300


def test_the_languages_are_as_promised() -> None:
    boards = {path.parent.name: load_storyboard(path).storyboard for path in BOARDS}
    ad = [shot for _, shot in boards["product-ad"].all_shots()]
    assert all(shot.action.languages == ("en", "zh") for shot in ad)
    assert boards["product-ad"].project.language == "zh"
    drama = [shot for _, shot in boards["short-drama"].all_shots()]
    assert all(shot.action.languages == ("en", "zh") for shot in drama)
    courier = [shot for _, shot in boards["courier"].all_shots()]
    assert all(shot.action.languages == ("en",) for shot in courier)


def test_the_drama_has_two_people_and_wardrobe_that_changes() -> None:
    board = next(load_storyboard(p).storyboard for p in BOARDS if p.parent.name == "short-drama")
    people = {name for name, subject in board.subjects.items() if subject.kind == "person"}
    assert people == {"mei", "jun"}
    worn = {cast.look for _, shot in board.all_shots() for cast in shot.cast if cast.who == "mei"}
    assert worn == {"apron", "raincoat"}


@pytest.mark.parametrize(("language", "rain"), [("en", "heavy rain"), ("zh", "大雨")])
def test_a_bilingual_variable_speaks_the_language_of_the_prompt(language: str, rain: str) -> None:
    path = next(path for path in BOARDS if path.parent.name == "short-drama")
    text = path.read_text(encoding="utf-8")
    text = text.replace("prompt_language: en", f"prompt_language: {language}")
    loaded = parse_storyboard(text, path)
    plan = compile_plan(loaded, [load_profiles()["seedance-2.0"]], shots=["12A"], takes=1)
    assert rain in plan.requests[0].prompt


@pytest.mark.parametrize("path", BOARDS, ids=lambda path: path.parent.name)
def test_every_shot_is_planned_for_the_generators_it_names(path: Path) -> None:
    loaded = load_storyboard(path)
    named = {target_of(loaded.storyboard, shot).model for _, shot in loaded.storyboard.all_shots()}
    profiles = [profile(name) for name in sorted(name for name in named if name)]
    plan = compile_plan(loaded, profiles, takes=1, own_targets=True)
    planned = [shot for one in plan.requests if one.mode != "image" for shot in one.shots]
    assert set(planned) == {shot.id for _, shot in loaded.storyboard.all_shots()}
    used = {slot.path for one in plan.requests for slot in one.references}
    assert used
