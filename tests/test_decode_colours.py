"""Colours come out as they were drawn, whatever a file's pixels and tags are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.drawing import Coding, plain, write

if TYPE_CHECKING:
    from pathlib import Path


from tests.test_decode import FAST, GOOD, VPX, X265, read

COLOURS = {
    "red": (255, 0, 0),
    "green": (0, 255, 0),
    "blue": (0, 0, 255),
    "skin": (200, 140, 110),
    "gray": (128, 128, 128),
    "white": (255, 255, 255),
    "black": (0, 0, 0),
}


@pytest.mark.parametrize("full", [False, True], ids=["limited", "full"])
@pytest.mark.parametrize("matrix", ["bt601", "bt709", "bt2020"])
@pytest.mark.parametrize("pixels", ["yuv420p", "yuv444p", "yuv420p10le"])
def test_colours_come_out_as_drawn(tmp_path: Path, pixels: str, matrix: str, full: bool) -> None:
    lossless = Coding("ffv1", pixels, {}, matrix=matrix, full=full)
    path = write(tmp_path / "a.mkv", [plain(colour) for colour in COLOURS.values()], lossless)
    for frame, (name, colour) in zip(read(path), COLOURS.items(), strict=True):
        worst = np.abs(frame.rgb.astype(int) - colour).max()
        assert worst <= 3, (name, frame.rgb[5, 5])


@pytest.mark.parametrize(
    ("name", "coding"),
    [
        ("h264_709.mp4", Coding("libx264", options=FAST, matrix="bt709", full=False)),
        ("h264_full.mp4", Coding("libx264", options=FAST, matrix="bt601", full=True)),
        ("hevc_709.mp4", Coding("libx265", options=X265, matrix="bt709", full=False)),
        ("vp9_709.webm", Coding("libvpx-vp9", options=VPX, matrix="bt709", full=False)),
        ("mjpeg.avi", Coding("mjpeg", "yuvj420p", GOOD)),
        ("png.mov", Coding("png", "rgb24", {})),
        ("rgb.mkv", Coding("ffv1", "bgr0", {})),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_colour_tags_of_lossy_codecs_are_obeyed(tmp_path: Path, name: str, coding: Coding) -> None:
    path = write(tmp_path / name, [plain(COLOURS["skin"])] * 3, coding)
    for frame in read(path):
        assert np.abs(frame.rgb.astype(int) - COLOURS["skin"]).max() <= 6


def test_gray_is_full_range(tmp_path: Path) -> None:
    shades = [(0, 0, 0), (60, 60, 60), (255, 255, 255)]
    path = write(tmp_path / "a.mkv", [plain(s) for s in shades], Coding("ffv1", "gray", {}))
    assert [frame.rgb[9, 9].tolist() for frame in read(path)] == [list(s) for s in shades]
