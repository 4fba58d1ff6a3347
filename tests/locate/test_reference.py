"""Subjects are found in their own photograph, as large as they are, and in no other."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from tests.stage import photograph
from vidcheck.brief import Reference
from vidcheck.geometry import Region
from vidcheck.locate.reference import SURE, by_features, features_of, find_subject, view_of

BOXES = {
    "astronaut": Region(0, 110, 220, 340),
    "coffee": Region(60, 180, 440, 640),
    "chelsea": Region(20, 180, 430, 640),
}
"""Face, cup, cat, in pixels of the photographs 512 high."""
CUP = Region(25, 84, 448, 548)
"""The saucer with all that stands on it."""


def _cut(name: str) -> Reference:
    return Reference(photograph(name, 512)[BOXES[name].slices])


def _cup() -> tuple[np.ndarray, np.ndarray]:
    """The coffee 512 high and where its saucer lies, an ellipse."""
    picture = photograph("coffee", 512)
    solid = np.zeros(picture.shape[:2], np.uint8)
    middle = ((CUP.left + CUP.right) // 2, (CUP.top + CUP.bottom) // 2)
    cv2.ellipse(solid, middle, (CUP.width // 2, CUP.height // 2), 0, 0, 360, 1, -1)
    return picture, solid > 0


@pytest.mark.parametrize("name", BOXES)
def test_a_crop_is_found_where_it_was_cut(name: str) -> None:
    picture = photograph(name, 256)
    find = find_subject(picture, [_cut(name)])
    assert find is not None
    assert find.confidence > 0.6
    assert find.region.overlap(BOXES[name].scaled(0.5, 0.5)) > 0.5


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


@pytest.mark.parametrize("ground", ["transparent", "white", "grey", "black"])
@pytest.mark.parametrize("height", [256, 150])
def test_cut_out_or_on_a_plain_ground_its_box_is_met_exactly(ground: str, height: int) -> None:
    """Whatever surrounds it in the reference: the reference is twice as wide as the cup."""
    picture, solid = _cup()
    level = {"transparent": 127, "white": 255, "grey": 127, "black": 0}[ground]
    alone = np.where(solid[..., None], picture, level).astype(np.uint8)
    wide = [(200, 200), (300, 300)]
    rgb = np.pad(alone, (*wide, (0, 0)), constant_values=level)
    opaque = np.pad(solid, wide) if ground == "transparent" else None
    frame = np.full((256, 456, 3), 60, np.uint8)
    seen = photograph("coffee", height)[:256, :456]
    frame[: seen.shape[0], : seen.shape[1]] = seen
    find = find_subject(frame, [Reference(rgb, opaque)])
    assert find is not None
    assert find.confidence == SURE
    assert find.region.overlap(CUP.scaled(height / 512, height / 512)) >= 0.9


def test_with_surroundings_its_box_is_its_own_and_not_the_pictures() -> None:
    """The cup in a third of the reference, before another ground than in the clip."""
    picture, solid = _cup()
    table = cv2.resize(photograph("rocket", 712), (1264, 912))
    there = table[200:712, 300 : 300 + picture.shape[1]]
    there[solid] = picture[solid]
    find = find_subject(photograph("coffee", 256), [Reference(table)])
    assert find is not None
    whole = Region(0, 0, 256, photograph("coffee", 256).shape[1])
    assert find.region.overlap(CUP.scaled(0.5, 0.5)) >= 0.7
    assert find.region.overlap(CUP.scaled(0.5, 0.5)) > find.region.overlap(whole)


def test_mirrored_it_is_found_as_well() -> None:
    picture = np.ascontiguousarray(photograph("coffee", 256)[:, ::-1])
    find = find_subject(picture, [_cut("coffee")])
    box = BOXES["coffee"].scaled(0.5, 0.5)
    width = picture.shape[1]
    assert find is not None
    assert find.confidence > 0.6
    mirrored = Region(box.top, width - box.right, box.bottom, width - box.left)
    assert find.region.overlap(mirrored) > 0.5


def test_in_evening_light_it_is_found_as_well() -> None:
    blue = (photograph("chelsea", 256) * np.array([0.4, 0.4, 0.6])).astype(np.uint8)
    find = find_subject(blue, [_cut("chelsea")])
    assert find is not None
    assert find.region.overlap(BOXES["chelsea"].scaled(0.5, 0.5)) >= 0.5


@pytest.mark.parametrize("name", BOXES)
@pytest.mark.parametrize("other", ["astronaut", "coffee", "chelsea", "rocket", "camera"])
def test_features_do_not_find_it_in_another_photograph(name: str, other: str) -> None:
    if name != other:
        picture, view = photograph(other, 256), view_of(_cut(name))
        assert view is not None
        assert by_features(picture, features_of(picture), view) is None
        assert by_features(picture, features_of(picture), view.mirrored) is None


def test_what_has_no_features_is_found_by_its_colour_with_less_confidence() -> None:
    blurred = cv2.GaussianBlur(np.full((256, 400, 3), (60, 90, 70), np.uint8), (0, 0), 3)
    cv2.rectangle(blurred, (180, 60), (260, 200), (200, 40, 60), -1)
    view = Reference(np.full((140, 80, 3), (200, 40, 60), np.uint8), np.ones((140, 80), np.bool_))
    find = find_subject(blurred, [view])
    assert find is not None
    assert find.confidence <= 0.6
    assert find.region.overlap(Region(60, 180, 200, 260)) >= 0.8
    absent = np.full((256, 400, 3), (60, 90, 70), np.uint8)
    assert find_subject(absent, [view]) is None


def test_another_colour_is_no_find() -> None:
    blurred = np.full((256, 400, 3), (60, 90, 70), np.uint8)
    cv2.rectangle(blurred, (180, 60), (260, 200), (40, 60, 200), -1)
    view = Reference(np.full((140, 80, 3), (200, 40, 60), np.uint8), np.ones((140, 80), np.bool_))
    assert find_subject(blurred, [view]) is None


def test_the_best_of_several_views_counts() -> None:
    views = [Reference(photograph("rocket", 200)), _cut("chelsea")]
    find = find_subject(photograph("chelsea", 256), views)
    alone = find_subject(photograph("chelsea", 256), views[1:])
    assert find is not None
    assert alone is not None
    assert find.region == alone.region


def test_a_face_and_the_coat_below_it_are_one_subject() -> None:
    picture = photograph("astronaut", 512)
    face, coat = (Reference(picture[rows, 60:400]) for rows in (slice(0, 220), slice(230, 500)))
    both = find_subject(photograph("astronaut", 256), [face, coat])
    one = find_subject(photograph("astronaut", 256), [face])
    assert both is not None
    assert one is not None
    assert both.region.bottom > one.region.bottom + 60
    assert both.region.top <= one.region.top


@pytest.mark.parametrize("side", [1, 2, 9])
def test_a_tiny_reference_is_survived(side: int) -> None:
    tiny = Reference(np.full((side, side, 3), 200, np.uint8))
    assert find_subject(photograph("coffee", 256), [tiny]) is None


def test_nothing_is_asked_of_no_views() -> None:
    assert find_subject(photograph("coffee", 256), []) is None
