"""Reference pictures as people have them: upright, as bright as they are, or a clear word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from vidcheck.cli.translate import translated
from vidcheck.errors import StoryboardError
from vidcheck.run.reference import REFERENCE_SIDE, read_reference

if TYPE_CHECKING:
    from pathlib import Path

WIDE = np.zeros((60, 90, 3), np.uint8)
WIDE[:, :30], WIDE[:30, 60:] = (220, 40, 40), (40, 40, 220)
"""Red on the left, blue in the upper right corner."""
TURNED = {1: 0, 3: 180, 6: 90, 8: 270}
"""EXIF orientation: degrees clockwise that the picture is to be turned."""


def saved(path: Path, picture: Image.Image, **how: object) -> Path:
    picture.save(path, **how)  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("orientation", TURNED)
@pytest.mark.parametrize("mode", ["RGB", "CMYK", "L"])
def test_a_photograph_is_turned_as_the_camera_was_held(
    tmp_path: Path, orientation: int, mode: str
) -> None:
    exif = Image.Exif()
    exif[0x112] = orientation
    whole = Image.fromarray(WIDE)
    lying = whole.rotate(TURNED[orientation], expand=True).convert(mode)
    path = saved(tmp_path / "a.jpg", lying, exif=exif, quality=95)
    rgb = read_reference(path).rgb
    assert rgb.shape == WIDE.shape
    expected = np.asarray(whole.convert(mode).convert("RGB"), np.float64)
    assert np.abs(rgb - expected).mean() < 6


def test_more_than_eight_bits_are_as_bright_as_they_are(tmp_path: Path) -> None:
    ramp = np.tile(np.linspace(0, 65535, 128).astype(np.uint16), (64, 1))
    made = {
        "png": Image.fromarray(ramp),
        "tif": Image.fromarray(ramp.astype(np.int32)),
        "tiff": Image.fromarray((ramp / 65535).astype(np.float32)),
    }
    for suffix, picture in made.items():
        rgb = read_reference(saved(tmp_path / f"a.{suffix}", picture)).rgb
        assert np.abs(rgb[0, :, 0] - ramp[0] / 257).max() <= 1.5, suffix


def test_cmyk_has_its_colours(tmp_path: Path) -> None:
    for suffix in ("jpg", "tif"):
        path = saved(tmp_path / f"a.{suffix}", Image.fromarray(WIDE).convert("CMYK"))
        assert np.abs(read_reference(path).rgb.astype(float) - WIDE).mean() < 6


def test_of_an_animation_the_first_picture_is_looked_at(tmp_path: Path) -> None:
    first, second = Image.fromarray(WIDE), Image.new("RGB", (90, 60), (255, 255, 255))
    for suffix in ("gif", "png", "webp"):
        path = saved(tmp_path / f"a.{suffix}", first, save_all=True, append_images=[second])
        assert np.abs(read_reference(path).rgb.astype(float) - WIDE).mean() < 12


@pytest.mark.parametrize("suffix", ["png", "webp", "gif"])
def test_transparency_says_what_the_subject_is(tmp_path: Path, suffix: str) -> None:
    alpha = np.zeros((60, 90), np.uint8)
    alpha[10:50, 20:70] = 255
    reference = read_reference(
        saved(tmp_path / f"a.{suffix}", Image.fromarray(np.dstack([WIDE, alpha])))
    )
    assert reference.opaque is not None
    assert (reference.opaque == (alpha > 0)).mean() > 0.99
    assert (reference.rgb[~reference.opaque] == 127).mean() > 0.99


def test_an_alpha_channel_that_hides_nothing_says_nothing(tmp_path: Path) -> None:
    whole = saved(tmp_path / "a.png", Image.fromarray(WIDE).convert("RGBA"))
    assert read_reference(whole).opaque is None


def test_a_picture_that_is_transparent_everywhere_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path / "a.png", Image.new("RGBA", (90, 60), (200, 40, 40, 0)))
    with pytest.raises(StoryboardError, match="shows nothing") as caught:
        read_reference(path)
    assert caught.value.hint
    monkeypatch.setenv("VIDCHECK_LANG", "zh")
    said, hint = translated(caught.value)
    assert "完全透明" in said
    assert "另存" in (hint or "")


def test_a_huge_picture_is_reduced(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.jpg", Image.new("RGB", (8000, 5000), (90, 120, 60)))
    rgb = read_reference(path).rgb
    assert max(rgb.shape) == REFERENCE_SIDE
