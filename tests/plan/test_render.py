import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import vidcheck
from vidcheck.generators.load import load_profiles
from vidcheck.plan.compile import compile_plan
from vidcheck.plan.model import PromptPlan
from vidcheck.plan.render import render
from vidcheck.storyboard.load import LoadedStoryboard

Compiled = Callable[..., PromptPlan]


def test_text_says_what_to_paste_and_where_files_go(
    noodles: LoadedStoryboard, compiled: Compiled
) -> None:
    plan = compiled(noodles, "seedance-2.0", shots=["12A"], takes=2)
    shown = render(plan, "text", "en")
    assert "Paste this:" in shown
    assert plan.requests[0].prompt in shown
    assert shown.count(plan.requests[0].prompt) == 1, "takes that are pasted alike stand together"
    assert "slot 1 = refs/mei_face.png (mei face, called 图片1)" in shown
    assert "Save the clip as 12A_seedance-2.0_t1.mp4" in shown
    assert "Save the clip as 12A_seedance-2.0_t2.mp4" in shown
    chinese = render(plan, "text", "zh")
    assert "粘贴以下内容" in chinese
    assert "素材位 1 = refs/mei_face.png" in chinese
    assert "Paste" not in chinese


def test_text_says_what_was_lost_and_what_is_unknown(
    noodles: LoadedStoryboard, compiled: Compiled
) -> None:
    shown = render(compiled(noodles, "hunyuan-vclm", shots=["12A"]), "text")
    assert "Left out: style.palette (prompt limit)" in shown
    assert "! VC113" in shown
    assert "limit unknown" in render(compiled(noodles, "seedance-2.0", shots=["12A"]), "text")


def test_json_is_the_promised_shape(noodles: LoadedStoryboard, compiled: Compiled) -> None:
    plan = compiled(noodles, "kling-3.0", stills=True)
    raw = json.loads(render(plan, "json"))
    assert raw["schema_version"] == 1
    first = raw["requests"][1]
    for key in [
        "id",
        "generator",
        "shots",
        "take",
        "mode",
        "prompt",
        "prompt_language",
        "prompt_length",
        "negative_prompt",
        "duration_s",
        "frames",
        "fps",
        "aspect_ratio",
        "resolution",
        "seed",
        "references",
        "method",
        "path",
        "body",
        "file_stem",
        "dropped",
        "warnings",
        "cost",
    ]:
        assert key in first
    assert set(first["prompt_length"]) == {"value", "unit", "limit", "estimate"}
    assert PromptPlan.model_validate(raw) == plan


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_csv_opens_in_a_spreadsheet(
    noodles: LoadedStoryboard, compiled: Compiled, lang: str
) -> None:
    plan = compiled(noodles, "kling-3.0-omni")
    raw = render(plan, "csv", lang)
    assert raw.startswith("\ufeff"), "Excel reads Chinese only behind a mark"
    rows = list(csv.reader(io.StringIO(raw[1:])))
    assert len(rows) == 1 + len(plan.requests) + 1, "headings, requests, the total"
    assert {len(row) for row in rows} == {16}
    assert rows[0][0] == ("id" if lang == "en" else "编号")
    prompt = rows[1][5]
    assert prompt.startswith("'@image_1"), "a cell that begins with @ would be a formula"


def test_markdown_cannot_be_broken_by_what_the_creator_wrote() -> None:
    from vidcheck.plan.render import _cell, _fenced

    assert next(iter(_fenced("a ``` b"))) == "````text"
    assert _cell("a|b<script>") == "a\\|b\\<script>"


def test_markdown_holds_every_prompt(noodles: LoadedStoryboard, compiled: Compiled) -> None:
    plan = compiled(noodles, "kling-3.0", "veo", stills=True)
    for lang in ("en", "zh"):
        sheet = render(plan, "md", lang)
        assert all(request.prompt in sheet for request in plan.requests)


def test_an_empty_plan_says_so() -> None:
    empty = PromptPlan(storyboard="x.yaml", plan_hash="0", requests=())
    assert render(empty, "text") == "There is nothing to ask for.\n"
    assert render(empty, "text", "zh") == "没有需要生成的内容。\n"


def test_every_generator_renders_in_every_format(noodles: LoadedStoryboard) -> None:
    for profile in load_profiles().values():
        plan = compile_plan(noodles, [profile], shots=["12A", "12D"])
        for form in ("text", "md", "csv", "json"):
            for lang in ("en", "zh"):
                assert render(plan, form, lang).strip()  # type: ignore[arg-type]


def test_every_warning_code_is_in_the_docs() -> None:
    root = Path(__file__).parents[2]
    rooms = (Path(vidcheck.__file__).parent / "plan").glob("*.py")
    code = "".join(path.read_text(encoding="utf-8") for path in rooms)
    page = (root / "docs/plan.md").read_text(encoding="utf-8")
    said = set(re.findall(r"\"(VC\d{3})\"", code))
    assert len(said) > 10
    assert {one for one in said if one not in page} == set()


@pytest.mark.parametrize(
    "name", ["hunyuan-vclm", "seedance-2.0", "luma-ray-2", "kling-1.6", "新壹"]
)
def test_warnings_and_losses_are_told_in_chinese_too(
    noodles: LoadedStoryboard, compiled: Compiled, name: str
) -> None:
    for request in compiled(noodles, name, stills=True).requests:
        for warning in request.warnings:
            assert re.search(r"[\u4e00-\u9fff]", warning.message_zh), warning
            assert not re.search(r"[\u4e00-\u9fff]", warning.message), warning
        assert all(loss.why_zh for loss in request.dropped)
    shown = render(compiled(noodles, name), "text", "zh")
    assert "not established" not in shown
    assert "prompt limit" not in shown
