from __future__ import annotations

import pytest

from tests.storyboard.made import PATH, loaded
from vidcheck.shipped import shipped
from vidcheck.storyboard.load import load_storyboard, parse_storyboard
from vidcheck.storyboard.write import storyboard_yaml


@pytest.mark.parametrize(
    "path", sorted(shipped("storyboards").glob("*/storyboard.yaml")), ids=lambda p: p.parent.name
)
def test_what_is_written_loads_as_the_same_storyboard(path: object) -> None:
    board = load_storyboard(path).storyboard  # type: ignore[arg-type]
    text = storyboard_yaml(board)
    assert parse_storyboard(text, PATH).storyboard == board
    assert storyboard_yaml(parse_storyboard(text, PATH).storyboard) == text


def test_words_are_written_as_codes_and_nothing_is_added() -> None:
    text = storyboard_yaml(loaded(("move: 推", "move: Push In")).storyboard)
    assert "{size: MS, move: dolly_in}" in text
    assert "eye_level" not in text
    assert "from: 12A" in text
