"""Guess the subject where nobody named it: what stands out, moves on its own, and is framed.

Three hints, none of them sure: regions that are not connected to the picture's border by their own
colour (Zhu, Liang, Wei, Sun 2014, doi:10.1109/CVPR.2014.360), what moves apart from the camera in
the first half second, and the middle of the picture, where people put what they film. The strongest
region is cut out along its edges (GrabCut: Rother, Kolmogorov, Blake 2004,
doi:10.1145/1015706.1015720). Of 139 real clips with a known box the mean overlap (IoU) is 0.58,
against 0.45 for the bare middle; of 138 generated clips 0.51 and 0.47. So it stays a guess.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from vidcheck.locate.patches import joints, patches, walks
from vidcheck.motion import Motion, cells, grid, squared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from vidcheck.decode import Frame

    Floats = NDArray[np.float32]
    Mask = NDArray[np.bool_]

SHORT_SIDE = 128
"""Short side at which regions are compared, in pixels."""
SAME_COLOUR = 3.0
"""ΔE up to which neighbouring regions are one surface."""
REACH, NEAR = 10.0, 0.25
"""ΔE along a path, and share of the long side, over which regions belong together or compare."""
MOTION_WEIGHT = 0.7
CUT_SCALE = 0.375
"""Of the picture on which edges are followed: at one half it takes twice the time for no better."""
LEAST_SHARE, MOST_SHARE = 0.02, 0.7
"""Shares of the picture a subject may fill; outside, the guess is worse than the middle."""


def find_salient(first: Frame, later: Sequence[Frame]) -> Floats | None:
    """The guessed subject of `first` as a soft mask, float32 (H, W) 0..1, or None.

    Args:
        first: the clip's first frame.
        later: a few frames of the first half second, for what moves; may be empty.
    """
    hints = saliency(first.rgb) + MOTION_WEIGHT * own_motion(first, later)
    mask = strongest(first.rgb, hints)
    if mask is None:
        return None
    return np.asarray(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 2), np.float32)


def strongest(rgb: NDArray[np.uint8], hints: Floats) -> Mask | None:
    """The region where `hints` (H, W) are strongest near the middle, cut out along its edges.

    None where there is none, or where it is too small or too large for a subject.
    """
    blurred = cv2.GaussianBlur(hints * centre(hints.shape), (0, 0), 3)
    if blurred.max() < 1e-3:
        return None
    score = np.asarray(blurred / blurred.max(), np.float32)
    split, _ = cv2.threshold((score * 255).astype(np.uint8), 0, 255, cv2.THRESH_OTSU)
    core = largest(score >= max(0.25, split / 255), score)
    mask = largest(cut_out(rgb, score, core), score)
    return mask if LEAST_SHARE <= float(mask.mean()) <= MOST_SHARE else None


def saliency(rgb: NDArray[np.uint8]) -> Floats:
    """How much each place stands out from what reaches the border, float32 (H, W), 0..1."""
    scale = SHORT_SIDE / min(rgb.shape[:2])
    size = (round(rgb.shape[1] * scale), round(rgb.shape[0] * scale))
    small = cv2.bilateralFilter(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), 5, 30, 5)
    lab = np.asarray(cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)
    labels = patches(np.asarray(small, np.uint8))
    area = np.bincount(labels.ravel()).astype(np.float64)
    colour = _means(labels, lab, area)
    rows, columns = np.mgrid[: labels.shape[0], : labels.shape[1]] / max(labels.shape)
    place = _means(labels, np.dstack([columns, rows]), area)
    on_rim = np.zeros(len(area), np.bool_)
    on_rim[np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])] = True
    background = _background(labels, colour, area, on_rim)
    apart = np.linalg.norm(colour[:, None] - colour[None], axis=2)
    near = np.exp(-(np.linalg.norm(place[:, None] - place[None], axis=2) ** 2) / (2 * NEAR**2))
    contrast = (near * apart) @ background / near.sum(1) * (1 - background)
    stands_out = (contrast / max(contrast.max(), 1e-6))[labels].astype(np.float32)
    return np.asarray(cv2.resize(stands_out, rgb.shape[1::-1]), np.float32)


def _means(
    labels: NDArray[np.int64], values: NDArray[np.floating], area: NDArray[np.float64]
) -> NDArray[np.float64]:
    sums = [
        np.bincount(labels.ravel(), part.ravel(), len(area)) for part in np.moveaxis(values, 2, 0)
    ]
    return np.stack(sums, axis=1) / area[:, None]


def _background(
    labels: NDArray[np.int64],
    colour: NDArray[np.float64],
    area: NDArray[np.float64],
    on_rim: Mask,
) -> NDArray[np.float64]:
    """Chance that a region is background, by how much of what it reaches lies on the border."""
    first, second = joints(labels, np.flatnonzero(on_rim))
    step = np.maximum(np.linalg.norm(colour[first] - colour[second], axis=1) - SAME_COLOUR, 0)
    far = walks(len(area), first, second, step)
    reached = np.exp(-(far**2) / (2 * REACH**2))
    connectivity = reached @ on_rim / np.sqrt(reached @ (area / area.mean()))
    return np.asarray(1 - np.exp(-(connectivity**2) / 2))


def own_motion(first: Frame, later: Sequence[Frame]) -> Floats:
    """How much each place of `first` moves apart from the camera, float32 (H, W), 0..1."""
    total = np.zeros(first.gray.shape, np.float32)
    everywhere = np.ones_like(cells(total), np.bool_)
    for frame in later:
        motion = Motion(first, frame)
        camera = motion.camera(everywhere)
        if camera is None:
            continue
        columns, rows = grid(first.size)
        place = np.dstack([columns, rows])
        carried = cv2.transform(place, camera) - place
        total += np.sqrt(squared(motion.forward - carried))
    if not later:
        return total
    total = np.asarray(cv2.GaussianBlur(total / len(later), (0, 0), 4), np.float32)
    return np.asarray(np.clip(total / max(float(np.percentile(total, 97)), 1.5), 0, 1), np.float32)


def centre(shape: tuple[int, ...]) -> Floats:
    """A bell over the middle of the picture, a little below it, float32 (H, W), 0..1."""
    height, width = shape[:2]
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    across = (columns - width * 0.5) / (width * 0.28)
    down = (rows - height * 0.52) / (height * 0.33)
    return np.asarray(np.exp(-(across**2 + down**2) / 2), np.float32)


def cut_out(rgb: NDArray[np.uint8], score: Floats, core: Mask) -> Mask:
    """`core` grown and shrunk to the edges of the picture, bool (H, W); itself where that fails."""
    small = cv2.resize(rgb, None, fx=CUT_SCALE, fy=CUT_SCALE, interpolation=cv2.INTER_AREA)
    hint = cv2.resize(score, small.shape[1::-1])
    inside = cv2.resize(core.astype(np.uint8), small.shape[1::-1]) > 0
    low, high = np.quantile(hint, [0.45, 0.85])
    guess = np.where(inside, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    guess[hint <= low] = cv2.GC_BGD
    guess[inside & (hint >= high)] = cv2.GC_FGD
    if np.count_nonzero(guess == cv2.GC_FGD) < 30 or np.count_nonzero(guess == cv2.GC_BGD) < 30:
        return core
    cv2.setRNGSeed(0)  # its colour clusters start from random places
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(small, guess, [0, 0, 1, 1], *models, 1, cv2.GC_INIT_WITH_MASK)
    found = (guess & 1).astype(np.uint8)
    return np.asarray(cv2.resize(found, rgb.shape[1::-1], interpolation=cv2.INTER_NEAREST) > 0)


def largest(mask: Mask, score: Floats) -> Mask:
    """The connected part of `mask` that holds most of `score`."""
    count, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)
    if count < 2:
        return mask
    weight = np.bincount(labels.ravel(), score.ravel() + 0.01, count)
    return np.asarray(labels == 1 + int(np.argmax(weight[1:])))
