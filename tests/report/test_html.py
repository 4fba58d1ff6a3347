from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from tests.report.made import CLIPS, DRIFT, RUN
from vidcheck.continuity.rows import (
    Appearance,
    Cell,
    Continuity,
    ContinuityFinding,
    SubjectMatrix,
)
from vidcheck.judge.rows import FaceRow, IdentityRow
from vidcheck.report import as_html
from vidcheck.report.curves import measures, scales, span
from vidcheck.report.matrix import matrix
from vidcheck.report.page_data import safe_json
from vidcheck.report.sections import affordable

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
    page = Page(as_html.render(run, {}, links={HOSTILE: HOSTILE}))
    assert sum(tag == "script" for tag, _ in page.tags) == 2
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    assert sum(HOSTILE in part for part in page.said) >= 8


def test_clips_without_a_storyboard_stand_worst_first() -> None:
    run = RUN.model_copy(update={"shots": (), "storyboard": None, "title": None})
    names = re.findall(r'<span class="file">([^<]+)</span>', as_html.render(run, {}))
    assert names[0] == "12A_t1.mp4"
    assert names[-1] == "12A_t2.mp4"


def test_a_hundred_takes_stay_small_without_their_pictures() -> None:
    clips = tuple(CLIPS[0].model_copy(update={"path": f"takes/{i}.mp4"}) for i in range(100))
    run = RUN.model_copy(update={"clips": clips, "shots": ()})
    assert len(as_html.render(run, {})) < 1_500_000


def test_the_measures_that_found_most_are_drawn_first() -> None:
    curves = CLIPS[0].curves
    assert curves is not None
    line = curves.values["ssim_adjacent"]
    values = {"a": line, "ssim_adjacent": line, "gone": (None,) * 48}
    both = curves.model_copy(update={"values": values})
    calm, hit = (row.model_copy(update={"curves": both}) for row in (CLIPS[1], CLIPS[0]))
    assert measures([calm]) == ["a", "ssim_adjacent"]
    assert measures([calm, hit]) == ["ssim_adjacent", "a"]


def test_scales_span_all_takes() -> None:
    low, high = (
        CLIPS[0].model_copy(update={"curves": CLIPS[0].curves and CLIPS[0].curves.model_copy(
            update={"times_s": (0.0, 1.0), "values": {"m": values}})})
        for values in ((0.0, None, 0.1), (0.9, 1.0))
    )  # fmt: skip
    assert scales([low, high]) == {"m": (0.0, 1.0)}


def test_pictures_beyond_the_limit_go_least_grave_first() -> None:
    events = tuple(
        DRIFT.model_copy(update={"severity": s, "before": f"{s}.webp"}) for s in (0.2, 0.9, 0.5)
    )
    row = CLIPS[0].model_copy(update={"strip": "strip.webp", "events": events})
    run = RUN.model_copy(update={"clips": (row,)})
    pictures = dict.fromkeys(("strip.webp", "0.2.webp", "0.9.webp", "0.5.webp"), b"0123456789")
    assert list(affordable(run, pictures, limit=35)) == ["strip.webp", "0.9.webp", "0.5.webp"]
    assert list(affordable(run, pictures, limit=9)) == []


def test_data_for_the_scripts_ends_no_script_and_comes_back_whole() -> None:
    evil = {"a": HOSTILE, "b": "</script><!--&\u2028"}
    text = safe_json(evil)
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == evil


def finding(shots: tuple[str, ...], verdict: str) -> ContinuityFinding:
    return ContinuityFinding.model_validate(
        {"shots": shots, "aspect": "face", "verdict": verdict, "z": 4.1, "evidence": HOSTILE}
    )


def states(continuity: Continuity) -> list[list[str]]:
    table = matrix(RUN.model_copy(update={"continuity": continuity}))
    assert table.shots == ["12A", "12B", "12C"]
    return [[cell.state for cell in row.cells] for row in table.rows]


def test_the_table_across_shots_shows_the_worst_of_each_and_its_gaps() -> None:
    found = (finding(("12B", "12A"), "warn"), finding(("12B", "12A"), "fail"))
    assert states(Continuity(subjects={"mei": found})) == [["fail", "fail", "not_measured"]]
    assert states(Continuity()) == []


def test_where_all_pairs_are_known_only_the_odd_shot_is_blamed() -> None:
    seen = [Appearance(shot=shot, take="t") for shot in ("12A", "12B")]
    pair = Cell(shots=("12A", "12B"), aspect="face", distance=0.1, z=3.0, verdict="fail")
    known = SubjectMatrix(name="Mei", appearances=tuple(seen), cells=(pair,))
    found = (finding(("12B", "12A"), "fail"),)
    assert states(Continuity(subjects={"mei": found}, matrix={"mei": known})) == [
        ["pass", "fail", "absent"]
    ]
    bare = known.model_copy(update={"cells": ()})
    assert states(Continuity(matrix={"mei": bare})) == [["not_measured", "not_measured", "absent"]]


def test_findings_across_shots_stand_in_the_page_as_text() -> None:
    found = Continuity(subjects={HOSTILE: (finding(("12B", "12A"), "fail"),)})
    page = Page(as_html.render(RUN.model_copy(update={"continuity": found}), {}))
    assert "not measured" in " ".join(page.said)
    assert sum(HOSTILE in part for part in page.said) >= 2
    assert sum(tag == "script" for tag, _ in page.tags) == 2


@pytest.mark.parametrize(
    ("start", "end", "place"),
    [(0.0, 5.0, (0.0, 50.0)), (5.0, 5.0, (50.0, 0.5)), (-9.0, 99.0, (0.0, 100.0)),
     (10.0, 12.0, (99.5, 0.5))],
)  # fmt: skip
def test_a_range_lies_on_the_axis(start: float, end: float, place: tuple[float, float]) -> None:
    found = span(start, end, (0.0, 10.0))
    assert (found.left, found.width) == place


def test_the_page_says_which_models_looked_on_and_what_they_add() -> None:
    told = IdentityRow(
        models=("yunet-2023mar", "efficientnet-lite0"), looks=12, halves=0.25, step_s=1.5,
        faces=FaceRow(looked=12, seen=9, people=1, similarity=0.81, lowest=0.42),
        reference=0.66, risk_without=0.31, verdict_without="warn", vbench=0.93,
    )  # fmt: skip
    none = IdentityRow(models=("yunet-2023mar",), note="no face found <b>", note_zh="没有人脸")
    rows = (CLIPS[0].model_copy(update={"identity": told}),
            CLIPS[1].model_copy(update={"identity": none}), *CLIPS[2:])  # fmt: skip
    text = as_html.render(RUN.model_copy(update={"clips": rows}), {})
    said = " ".join(Page(text).said)
    for word in ("efficientnet-lite0", "0.75", "9 of 12", "lowest 0.42", "0.66", "0.31", "VBench",
                 "no face found", "没有人脸", "looked on inside the clips"):  # fmt: skip
        assert word in said
    assert "<b>" not in text.split("no face found")[1][:40]
    plain = " ".join(Page(as_html.render(RUN, {})).said)
    assert "No pretrained model looked on" in plain
    assert "looked on inside the clips:" not in plain
