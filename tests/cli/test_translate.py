from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from vidcheck.cli.translate import translated
from vidcheck.errors import OutputError, VidcheckError
from vidcheck.files import write_whole
from vidcheck.generators.load import profile
from vidcheck.report.model import load_report
from vidcheck.storyboard.load import load_storyboard

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def newer(folder: Path) -> None:
    (folder / "run.json").write_text('{"schema_version": 9}')
    load_report(folder / "run.json")


def broken(folder: Path) -> None:
    (folder / "run.json").write_text("{")
    load_report(folder / "run.json")


def blocked(folder: Path) -> None:
    (folder / "file").write_text("")
    write_whole(folder / "file" / "x", "")


def typo(folder: Path) -> None:
    (folder / "s.yaml").write_text("vidcheck: 1\nprojct: {}\n")
    load_storyboard(folder / "s.yaml")


def missing(folder: Path) -> None:
    load_storyboard(folder / "none.yaml")


def misnamed(_: Path) -> None:
    profile("klingg-3.0")


@pytest.mark.parametrize(
    "fails",
    [
        newer,
        broken,
        blocked,
        typo,
        load_report,
        load_storyboard,
        missing,
        misnamed,
    ],
)
def test_errors_people_meet_most_are_said_in_chinese(
    fails: Callable[[Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIDCHECK_LANG", "zh")
    with pytest.raises(VidcheckError) as caught:
        fails(tmp_path)
    message, hint = translated(caught.value)
    assert re.search("[\u4e00-\u9fff]", message)
    assert hint is None or re.search("[\u4e00-\u9fff]", hint)


def test_an_english_reader_gets_the_words_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDCHECK_LANG", "en")
    assert translated(OutputError("a: no such file", "b")) == ("a: no such file", "b")


def test_places_and_values_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDCHECK_LANG", "zh")
    said = translated(OutputError("/x y/é.json: cannot be written: No space left on device"))
    assert said == ("/x y/é.json: 无法写入：磁盘已满", None)
