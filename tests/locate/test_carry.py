"""A carried mask against the mask it should be: the first one, moved by the known motion."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from tests.stage import Take, draw, frame, photograph, samples
from vidcheck.brief import Brief, Reference
from vidcheck.geometry import Region, Size
from vidcheck.locate import locator_for, middle
from vidcheck.locate.base import ellipse
from vidcheck.locate.carry import CarriedMask
from vidcheck.motion import Motion

WIDTH, HEIGHT, RADIUS = 384, 256, 52


def _face_before_bricks(count: int, own: tuple[float, float], pan: float) -> Take:
    """The astronaut's face in a disc of 52 px, moving before a panned wall of coffee, 384×256."""
    face = cv2.resize(photograph("astronaut", 512)[0:230, 110:340], (113, 113)).astype(np.float32)
    reach = np.arange(113) - 56
    alpha = np.clip(RADIUS + 0.5 - np.hypot(*np.meshgrid(reach, reach)), 0, 1).astype(np.float32)
    wall = photograph("coffee", 300).astype(np.float32)
    pictures, centres = [], []
    for index in range(count):
        view = cv2.warpAffine(
            wall, np.array([[1, 0, -pan * index], [0, 1, -20]], np.float32), (WIDTH, HEIGHT)
        )
        centre = (130 + own[0] * index, 120 + own[1] * index)
        place = np.array([[1, 0, centre[0] - 56], [0, 1, centre[1] - 56]], np.float32)
        cover = cv2.warpAffine(alpha, place, (WIDTH, HEIGHT))[..., None]
        paint = cv2.warpAffine(face, place, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE)
        pictures.append(frame(view * (1 - cover) + paint * cover).rgb)
        centres.append(centre)
    return Take(tuple(pictures), tuple(centres))


def _overlap(found: np.ndarray, centre: tuple[float, float]) -> float:
    box = Region.from_xywh(centre[0] - RADIUS, centre[1] - RADIUS, 2 * RADIUS, 2 * RADIUS)
    true = ellipse(box, Size(WIDTH, HEIGHT)) > 0.5
    return float((found & true).sum() / (found | true).sum())


@pytest.mark.parametrize(
    ("own", "pan"), [((0.0, 0.0), 0.8), ((0.9, 0.2), 0.0), ((0.7, 0.2), 0.5), ((-0.5, 0.1), -1.0)]
)
def test_the_mask_stays_on_the_disc_for_forty_frames(own: tuple[float, float], pan: float) -> None:
    take = _face_before_bricks(40, own, pan)
    x, y = take.centres[0]
    locator = CarriedMask(Region.from_xywh(x - RADIUS, y - RADIUS, 104, 104), "given", 1.0)
    overlaps = [
        _overlap(moment.pair.subject_after.solid, take.centres[moment.frame.index])
        for moment in samples(take.frames(), locator)
        if moment.pair is not None and moment.pair.subject_after is not None
    ]
    assert len(overlaps) == 39
    assert overlaps[0] > 0.95
    assert min(overlaps) >= 0.6


def test_confidence_falls_when_the_subject_is_another_one() -> None:
    take = draw(2)
    noise = frame(np.random.default_rng(1).integers(0, 255, take.pictures[0].shape), 1)
    confidence = []
    for after in (take.frames()[1], noise):
        locator = CarriedMask(take.box, "given", 1.0)
        locator.start(take.frames()[0])
        subject = locator.follow(Motion(take.frames()[0], after))
        assert subject is not None
        confidence.append(subject.confidence)
    assert confidence[0] > 0.9
    assert confidence[1] < 0.6


def test_following_before_starting_finds_nothing() -> None:
    take = draw(2)
    assert CarriedMask(take.box, "given", 1.0).follow(Motion(*take.frames())) is None


def test_a_subject_that_left_keeps_its_last_place() -> None:
    """A mask carried out of the picture is not lost from one frame to the next."""
    take = draw(24, pan=(0.0, 0.0), own=(6.0, 0.0))
    last = None
    for moment in samples(take.frames(), CarriedMask(take.box, "given", 1.0)):
        if moment.pair is not None:
            last = moment.pair.subject_after
    assert last is not None
    assert last.solid.sum() >= 40


def test_the_ellipse_fills_its_box_and_nothing_else() -> None:
    box = Region(20, 30, 80, 130)
    mask = ellipse(box, Size(160, 100))
    assert mask[50, 80] == 1
    outside = np.ones_like(mask, np.bool_)
    outside[14:86, 20:140] = False
    assert mask[outside].max() == 0
    # the sure part: 0.85 of the half axes
    assert (mask > 0.5).sum() == pytest.approx(np.pi * 50 * 30 * 0.85**2, rel=0.02)


def test_a_given_box_goes_before_references_and_references_before_a_guess() -> None:
    picture = frame(photograph("astronaut", 256))
    face = Reference(photograph("astronaut", 512)[20:220, 130:330])
    brief = Brief(picture.size, None, Region(10, 10, 90, 90), (face,))
    assert locator_for(brief, picture).source == "given"
    assert locator_for(Brief(picture.size, None, None, (face,)), picture).source == "reference"
    blind = locator_for(Brief(picture.size, None), picture)
    assert blind.source == "auto"
    assert blind.found < 0.6
    other = Reference(photograph("rocket", 256))
    assert locator_for(Brief(picture.size, None, None, (other,)), picture).source == "auto"


def test_the_middle_is_the_middle() -> None:
    box = middle(Size(200, 100))
    assert (box.left + box.right) / 2 == pytest.approx(100, abs=1)
    assert (box.top + box.bottom) / 2 == pytest.approx(50, abs=1)
    assert box.width == 120
    assert box.height == 70


def test_a_subject_that_leaves_is_lost_and_found_again_where_it_comes_back() -> None:
    """The face goes out on the left within 20 frames and comes back on the right, lower down."""
    out = _face_before_bricks(20, (-12.0, 0.0), 0.0)
    back = _face_before_bricks(30, (-7.0, 0.0), 0.0)
    shifted = tuple(np.roll(picture, (30, 200), (0, 1)) for picture in back.pictures[:6])
    take = Take(out.pictures + shifted, out.centres + back.centres[:6])
    x, y = take.centres[0]
    locator = CarriedMask(Region.from_xywh(x - RADIUS, y - RADIUS, 104, 104), "given", 1.0)
    regions = [
        moment.pair.subject_after.region
        for moment in samples(take.frames(), locator)
        if moment.pair is not None and moment.pair.subject_after is not None
    ]
    assert regions[5] is not None
    assert regions[17] is None
    found = regions[-1]
    assert found is not None
    assert (found.left + found.right) / 2 == pytest.approx(130 - 7 * 5 + 200, abs=20)
    assert (found.top + found.bottom) / 2 == pytest.approx(150, abs=20)
