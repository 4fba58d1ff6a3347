from __future__ import annotations

import io
import sys
import zipfile
from datetime import time
from typing import TYPE_CHECKING

import pytest

from tests.importers.made import SCRIPTS, imported, shots, written
from vidcheck.errors import StoryboardError
from vidcheck.importers.fields import COLUMNS, field_of
from vidcheck.importers.film_words import seconds_in
from vidcheck.importers.read import import_file

if TYPE_CHECKING:
    from pathlib import Path

ZH, EN = SCRIPTS / "分镜表.csv", SCRIPTS / "list.csv"


def test_a_chinese_shot_list(tmp_path: Path) -> None:
    loaded = imported(ZH, tmp_path)
    board = loaded.storyboard
    assert str(board.project.title) == "雨夜书店"
    assert board.project.language == "zh"
    assert [scene.number for scene in board.scenes] == ["1", "2"]
    made = shots(loaded)
    assert list(made) == ["1", "2", "2-1"]
    assert (made["1"].camera.size, made["1"].camera.move, made["1"].camera.angle) == (
        "FS", "static", "eye_level",
    )  # fmt: skip
    assert str(made["1"].action) == "林梅走进书店，\n雨水顺着伞滴下。"
    assert (made["2"].camera.move, made["2"].camera.move_speed) == ("dolly_in", "slow")
    assert made["2"].duration == 5
    assert made["2-1"].duration == 62
    assert [(line.by, line.mode) for line in made["2-1"].dialogue] == [(None, "voice_over")]


def test_cells_that_look_like_formulas_are_text(tmp_path: Path) -> None:
    assert str(shots(imported(ZH, tmp_path))["2"].notes) == "=1+1"
    text = "镜号,画面,备注\n1,+86 的电话,@home\n2,-5 度,=cmd|' /C calc'!A0\n"
    made = shots(imported(written(tmp_path, "a.csv", text), tmp_path))
    assert [str(made[name].action) for name in "12"] == ["+86 的电话", "-5 度"]
    assert [str(made[name].notes) for name in "12"] == ["@home", "=cmd|' /C calc'!A0"]


def test_what_is_not_understood_is_kept_and_said_with_its_row() -> None:
    remarks = {(one.line, one.zh) for one in import_file(ZH).remarks}
    assert (6, "机位：看不懂“A机”，留在备注里") in remarks
    assert (6, "“摇”多了：一个镜头每项只有一种；留在备注里") in remarks
    assert any(line == 2 and "负责人" in said for line, said in remarks)


def test_an_english_shot_list(tmp_path: Path) -> None:
    loaded = imported(EN, tmp_path)
    board = loaded.storyboard
    assert [str(board.places[scene.place].prompt) for scene in board.scenes] == [
        "KITCHEN",
        "GARDEN",
    ]
    assert [scene.time for scene in board.scenes] == ["day", "dusk"]
    one, two, three = shots(loaded).values()
    assert (one.camera.size, one.camera.lens_mm, one.duration) == ("LS", 35, 4)
    assert list(one.props) == ["plate", "cup"]
    assert board.subjects["cup"].kind == "prop"
    assert (two.camera.move, two.transition, two.duration) == ("dolly_in", "dissolve", 3.5)
    assert (two.dialogue[0].by, str(two.dialogue[0].text)) == ("tom", "One. Two.")
    assert (three.camera.rig, three.camera.move) == ("handheld", "follow")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gbk"])
def test_encodings_read_alike_and_guesses_are_said(encoding: str, tmp_path: Path) -> None:
    text = ZH.read_text(encoding="utf-8")
    path = written(tmp_path, "a.csv", text.encode(encoding))
    said = [one.en for one in import_file(path).remarks if "read as" in one.en]
    assert bool(said) == (encoding in {"gbk", "utf-16-le"})
    assert str(shots(imported(path, tmp_path))["2"].action) == "她抬头。"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(delimiter: str, tmp_path: Path) -> None:
    rows = (("Shot", "Size", "Description"), ("1", "CU", "A cup. It, well; stands."))
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    made = shots(imported(written(tmp_path, "a.csv", text), tmp_path))
    assert (made["1"].camera.size, str(made["1"].action)) == ("CU", "A cup. It, well; stands.")


def test_excels_own_delimiter_line(tmp_path: Path) -> None:
    text = "sep=;\nShot;Size;Description\n1;CU;A cup\n"
    assert str(shots(imported(written(tmp_path, "a.csv", text), tmp_path))["1"].action) == "A cup"


def test_every_heading_names_one_column() -> None:
    aliases = [alias for names in COLUMNS.values() for alias in names.split(", ")]
    assert len(aliases) == len(set(aliases))
    for name, names in COLUMNS.items():
        assert {field_of(alias) for alias in names.split(", ")} == {name}
    assert [field_of(one) for one in ("时长（秒）", "景别 Size", "SHOT #", "Who cares?")] == [
        "seconds", "size", "shot", None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("4", 4), ("4.5s", 4.5), ("4 秒", 4), ("约3秒", 3), ("3-5s", 5), ("3~5 秒", 5), ("1:30", 90),
     ("00:00:04", 4), ("1分20秒", 80), ("2 min", 120), ("0", None), ("-3", None), ("soon", None),
     ("99999", None), ("", None)],
)  # fmt: skip
def test_seconds(text: str, seconds: float | None) -> None:
    assert seconds_in(text) == seconds


@pytest.mark.parametrize(
    ("text", "says"),
    [("a,b\n1,2\n", ":1: no row of headings"), ("", "no row of headings"),
     ("Shot,Description\n", "nothing in it makes a shot"),
     ("Shot,Description\n" + "1,x\n" * 5002, "more than 5000 rows"),
     ('Shot,Description\n1,"' + "x" * 200_000 + '"\n', ":2: not valid CSV"),
     (b"Shot,Description\n1,\x81\xff\xfe\n", ":2: neither UTF-8")],
    ids=["unknown", "empty", "no rows", "too long", "huge cell", "bytes"],
)  # fmt: skip
def test_tables_that_cannot_be_read(text: str | bytes, says: str, tmp_path: Path) -> None:
    with pytest.raises(StoryboardError, match=says):
        import_file(written(tmp_path, "a.csv", text))


def workbook(rows: list[list[object]]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["this sheet holds no shots"])
    sheet = book.create_sheet("分镜")
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_reads_as_its_csv(tmp_path: Path) -> None:
    rows: list[list[object]] = [["镜号", "景别", "画面", "时长", "备注"],
            [1, "近景", "她抬头。", 4.0, "=SUM(A1:A2)"],
            [2, "特写", "信封。", time(0, 0, 3), None]]  # fmt: skip
    made = shots(imported(written(tmp_path, "a.xlsx", workbook(rows)), tmp_path))
    assert [(one.camera.size, one.duration) for one in made.values()] == [("MCU", 4), ("CU", 3)]
    assert str(made["1"].notes) == "=SUM(A1:A2)"


def test_without_openpyxl_the_way_out_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "a.xlsx", workbook([["Shot", "Size"]]))
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(StoryboardError, match="needs the package openpyxl") as caught:
        import_file(path)
    assert "CSV" in (caught.value.hint or "")


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw)
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"\xd0\xcf\x11\xe0 old", "not an Excel workbook"),
        (zipped({"xl/a.xml": b" " * 65_000_000}), "unpacks to more than"),
        (zipped({"xl/a.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'}),
         "document type"),
        (zipped({"a.xml": b"<a/>"}), "not a workbook"),
        (zipped({"[Content_Types].xml": b"<Types"}), "not a workbook"),
    ],
    ids=["xls", "bomb", "doctype", "no workbook", "broken"],
)  # fmt: skip
def test_workbooks_that_are_none(raw: bytes, says: str, tmp_path: Path) -> None:
    with pytest.raises(StoryboardError, match=says):
        import_file(written(tmp_path, "a.xlsx", raw))
