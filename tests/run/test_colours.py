from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests import stage
from tests.drawing import write
from vidcheck.run.clip import score_clip

if TYPE_CHECKING:
    from pathlib import Path

RED, GREY, BLUE = (
    ("ball", "skin", "#a87050"),
    ("ball", "rim", "#808080"),
    ("ball", "eye", "#1020c0"),
)


def turns_blue(index: int, drawn: stage.Stage) -> None:
    """The disc is blue from the middle of the clip on."""
    if index >= 12:
        drawn.disc.rgb = np.ascontiguousarray(drawn.disc.rgb[..., ::-1] - (60, 30, 0))


@pytest.mark.parametrize("blue", [False, True])
def test_a_colour_is_seen_where_it_is_and_missed_where_it_goes(tmp_path: Path, blue: bool) -> None:
    drawn = stage.draw(24, pan=(2.0, 0.0), change=turns_blue if blue else None)
    path = write(tmp_path / "a.mp4", drawn.pictures, per_second=12)
    row = score_clip(path, subject=drawn.box, threads=1, colours=(RED, GREY, BLUE))
    red, grey, other = row.colours
    assert red.first is not None
    assert red.last is not None
    assert red.first > 0.4
    assert (red.last < 0.1) if blue else (red.last > 0.4)
    assert (grey.first, grey.last) == (None, None)  # a grey has no hue to look for
    assert other.first is not None
    assert other.first < 0.05


def test_the_camera_of_a_drawn_clip_is_measured(tmp_path: Path) -> None:
    drawn = stage.draw(24, pan=(2.0, -0.5))  # 23 steps of 2 and 0.5 pixels of 128 on the short side
    path = write(tmp_path / "a.mp4", drawn.pictures, per_second=12)
    camera = score_clip(path, subject=drawn.box, threads=1).camera
    assert camera is not None
    assert camera.right == pytest.approx(-23 * 2.0 / 128, abs=0.01)
    assert camera.down == pytest.approx(23 * 0.5 / 128, abs=0.01)
    assert abs(camera.zoom) < 0.005
    assert abs(camera.roll) < 0.5
