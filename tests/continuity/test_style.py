from __future__ import annotations

import numpy as np
import pytest

from tests.stage import photograph
from vidcheck.continuity.grade import STYLE, grade, palette
from vidcheck.continuity.signature import Signature
from vidcheck.continuity.style import style_rows


def of(rgb: np.ndarray) -> dict[str, float]:
    return dict(zip(STYLE, grade(rgb).tolist(), strict=True))


def test_a_grey_card_is_what_it_is() -> None:
    told = of(np.full((64, 64, 3), 119, np.uint8))  # L* 50
    assert told["brightness"] == pytest.approx(50, abs=0.5)
    assert [told[name] for name in ("contrast", "saturation", "warmth", "tint", "grain")] == (
        pytest.approx([0, 0, 0, 0, 0], abs=0.6)
    )


def test_each_number_follows_its_own_change() -> None:
    rgb = photograph("coffee").astype(np.float32)
    plain = of(rgb.astype(np.uint8))
    rng = np.random.default_rng(0)
    grey = rgb.mean(2, keepdims=True)
    changed = {
        "brightness": rgb * 0.8 + 50,
        "contrast": (rgb - 110) * 1.3 + 110,
        "saturation": (rgb - grey) * 1.4 + grey,
        "warmth": rgb * np.array((1.05, 1.0, 0.8)),
        "tint": rgb * np.array((1.06, 0.9, 1.06)),
        "grain": rgb + rng.normal(0, 6, rgb.shape),
    }
    for name, picture in changed.items():
        told = of(np.clip(picture, 0, 255).astype(np.uint8))
        assert told[name] > plain[name] + 0.5, name


def test_grain_is_the_noise_that_was_added() -> None:
    flat = np.full((128, 160, 3), 120.0)
    noise = np.random.default_rng(1).normal(0, 5, (128, 160, 1))
    rgb = np.clip(flat + noise, 0, 255).astype(np.uint8)
    assert of(rgb)["grain"] == pytest.approx(5, rel=0.15)


def test_a_palette_holds_the_colours_of_the_picture_most_first() -> None:
    rgb = np.zeros((90, 160, 3), np.uint8)
    rgb[:60], rgb[60:] = (200, 40, 40), (40, 60, 180)
    told = palette([rgb])
    first = np.array([int(told[0][i : i + 2], 16) for i in (1, 3, 5)])
    assert np.abs(first - (200, 40, 40)).max() < 12
    assert palette([rgb]) == told


def film(*pictures: np.ndarray) -> list[tuple[str, str, str, Signature]]:
    return [
        (f"1{i}", f"1{i}.mp4", "scene 1",
         Signature((), np.stack([grade(rgb)] * 3), palette([rgb])))
        for i, rgb in enumerate(pictures)
    ]  # fmt: skip


def test_a_shot_graded_otherwise_stands_out_of_its_scene() -> None:
    rgb = photograph("coffee")
    cold = np.clip(rgb * np.array((0.75, 0.95, 1.25)), 0, 255).astype(np.uint8)
    rows = style_rows(film(rgb, rgb, cold, rgb))
    assert [row.verdict for row in rows] == ["pass", "pass", "warn", "pass"]
    assert "bluer" in (rows[2].evidence or "")
    assert "偏蓝" in (rows[2].evidence_zh or "")


def test_two_shots_are_no_middle_to_stand_away_from() -> None:
    rgb = photograph("coffee")
    rows = style_rows(film(rgb, 255 - rgb))
    assert {row.verdict for row in rows} == {"unknown"}
    assert all(value.z is None for row in rows for value in row.values.values())
    assert style_rows([]) == ()
