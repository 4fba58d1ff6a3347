"""Any bytes in any file that vidcheck reads end as what it is for, or as one clear error."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.test_project import BOARD
from tests.report.made import RUN
from vidcheck.errors import VidcheckError
from vidcheck.importers.read import import_file
from vidcheck.match.desk import match_takes
from vidcheck.report.model import load_report
from vidcheck.run.check import planned
from vidcheck.storyboard.load import load_storyboard, parse_storyboard

if TYPE_CHECKING:
    from collections.abc import Callable

QUICK = settings(
    max_examples=60, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
SCRIPTS = sorted((Path(__file__).parents[1] / "importers" / "scripts").iterdir())


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """Bytes with pieces cut out, doubled, flipped, or replaced by others."""
    raw = bytearray(whole)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(raw) - 1)))
        length = draw(st.integers(0, 40))
        piece = draw(st.one_of(
            st.just(b""), st.binary(max_size=20), st.just(bytes(raw[at : at + length]) * 2),
            st.sampled_from([b"\x00", b"\xff\xfe", b"{{", b"&a ", b"*a", b"<!DOCTYPE x>", b"\t",
                             b": ", b"- ", b'"', b"[" * 40, b"!!python/object:os.system ",
                             "\N{RIGHT-TO-LEFT OVERRIDE}".encode()]),
        ))  # fmt: skip
        raw[at : at + length] = piece
    return bytes(raw)


def complaint(read: Callable[[], object]) -> str | None:
    """What a reader said to the user, None where it read; a bug is raised."""
    try:
        read()
    except VidcheckError as error:
        return error.message
    return None


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


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)


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
