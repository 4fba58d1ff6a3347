"""What stands out in a picture, pixel by pixel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from vidcheck.geometry import Region, Size

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vidcheck.models.network import Network

    Image = NDArray[np.uint8]
    Floats = NDArray[np.float32]

CONTEXT = 0.25
"""Of a box's size, looked at around it: the network needs to see what the subject stands before."""
LEAST_SHARE = 0.12
"""Share of its box that a subject fills at least; below, the network saw something else."""


class Masker:
    """Parts a subject from its background."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def salient(self, rgb: Image) -> Floats:
        """How much each pixel belongs to what stands out, 0..1, (H, W)."""
        answer = self.network.ask(rgb)[0, 0]
        low, high = float(answer.min()), float(answer.max())
        scaled = (answer - low) / max(high - low, 1e-6)
        return np.asarray(cv2.resize(scaled, rgb.shape[1::-1]), np.float32)

    def inside(self, rgb: Image, box: Region) -> Floats | None:
        """The mask of the subject in `box`, 0..1, (H, W); None where nothing stands out there."""
        window = box.grown(CONTEXT).inside(Size(rgb.shape[1], rgb.shape[0]))
        if window is None:
            return None
        mask = np.zeros(rgb.shape[:2], np.float32)
        mask[window.slices] = self.salient(np.ascontiguousarray(rgb[window.slices]))
        edge = np.zeros_like(mask)
        near = box.grown(0.05).inside(Size(rgb.shape[1], rgb.shape[0])) or window
        edge[near.slices] = 1
        mask *= edge
        return mask if np.count_nonzero(mask > 0.5) >= LEAST_SHARE * box.area else None


def largest_part(salient: Floats) -> Floats | None:
    """The largest connected part of what stands out; None where nothing or everything does."""
    solid = (salient > 0.5).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid)
    if count < 2:
        return None
    best = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    share = stats[best, cv2.CC_STAT_AREA] / solid.size
    return salient * (labels == best) if 0.005 < share < 0.95 else None
