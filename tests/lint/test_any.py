from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lint.made import CLEAN
from tests.storyboard.made import BOARD
from vidcheck.errors import StoryboardError
from vidcheck.generators.load import load_profiles
from vidcheck.lint.check import lint
from vidcheck.lint.render import as_text
from vidcheck.storyboard.load import load_storyboard

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PROFILES = load_profiles()
WORDS = [
    "mei",
    "jun",
    "A1",
    "12A",
    "apron",
    "推",
    "摇",
    "reference",
    "continuous",
    "reverse",
    "不要雨",
    "[]",
    "{}",
    "left",
    "9",
    "{{x}}",
    "kling-3.0",
    "away",
    "{%",
    "{a|b}",
    "refs",
    "no",
    "enters",
]


@settings(max_examples=60)
@given(
    text=st.sampled_from([BOARD, CLEAN]),
    changes=st.lists(
        st.tuples(st.integers(0, 200), st.sampled_from(WORDS)), min_size=1, max_size=4
    ),
)
def test_whatever_loads_can_be_linted(
    tmp_path_factory: pytest.TempPathFactory, text: str, changes: list[tuple[int, str]]
) -> None:
    words = text.split(" ")
    for index, word in changes:
        if index < len(words) and "\n" not in words[index]:
            words[index] = word
    path = tmp_path_factory.mktemp("board") / "storyboard.yaml"
    path.write_text(" ".join(words), encoding="utf-8")
    try:
        loaded = load_storyboard(path, unknown_ids="keep")
    except StoryboardError:
        return
    for language in ("en", "zh"):
        findings = lint(loaded, PROFILES, language=language)
        assert as_text(findings, language)
        lines = path.read_text(encoding="utf-8").count("\n") + 1
        assert all(1 <= finding.line <= lines for finding in findings)


def test_a_film_of_two_hundred_shots_is_linted_in_seconds(tmp_path: Path) -> None:
    shot = CLEAN[CLEAN.index("      - id: A1") : CLEAN.index("units:")]
    start, end = CLEAN.index("      - id: A1"), CLEAN.index("units:")
    shots = "".join(re.sub(r"\bA([1-4])\b", rf"S{n}_\1", shot) for n in range(50))
    path = tmp_path / "storyboard.yaml"
    defaults = "defaults: {target: {model: kling-3.0}}\n"
    text = CLEAN[:start] + shots + CLEAN[end:].replace("[A2, A3]", "[S1_2, S1_3]") + defaults
    path.write_text(text, encoding="utf-8")
    started = time.process_time()
    loaded = load_storyboard(path)
    lint(loaded, PROFILES)
    assert len(list(loaded.storyboard.all_shots())) == 200
    assert time.process_time() - started < 4
