"""Crops of photographs are found in their own photograph and in no other."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from tests.stage import photograph
from vidcheck.geometry import Region
from vidcheck.locate.reference import by_features, find_subject

BOXES = {
    "astronaut": Region(0, 110, 220, 340),
    "coffee": Region(60, 180, 440, 640),
    "chelsea": Region(20, 180, 430, 640),
}
"""Face, cup, cat, in pixels of the photographs 512 high."""


def _cut(name: str) -> np.ndarray:
    return photograph(name, 512)[BOXES[name].slices]


@pytest.mark.parametrize("name", BOXES)
def test_a_crop_is_found_where_it_was_cut(name: str) -> None:
    picture = photograph(name, 256)
    find = find_subject(picture, [_cut(name)])
    assert find is not None
    assert find.confidence > 0.6
    assert find.region.overlap(BOXES[name].scaled(0.5, 0.5)) >= 0.6


@pytest.mark.parametrize("name", BOXES)
def test_it_is_found_smaller_darker_and_moved(name: str) -> None:
    """The photograph at 70 % of its size on a grey picture, a fifth darker."""
    small = photograph(name, 180).astype(np.float32) * 0.8
    picture = np.full((256, 400, 3), 90, np.uint8)
    picture[50:230, 60 : 60 + small.shape[1]] = small
    find = find_subject(picture, [_cut(name)])
    assert find is not None
    true = BOXES[name].scaled(180 / 512, 180 / 512)
    moved = Region(true.top + 50, true.left + 60, true.bottom + 50, true.right + 60)
    assert find.region.overlap(moved) >= 0.5


@pytest.mark.parametrize("name", BOXES)
@pytest.mark.parametrize("other", ["astronaut", "coffee", "chelsea", "rocket", "camera"])
def test_features_do_not_find_it_in_another_photograph(name: str, other: str) -> None:
    if name != other:
        assert by_features(photograph(other, 256), _cut(name)) is None


def test_what_has_no_features_is_found_by_its_colour_with_less_confidence() -> None:
    blurred = cv2.GaussianBlur(np.full((256, 400, 3), (60, 90, 70), np.uint8), (0, 0), 3)
    cv2.rectangle(blurred, (250, 60), (330, 200), (200, 40, 60), -1)
    view = np.full((140, 80, 3), (200, 40, 60), np.uint8)
    find = find_subject(blurred, [view])
    assert find is not None
    assert find.confidence <= 0.6
    assert find.region.overlap(Region(60, 250, 200, 330)) >= 0.3
    absent = np.full((256, 400, 3), (60, 90, 70), np.uint8)
    assert find_subject(absent, [view]) is None


def test_the_best_of_several_views_counts() -> None:
    views = [photograph("rocket", 200), _cut("chelsea")]
    find = find_subject(photograph("chelsea", 256), views)
    alone = find_subject(photograph("chelsea", 256), views[1:])
    assert find is not None
    assert alone is not None
    assert find.region == alone.region


def test_nothing_is_asked_of_no_views() -> None:
    assert find_subject(photograph("coffee", 256), []) is None
