"""SSIM against scikit-image's, and what undoing motion does to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from skimage.metrics import structural_similarity

from tests.stage import draw, measured, photograph
from vidcheck.measure.ssim import ssim, ssim_map

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Gray = NDArray[np.uint8]


def _gray(name: str) -> Gray:
    return np.asarray(cv2.cvtColor(photograph(name, 150), cv2.COLOR_RGB2GRAY), np.uint8)


def _shifted(gray: Gray) -> Gray:
    return np.asarray(np.roll(gray, (2, 5), (0, 1)), np.uint8)


def _noisy(gray: Gray) -> Gray:
    noise = np.random.default_rng(3).normal(0, 12, gray.shape)
    return np.asarray(np.clip(gray + noise, 0, 255), np.uint8)


def _blurred(gray: Gray) -> Gray:
    return np.asarray(cv2.GaussianBlur(gray, (0, 0), 2.0), np.uint8)


def _dark(gray: Gray) -> Gray:
    return np.asarray(gray // 40, np.uint8)


def _bright(gray: Gray) -> Gray:
    return np.asarray(246 + gray // 30, np.uint8)


CHANGES = (_shifted, _noisy, _blurred, _dark, _bright)
PHOTOGRAPHS = ("astronaut", "camera", "coffee")


def _reference(
    one: Gray, other: Gray, *, full: bool = False
) -> float | tuple[float, NDArray[np.float64]]:
    return structural_similarity(  # type: ignore[no-any-return]
        one, other, gaussian_weights=True, sigma=1.5, use_sample_covariance=False,
        data_range=255, full=full,
    )  # fmt: skip


@pytest.mark.parametrize("name", PHOTOGRAPHS)
@pytest.mark.parametrize("change", CHANGES)
def test_it_is_the_ssim_of_scikit_image(name: str, change: Callable[[Gray], Gray]) -> None:
    one = _gray(name)
    other = change(one)
    assert ssim(one, other) == pytest.approx(_reference(one, other), abs=1e-5)
    _, reference = _reference(one, other, full=True)  # type: ignore[misc]
    np.testing.assert_allclose(ssim_map(one, other), reference, atol=2e-4)


@pytest.mark.parametrize("change", [_dark, _bright], ids=["dark", "bright"])
def test_flat_extremes_keep_their_digits(change: Callable[[Gray], Gray]) -> None:
    """Squares of luma near 255 leave float32 no room for a variance of one level."""
    one = change(_gray("coffee"))
    other = change(_shifted(_gray("coffee")))
    assert ssim(one, other) == pytest.approx(_reference(one, other), abs=1e-5)


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_a_picture_is_itself_and_comparing_has_no_direction(name: str) -> None:
    one = _gray(name)
    assert ssim(one, one) == pytest.approx(1.0, abs=1e-6)
    for change in CHANGES:
        assert ssim(one, change(one)) == pytest.approx(ssim(change(one), one), abs=1e-6)


def test_more_noise_is_less_similar() -> None:
    one = _gray("camera")
    noise = np.random.default_rng(1).normal(0, 1, one.shape)
    ladder = [
        ssim(one, np.clip(one + level * noise, 0, 255).astype(np.uint8)) for level in (2, 6, 18, 54)
    ]
    assert ladder == sorted(ladder, reverse=True)
    assert ladder[0] - ladder[-1] > 0.3


def test_motion_lowers_the_plain_measure_and_not_the_compensated_one() -> None:
    slow, fast = (draw(8, pan=(speed, 0.0), own=(-speed, 0.0)) for speed in (0.4, 3.0))
    plain = [measured(take, "ssim_adjacent").value for take in (slow, fast)]
    undone = [measured(take, "ssim_compensated").value for take in (slow, fast)]
    assert plain[0] - plain[1] > 0.15
    assert undone[1] > plain[1] + 0.1
    assert undone[1] > 0.9


def test_the_first_frame_is_remembered() -> None:
    """A disc that only moves stays like its first look; one that is repainted half way does not."""
    from tests.stage import paint

    def repaint(index: int, stage: object) -> None:
        if index >= 6:
            stage.disc.rgb = paint(9)  # type: ignore[attr-defined]

    same, other = measured(draw(12), "ssim_first"), measured(draw(12, change=repaint), "ssim_first")
    assert same.series["value"][-1] > other.series["value"][-1] + 0.3
    early = same.times_s < 6 / 8
    np.testing.assert_allclose(same.series["value"][early], other.series["value"][early])
