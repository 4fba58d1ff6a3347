from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from PIL import Image

from tests.drawing import moving, write
from vidcheck.decide.rows import Still
from vidcheck.errors import ClipError
from vidcheck.run.still import sharpest, take_still

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Two seconds at 12 a second; only the 20th frame is sharp, and it is redder."""
    pictures = [cv2.GaussianBlur(one, (0, 0), 3) for one in moving(24, 320, 240)]
    pictures[20] = moving(24, 320, 240)[20]
    pictures[20][..., 0] = np.minimum(255, pictures[20][..., 0].astype(int) + 40)
    pictures[4] = moving(24, 320, 240)[4]  # sharp as well, but outside of the time asked for
    return write(tmp_path / "a.mp4", pictures, per_second=12)


def test_the_sharp_frame_is_found_in_full_size(clip: Path) -> None:
    frame = sharpest(clip, 1.5, 2.0)
    assert frame.shape == (240, 320, 3)
    blurred = sharpest(clip, 1.5, 1.6)
    assert frame[..., 0].mean() > blurred[..., 0].mean() + 20


def test_a_box_is_cut_out_with_a_margin(clip: Path) -> None:
    frame = sharpest(clip, 1.5, 2.0, (100, 100, 100, 60))
    assert frame.shape == (78, 130, 3)


def test_it_is_written_as_png_and_never_over_another(clip: Path, tmp_path: Path) -> None:
    still = Still(path="refs/12A_last.png", take=str(clip), from_s=1.5, to_s=2.0)
    path = take_still(still, tmp_path)
    with Image.open(path) as picture:
        assert (picture.format, picture.size) == ("PNG", (320, 240))
    path.write_bytes(b"mine")
    assert take_still(still, tmp_path).read_bytes() == b"mine"


def test_a_time_after_the_end_is_said(clip: Path) -> None:
    with pytest.raises(ClipError, match="no frame between 5 and 6 s"):
        sharpest(clip, 5, 6)
