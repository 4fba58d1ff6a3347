"""The board: what stands on it, in both languages, by both printers, and what it refuses."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from pypdf import PdfReader
from typer.testing import CliRunner

from tests.browser import Watch, browser, found
from tests.drawing import write
from tests.report.test_html import Page
from vidcheck.board import as_html, moves, pictures
from vidcheck.board.kept import Kept
from vidcheck.board.layout import Layout
from vidcheck.board.pictures import ORDERS, Frames
from vidcheck.board.printed import as_pdf, set_by_hand
from vidcheck.board.sheet import sheet_of
from vidcheck.cli.app import app
from vidcheck.paper import flow
from vidcheck.storyboard.load import load_storyboard
from vidcheck.storyboard.words import VOCABULARIES

if TYPE_CHECKING:
    from vidcheck.board.pictures import Frame
    from vidcheck.board.sheet import Sheet

STORYBOARDS = Path(__file__).parents[2] / "storyboards"
DRAMA = STORYBOARDS / "short-drama" / "storyboard.yaml"
COURIER = STORYBOARDS / "courier" / "storyboard.yaml"
HOSTILE = '"><script>alert(1)</script>{{ 7 * 7 }}'
FILM = """\
vidcheck: 1
project: {{title: {title!r}, aspect: "16:9"}}
style: {{prompt: plain}}
subjects:
  cup: {{kind: prop, identity: a red cup, refs: [{{path: cup.png, role: product}}]}}
places:
  table: {{prompt: a table}}
scenes:
  - id: s1
    place: table
    shots:
      - {{id: "1", duration: 2, action: {action!r}, props: [cup], camera: {{size: CU}}}}
      - {{id: "2", duration: 3, action: The table alone., camera: {{size: LS, angle: high}}}}
"""
EMPTY: dict[str, Frame] = {}


def film(folder: Path, action: str = "A cup.", title: str = "Cups") -> Path:
    path = folder / "storyboard.yaml"
    path.write_text(FILM.format(title=title, action=action), encoding="utf-8")
    return path


def ran(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["board", *words], env={"VIDCHECK_LANG": "en"})
    return done.exit_code, done.output


def framed(path: Path, frames: str = "auto") -> tuple[dict[str, Frame], list[tuple[str, str]]]:
    loaded = load_storyboard(path)
    desk = Frames(loaded, ORDERS[frames], {})
    shown = {shot.id: desk.of(scene, shot) for scene, shot in loaded.storyboard.all_shots()}
    return shown, desk.warnings


def sheet(path: Path, lang: str = "en") -> Sheet:
    return sheet_of(load_storyboard(path), lang, "2026-11-27")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["The Red Letter", "2 scenes", "6 shots", "26 s", "over the shoulder", "dolly in",
                "85 mm", "He will not come. Let us close.", "fade out", "Sound"]),
        ("zh", ["红信", "2 场", "6 个镜头", "26 秒", "过肩", "推，慢", "85 mm",
                "他不会来了，我们关门吧。", "淡出", "音效", "大雨"]),
    ],
)  # fmt: skip
def test_the_page_says_everything_in_the_language_asked_for(lang: str, words: list[str]) -> None:
    board = sheet(DRAMA, lang)
    page = Page(as_html.render(board, EMPTY, Layout.of(board, "a4")))
    said = " ".join(" ".join(page.said).split())
    assert [word for word in words if word not in said] == []
    assert sum(tag == "article" for tag, _ in page.tags) == 6
    assert sum(tag == "svg" for tag, _ in page.tags) == 6
    assert next(attrs["id"] for tag, attrs in page.tags if tag == "article") == "shot-12A"


def test_times_run_through_the_film() -> None:
    assert [panel.start_s for panel in sheet(DRAMA).panels] == [0, 5, 9, 14, 17, 22]
    assert [as_html.clock(seconds) for seconds in (0, 9.5, 59.96, 61)] == [
        "0:00", "0:09.5", "1:00", "1:01"
    ]  # fmt: skip


def test_every_move_has_a_drawing_of_its_own_inside_its_box() -> None:
    codes = VOCABULARIES["move"].codes
    drawn = [moves.strokes(code) for code in codes]
    assert len(set(drawn)) == len(codes)
    for stroke in (one for drawing in drawn for one in drawing):
        assert all(-1.5 <= value <= moves.BOX + 1.5 for point in stroke.points for value in point)


def test_a_given_frame_stands_first_and_references_are_composed_in_the_films_shape() -> None:
    shown, warnings = framed(STORYBOARDS / "product-ad" / "storyboard.yaml")
    assert warnings == []
    assert [shown[shot].source for shot in ("01", "02")] == ["given", "references"]
    for frame in shown.values():
        with Image.open(io.BytesIO(frame.jpeg or b"")) as picture:
            assert picture.size == (495, 880)


def test_a_kept_take_gives_its_sharpest_frame(tmp_path: Path) -> None:
    import numpy as np

    grey = np.full((180, 320, 3), 90, np.uint8)
    sharp = grey.copy()
    sharp[:, ::8] = (250, 20, 20)
    clip = write(tmp_path / "t.mp4", [grey] * 6 + [sharp] * 6)
    Image.new("RGB", (64, 64), "red").save(tmp_path / "cup.png")
    loaded = load_storyboard(film(tmp_path))
    kept = {"1": Kept(clip, 0.0, 8.0), "2": Kept(tmp_path / "gone.mp4", 0.0, 8.0)}
    desk = Frames(loaded, ORDERS["takes"], kept)
    first, second = (desk.of(scene, shot) for scene, shot in loaded.storyboard.all_shots())
    assert first.source == "take"
    assert np.asarray(Image.open(io.BytesIO(first.jpeg or b""))).std() > 20
    assert second.source == "empty"
    assert "gone.mp4" in desk.warnings[0][0]


def test_what_cannot_be_shown_leaves_an_empty_frame_with_the_framing_and_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = film(tmp_path)
    shown, warnings = framed(path)
    assert (shown["1"].source, shown["2"].source) == ("empty", "empty")
    assert "no such file" in warnings[0][0]
    assert "没有这个文件" in warnings[0][1]
    (tmp_path / "cup.png").write_bytes(b"not a picture at all")
    assert "not a picture" in framed(path)[1][0][0]
    Image.new("RGB", (900, 900), "red").save(tmp_path / "cup.png")
    assert framed(path)[0]["1"].source == "references"
    assert framed(path, "empty")[0]["1"].source == "empty"
    with monkeypatch.context() as small:
        small.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
        assert "far too many pixels" in framed(path)[1][0][0]
    monkeypatch.setattr(pictures, "LARGEST_FILE", 100)
    assert "too large" in framed(path)[1][0][0]
    board = sheet(path)
    said = Page(as_html.render(board, shown, Layout.of(board, "a4"))).said
    assert "long shot, high angle" in said


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    hostile = HOSTILE.replace("{{ 7 * 7 }}", "")
    board = sheet(film(tmp_path, hostile, hostile))
    text = as_html.render(board, EMPTY, Layout.of(board, "a4"))
    assert "<script" not in text
    assert "&#34;&gt;&lt;script&gt;alert(1)" in text
    assert "http" not in text.replace("http-equiv", "")
    pdf = set_by_hand(board, EMPTY, Layout.of(board, "a4")).pdf
    assert "<script>" in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def pages_of(pdf: bytes) -> list[str]:
    return [re.sub(r"\s+", "", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def many_shots(folder: Path) -> Path:
    """A film of 24 shots whose texts begin and end with marks of their own."""
    body = " ".join(["A man walks on."] * 5)
    shots = "".join(
        f'      - {{id: "{i}", duration: 1, action: "BEGIN{i}X {body} END{i}X"}}\n'
        for i in range(1, 25)
    )
    head = FILM.format(title="Long", action="x").partition("    shots:\n")[0]
    path = folder / "storyboard.yaml"
    path.write_text(head + "    shots:\n" + shots, encoding="utf-8")
    return path


def test_no_page_break_cuts_a_shot_on_either_printer(tmp_path: Path) -> None:
    board = sheet(many_shots(tmp_path))
    layout = Layout.of(board, "a4")
    made = [set_by_hand(board, EMPTY, layout).pdf]
    if found():
        made.append(as_pdf(board, EMPTY, layout).pdf)
    for pdf in made:
        pages = pages_of(pdf)
        assert len(pages) > 2
        for i in range(1, 25):
            begins = [f"BEGIN{i}X" in page for page in pages]
            assert begins.count(True) == 1
            assert [f"END{i}X" in page for page in pages] == begins


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_paper_sizes_and_words_in_the_pdf_of_a_browser(tmp_path: Path, paper: str) -> None:
    found()
    target = tmp_path / "board.pdf"
    code, said = ran(str(DRAMA), "--out", str(target), "--lang", "zh", "--paper", paper)
    assert code == 0, said
    read = PdfReader(target)
    assert "Skia" in str(read.metadata)
    sides = {"a4": (595, 842), "letter": (612, 792)}[paper]
    assert [round(side) for side in read.pages[0].mediabox[2:]] == list(sides)
    text = "".join(pages_of(target.read_bytes()))
    for words in ("红信", "过肩", "他不会来了", "12D", "2900K", "斯坦尼康"):
        assert words in text
    assert 1 <= len(read.pages) <= 2


@pytest.mark.parametrize(("lang", "words"), [("zh", "他不会来了"), ("en", "Hewillnotcome")])
def test_without_a_browser_the_same_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, words: str
) -> None:
    monkeypatch.setenv("VIDCHECK_CHROMIUM", "")
    target = tmp_path / "board.pdf"
    code, said = ran(str(DRAMA), "--out", str(target), "--lang", lang, "--columns", "4")
    assert code == 0, said
    assert words in "".join(pages_of(target.read_bytes()))
    assert [round(side) for side in PdfReader(target).pages[0].mediabox[2:]] == [842, 595]


def test_a_pdf_whose_letters_are_not_inside_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "outline_font", lambda: None)
    board = sheet(DRAMA, "zh")
    made = set_by_hand(board, EMPTY, Layout.of(board, "a4"))
    assert made.warnings == (flow.NOT_EMBEDDED,)
    assert "红信" in pages_of(made.pdf)[0]
    board = sheet(COURIER)
    assert set_by_hand(board, EMPTY, Layout.of(board, "a4")).warnings == ()


def test_a_browser_that_fails_is_replaced_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDCHECK_CHROMIUM", "false")
    board = sheet(COURIER)
    made = as_pdf(board, EMPTY, Layout.of(board, "a4"))
    assert made.pdf.startswith(b"%PDF")
    assert "set without a browser" in made.warnings[0][0]
    monkeypatch.setattr(flow, "_has_reportlab", lambda: False)
    with pytest.raises(flow.OutputError, match="does not print"):
        as_pdf(board, EMPTY, Layout.of(board, "a4"))
    monkeypatch.setenv("VIDCHECK_CHROMIUM", "")
    with pytest.raises(flow.OutputError, match="needs a Chromium or the package reportlab"):
        as_pdf(board, EMPTY, Layout.of(board, "a4"))


def test_a_shot_that_is_taller_than_the_page_is_set_smaller(tmp_path: Path) -> None:
    board = sheet(film(tmp_path, "word " * 4000))
    assert board.panels[0].long
    assert len(pages_of(set_by_hand(board, EMPTY, Layout.of(board, "a4")).pdf)) <= 3


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--format", "pdf"], "name it: --out board.pdf"),
        (["--shot", "12Z"], "no such shot"),
        (["--lang", "fr"], "neither en nor zh"),
        (["--run", "gone.json"], "cannot be read"),
    ],
)
def test_wrong_use_ends_with_2_and_says_how(words: list[str], message: str) -> None:
    code, said = ran(str(DRAMA), *words)
    assert code == 2
    assert message in said


def test_a_browser_named_wrongly_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIDCHECK_CHROMIUM", "no-such-browser")
    code, said = ran(str(DRAMA), "--out", str(tmp_path / "x.pdf"))
    assert code == 2
    assert "no-such-browser: no such program" in said
    assert not (tmp_path / "x.pdf").exists()


def test_pictures_outside_the_project_are_refused(tmp_path: Path) -> None:
    inner = tmp_path / "film"
    inner.mkdir()
    path = film(inner)
    path.write_text(path.read_text().replace("cup.png", "../cup.png"), encoding="utf-8")
    Image.new("RGB", (64, 64)).save(tmp_path / "cup.png")
    code, said = ran(str(path))
    assert code == 2
    assert "leaves the project folder" in said


def test_the_page_opens_from_disk_and_asks_nobody(tmp_path: Path) -> None:
    target = tmp_path / "board.html"
    assert ran(str(DRAMA), "--out", str(target))[0] == 0
    with browser() as window:
        page = window.new_page()
        watch = Watch(page)
        page.goto(target.as_uri())
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("article.panel img").count() == 6
        assert page.evaluate("[...document.images].every(one => one.naturalWidth > 100)")
        assert watch.complaints == []
        assert {url.partition(":")[0] for url in watch.asked} <= {"file", "data"}
