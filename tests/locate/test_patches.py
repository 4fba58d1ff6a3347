"""Patches follow edges and leave no pixel out; ways between them are the shortest."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from tests.stage import photograph
from vidcheck.locate.patches import PATCHES, joints, patches, walks


def test_every_pixel_has_a_patch_and_every_patch_pixels() -> None:
    labels = patches(photograph("coffee", height=128))
    area = np.bincount(labels.ravel())
    assert area.min() > 0
    assert 0.6 * PATCHES < len(area) < 1.6 * PATCHES


def test_patches_keep_to_one_surface() -> None:
    """Two colours part along a slanted edge: hardly a patch lies on both sides."""
    rows, columns = np.mgrid[:128, :200]
    right = columns > 60 + rows // 2
    picture = np.where(right[..., None], [200, 60, 40], [40, 80, 160]).astype(np.uint8)
    labels = patches(picture)
    area = np.bincount(labels.ravel())
    across = np.minimum(np.bincount(labels.ravel(), right.ravel(), len(area)), area)
    stray = np.minimum(across, area - across).sum() / area.sum()
    assert stray < 0.01


@pytest.mark.parametrize("shape", [(128, 128), (128, 500), (128, 130)])
def test_a_plain_picture_is_parted_too(shape: tuple[int, int]) -> None:
    labels = patches(np.full((*shape, 3), 90, np.uint8))
    assert labels.shape == shape
    assert labels.max() > 50


def test_joints_are_the_neighbours_and_those_named() -> None:
    labels = np.array([[0, 0, 1], [2, 2, 1], [3, 3, 3]])
    first, second = joints(labels, np.array([0, 3]))
    found = {(min(pair), max(pair)) for pair in zip(first.tolist(), second.tolist(), strict=True)}
    assert found == {(0, 1), (0, 2), (1, 2), (1, 3), (2, 3), (0, 3)}


def test_walks_are_those_of_dijkstra() -> None:
    rng = np.random.default_rng(0)
    first, second = rng.integers(0, 40, (2, 90))
    apart = first != second
    first, second = np.unique(np.stack([first[apart], second[apart]]), axis=1)
    both = first * 40 + second
    once = ~np.isin(both, second * 40 + first) | (first < second)
    first, second = first[once], second[once]
    lengths = rng.uniform(0, 5, len(first))
    graph = csr_array((lengths + 1e-4, (first.astype(np.int32), second.astype(np.int32))), (40, 40))
    expected = dijkstra(graph, directed=False)
    np.testing.assert_allclose(walks(40, first, second, lengths), expected)
