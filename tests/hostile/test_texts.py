"""Names and texts from elsewhere stay text, in every format."""

from __future__ import annotations

import csv
import html.parser
import io
import json
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report.made import RUN
from vidcheck.report import as_html, as_json, as_terminal
from vidcheck.report.formats import PLAIN
from vidcheck.report.model import RunReport
from vidcheck.report.visible import visible

EVIL = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style><svg onload=x>",
    "';alert(1)//", "{{7*7}}", "{% include '/etc/passwd' %}", '=HYPERLINK("http://x")', "@SUM(1)",
    "+1+1", "-2", "\t=1", "::error file=x::y", "%0A::warning::z", "a\r\nb: c", "]]>", "<!--",
    "&amp;", "\x1b[2J\x1b]0;title\x07", "\x9b31m", "\u202egpj.exe", "../../../etc/passwd",
    "\x00", "javascript:alert(1)", "</script><script>",
)  # fmt: skip
NAMES = st.one_of(
    st.sampled_from(EVIL),
    st.lists(st.sampled_from(EVIL), min_size=2, max_size=3).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
)


def hostile(text: str) -> RunReport:
    """A run in which every text that may come from elsewhere is this one."""
    first, *others = RUN.clips
    event = first.events[0].model_copy(update={"evidence": text, "evidence_zh": text})
    row = first.model_copy(update={"path": f"takes/{text}", "events": (event,), "reason": text,
                                   "generator": text, "warnings": (text,)})  # fmt: skip
    ranked = RUN.shots[0].ranking[0].model_copy(update={"path": row.path, "why": text})
    shot = RUN.shots[0].model_copy(update={"ranking": (ranked, *RUN.shots[0].ranking[1:]),
                                           "reason": text, "reason_zh": text})  # fmt: skip
    return RUN.model_copy(update={
        "clips": (row, *others), "shots": (shot, *RUN.shots[1:]), "title": text, "title_zh": text,
        "storyboard": text, "warnings": ((text, text),),
    })  # fmt: skip


def lines(text: str) -> list[str]:
    """Lines as a machine sees them; `splitlines` ends them at more characters."""
    return text.rstrip("\n").split("\n")


class Tags(html.parser.HTMLParser):
    """The elements of a page, with the names of their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))


SAFE = Tags(as_html.render(hostile("plain"), {}, lang="en", links={})).found


@settings(max_examples=40, deadline=None)
@given(NAMES)
def test_a_page_has_the_elements_of_a_harmless_one(text: str) -> None:
    page = as_html.render(hostile(text), {}, lang="en", links={})
    assert set(Tags(page).found) <= set(SAFE)


@settings(max_examples=60, deadline=None)
@given(NAMES)
def test_a_terminal_is_told_and_not_commanded(text: str) -> None:
    for colour in (False, True):
        told = as_terminal.render(hostile(text), colour=colour)
        bare = re.sub(r"\x1b\[(?:0|2|3[1-6]|1;31)m", "", told) if colour else told
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", bare)


@settings(max_examples=60, deadline=None)
@given(NAMES)
def test_a_table_has_no_formulas_and_no_more_rows(text: str) -> None:
    rows = list(csv.reader(io.StringIO(PLAIN["csv"](hostile(text)))))
    assert len(rows) == len(list(csv.reader(io.StringIO(PLAIN["csv"](hostile("plain"))))))
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if re.match(r"[=@\t\r]|[+-](?![\d.])", cell)] == []


@settings(max_examples=60, deadline=None)
@given(NAMES)
def test_machines_can_read_what_is_written_for_them(text: str) -> None:
    report = hostile(text)
    assert RunReport.model_validate(json.loads(as_json.render(report))) == report
    json.loads(PLAIN["sarif"](report))
    ET.fromstring(PLAIN["junit"](report))  # noqa: S314
    commands = lines(PLAIN["github"](report))
    assert all(line.startswith("::") for line in commands)
    assert len(commands) == len(lines(PLAIN["github"](hostile("plain"))))


@pytest.mark.parametrize("text", ["\x1b[8mhidden", "\x1b[31;8m", "\x1b]8;;http://x\x07", "\x9b1m"])
def test_only_our_own_colours_reach_a_terminal(text: str) -> None:
    assert "\x1b" not in visible(text)
    assert "\x9b" not in visible(text)
    assert visible("\x1b[1;31merror\x1b[0m: a\n\tb") == "\x1b[1;31merror\x1b[0m: a\n\tb"
