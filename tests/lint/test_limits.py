from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.lint.made import findings
from vidcheck.generators.profile import GeneratorProfile

if TYPE_CHECKING:
    from pathlib import Path

A4 = "camera: {size: MS}"
MAKER = GeneratorProfile.model_validate(
    {
        "id": "maker-1",
        "name": {"en": "Maker", "zh": "造"},
        "vendor": {"en": "Maker"},
        "aliases": ["造"],
        "as_of": "2026-11-01",
        "status": "active",
        "host_kind": "api",
        "confidence": "high",
        "modes": ["t2v", "i2v", "ref2v"],
        "negative_prompt": {"how": "omit"},
        "prompt": {"max": 2000, "unit": "characters"},
        "durations": {"values": [3, 4, 8]},
        "first_frame": True,
        "references": {"max_images": 2, "mention": {"en": "@{n}"}, "with_frames": False},
        "price": {
            "per_second": 0.5,
            "currency": "USD",
            "source": "https://example.test/price",
            "as_of": "2026-11-01",
        },
        "recipe": ["references", "subject", "action", "style"],
        "sources": ["https://example.test"],
    }
)
PROFILES = {
    "maker-1": MAKER,
    "maker-0": MAKER.model_copy(update={"id": "maker-0", "aliases": (), "status": "retired"}),
}


def codes(folder: Path, *changes: tuple[str, str], model: str = "maker-1") -> dict[str, str]:
    """Severity by code, the scene being made with one generator."""
    default = ("scenes:\n", f"defaults: {{target: {{model: {model}}}}}\nscenes:\n")
    return {f.code: f.severity for f in findings(folder, default, *changes, profiles=PROFILES)}


@pytest.mark.parametrize("model", ["maker-1", "造", "Maker 1"])
def test_a_scene_within_the_limits_has_no_findings(tmp_path: Path, model: str) -> None:
    assert codes(tmp_path, model=model) == {}


def test_an_unknown_generator_is_an_error_where_it_is_named(tmp_path: Path) -> None:
    default = ("scenes:\n", "defaults:\n  target:\n    model: maker-2\nscenes:\n")
    found = findings(tmp_path, default, profiles=PROFILES)
    rows = (tmp_path / "storyboard.yaml").read_text(encoding="utf-8").split("\n")
    line = rows.index("    model: maker-2") + 1
    assert [(f.code, f.severity, f.line, f.column) for f in found] == [("VC116", "error", line, 5)]
    assert "'maker-1'" in found[0].hint
    assert findings(tmp_path, default) == []


def test_a_retired_generator_is_a_warning(tmp_path: Path) -> None:
    assert codes(tmp_path, model="maker-0") == {"VC116": "warn"}


@pytest.mark.parametrize(("seconds", "severity"), [(3, None), (6, "note"), (12, "warn")])
def test_a_longer_take_is_a_note_and_a_shorter_one_a_warning(
    tmp_path: Path, seconds: int, severity: str | None
) -> None:
    change = (
        "duration: 3\n        action: Mei gets",
        f"duration: {seconds}\n        action: Mei gets",
    )
    found = codes(tmp_path, change)
    assert found == ({"VC111": severity} if severity else {})


def test_more_pictures_than_slots(tmp_path: Path) -> None:
    (tmp_path / "refs").mkdir()
    for name in ("jun", "jun_back"):
        Image.new("RGB", (400, 400)).save(tmp_path / "refs" / f"{name}.png")
    refs = "refs: [{path: refs/jun.png, role: face}, {path: refs/jun_back.png}]"
    change = ("identity: man of 40", f"identity: man of 40, {refs}")
    assert codes(tmp_path, change) == {"VC112": "warn"}


def test_a_prompt_that_is_too_long(tmp_path: Path) -> None:
    assert codes(tmp_path, ("Mei gets up.", "Mei gets up slowly. " * 150)) == {"VC113": "warn"}


@pytest.mark.parametrize(("mode", "severity"), [("auto", "warn"), ("i2v", "note")])
def test_a_frame_and_references_exclude_each_other(
    tmp_path: Path, mode: str, severity: str
) -> None:
    (tmp_path / "refs").mkdir()
    Image.new("RGB", (1280, 720)).save(tmp_path / "refs" / "first.png")
    frame = f"{A4}\n        frames: {{first: refs/first.png}}\n        target: {{mode: {mode}}}"
    assert codes(tmp_path, (A4, frame)) == {"VC114": severity}


def test_a_hand_written_prompt_that_mentions_no_picture(tmp_path: Path) -> None:
    by_hand = f"{A4}\n        target: {{prompt: A woman gets up.}}"
    assert codes(tmp_path, (A4, by_hand)) == {"VC115": "warn"}


def test_what_cannot_be_compiled_is_said_once(tmp_path: Path) -> None:
    wrong = f"{A4}\n        variants: {{matrix: {{camera.mvoe: [static]}}}}"
    assert codes(tmp_path, (A4, wrong)) == {"VC117": "error"}
    assert codes(tmp_path, ("{{ rain }}", "{{ rian }} {# rain #}")) == {
        "VC105": "error",
        "VC104": "note",
    }


def test_money_is_counted_where_a_price_is_known(tmp_path: Path) -> None:
    # 3 s at 0.5 USD a second are 1.50 USD.
    enough = f"{A4}\n        budget: {{max_cost: 1.5}}"
    assert codes(tmp_path, (A4, enough)) == {}
    short = f"{A4}\n        budget: {{max_cost: 1.49}}"
    assert codes(tmp_path, (A4, short)) == {"VC140": "error"}
    other = f"{A4}\n        budget: {{max_cost: 1, currency: CNY}}"
    assert codes(tmp_path, (A4, other)) == {}


def test_wrong_names_do_not_stop_the_other_rules(tmp_path: Path) -> None:
    assert codes(tmp_path, ("place: shop", "place: shpo"))["VC101"] == "error"


def test_the_planners_words_come_in_chinese(tmp_path: Path) -> None:
    default = ("scenes:\n", "defaults: {target: {model: maker-1}}\nscenes:\n")
    change = ("duration: 3\n        action: Mei gets", "duration: 6\n        action: Mei gets")
    found = findings(tmp_path, default, change, profiles=PROFILES, language="zh")
    assert [f.code for f in found] == ["VC111"]
    assert found[0].message.startswith("maker-1 时长不合适：")
    assert "6 秒" in found[0].message
