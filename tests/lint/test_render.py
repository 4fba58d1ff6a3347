from __future__ import annotations

import json

import pytest

from vidcheck.lint.finding import Finding
from vidcheck.lint.render import FORMATS, as_github, as_json, as_sarif, as_text
from vidcheck.lint.table import RULES

ONE = Finding("VC120", "warn", "crosses the line", "turn round", "my board.yaml", 41, 9, "12A")
TWO = Finding("VC103", "error", "'a,b.png': 100%\nbad", "mend it", "my board.yaml", 3, 1, None)


def test_text_names_the_place_and_counts() -> None:
    assert as_text([TWO, ONE]) == (
        "my board.yaml:3:1: error VC103: 'a,b.png': 100%\nbad\n    mend it\n"
        "my board.yaml:41:9: warning VC120 [12A]: crosses the line\n    turn round\n"
        "1 error, 1 warning\n"
    )
    assert as_text([]) == "no findings\n"
    assert as_text([ONE, ONE], "zh").endswith("2 个警告\n")


def test_json_has_the_promised_shape() -> None:
    assert json.loads(as_json([ONE])) == {
        "schema_version": 1,
        "findings": [
            {
                "code": "VC120",
                "severity": "warn",
                "message": "crosses the line",
                "hint": "turn round",
                "path": "my board.yaml",
                "line": 41,
                "column": 9,
                "shot": "12A",
            }
        ],
    }


def test_sarif_anchors_each_finding_and_describes_each_rule() -> None:
    run = json.loads(as_sarif([TWO, ONE]))["runs"][0]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "my%20board.yaml"
    assert place["region"] == {"startLine": 3, "startColumn": 1}
    assert [result["level"] for result in run["results"]] == ["error", "warning"]
    ids = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert ids == {rule.code for rule in RULES}


def test_github_commands_are_escaped_and_limited() -> None:
    first, second = as_github([TWO, ONE]).splitlines()
    assert first == (
        "::error file=my board.yaml,line=3,col=1,title=VC103::'a,b.png': 100%25%0Abad. mend it"
    )
    assert second.startswith("::warning file=my board.yaml,line=41,col=9,title=VC120 12A::")
    many = as_github([ONE] * 14).splitlines()
    assert len(many) == 11
    assert many[-1] == "::notice title=vidcheck::4 more are not shown"


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_ends_its_last_line_and_speaks_both_languages(name: str) -> None:
    for language in ("en", "zh"):
        assert FORMATS[name]([ONE], language).endswith("\n")
