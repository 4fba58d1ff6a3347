"""What nobody named: what stands out, moves on its own, and is near the middle."""

from __future__ import annotations

import cv2
import numpy as np

from tests.stage import photograph
from vidcheck.decode import Frame
from vidcheck.geometry import Region
from vidcheck.locate.base import Subject
from vidcheck.locate.salient import find_salient, saliency

BOX = Region.from_xywh(200, 70, 90, 120)


def picture() -> np.ndarray:
    """A red thing in `BOX` before grass."""
    scene = cv2.resize(photograph("grass"), (456, 256)).copy()
    thing = scene[BOX.slices].copy()
    scene[BOX.slices] = thing // 3 + [120, 20, 10]
    return np.asarray(scene, np.uint8)


def frame(rgb: np.ndarray, index: int = 0) -> Frame:
    return Frame(index, index / 24, rgb)


def test_a_coloured_thing_before_grass_is_found() -> None:
    mask = find_salient(frame(picture()), ())
    assert mask is not None
    found = Subject(mask, 1.0).region
    assert found is not None
    assert found.overlap(BOX) > 0.8


def test_it_stands_out_from_what_reaches_the_border() -> None:
    stands_out = saliency(picture())
    inside = np.zeros(stands_out.shape, bool)
    inside[BOX.slices] = True
    assert stands_out[inside].mean() > 4 * stands_out[~inside].mean()


def test_of_two_alike_the_one_that_moves_is_found() -> None:
    """Two equal things at equal distance from the middle: motion decides."""
    rng = np.random.default_rng(1)
    scene = cv2.GaussianBlur(rng.integers(60, 120, (256, 456, 3)).astype(np.uint8), (0, 0), 2)
    thing = np.asarray(rng.integers(0, 255, (80, 60, 3)) // 2 + [127, 0, 0], np.uint8)

    def at(left: int) -> np.ndarray:
        scene_now = scene.copy()
        scene_now[90:170, 130:190] = thing
        scene_now[90:170, left : left + 60] = thing
        return scene_now

    mask = find_salient(frame(at(266)), [frame(at(270), 4), frame(at(274), 8)])
    assert mask is not None
    found = Subject(mask, 1.0).region
    assert found is not None
    assert (found.left + found.right) / 2 > 228


def test_nothing_stands_out_of_a_plain_picture() -> None:
    assert find_salient(frame(np.full((256, 456, 3), 80, np.uint8)), ()) is None
