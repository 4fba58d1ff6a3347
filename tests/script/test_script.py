"""The continuity report: marks, what agrees from shot to shot, and sums, in each kind of file."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader
from typer.testing import CliRunner

from tests.browser import Watch, browser, found
from tests.exchange.made import NASTY, film, said, script
from tests.report.test_html import Page
from tests.script.made import A4, DRAMA, crossing, drama, entry, line, sheet
from vidcheck.cli.app import app
from vidcheck.judge.rows import HumanRow
from vidcheck.report.as_json import render as as_json
from vidcheck.report.film import FilmRow
from vidcheck.report.model import RunReport
from vidcheck.script import as_csv, as_html
from vidcheck.script.printed import set_by_hand

if TYPE_CHECKING:
    from pathlib import Path


def test_marks_say_whether_a_person_or_the_tool_said_so(tmp_path: Path) -> None:
    told = sheet(drama(tmp_path))
    marks = [(take.file, take.mark, take.by, take.word) for one in told.entries
             for take in one.takes]  # fmt: skip
    assert marks == [
        ("12A_t2.mp4", "circled", "vidcheck", "keep"),
        ("12A_t1.mp4", "hold", "vidcheck", "pass"),
        ("12B_t1.mp4", "circled", "person", "his eyes · 2026-11-26"),
        ("12C_t1.mp4", "ng", "person", ""),
        ("12C_t2.mp4", "none", "nobody", "unknown"),
    ]
    assert entry(told, "12C").takes[1].seen == "not assessable · too short"
    shown = {total.label: total.value for total in told.totals}
    assert (shown["circled"], shown["hold"], shown["NG"], shown["no mark"]) == ("2", "1", "1", "1")


def test_seconds_run_on_as_planned_and_as_used(tmp_path: Path) -> None:
    told = sheet(drama(tmp_path))
    rows = [(one.planned_s, one.used_s, one.planned_until_s, one.used_until_s)
            for one in told.entries[:3]]  # fmt: skip
    assert rows == [(5, 5.0, 5, 5.0), (4, 2.0, 9, 7.0), (5, None, 14, 7.0)]
    assert {total.label: total.value for total in told.totals}["shots covered"] == "2/6"
    assert entry(told, "12B").takes[0].used == (1.0, 3.0)


def test_what_differs_from_shot_to_shot_is_stated_and_measured(tmp_path: Path) -> None:
    told = sheet(drama(tmp_path))
    worn = line(told, "12B", "Jun · wardrobe")
    assert (worn.state, worn.measured) == ("differs", "12B is the odd one out: other colours")
    assert worn.asked.startswith("suit: charcoal suit jacket")
    assert line(told, "12A", "Jun · wardrobe").state == "see"
    assert line(told, "12A", "Jun · face").measured == "against the references"
    assert line(told, "12B", "Jun · face").state == "open"
    coat = line(told, "13A", "Mei · wardrobe")
    assert coat.asked.startswith("raincoat")
    assert coat.before.startswith("12D: apron")
    assert coat.state == "open"
    assert line(told, "12C", "Props").before == "12B: − the letter"
    assert line(told, "13A", "Place").before == "12D: shop, interior"
    assert line(told, "12A", "Light and look").state == "same"
    assert line(told, "12B", "Light and look").measured == "darker than the film"
    assert line(told, "12C", "Light and look").state == "open"


def test_what_nothing_measures_is_never_good_or_bad(tmp_path: Path) -> None:
    told = sheet(drama(tmp_path))
    labels = ("Place", "Props", "Axis (180°)", "Positions, eyelines", "Screen direction",
              "Join and end")  # fmt: skip
    seen = [one for each in told.entries for one in each.continuity if one.label in labels]
    assert len(seen) >= 5 * 6
    assert {one.state for one in seen} == {"open"}
    assert {one.measured for one in seen} == {""}
    assert line(told, "12A", "Axis (180°)").asked == "Mei — Jun"
    assert "Jun: right, faces camera left, looks at Mei" in (
        line(told, "12A", "Positions, eyelines").asked
    )
    assert line(told, "13A", "Positions, eyelines").asked == "Mei: centre, faces the camera"
    assert line(told, "12B", "Positions, eyelines").asked.endswith(
        "Mei: left, faces away from camera, only her shoulder in frame"
    )
    assert line(told, "13A", "Screen direction").asked == "neutral"
    assert line(told, "12A", "colour").state == "open"
    assert line(told, "12A", "camera").state == "missed"


def test_the_storyboards_own_rules_are_remarks(tmp_path: Path) -> None:
    assert line(sheet(drama(tmp_path)), "12C", "Axis (180°)").remark == ""
    crossed = drama(tmp_path, crossing())
    assert "crosses the line" in line(sheet(crossed), "12C", "Axis (180°)").remark
    assert "(VC120)" in line(sheet(crossed), "12C", "Axis (180°)").remark
    assert "VC122" in line(sheet(crossed), "12C", "Positions, eyelines").remark
    assert "越过了 12B" in line(sheet(crossed, "zh"), "12C", "轴线（180°）").remark
    answered = crossing().replace(
        '- id: "12C"', '- id: "12C"  # vidcheck: ignore VC120 VC122 because the door turns us'
    )
    assert line(sheet(drama(tmp_path, answered)), "12C", "Axis (180°)").remark == ""


def test_the_film_says_what_its_variables_say_and_survives_one_that_is_not_there(
    tmp_path: Path,
) -> None:
    told = drama(tmp_path).film
    assert told is not None
    assert "heavy rain on the window" in told.shots[0].action.en
    assert "窗外大雨" in told.shots[0].action.zh
    text = DRAMA.read_text(encoding="utf-8")
    noted = text.replace('- id: "12A"\n', '- id: "12A"\n        notes: ask {{ nobody }}\n', 1)
    film = drama(tmp_path, noted).film
    assert film is not None
    assert film.shots[0].notes == said("ask {{ nobody }}")


def test_frames_at_the_cut_are_those_inside_what_is_used(tmp_path: Path) -> None:
    told = sheet(drama(tmp_path), folder=tmp_path)
    assert [one.caption for one in entry(told, "12A").pictures] == [
        "12A in · 0.2 s", "12A out · 4.8 s"
    ]  # fmt: skip
    second = entry(told, "12B").pictures
    assert [one.caption for one in second] == [
        "12A out · 4.8 s", "12B in · 1.0 s", "12B out · 3.0 s"
    ]  # fmt: skip
    greys = [float(np.asarray(Image.open(io.BytesIO(one.jpeg))).mean()) for one in second]
    assert greys == pytest.approx([200, 60, 160], abs=3)
    assert entry(told, "12C").pictures == []


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["The Red Letter", "Scene 12", "circled", "his eyes", "not measured",
                "medium close-up", "Look at these first", "2/6", "0:09.0", "not as asked"]),
        ("zh", ["红信", "第 12 场", "保留", "人", "未测量", "近景", "先看这些", "轴线（180°）",
                "林梅 — 周骏", "12B 与众不同：颜色不同", "靠近 7%", "看周骏"]),
    ],
)  # fmt: skip
def test_the_page_says_everything_in_the_language_asked_for(
    tmp_path: Path, lang: str, words: list[str]
) -> None:
    page = Page(as_html.render(sheet(drama(tmp_path), lang, tmp_path), A4))
    told = " ".join(" ".join(page.said).split())
    assert [word for word in words if word not in told] == []
    assert sum(tag == "article" for tag, _ in page.tags) == 6
    assert sum(tag == "img" for tag, _ in page.tags) == 5
    ids = {attrs.get("id") for _, attrs in page.tags}
    links = [attrs["href"] or "" for tag, attrs in page.tags if tag == "a"]
    assert links
    assert {link.removeprefix("#") for link in links} <= ids


def hostile() -> RunReport:
    """A film whose every name and text is hostile."""
    base = film()
    assert base.film is not None
    bad = NASTY[0]
    scripts = tuple(
        script(one.shot, one.duration_s, action=said(bad), title=said(bad), place=bad,
               cast=[said(bad)])
        for one in base.film.shots
    )  # fmt: skip
    return base.model_copy(
        update={
            "title": bad,
            "film": FilmRow(fps=24.0, aspect="16:9", language="en", shots=scripts),
            "clips": tuple(
                row.model_copy(
                    update={"generator": NASTY[2], "human": HumanRow(verdict="hold", note=bad)}
                )
                for row in base.clips
            ),
        }
    )


def test_hostile_names_stay_words() -> None:
    told = sheet(hostile())
    text = as_html.render(told, A4)
    assert "<script" not in text
    assert "&#34;&gt;&lt;script&gt;alert(1)" in text
    assert "http" not in text.replace("http-equiv", "")
    pdf = PdfReader(io.BytesIO(set_by_hand(told, A4).pdf))
    assert "<script>" in pdf.pages[0].extract_text()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_table_has_a_row_per_take_and_no_formula(tmp_path: Path, lang: str) -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv.render(sheet(drama(tmp_path), lang)))))
    names = ("Shot", "Mark", "Used (s)", "Continuity") if lang == "en" else (
        "镜号", "标记", "实用（秒）", "连戏")  # fmt: skip
    picked = [tuple(row[name] for name in names) for row in rows]
    assert [one[0] for one in picked] == [
        "12A", "12A", "12B", "12C", "12C", "12D", "13A", "13B"
    ]  # fmt: skip
    assert [one[2] for one in picked] == ["5.0", "", "2.0", "", "", "", "", ""]
    mark = "circled" if lang == "en" else "保留"
    assert [one[1] == mark for one in picked[:4]] == [True, False, True, False]
    assert ("not measured" if lang == "en" else "未测量") in picked[0][3]
    assert picked[1][3] == ""


@pytest.mark.parametrize("bad", NASTY)
def test_no_cell_of_the_table_begins_like_a_formula(bad: str) -> None:
    base = film()
    assert base.film is not None
    scripts = tuple(script(one.shot, 2, action=said(bad)) for one in base.film.shots)
    clips = tuple(
        row.model_copy(update={"human": HumanRow(verdict="ng", note=bad), "generator": None})
        for row in base.clips
    )
    report = base.model_copy(
        update={"clips": clips, "film": base.film.model_copy(update={"shots": scripts})}
    )
    rows = list(csv.reader(io.StringIO(as_csv.render(sheet(report)))))
    assert {len(row) for row in rows} == {len(as_csv.OF_SHOT) + len(as_csv.OF_TAKE)}
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]
    assert not [cell for cell in cells if "\x1b" in cell or "\x00" in cell]


def test_a_result_of_an_older_version_still_tells_what_it_knows(tmp_path: Path) -> None:
    raw = json.loads(as_json(drama(tmp_path)))
    for one in raw["film"]["shots"]:
        del one["staging"]
    told = sheet(RunReport.model_validate(raw))
    assert line(told, "12B", "Jun · wardrobe").state == "differs"
    unknown = line(told, "12B", "Wardrobe, axis, eyelines, direction")
    assert (unknown.state, unknown.asked[:18]) == ("open", "not in this result")
    del raw["film"]
    bare = sheet(RunReport.model_validate(raw))
    assert [one.shot for one in bare.entries] == ["12A", "12B", "12C"]
    assert [one.planned_s for one in bare.entries] == [None, None, None]
    assert "12A" in as_html.render(bare, A4)


def written(report: RunReport, folder: Path, *words: str) -> tuple[int, str]:
    run = folder / "run.json"
    run.write_text(as_json(report), encoding="utf-8")
    done = CliRunner().invoke(
        app, ["report", str(run), "--format", "continuity", *words], env={"VIDCHECK_LANG": "en"}
    )
    return done.exit_code, done.output


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_pdf_of_a_browser_has_the_words_and_the_paper(tmp_path: Path, paper: str) -> None:
    found()
    target = tmp_path / "continuity.pdf"
    code, told = written(
        drama(tmp_path), tmp_path, "--out", str(target), "--lang", "zh", "--paper", paper
    )
    assert code == 0, told
    read = PdfReader(target)
    assert "Skia" in str(read.metadata)
    sides = {"a4": [595, 842], "letter": [612, 792]}[paper]
    assert [round(side) for side in read.pages[0].mediabox[2:]] == sides
    text = re.sub(r"\s+", "", "".join(page.extract_text() for page in read.pages))
    for words in ("红信", "场记连戏报告", "林梅—周骏", "未测量", "12B与众不同", "his"):
        assert words in text


@pytest.mark.parametrize(("lang", "words"), [("zh", "林梅—周骏"), ("en", "Mei—Jun")])
def test_without_a_browser_the_same_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, words: str
) -> None:
    monkeypatch.setenv("VIDCHECK_CHROMIUM", "")
    target = tmp_path / "continuity.pdf"
    code, told = written(drama(tmp_path), tmp_path, "--out", str(target), "--lang", lang)
    assert code == 0, told
    read = PdfReader(target)
    assert [round(side) for side in read.pages[0].mediabox[2:]] == [595, 842]
    text = re.sub(r"\s+", "", "".join(page.extract_text() for page in read.pages))
    assert words in text
    # The last frame of 12A is shown twice, and lies in the file once.
    assert sum(len(page.images) for page in read.pages) == 4


def test_the_suffix_names_the_kind_and_a_wrong_one_is_refused(tmp_path: Path) -> None:
    report = drama(tmp_path)
    code, told = written(report, tmp_path)
    assert code == 0
    assert told.startswith("<!doctype html>")
    table = tmp_path / "continuity.csv"
    assert written(report, tmp_path, "--out", str(table))[0] == 0
    assert table.read_bytes().startswith(b"\xef\xbb\xbfScene,")
    code, told = written(report, tmp_path, "--out", str(tmp_path / "x.docx"))
    assert code == 2
    assert "writes HTML, PDF or CSV" in told
    assert not (tmp_path / "x.docx").exists()
    code, told = written(RunReport(calibration=None, clips=()), tmp_path)
    assert code == 2
    assert "no shots in this result" in told


def test_the_page_opens_from_disk_and_asks_nobody(tmp_path: Path) -> None:
    target = tmp_path / "continuity.html"
    assert written(drama(tmp_path), tmp_path, "--out", str(target))[0] == 0
    hostile_page = tmp_path / "hostile.html"
    hostile_page.write_text(as_html.render(sheet(hostile()), A4), encoding="utf-8")
    with browser() as window:
        page = window.new_page()
        watch = Watch(page)
        for path in (target, hostile_page):
            page.goto(path.as_uri())
            for width in (1280, 390):
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.goto(target.as_uri())
        assert page.locator("article.shot").count() == 6
        assert page.evaluate("[...document.images].every(one => one.naturalWidth === 32)")
        page.get_by_role("link", name="12B").first.press("Enter")
        assert page.evaluate("document.querySelector('article:target').id") == "shot-12B"
        assert watch.complaints == []
        assert {url.partition(":")[0] for url in watch.asked} <= {"file", "data"}
