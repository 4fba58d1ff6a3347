"""Any bytes in any file that vidcheck reads end as what it is for, or as one clear error."""

from __future__ import annotations

import json
from functools import cache, reduce
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.test_project import BOARD
from tests.hostile.damage import JUNK, QUICK, complaint, damaged
from tests.report.made import RUN
from vidcheck.importers.read import import_file
from vidcheck.match.desk import match_takes
from vidcheck.report.model import load_report
from vidcheck.run.check import planned
from vidcheck.storyboard.load import load_storyboard, parse_storyboard

SCRIPTS = sorted((Path(__file__).parents[1] / "importers" / "scripts").iterdir())


@QUICK
@given(st.data())
def test_a_damaged_storyboard_is_one_or_a_clear_error(data: st.DataObject) -> None:
    raw = data.draw(damaged(BOARD.encode()))
    text = raw.decode("utf-8", "replace")
    said = complaint(lambda: parse_storyboard(text, Path("storyboard.yaml")))
    assert said is None or said.startswith("storyboard.yaml")


@pytest.mark.parametrize("script", SCRIPTS, ids=[str(number) for number in range(len(SCRIPTS))])
@QUICK
@given(data=st.data())
def test_a_damaged_script_is_imported_or_a_clear_error(
    tmp_path: Path, script: Path, data: st.DataObject
) -> None:
    path = tmp_path / f"film{script.suffix}"
    path.write_bytes(data.draw(damaged(script.read_bytes())))
    said = complaint(lambda: parse_storyboard(import_file(path).text, path))
    assert said is None or str(path) in said


@cache
def _project(folder: Path) -> Path:
    (folder / "takes").mkdir()
    (folder / "storyboard.yaml").write_text(BOARD, encoding="utf-8")
    for name in ("a.mp4", "b.mp4"):
        (folder / "takes" / name).write_bytes(name.encode())
    return folder


TAKES = b'takes:\n  "12A": [a.mp4, {path: b.mp4, take: 2, generator: kling-3.0}]\n  "12B": c.mp4\n'


@QUICK
@given(data=st.data())
def test_a_damaged_takes_file_matches_or_is_a_clear_error(
    tmp_path: Path, data: st.DataObject
) -> None:
    folder = _project(tmp_path)
    loaded = load_storyboard(folder / "storyboard.yaml")
    plan = planned(loaded, folder / "takes", ("kling-3.0",), None)
    (folder / "takes" / "takes.yaml").write_bytes(data.draw(damaged(TAKES)))
    said = complaint(lambda: match_takes(plan, loaded, folder / "takes"))
    assert said is None or "takes.yaml" in said


def test_a_result_nested_without_end_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text('{"schema_version": 1, "clips": ' + "[" * 100_000, encoding="utf-8")
    assert "nested too deeply" in str(complaint(lambda: load_report(path)))


@pytest.mark.parametrize("number", ["Infinity", "NaN", "1e999"])
def test_a_number_without_end_is_no_result(tmp_path: Path, number: str) -> None:
    path = tmp_path / "run.json"
    [*inside, last] = next(way for way in WAYS if way[-1] == "risk")
    raw = json.loads(json.dumps(WHOLE))
    reduce(lambda value, step: value[step], inside, raw)[last] = "@"
    path.write_text(json.dumps(raw).replace('"@"', number), encoding="utf-8")
    assert str(complaint(lambda: load_report(path))).startswith(str(path))


def places(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value inside a JSON value."""
    found = [here] if here else []
    keys = value.keys() if isinstance(value, dict) else range(len(value)) \
        if isinstance(value, list) else ()  # fmt: skip
    return found + [way for key in keys for way in places(value[key], (*here, key))]


WHOLE = json.loads(RUN.model_dump_json())
WAYS = places(WHOLE)


@QUICK
@given(way=st.sampled_from(WAYS), junk=JUNK)
def test_a_result_with_a_wrong_value_is_read_or_a_clear_error(
    tmp_path: Path, way: tuple[Any, ...], junk: Any
) -> None:
    raw = json.loads(json.dumps(WHOLE))
    inside = raw
    for step in way[:-1]:
        inside = inside[step]
    inside[way[-1]] = junk
    path = tmp_path / "run.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    said = complaint(lambda: load_report(path))
    assert said is None or said.startswith(str(path))
