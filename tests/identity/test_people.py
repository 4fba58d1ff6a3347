from __future__ import annotations

from itertools import permutations

import numpy as np

from tests.continuity.made import vector
from vidcheck.geometry import Region, Size
from vidcheck.identity.people import MOST_PEOPLE, body_of, matched, people
from vidcheck.models.face import Face


def face(left: int, angle: float, side: int = 40, seed: int = 0) -> Face:
    return Face(Region.from_xywh(left, 20, side, side), 0.9, vector(angle, seed))


def test_faces_of_frames_become_people_whatever_their_order() -> None:
    frames = [[face(20, 0.1 * i), face(120, 1.4)][:: 1 if i % 2 else -1] for i in range(4)]
    found = people(frames)
    assert len(found) == 2
    for one in found:
        lefts = [each.region.left for each in one.faces.values()]
        assert len(lefts) == 4
        assert max(lefts) - min(lefts) < 10


def test_one_that_turns_away_stays_the_same_person() -> None:
    found = people([[face(20, 0.0)], [face(24, 0.9)], [face(26, 0.2)]])
    assert [sorted(one.faces) for one in found] == [[0, 1, 2]]


def test_twenty_faces_give_the_six_largest() -> None:
    crowd = [face(30 * i, 1.5, side=24 + i, seed=i) for i in range(20)]
    found = people([crowd, crowd])
    assert len(found) == MOST_PEOPLE
    assert min(one.faces[0].region.width for one in found) == 24 + 20 - MOST_PEOPLE


def test_no_face_is_nobody() -> None:
    assert people([[], [], []]) == []
    assert people([]) == []


def test_pairs_cost_least_in_all() -> None:
    costs = np.random.default_rng(2).random((4, 4))
    total = sum(costs[pair] for pair in matched(costs, 2.0))
    best = min(sum(costs[i, order[i]] for i in range(4)) for order in permutations(range(4)))
    assert abs(total - best) < 1e-9


def test_nobody_is_paired_beyond_the_limit() -> None:
    costs = np.array([[0.1, np.nan], [0.9, np.nan]])
    assert matched(costs, 0.5) == [(0, 0)]
    assert matched(np.zeros((0, 3)), 0.5) == []


def test_a_body_hangs_below_its_face_and_stays_in_the_picture() -> None:
    body = body_of(Region.from_xywh(10, 10, 20, 20), Size(100, 90))
    assert (body.left, body.top, body.right, body.bottom) == (0, 2, 50, 90)
