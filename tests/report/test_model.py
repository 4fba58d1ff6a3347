from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.report.made import CLIPS, RUN
from vidcheck.errors import VidcheckError
from vidcheck.report import as_json
from vidcheck.report.model import load_report

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_written_is_read_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text(as_json.render(RUN), encoding="utf-8")
    assert load_report(path) == RUN


def test_the_keys_that_scripts_rely_on_stand_in_run_json() -> None:
    raw = json.loads(as_json.render(RUN))
    promised = {"schema_version", "vidcheck", "calibration", "clips", "shots", "continuity",
                "unmatched", "missing"}  # fmt: skip
    assert promised <= set(raw)
    assert raw["schema_version"] == 1
    assert {"shot", "decision", "take", "ranking", "advice"} <= set(raw["shots"][0])
    assert {"path", "rank", "tied_with", "why"} <= set(raw["shots"][0]["ranking"][0])
    assert {"change", "where", "patch"} <= set(raw["shots"][1]["advice"])
    assert raw["continuity"]["subjects"] == {}
    assert "not measured" in raw["continuity"]["note"]


def test_a_series_of_numbers_stands_on_one_line() -> None:
    text = as_json.render(RUN)
    line = next(line for line in text.splitlines() if '"times_s"' in line)
    assert line.count(",") >= 47


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"schema_version": 2}', "newer than this vidcheck reads"),
        ('{"schema_version": 1, "clips": [], "calibration": null, "nope": 1}', "nope"),
        ("[1, 2]", "no schema_version"),
        ('{"schema_version": 1,', ":1:22: not JSON"),
        (b"\xff\xfe\x00", "it is not text"),
    ],
)
def test_a_broken_report_is_one_clear_error(
    tmp_path: Path, content: str | bytes, said: str
) -> None:
    path = tmp_path / "run.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(VidcheckError, match=said) as caught:
        load_report(path)
    assert str(path) in caught.value.message


def test_a_folder_instead_of_a_report_names_the_file_to_use(tmp_path: Path) -> None:
    with pytest.raises(VidcheckError) as caught:
        load_report(tmp_path)
    assert caught.value.hint is not None
    assert "run.json" in caught.value.hint


def test_a_missing_report_is_said(tmp_path: Path) -> None:
    with pytest.raises(VidcheckError, match="No such file"):
        load_report(tmp_path / "run.json")


def test_a_file_that_holds_several_shots_has_a_row_for_each() -> None:
    rows = [CLIPS[0].model_copy(update={"shot": shot, "path": "both.mp4"}) for shot in ("a", "b")]
    shot = RUN.shots[0].model_copy(update={"shot": "b", "take": "both.mp4"})
    run = RUN.model_copy(update={"clips": tuple(rows), "shots": (shot,)})
    assert run.clip_of(shot) is rows[1]
    assert run.clip_of(shot.model_copy(update={"take": None})) is None
