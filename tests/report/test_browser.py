"""The page in a real browser: opens from disk, asks nobody, and lands on the frame."""

from __future__ import annotations

import io
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from tests.browser import Watch, browser
from tests.drawing import write
from tests.report.made import CLIPS, DRIFT, RUN, clip
from tests.report.starts_late import write_late
from vidcheck.evidence import make_evidence
from vidcheck.files import sha256_of
from vidcheck.judge.rows import Curves
from vidcheck.proxy import make_proxy
from vidcheck.report import as_html
from vidcheck.report.beside import links_to, pictures_of
from vidcheck.report.model import RunReport
from vidcheck.takes import read_takes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

    from vidcheck.judge.rows import ClipRow

FRAMES, STEP = 20, 11
HOSTILE = "\"><img src=x onerror=alert(1)>'.mp4"
UNEVEN = tuple(tick for tick in range(40) if tick % 5 in {0, 1, 4})[:FRAMES]
"""Ticks of a 24th of a second at which the frames of a clip of varying rate are shown."""

SETTLED = (
    "(({video, wanted}) => video.readyState >= 2 && !video.seeking"
    " && Math.abs(video.currentTime - wanted) < 0.002)"
)
DECODED = """take => {
  const canvas = document.createElement("canvas"), brush = canvas.getContext("2d");
  const { video } = V.shots[0].screens[take];
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  brush.drawImage(video, 0, 0);
  const { data } = brush.getImageData(canvas.width / 2, canvas.height / 2, 1, 1);
  return (data[0] + data[1] + data[2]) / 3;
}"""


def greys() -> list[np.ndarray]:
    """Pictures that say which they are: frame i is grey 20 + 11 i."""
    return [np.full((180, 320, 3), 20 + STEP * i, np.uint8) for i in range(FRAMES)]


def row(path: Path, take: int, folder: Path) -> ClipRow:
    made = clip(str(path), "fail", 0.9, "12A", take, DRIFT)
    assert made.clip is not None
    facts = made.clip.model_copy(
        update={"width": 320, "height": 180, "fps": 24.0, "frames": FRAMES, "duration_s": 20 / 24,
                "sha256": sha256_of(path)}
    )  # fmt: skip
    times = tuple(i / 24 for i in range(FRAMES))
    curves = Curves(times_s=times, values={"ssim_adjacent": tuple(i / FRAMES for i in range(20))})
    event = DRIFT.model_copy(update={"start_s": 0.333, "end_s": 0.5, "box": (40, 20, 100, 120)})
    made = made.model_copy(update={"clip": facts, "curves": curves, "events": (event,)})
    return make_evidence(made, path, folder)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with takes of even and varying rate, and one whose sound begins earlier."""
    home = tmp_path_factory.mktemp("film")
    takes = home / "takes"
    takes.mkdir()
    even = write(takes / HOSTILE, greys())
    uneven = write(takes / "uneven.mp4", greys(), ticks=UNEVEN)
    late = write_late(takes / "late.mp4", greys(), seconds=0.5)
    rows = tuple(row(path, i, home) for i, path in enumerate((even, uneven, late), 1))
    ranking = tuple(
        RUN.shots[0].ranking[0].model_copy(update={"path": one.path, "rank": i})
        for i, one in enumerate(rows, 1)
    )
    shot = RUN.shots[0].model_copy(update={"take": None, "decision": "reroll", "ranking": ranking})
    run = RUN.model_copy(update={"clips": rows, "shots": (shot,), "takes_dir": str(takes),
                                 "title": HOSTILE, "missing": ()})  # fmt: skip
    (home / "run.json").write_text(run.model_dump_json(), encoding="utf-8")
    (home / "report.html").write_text(
        as_html.render(run, pictures_of(run, home), links=links_to(run, home)), encoding="utf-8"
    )
    return home


@pytest.fixture(scope="module")
def window() -> Iterator[BrowserContext]:
    with browser() as opened:
        yield opened


@contextmanager
def opened(window: BrowserContext, page_file: Path) -> Iterator[Page]:
    page = window.new_page()
    watch = Watch(page)
    page.goto(page_file.as_uri())
    page.wait_for_selector("html.started")
    try:
        yield page
        assert watch.complaints == []
        assert {url.partition(":")[0] for url in watch.asked} <= {"file", "data", "blob"}
    finally:
        page.close()


def until(page: Page, question: str) -> None:
    """Wait until a script says yes; the page's own policy forbids Playwright's way of asking."""
    for _ in range(1000):
        if page.evaluate(question):
            return
        page.wait_for_timeout(25)
    pytest.fail(f"never came true: {question}")


def shows(page: Page, take: int, frame: int) -> bool:
    """Whether a take comes to show this frame; a busy machine takes its time to paint.

    Headless Chromium now and then keeps an old picture on the screen although the video stands
    where it was sent, which `shown` has made sure of: sent to where it stands, it paints anew.
    """
    for _ in range(20):
        if shown(page, take) == frame:
            return True
        page.wait_for_timeout(100)
        page.evaluate("document.querySelectorAll('video').forEach(v => v.currentTime += 0)")
    return False


def shown(page: Page, take: int) -> int:
    """The number of the frame that a take shows, read from its colour on the screen."""
    until(page, f"{SETTLED}(V.shots[0].screens[{take}])")
    page.wait_for_timeout(100)  # the picture is painted after the seek is over
    box = page.locator(".takes .screen").nth(take).bounding_box()
    assert box is not None
    middle = {"x": box["x"] + box["width"] * 0.7, "y": box["y"] + box["height"] * 0.8,
              "width": 8, "height": 8}  # fmt: skip
    picture = Image.open(io.BytesIO(page.screenshot(clip=middle)))
    return round((float(np.asarray(picture.convert("L")).mean()) - 20) / STEP)


def test_every_take_lands_on_the_exact_frame(window: BrowserContext, project: Path) -> None:
    with opened(window, project / "report.html") as page:
        page.keyboard.press("ArrowRight")
        for frame in (1, 7, 8, 13, 19):
            page.evaluate("i => V.shots[0].seek(i / 24)", frame)
            assert shows(page, 0, frame)
            assert shows(page, 2, frame)
            expected = max(i for i, tick in enumerate(UNEVEN) if tick <= frame)
            assert shows(page, 1, expected)


def test_keys_events_and_curves_move_the_same_moment(window: BrowserContext, project: Path) -> None:
    with opened(window, project / "report.html") as page:
        page.keyboard.press("e")
        assert page.text_content(".now") == "0.33 s · 9/20"
        assert page.locator(".takes .boxes g.on").count() == 3
        page.keyboard.press("ArrowLeft")
        assert page.text_content(".now") == "0.29 s · 8/20"
        assert page.locator(".takes .boxes g.on").count() == 0
        page.keyboard.press("2")
        assert page.locator(".take.on .key").text_content() == "2"
        assert page.locator(".panel.on").count() == 1
        page.locator(".band").first.click()
        assert page.locator(".take.on .key").text_content() == "1"
        plot = page.locator(".u-over").first
        plot.scroll_into_view_if_needed()
        plot.hover(position={"x": 2, "y": 20})
        assert (page.text_content(".now") or "").startswith("0.0")
        page.keyboard.press("w")
        assert page.locator("#wipe[open] video").count() == 2
        page.keyboard.press("Escape")
        page.keyboard.press("l")
        until(page, "V.shots[0].second > 0.45")
        page.keyboard.press("k")


def test_hostile_names_stay_text_and_both_languages_are_there(
    window: BrowserContext, project: Path
) -> None:
    with opened(window, project / "report.html") as page:
        assert page.locator("img[src=x]").count() == 0
        assert page.locator("h1 [lang=en]").text_content() == HOSTILE
        page.locator("[data-set-lang=zh]").click()
        assert page.locator(".say-keep >> text=保留").first.is_visible()
        assert not page.locator(".say-keep >> text=Keep").first.is_visible()
        page.locator("[data-set-lang=en]").click()


def test_verdicts_leave_as_a_takes_yaml_that_is_read_back(
    window: BrowserContext, project: Path
) -> None:
    with opened(window, project / "report.html") as page:
        page.keyboard.press("1")
        page.keyboard.press("a")
        note = page.locator(".take.on .note")
        note.fill('he said "now": # 好的')
        note.blur()
        page.keyboard.press("3")
        page.keyboard.press("g")
        with page.expect_download() as told:
            page.locator("#export").click()
        told.value.save_as(project / "takes" / "takes.yaml")
        page.reload()
        assert page.locator(".word input:checked").count() == 2
    said = read_takes(project / "takes" / "takes.yaml", {"12A"})
    assert [(one.path.name, one.take, one.word, one.note) for one in said] == [
        (HOSTILE, 1, "keep", 'he said "now": # 好的'),
        ("uneven.mp4", 2, None, ""),
        ("late.mp4", 3, "ng", ""),
    ]


def test_embedded_copies_need_no_file_beside_the_page(
    window: BrowserContext, project: Path, tmp_path: Path
) -> None:
    run = RunReport.model_validate_json((project / "run.json").read_text(encoding="utf-8"))
    videos = {one.path: make_proxy(one.path) for one in run.clips}
    alone = tmp_path / "alone.html"
    alone.write_text(as_html.render(run, {}, videos=videos), encoding="utf-8")
    with opened(window, alone) as page:
        page.keyboard.press("ArrowRight")
        page.evaluate("V.shots[0].seek(13 / 24)")
        expected = (13, max(i for i, tick in enumerate(UNEVEN) if tick <= 13), 13)
        for take in range(3):
            until(page, f"{SETTLED}(V.shots[0].screens[{take}])")
            assert page.evaluate(f"V.shots[0].screens[{take}].video.currentSrc").startswith("data:")
            # A copy comes from the page itself, so its decoded picture can be read off a canvas;
            # what the window shows may lag behind that in a headless browser.
            assert round((page.evaluate(DECODED, take) - 20) / STEP) == expected[take]


def test_a_narrow_window_needs_no_sideways_scrolling(window: BrowserContext, project: Path) -> None:
    with opened(window, project / "report.html") as page:
        page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.set_viewport_size({"width": 1280, "height": 900})


def test_unreadable_takes_have_a_place_and_no_player(
    window: BrowserContext, tmp_path: Path
) -> None:
    page_file = tmp_path / "report.html"
    page_file.write_text(as_html.render(RUN, {}), encoding="utf-8")
    with opened(window, page_file) as page:
        assert page.locator(".screen.none").count() == len(CLIPS)
        assert not re.search("undefined|NaN", page.text_content("main") or "")
