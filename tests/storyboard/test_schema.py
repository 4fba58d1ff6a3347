from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft7Validator

from tests.storyboard.made import BOARD, board
from vidcheck.shipped import shipped
from vidcheck.storyboard.schema import schema_json, storyboard_schema
from vidcheck.storyboard.strict_yaml import read_yaml
from vidcheck.storyboard.words import VOCABULARIES

VALIDATOR = Draft7Validator(json.loads(schema_json()))
LATER = {"$defs", "prefixItems", "unevaluatedProperties", "dependentRequired", "minContains"}
EXAMPLES = [
    *shipped("storyboards").glob("*/storyboard.yaml"),
    *shipped("samples").glob("*/storyboard.yaml"),
]


def faults(text: str) -> list[str]:
    return [fault.message for fault in VALIDATOR.iter_errors(read_yaml(text, "x").data)]


def test_it_is_a_draft_07_schema_and_uses_nothing_newer() -> None:
    Draft7Validator.check_schema(storyboard_schema())
    assert storyboard_schema()["$schema"] == "http://json-schema.org/draft-07/schema#"

    def words(node: Any) -> set[str]:
        if isinstance(node, dict):
            return set(node).union(*(words(value) for value in node.values()))
        return set().union(*(words(value) for value in node)) if isinstance(node, list) else set()

    assert words(storyboard_schema()) & LATER == set()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_every_example_is_valid(path: Any) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


def test_the_copy_beside_the_examples_is_this_schema() -> None:
    copy = shipped("storyboards") / "storyboard.schema.json"
    # As data: the oldest pydantic writes 0.0 where the newest writes 0.
    assert json.loads(copy.read_text(encoding="utf-8")) == json.loads(schema_json())


def test_the_small_board_is_valid_with_every_spelling_of_a_move() -> None:
    assert faults(BOARD) == []
    for spelling in VOCABULARIES["move"].spellings:
        assert faults(board(("move: 推", f'move: "{spelling}"'))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("duration: 4", "duration: soon"),
        ("duration: 4", "duration: 0"),
        ("duration: 4", "length: 4"),
        ("move: 推", "move: 好看"),
        ("angle: high", "angle: [high]"),
        ("id: 12B", "id: 12 B"),
        ("  mei:\n", "  me i:\n"),
        ("    identity: woman, early 30s, blunt black bob\n", ""),
        ("props: [letter]", "props: letter"),
        ("vidcheck: 1", "vidcheck: 2"),
        ("zh: 芥末黄雨衣", "fr: imper jaune"),
        ("units:\n  - {id: u1, shots: [12A, 12B]}", "units:\n  - {id: u1, shots: []}"),
        ("axis: [mei, letter]", "axis: mei"),
    ],
)
def test_what_the_loader_refuses_the_schema_refuses(old: str, new: str) -> None:
    assert faults(board((old, new)))


def test_every_field_is_described_in_both_languages() -> None:
    for name, record in storyboard_schema()["definitions"].items():
        for field, part in record.get("properties", {}).items():
            english, _, chinese = part.get("description", "").partition(" · ")
            assert english, (name, field)
            assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese), (name, field)
