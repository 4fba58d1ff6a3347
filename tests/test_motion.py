"""Flow, camera and what motion leaves over, on photographs moved by known amounts."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stage import frame, photograph
from vidcheck.geometry import Size
from vidcheck.motion import CELL, Motion, cells, grid, inner, sample, squared

HEIGHT, WIDTH = 200, 240
MIDDLE = np.array([WIDTH / 2, HEIGHT / 2])
WHOLE = np.ones((HEIGHT // CELL, WIDTH // CELL), np.bool_)


def similarity(right: float, down: float, zoom: float = 1.0, roll: float = 0.0) -> np.ndarray:
    """(2, 3): `zoom` times and `roll` degrees clockwise about the middle, then shifted."""
    c, s = zoom * math.cos(math.radians(roll)), zoom * math.sin(math.radians(roll))
    turn = np.array([[c, -s], [s, c]])
    return np.column_stack([turn, MIDDLE - turn @ MIDDLE + (right, down)])


def moved(matrix: np.ndarray, name: str = "astronaut") -> Motion:
    """The middle of a photograph, and the same moved by `matrix`: the photograph fills the rims."""
    large = photograph(name, 2 * HEIGHT).astype(np.float32)
    corner = np.array([(large.shape[1] - WIDTH) / 2, (large.shape[0] - HEIGHT) / 2])
    cut = np.column_stack([np.eye(2), -corner])
    onto = np.column_stack([matrix[:, :2], matrix[:, 2] - matrix[:, :2] @ corner])
    before, after = (
        cv2.warpAffine(large, place, (WIDTH, HEIGHT), flags=cv2.INTER_CUBIC)
        for place in (cut, onto)
    )
    return Motion(frame(before, 0), frame(after, 1))


def truth(matrix: np.ndarray) -> np.ndarray:
    """The flow that a similarity is, (H, W, 2)."""
    columns, rows = grid(Size(WIDTH, HEIGHT))
    places = np.stack([columns, rows, np.ones_like(rows)], axis=2)
    return places @ matrix.T - places[..., :2]


MOVES = {
    "nothing": similarity(0, 0),
    "right": similarity(5, 0),
    "up and left": similarity(-3.5, -2.5),
    "roll": similarity(0, 0, roll=2),
    "zoom in": similarity(0, 0, zoom=1.03),
    "all at once": similarity(2, -1.5, zoom=0.98, roll=-1.5),
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("name", ["astronaut", "coffee", "chelsea"])
def test_flow_is_the_known_motion(move: str, name: str) -> None:
    motion = moved(MOVES[move], name)
    error = np.sqrt(squared((motion.forward - truth(MOVES[move])).astype(np.float32)))[
        15:-15, 15:-15
    ]
    length = np.sqrt(squared(truth(MOVES[move]).astype(np.float32)))[15:-15, 15:-15]
    # smooth surfaces (the coffee's table) give dense inverse search little to hold a turn by
    assert float(np.median(error)) < 0.15 + 0.25 * float(np.median(length))


@pytest.mark.parametrize("move", MOVES)
def test_the_camera_is_the_known_similarity(move: str) -> None:
    motion = moved(MOVES[move])
    found = motion.camera(WHOLE)
    assert found is not None
    # the fast preset sees a tenth less than the true roll
    np.testing.assert_allclose(found[:, :2], MOVES[move][:, :2], atol=0.004)
    np.testing.assert_allclose(
        found[:, :2] @ MIDDLE + found[:, 2],
        MOVES[move][:, :2] @ MIDDLE + MOVES[move][:, 2],
        atol=0.25,
    )


def test_the_camera_does_not_follow_what_moves_by_itself() -> None:
    """A quarter of the picture goes its own way; the rest says where the camera went."""
    pan, own = moved(similarity(3, 0)), moved(similarity(-6, 4))
    picture = pan.after.rgb.copy()
    picture[60:160, 80:180] = own.after.rgb[60:160, 80:180]
    found = Motion(pan.before, frame(picture, 1)).camera(WHOLE)
    assert found is not None
    assert found[:, 2] == pytest.approx((3, 0), abs=0.3)


def test_without_background_there_is_no_camera() -> None:
    motion = moved(similarity(1, 0))
    few = np.zeros_like(WHOLE)
    few[50, 50:61] = True
    assert motion.camera(few) is None


def test_motion_of_the_whole_picture_breaks_nothing_and_a_pasted_patch_breaks() -> None:
    motion = moved(similarity(4, 1))
    assert motion.broken[8:-8, 8:-8].mean() < 0.02
    picture = motion.after.rgb.copy()
    patch = slice(70, 130), slice(90, 150)
    picture[patch] = np.random.default_rng(1).integers(0, 255, (60, 60, 3))
    pasted = Motion(motion.before, frame(picture, 1))
    outside = np.ones_like(WHOLE)
    outside[25:75, 35:85] = outside[:8] = outside[-8:] = outside[:, :8] = outside[:, -8:] = False
    assert pasted.broken[35:65, 45:75].mean() > 0.3
    assert pasted.broken[outside].mean() < 0.05


def test_what_leaves_the_picture_is_not_inside() -> None:
    motion = moved(similarity(20, 0))
    assert motion.inside[15:-15, 10:100].mean() > 0.98
    assert motion.inside[15:-15, -5:].mean() < 0.1


def test_residual_is_what_motion_leaves_over_and_not_the_light() -> None:
    move = moved(similarity(3, 1))
    assert float(np.median(move.residual_size)) < 1.5
    brighter = Motion(move.before, frame(np.minimum(move.after.rgb * 1.0 + 12, 255), 1))
    assert float(np.median(brighter.residual_size)) < 2.5


def test_residual_shows_a_repainted_patch_where_it_is() -> None:
    move = moved(similarity(3, 0), "coffee")
    picture = move.after.rgb.astype(np.float32)
    picture[80:120, 100:150] += (40, -20, -20)
    motion = Motion(move.before, frame(picture, 1))
    assert float(np.median(motion.residual_size[44:56, 53:69])) > 12
    assert float(np.median(motion.residual_size[:30])) < 2


@given(st.floats(-6, 6), st.floats(-6, 6))
@settings(deadline=None, max_examples=25)
def test_sample_reads_a_linear_field_where_it_is_asked(right: float, down: float) -> None:
    """Bilinear reading of a plane is the plane, wherever the place lies."""
    columns, rows = grid(Size(40, 30))
    plane = 2 * columns - 3 * rows
    read = sample(plane, (columns + np.float32(right), rows + np.float32(down)))
    inside = slice(8, -8), slice(8, -8)
    expected = plane + 2 * right - 3 * down
    # cv2.remap rounds places to 1/32 pixel
    np.testing.assert_allclose(read[inside], expected[inside], atol=5 / 32)


def test_the_source_undoes_the_motion() -> None:
    """Reading `before` where each pixel of `after` came from gives `after`."""
    motion = moved(MOVES["all at once"])
    before, after = (cells(picture.gray) for picture in (motion.before, motion.after))
    carried = sample(before.astype(np.float32), motion.source)
    gap = np.abs(carried - after)[8:-8, 8:-8]
    assert float(np.median(gap)) < 3
    columns, rows = motion.source
    forth = np.stack([sample(motion.target[part], (columns, rows)) for part in (0, 1)], axis=2)
    here = np.stack(grid(Size(WIDTH // CELL, HEIGHT // CELL)), axis=2)
    away = CELL * np.linalg.norm(forth - here, axis=2)[8:-8, 8:-8]
    assert float(np.quantile(away, 0.95)) < 0.7


def test_inner_products_are_numpy_s() -> None:
    rng = np.random.default_rng(2)
    one, other = (rng.normal(size=(9, 7, 3)).astype(np.float32) for _ in range(2))
    np.testing.assert_allclose(inner(one, other), (one * other).sum(2), rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(squared(one), (one**2).sum(2), rtol=1e-5)
