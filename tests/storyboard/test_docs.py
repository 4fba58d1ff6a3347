from __future__ import annotations

import re

import pytest

from tests.storyboard.tables import DOCS, RECORDS, TABLES, filled
from vidcheck.lint.table import RULES
from vidcheck.storyboard.load import parse_storyboard
from vidcheck.storyboard.schema import storyboard_schema


@pytest.mark.parametrize(("page", "name"), TABLES)
def test_the_tables_say_what_the_code_says(page: str, name: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    assert filled(text, name, TABLES[page, name]()) == text, "run python -m tests.storyboard.tables"


def test_every_record_and_every_code_is_documented() -> None:
    assert {*RECORDS, "Text"} == set(storyboard_schema()["definitions"])
    page = (DOCS / "lint.md").read_text(encoding="utf-8")
    assert {rule.code for rule in RULES} <= set(re.findall(r"VC\d{3}", page))


def test_the_example_in_the_page_loads() -> None:
    page = (DOCS / "storyboard.md").read_text(encoding="utf-8")
    example = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)[0]
    board = parse_storyboard(example, DOCS / "example.yaml").storyboard
    assert board.shot("12A").camera.size == "MS"
