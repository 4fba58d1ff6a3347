from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tests.report.made import CLIPS, DRIFT, RUN
from vidcheck.report import as_html
from vidcheck.report.curves import main_curves, scales, span

VOID = {"meta", "img", "br", "link", "input", "hr", "rect", "path"}
PICTURES = {"pictures/a/strip.webp": b"RIFF-strip", "pictures/a/1_before.webp": b"RIFF-b",
            "pictures/a/1_after.webp": b"RIFF-a"}  # fmt: skip


class Page(HTMLParser):
    """Collects tags and text, and fails on a tag that does not close what was opened."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.said.append(data)


def with_pictures() -> object:
    event = DRIFT.model_copy(update={"before": "pictures/a/1_before.webp",
                                     "after": "pictures/a/1_after.webp"})  # fmt: skip
    first = CLIPS[0].model_copy(update={"strip": "pictures/a/strip.webp", "events": (event,)})
    return RUN.model_copy(update={"clips": (first, *CLIPS[1:])})


def test_the_page_is_whole_and_holds_every_shot_with_its_decision_and_reason() -> None:
    page = Page(as_html.render(RUN, {}))
    said = " ".join(" ".join(page.said).split())
    for shot in RUN.shots:
        assert shot.reason in said
        assert shot.reason_zh in said
    assert "改提示词" in said
    assert "rewrite" in said
    assert "takes/x.part" in said
    assert "not measured yet" in said
    assert sum(tag == "article" for tag, _ in page.tags) == 5


def test_the_page_fetches_nothing() -> None:
    text = as_html.render(with_pictures(), PICTURES)  # type: ignore[arg-type]
    places = [
        value or ""
        for _, attrs in Page(text).tags
        for name, value in attrs.items()
        if name in ("src", "href", "srcset", "poster", "data", "action")
    ]
    assert places
    assert all(place.startswith(("data:", "#")) for place in places)
    assert "http:" not in text
    assert "https:" not in text
    assert not re.search(r"@import|url\((?!data:)|fetch\(|XMLHttpRequest|getImageData", text)


def test_pictures_are_inside_once() -> None:
    text = as_html.render(with_pictures(), PICTURES)  # type: ignore[arg-type]
    assert text.count("data:image/webp;base64,UklGRi1zdHJpcA==") == 1
    assert text.count('<img src="data:image/webp') == 2


def test_a_picture_that_is_gone_leaves_a_place_and_no_broken_image() -> None:
    text = as_html.render(with_pictures(), {})  # type: ignore[arg-type]
    assert "<img" not in text
    assert "no picture" in text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_opens_in_the_language_asked_for_and_holds_both(lang: str) -> None:
    text = as_html.render(RUN, {}, lang=lang)
    assert f'data-lang="{lang}"' in text
    assert 'data-set-lang="en"' in text
    assert 'data-set-lang="zh"' in text
    assert "把镜头改短" in text
    assert "Ask for a shorter shot" in text


HOSTILE = "\"><script>alert(1)</script>' onload=x {{ 7*7 }}"


def test_hostile_names_stay_text() -> None:
    event = DRIFT.model_copy(update={"evidence": HOSTILE, "evidence_zh": HOSTILE})
    evil = CLIPS[0].model_copy(
        update={"path": HOSTILE, "events": (event,), "reason": HOSTILE, "shot": HOSTILE,
                "metrics": {HOSTILE: CLIPS[0].metrics["ssim_adjacent"]}}
    )  # fmt: skip
    ranked = RUN.shots[0].ranking[0].model_copy(update={"path": HOSTILE, "why": HOSTILE})
    advice = RUN.shots[1].advice
    assert advice is not None
    advice = advice.model_copy(
        update={"patch": f"-{HOSTILE}\n+</pre>{HOSTILE}", "change": HOSTILE, "where": HOSTILE}
    )
    shot = RUN.shots[0].model_copy(
        update={"shot": HOSTILE, "take": HOSTILE, "reason": HOSTILE, "action": HOSTILE,
                "ranking": (ranked,), "advice": advice}
    )  # fmt: skip
    run = RUN.model_copy(
        update={"clips": (evil,), "shots": (shot,), "title": HOSTILE, "storyboard": HOSTILE,
                "missing": (HOSTILE,), "warnings": ((HOSTILE, HOSTILE),)}
    )  # fmt: skip
    page = Page(as_html.render(run, {}))
    assert sum(tag == "script" for tag, _ in page.tags) == 1
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    assert sum(HOSTILE in part for part in page.said) >= 8


def test_clips_without_a_storyboard_stand_worst_first() -> None:
    run = RUN.model_copy(update={"shots": (), "storyboard": None, "title": None})
    names = re.findall(r"<h3>([^<]+)</h3>", as_html.render(run, {}))
    assert names[0] == "12A_t1.mp4"
    assert names[-1] == "12A_t2.mp4"


def test_a_hundred_takes_stay_small_without_their_pictures() -> None:
    clips = tuple(CLIPS[0].model_copy(update={"path": f"takes/{i}.mp4"}) for i in range(100))
    run = RUN.model_copy(update={"clips": clips, "shots": ()})
    assert len(as_html.render(run, {})) < 1_500_000


def test_curves_of_takes_share_one_scale() -> None:
    low, high = (
        CLIPS[0].model_copy(update={"curves": CLIPS[0].curves and CLIPS[0].curves.model_copy(
            update={"times_s": (0.0, 1.0), "values": {"m": values}})})
        for values in ((0.0, 0.1), (0.9, 1.0))
    )  # fmt: skip
    ends = scales([low, high])
    assert ends == {"m": (0.0, 1.0)}
    assert main_curves(low, ends)[0].path == "M0.0 100.0L1000.0 90.0"
    assert main_curves(high, ends)[0].path == "M0.0 10.0L1000.0 0.0"


def test_a_gap_in_a_series_is_a_gap_in_the_curve() -> None:
    curves = CLIPS[1].curves
    assert curves is not None
    gap = curves.model_copy(
        update={"times_s": (0.0, 1.0, 2.0, 3.0), "values": {"m": (0.0, None, 1.0, 1.0)}}
    )
    row = CLIPS[1].model_copy(update={"curves": gap})
    assert main_curves(row, scales([row]))[0].path.count("M") == 2


def test_a_spike_survives_thinning() -> None:
    curves = CLIPS[1].curves
    assert curves is not None
    values = [0.0] * 5000
    values[3333] = 1.0
    long = curves.model_copy(update={"times_s": tuple(range(5000)), "values": {"m": tuple(values)}})
    row = CLIPS[1].model_copy(update={"curves": long})
    path = main_curves(row, scales([row]))[0].path
    assert " 0.0" in path
    assert path.count("L") < 500


@pytest.mark.parametrize(
    ("start", "end", "place"),
    [(0.0, 5.0, (0.0, 50.0)), (5.0, 5.0, (50.0, 0.5)), (-9.0, 99.0, (0.0, 100.0)),
     (10.0, 12.0, (99.5, 0.5))],
)  # fmt: skip
def test_a_range_lies_on_the_axis(start: float, end: float, place: tuple[float, float]) -> None:
    found = span(start, end, (0.0, 10.0))
    assert (found.left, found.width) == place
