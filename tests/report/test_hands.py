"""The page without a mouse, without eyes, and on a phone: keys, names, and room for fingers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser import browser
from tests.report.made import CLIPS, DRIFT, RUN
from vidcheck.report import as_html

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

NAMED = {"button", "link", "slider", "radio", "textbox", "combobox", "img", "region"}
CONTROLS = (
    "document.activeElement.dataset.do || document.activeElement.id"
    " || document.activeElement.className || document.activeElement.value"
)


@pytest.fixture(scope="module")
def window() -> Iterator[BrowserContext]:
    with browser() as opened:
        yield opened


@pytest.fixture
def page(window: BrowserContext, tmp_path: Path) -> Iterator[Page]:
    """Two takes; in the first, two findings at the same moment and place, in a corner."""
    corner = DRIFT.model_copy(update={"box": (4, 30, 300, 400)})
    events = (corner, corner.model_copy(update={"type": "morph", "severity": 0.7}))
    first = CLIPS[0].model_copy(update={"events": events})
    run = RUN.model_copy(update={"clips": (first, *CLIPS[1:])})
    file = tmp_path / "report.html"
    file.write_text(as_html.render(run, {}), encoding="utf-8")
    made = window.new_page()
    made.goto(file.as_uri())
    made.wait_for_selector("html.started")
    made.evaluate("V.speak('en')")  # the window remembers what an earlier test chose
    yield made
    made.close()


def rate(page: Page) -> float:
    told: float = page.evaluate("V.shots[0].rate")
    return told


def test_j_k_and_l_shuttle_as_in_an_editor(page: Page) -> None:
    page.evaluate("V.shots[0].seek(1)")  # room to play backwards
    seen = []
    for key in "lllljjjjk":
        page.keyboard.press(key)
        seen.append(rate(page))
    assert seen == [1, 2, 4, 8, 4, 2, 1, -1, 0]
    page.keyboard.press("l")
    page.keyboard.down("l")
    page.keyboard.down("l")  # a key that is held repeats; it must not run away
    assert rate(page) == 2
    page.keyboard.up("l")
    page.keyboard.press("k")


def test_k_held_makes_j_and_l_a_jog_wheel(page: Page) -> None:
    page.evaluate("V.shots[0].seek(1)")
    begun = page.text_content(".now") or ""
    assert "· 13/48" in begun
    page.keyboard.down("k")
    page.keyboard.press("l")
    assert "· 14/48" in (page.text_content(".now") or "")
    page.keyboard.press("j")
    assert page.text_content(".now") == begun
    page.keyboard.down("l")
    page.keyboard.down("l")
    assert rate(page) == 0.25
    page.keyboard.up("l")
    assert rate(page) == 0
    page.keyboard.up("k")
    page.keyboard.press("l")
    assert rate(page) == 1
    page.keyboard.press(" ")


def test_everything_is_reached_and_seen_with_the_tab_key(page: Page) -> None:
    page.keyboard.press("a")  # a verdict, so that there is something to take away
    reached: set[str] = set()
    for _ in range(70):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(CONTROLS))
        ringed = page.evaluate(
            "[document.activeElement, document.activeElement.nextElementSibling].some("
            "one => one && getComputedStyle(one).outlineStyle !== 'none')"
        )
        assert ringed or page.evaluate("document.activeElement === document.body"), reached
    assert {"play", "back", "on", "seek", "boxes", "wipe", "keep", "export", "note"} <= reached
    assert {"help-button", "theme-button"} <= reached


def test_the_wipe_is_worked_with_keys_alone(page: Page) -> None:
    page.keyboard.press("w")
    assert page.locator("#wipe[open]").count() == 1
    before = page.text_content("#wipe .now")
    page.keyboard.press("ArrowRight")
    assert page.text_content("#wipe .now") != before
    page.keyboard.press("x")
    assert page.input_value("#seam") in ("0", "100")
    page.keyboard.press("Escape")
    assert page.locator("#wipe[open]").count() == 0


def names(page: Page) -> list[tuple[str, str]]:
    """(role, name) of what a screen reader is told."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return [
        (one["role"]["value"], one.get("name", {}).get("value", "").strip())
        for one in nodes
        if not one["ignored"] and "role" in one
    ]


def test_whatever_can_be_used_has_a_name_in_the_language_of_the_page(page: Page) -> None:
    for lang in ("en", "zh"):
        page.locator(f"[data-set-lang={lang}]").click()
        told = [(role, name) for role, name in names(page) if role in NAMED]
        assert len(told) > 40
        assert [role for role, name in told if not name] == []
        if lang == "zh":
            own = re.compile(r"[\u4e00-\u9fff]|\.mp4|^NG$|^English$|takes\.yaml")
            assert [one for one in told if not own.search(one[1])] == []


def test_what_changes_is_spoken(page: Page) -> None:
    page.keyboard.press("2")
    assert "take 2 selected" in (page.text_content("#spoken [lang=en]") or "")
    assert page.get_attribute("#spoken", "aria-live") == "polite"
    assert "s · " in (page.locator(".seek").first.get_attribute("aria-valuetext") or "")


def test_labels_of_boxes_meet_neither_each_other_nor_the_number(page: Page) -> None:
    page.keyboard.press("2")  # the take with the findings stands second
    page.keyboard.press("e")
    screen = page.locator(".screen").nth(1)
    boxes = [screen.locator("g.on text[lang=en]").nth(i).bounding_box() for i in range(2)]
    boxes.append(screen.locator(".key").bounding_box())
    for i, one in enumerate(boxes):
        for other in boxes[:i]:
            assert one is not None
            assert other is not None
            assert (
                one["x"] >= other["x"] + other["width"] - 1
                or other["x"] >= one["x"] + one["width"] - 1
                or one["y"] >= other["y"] + other["height"] * 0.7
                or other["y"] >= one["y"] + one["height"] * 0.7
            )


OVERLAPS = """() => {
  const parts = [...document.querySelector(".transport").children].filter((one) => one.offsetWidth);
  const boxes = parts.map((one) => one.getBoundingClientRect());
  return boxes.some((a, i) => boxes.slice(0, i).some((b) =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1));
}"""
COVERED = """async () => {
  const button = document.querySelector(".say-keep span");
  const shown = [];
  for (let up = 10; up < 140; up += 10) {
    document.documentElement.style.scrollBehavior = "auto";
    scrollBy(0, button.getBoundingClientRect().bottom - innerHeight + up);
    await new Promise((then) => requestAnimationFrame(() => setTimeout(then, 60)));
    const box = button.getBoundingClientRect();
    const met = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    shown.push(met !== null && met.closest(".transport") === null);
  }
  return shown;
}"""


@pytest.mark.parametrize("width", [390, 1280])
def test_the_bar_of_the_player_covers_nothing(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.evaluate("V.shots[0].seek(3.9)")
    assert not page.evaluate(OVERLAPS)
    assert all(page.evaluate(COVERED))
    page.set_viewport_size({"width": 1280, "height": 900})
