from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import openpyxl
import pytest

from tests.exchange.made import NASTY, film, renamed
from vidcheck.exchange.assemble import Wish
from vidcheck.exchange.formats import Exchange, exchanged
from vidcheck.importers.read import import_file
from vidcheck.report.model import RunReport
from vidcheck.storyboard.load import load_storyboard, parse_storyboard

if TYPE_CHECKING:
    from vidcheck.storyboard.model import Storyboard

Lang = Literal["en", "zh"]
LANGS: tuple[Lang, ...] = ("en", "zh")
RUNS = (".csv", ".xlsx")


def made(report: RunReport, lang: Lang, ending: str, folder: Path) -> Path:
    asked = Exchange("shotlist", Wish(lang=lang), xlsx=ending == ".xlsx")
    text, _ = exchanged(report, asked)
    path = folder / f"list{ending}"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def cells(path: Path) -> list[list[object]]:
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path).active
        return [list(row) for row in sheet.iter_rows(values_only=True)]
    return [list(row) for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8")))]


def back(path: Path, lang: Lang) -> Storyboard:
    return parse_storyboard(import_file(path, lang).text, path).storyboard


@pytest.mark.parametrize("ending", RUNS)
@pytest.mark.parametrize("lang", LANGS)
def test_other_programs_read_the_table(lang: Lang, ending: str, tmp_path: Path) -> None:
    rows = cells(made(film(), lang, ending, tmp_path))
    head = {name: place for place, name in enumerate(rows[0])}
    assert len(rows) == 7
    first = rows[1]
    names = ("Shot", "Size", "Dialogue", "Seconds") if lang == "en" else (
        "镜号", "景别", "台词", "时长（秒）")  # fmt: skip
    shot, size, dialogue, seconds = (str(first[head[name]]) for name in names)
    assert (shot, seconds) == ("12A", "4")
    assert size == ("medium close-up" if lang == "en" else "近景")
    assert dialogue.split("\n") == (
        ["Mei: He won't come.", "voice-over: Later."] if lang == "en"
        else ["林梅：他不会来了。", "旁白：后来。"]
    )  # fmt: skip
    take = "vidcheck take" if lang == "en" else "vidcheck 成片"
    assert [row[head[take]] or None for row in rows[1:4]] == ["12A_t2.mp4", "12B_t1.mp4", None]


@pytest.mark.parametrize("ending", RUNS)
@pytest.mark.parametrize("lang", LANGS)
def test_an_import_reads_the_table_back(lang: Lang, ending: str, tmp_path: Path) -> None:
    report = film()
    board = back(made(report, lang, ending, tmp_path), lang)
    assert report.film is not None
    for (_, shot), asked in zip(board.all_shots(), report.film.shots, strict=True):
        assert (shot.id, shot.duration) == (asked.shot, asked.duration_s)
        assert shot.action.in_language(lang) == asked.action.say(lang)
        assert [line.text.in_language(lang) for line in shot.dialogue] == [
            line.text.say(lang) for line in asked.dialogue
        ]
        assert [line.mode for line in shot.dialogue] == [line.mode for line in asked.dialogue]
        camera = shot.camera
        assert (camera.size, camera.move, camera.move_speed, camera.lens_mm) == (
            "MCU", "dolly_in", "slow", 35)  # fmt: skip
        assert shot.notes is None  # what vidcheck found is not the author's
        [member], [prop] = shot.cast, shot.props
        who, what = board.subjects[member.who].name, board.subjects[prop].name
        assert who is not None
        assert what is not None
        assert who.in_language(lang) == asked.cast[0].say(lang)
        assert what.in_language(lang) == asked.props[0].say(lang)


@pytest.mark.parametrize("name", NASTY, ids=ascii)
@pytest.mark.parametrize("ending", RUNS)
def test_any_words_are_text_and_survive(name: str, ending: str, tmp_path: Path) -> None:
    path = made(renamed(film(), name), "en", ending, tmp_path)
    for row in cells(path):
        for cell in row:
            assert ending == ".xlsx" or not str(cell).startswith(("=", "+", "-", "@"))
    if ending == ".xlsx":
        sheet = openpyxl.load_workbook(path).active
        assert {one.data_type for row in sheet.iter_rows() for one in row} <= {"s", "n"}
    shot = back(path, "en").shot("12A")
    kept = "".join(one for one in name if one == "\n" or (one >= " " and one != "\ufffe"))
    if kept:
        assert shot.action.in_language("en") == kept
        assert len(shot.dialogue) == 1


def test_a_shipped_storyboard_comes_back_with_its_shots(tmp_path: Path) -> None:
    from vidcheck.run.film import film_of

    path = Path(__file__).parents[2] / "samples" / "project" / "storyboard.yaml"
    loaded = load_storyboard(path)
    board = loaded.storyboard
    report = RunReport(calibration=None, clips=(), shots=(), film=film_of(loaded))
    again = back(made(report, "en", ".csv", tmp_path), "en")
    for (_, before), (_, after) in zip(board.all_shots(), again.all_shots(), strict=True):
        assert (after.id, after.duration) == (before.id, before.duration)
        assert after.action == before.action
        assert (after.camera.size, after.camera.move) == (before.camera.size, before.camera.move)
        assert [one.text for one in after.dialogue] == [one.text for one in before.dialogue]
