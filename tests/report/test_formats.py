from __future__ import annotations

import csv
import io
import json
import re
from xml.etree import ElementTree as ET

import pytest

from tests.report.made import CLIPS, RUN
from vidcheck.report import as_csv, as_github, as_junit, as_sarif, as_terminal


def test_csv_has_one_line_per_take_with_rank_and_decision() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv.render(RUN))))
    assert [row["path"] for row in rows] == [clip.path for clip in CLIPS]
    kept = next(row for row in rows if row["path"] == "takes/12A_t2.mp4")
    assert (kept["rank"], kept["decision"], kept["verdict"]) == ("1", "keep", "pass")
    assert rows[0]["defects"] == "drift 2.10-4.00"
    assert rows[0]["ssim_adjacent"] == "0.94"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_a_cell_that_a_spreadsheet_would_run_is_guarded(start: str) -> None:
    hostile = CLIPS[0].model_copy(update={"path": f"{start}cmd|calc!A0"})
    text = as_csv.render(RUN.model_copy(update={"clips": (hostile,), "shots": ()}))
    [row] = csv.DictReader(io.StringIO(text))
    assert row["path"].startswith("'")


def test_junit_counts_what_a_build_server_shows() -> None:
    top = ET.fromstring(as_junit.render(RUN))  # noqa: S314
    suites = {suite.get("name"): suite for suite in top}
    assert suites["12B"].get("failures") == "2"
    assert suites["12A"].get("failures") == "1"
    assert suites["12C"].get("errors") == "1"
    assert "2.10-4.00 s drift" in (suites["12A"].findtext("testcase/failure") or "")


def test_junit_survives_control_characters() -> None:
    odd = CLIPS[0].model_copy(update={"path": "a\x00\x1b]<&.mp4"})
    text = as_junit.render(RUN.model_copy(update={"clips": (odd,)}))
    case = ET.fromstring(text).find("testsuite/testcase")  # noqa: S314
    assert case is not None
    assert (case.get("name") or "").endswith("<&.mp4")


def test_github_points_at_the_line_of_the_storyboard() -> None:
    text = as_github.render(RUN)
    assert re.search(r"^::error file=storyboard.yaml,line=40,title=vidcheck 12B%3A rewrite::", text)
    assert "::warning file=storyboard.yaml,line=52" in text


def test_github_leaves_out_what_is_not_shown_anyway_and_says_so() -> None:
    many = RUN.model_copy(update={"shots": RUN.shots[1:2] * 14})
    text = as_github.render(many)
    assert text.count("::error ") == 10
    assert "::notice::4 more findings" in text


def test_github_escapes_what_would_start_another_command() -> None:
    evil = RUN.shots[1].model_copy(update={"reason": "x\n::error::y 100%"})
    text = as_github.render(RUN.model_copy(update={"shots": (evil,)}))
    assert text.count("\n::error") == 0
    assert "x%0A::error::y 100%25" in text


def test_sarif_anchors_findings_in_the_storyboard() -> None:
    run = json.loads(as_sarif.render(RUN))["runs"][0]
    assert len(run["results"]) == 3
    where = run["results"][0]["locations"][0]["physicalLocation"]
    assert where["artifactLocation"]["uri"] == "storyboard.yaml"
    assert where["region"]["startLine"] == 31
    known = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in run["results"]} <= known


def test_terminal_puts_the_worst_shot_first_and_says_what_to_change() -> None:
    text = as_terminal.render(RUN)
    order = [line[:3] for line in text.splitlines() if line.startswith("12")]
    assert order == ["12B", "12C", "12A"]
    assert "change: 12B: Ask for a shorter shot (storyboard.yaml:41)" in text
    assert "keep: 12A 12A_t2.mp4" in text
    assert "make again: 12B" in text
    assert "no take yet: 12D" in text
    assert "not measured yet" in text
    assert "\033[" not in text


def test_terminal_speaks_chinese_and_colours_when_asked() -> None:
    text = as_terminal.render(RUN, colour=True, chinese=True)
    assert "改提示词" in text
    assert "把镜头改短" in text
    assert "\033[35m" in text


def test_terminal_of_clips_alone_has_one_line_per_clip_worst_first() -> None:
    text = as_terminal.render(RUN.model_copy(update={"shots": (), "missing": (), "unmatched": ()}))
    lines = text.splitlines()
    assert lines[0].startswith("✗ fail")
    assert "drift 2.1–4.0 s" in lines[0]
    assert "unreadable: not one frame" in text


def test_a_sparkline_is_low_where_the_series_is_low_and_blank_where_unmeasured() -> None:
    assert as_terminal.sparkline([0.0, 1.0]) == "▁█"
    assert as_terminal.sparkline([None, 1.0, 0.0]) == " █▁"
    assert as_terminal.sparkline([]) == ""
    assert as_terminal.sparkline([2.0] * 100, width=4) == "▄▄▄▄"
