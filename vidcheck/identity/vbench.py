"""VBench's subject_consistency under its own name, for whoever has its network and compares.

Mean over all frames but the first of ½ [max(0, cos(fₜ, fₜ₋₁)) + max(0, cos(fₜ, f₀))], where f is
what DINO ViT-B/16 says of the whole picture at short side 224. It knows no subject and rises where
nothing moves: it is reported, and no verdict rests on it.

Source: Huang et al. 2024, arXiv:2311.17982; github.com/Vchitect/VBench at 45e79ec,
vbench/subject_consistency.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from vidcheck.decode import open_clip
from vidcheck.models.face import unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from vidcheck.models.network import Network

    Vector = NDArray[np.float32]

SHORT_SIDE = 224


def subject_consistency(features: Iterable[Vector]) -> float | None:
    """The published formula on one vector a frame, in time order; None for fewer than two."""
    first: Vector | None = None
    before: Vector | None = None
    total, count = 0.0, 0
    for feature in features:
        now = unit(feature)
        if first is not None and before is not None:
            total += (max(0.0, float(now @ before)) + max(0.0, float(now @ first))) / 2
            count += 1
        first, before = (now if first is None else first), now
    return total / count if count else None


def of_clip(path: Path, network: Network, *, threads: int = 0) -> float | None:
    """The score of a clip, every frame of it, decoded anew at its own size.

    Raises:
        ClipError: where the clip cannot be decoded.
        ValueError: where the network takes another shape of picture than the published 224 px.
    """
    with open_clip(path, threads=threads) as (info, _):
        native = info.size.short_side
    with open_clip(path, native, threads=threads) as (_, frames):
        return subject_consistency(_features((frame.rgb for frame in frames), network))


def _features(pictures: Iterable[NDArray[np.uint8]], network: Network) -> Iterator[Vector]:
    for rgb in pictures:
        picture = published_size(rgb)
        if not network.any_side and picture.shape[:2] != network.side:
            height, width = network.side
            raise ValueError(
                f"it takes {width}×{height}, and the published formula would show it "
                f"{picture.shape[1]}×{picture.shape[0]}: export it with open height and width"
            )
        answer = network.feed(picture)
        yield answer[0, 0] if answer.ndim == 3 else answer.reshape(-1)


def published_size(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The picture at short side 224 in 0..1, as torchvision's Resize without antialiasing."""
    height, width = rgb.shape[:2]
    short = min(height, width)
    size = (int(SHORT_SIDE * width / short), int(SHORT_SIDE * height / short))
    grown = cv2.resize(rgb.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(np.round(grown), 0, 255) / np.float32(255), np.float32)
