from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.drawing import Coding, moving, write
from tests.identity.vit import TinyViT, resized
from vidcheck.identity.vbench import of_clip, published_size, subject_consistency
from vidcheck.models.network import open_network

if TYPE_CHECKING:
    from pathlib import Path

RGB = Coding("png", "rgb24", {})


def by_the_letter(features: list[np.ndarray]) -> float:
    """The published definition, term by term."""

    def cosine(one: np.ndarray, other: np.ndarray) -> float:
        return float(np.dot(one, other) / np.sqrt(np.dot(one, one) * np.dot(other, other)))

    terms = [
        0.5
        * (max(0, cosine(features[t], features[t - 1])) + max(0, cosine(features[t], features[0])))
        for t in range(1, len(features))
    ]
    return sum(terms) / len(terms)


@pytest.mark.parametrize(("height", "width"), [(64, 64), (64, 96), (300, 240)])
def test_a_random_transformer_scores_as_the_published_definition(
    tmp_path: Path, height: int, width: int
) -> None:
    scale = 224 / min(height, width)
    vit = TinyViT(int(height * scale), int(width * scale))
    rng = np.random.default_rng(1)
    pictures = [
        np.clip(one + rng.normal(0, 40 * i, one.shape), 0, 255).astype(np.uint8)
        for i, one in enumerate(moving(6, width, height))
    ]
    path = write(tmp_path / "a.mov", pictures, RGB)
    truth = by_the_letter([vit.features(resized(one, vit.height, vit.width)) for one in pictures])
    assert 0.2 < truth < 0.999
    network = open_network(vit.onnx(), "vbench")
    assert of_clip(path, network, threads=1) == pytest.approx(truth, abs=1e-3)


def test_the_picture_is_brought_to_its_size_as_published() -> None:
    rgb = np.random.default_rng(0).integers(0, 256, (90, 160, 3)).astype(np.uint8)
    grown = published_size(rgb)
    assert grown.shape == (224, 398, 3)
    assert np.abs(grown - resized(rgb, 224, 398)).max() < 1.01 / 255


def test_opposite_pictures_count_as_nothing_and_one_picture_as_no_answer() -> None:
    one = np.array([1, 0], np.float32)
    assert subject_consistency([one, -one]) == 0
    assert subject_consistency([one, 5 * one, one]) == pytest.approx(1)
    assert subject_consistency([one]) is None
    assert subject_consistency([]) is None


def test_a_network_of_another_shape_is_refused_in_words(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mov", moving(3, 96, 64), RGB)
    network = open_network(TinyViT(224, 224).onnx(), "vbench")
    with pytest.raises(ValueError, match=r"224×224.*336×224"):
        of_clip(path, network, threads=1)
