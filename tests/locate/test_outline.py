"""Where a subject is inside its reference: cut off a plain ground, or out of the middle."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from tests.stage import paint
from vidcheck.geometry import Region
from vidcheck.locate.base import box_of
from vidcheck.locate.outline import cut_from_middle, extent_of_cut, off_plain_ground


def _product(ground: tuple[int, int, int], box: Region) -> np.ndarray:
    picture = np.full((300, 400, 3), ground, np.uint8)
    picture[box.slices] = cv2.resize(paint(3, (150, 60, 40)), (box.width, box.height))
    return picture


def _as_jpeg(rgb: np.ndarray) -> np.ndarray:
    out = io.BytesIO()
    Image.fromarray(rgb).save(out, "JPEG", quality=92)
    return np.asarray(Image.open(out))


@pytest.mark.parametrize("ground", [(255, 255, 255), (127, 127, 127), (0, 0, 0), (20, 120, 60)])
@pytest.mark.parametrize(
    "box", [Region(60, 80, 220, 300), Region(100, 190, 290, 202), Region(150, 100, 300, 250)]
)
def test_a_plain_ground_is_cut_away_exactly(ground: tuple[int, int, int], box: Region) -> None:
    """Also round a thin subject, one that stands on the border, and through JPEG."""
    sharp = off_plain_ground(_product(ground, box))
    saved = off_plain_ground(_as_jpeg(_product(ground, box)))
    assert sharp is not None
    assert box_of(sharp) == box
    assert saved is not None
    around = box_of(saved)
    assert around is not None
    assert max(np.abs(np.subtract(around.to_xywh(), box.to_xywh()))) <= 8  # one block of JPEG


def test_a_hole_of_the_grounds_colour_belongs_to_the_subject() -> None:
    picture = _product((255, 255, 255), Region(60, 80, 220, 300))
    picture[120:160, 150:200] = 255
    solid = off_plain_ground(picture)
    assert solid is not None
    assert solid[140, 175]


@pytest.mark.parametrize("level", [0, 127, 255])
def test_a_picture_of_one_colour_has_no_subject(level: int) -> None:
    assert off_plain_ground(np.full((200, 300, 3), level, np.uint8)) is None


def test_a_lively_ground_is_not_plain_and_the_middle_is_cut_out_of_it() -> None:
    ground = cv2.resize(paint(9, (60, 110, 70)), (400, 300)).astype(np.uint8)
    box = Region(80, 130, 230, 280)
    ground[box.slices] = cv2.resize(paint(3, (200, 60, 40)), (box.width, box.height))
    assert off_plain_ground(ground) is None
    cut = cut_from_middle(ground)
    assert cut is not None
    assert (box_of(cut) or Region(0, 0, 1, 1)).overlap(box) >= 0.8


def test_the_more_of_a_picture_is_cut_out_the_more_the_rest_counts_too() -> None:
    def filled(box: Region) -> Region:
        cut = np.zeros((100, 200), np.bool_)
        cut[box.slices] = True
        return extent_of_cut(cut) or Region(0, 0, 1, 1)

    thin, most = Region(10, 95, 90, 105), Region(5, 10, 95, 190)
    assert filled(thin).overlap(thin) >= 0.95
    assert filled(most).overlap(Region(0, 0, 100, 200)) > most.overlap(Region(0, 0, 100, 200)) + 0.1
    assert extent_of_cut(np.zeros((10, 10), np.bool_)) is None


@pytest.mark.parametrize("shape", [(1, 1), (3, 400), (400, 3)])
def test_pictures_of_odd_shapes_are_survived(shape: tuple[int, int]) -> None:
    picture = np.full((*shape, 3), 90, np.uint8)
    picture[shape[0] // 2 :] = 200
    off_plain_ground(picture)
    cut_from_middle(picture)
