"""Faces in a picture, and who they are: YuNet finds, SFace tells apart; both run in OpenCV.

Source: Wu et al. 2023 (YuNet), doi:10.1007/s11633-023-1423-y; Zhong et al. 2021 (SFace),
doi:10.1109/TIP.2020.3048632.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import cv2
import numpy as np

from vidcheck.geometry import Region, Size

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Image = NDArray[np.uint8]
    Vector = NDArray[np.float32]

LONG_SIDE = 640
"""Pixels pictures are reduced to before faces are looked for: 23 ms of one core at 640."""
SURE = 0.7
"""Score from which something is a face: the detector's own published operating point is 0.6 to
0.9; at 0.7 no background of scikit-image's photographs is one."""
OVERLAP = 0.3
NONE = np.zeros(0, np.uint8)
MOST = 50
LEAST_SIDE = 24
"""Pixels of a face's shorter side below which nobody can be told from it (SFace reads 112)."""


@dataclass(frozen=True, eq=False)
class Face:
    """One face: where, how sure (0..1), and its unit vector (128,); cosine compares two."""

    region: Region
    score: float
    vector: Vector


class FaceReader:
    """Finds faces and describes each.

    What tells faces apart takes 0.25 s and 100 MiB to load: it is read at the first face.
    """

    def __init__(self, detector: bytes, recogniser: Callable[[], bytes]) -> None:
        """Load the detector; raises ValueError where OpenCV cannot read it."""
        self._recogniser = recogniser
        self._size: tuple[int, ...] = ()
        try:
            self._find = cv2.FaceDetectorYN.create(
                "onnx", np.frombuffer(detector, np.uint8), NONE, (320, 320), SURE, OVERLAP, MOST
            )
        except cv2.error as error:
            raise ValueError(f"OpenCV cannot read the face detector: {error}".strip()) from error

    @cached_property
    def recogniser(self) -> cv2.FaceRecognizerSF:
        """What tells faces apart, loaded once; raises ValueError where OpenCV cannot read it."""
        raw = np.frombuffer(self._recogniser(), np.uint8)
        try:
            return cv2.FaceRecognizerSF.create("onnx", raw, NONE)
        except cv2.error as error:
            raise ValueError(f"OpenCV cannot tell faces apart: {error}".strip()) from error

    def faces(self, rgb: Image, *, most: int = MOST) -> tuple[Face, ...]:
        """The faces of an RGB picture (H, W, 3), largest first; none is an empty answer.

        Args:
            rgb: the picture.
            most: how many are described, the largest: each costs 25 ms.

        Raises: ValueError where what tells faces apart cannot be loaded.
        """
        bgr = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), np.uint8)
        shrink = min(1.0, LONG_SIDE / max(bgr.shape[:2]))
        if shrink < 1:
            size = (max(1, round(bgr.shape[1] * shrink)), max(1, round(bgr.shape[0] * shrink)))
            bgr = np.asarray(cv2.resize(bgr, size, interpolation=cv2.INTER_AREA), np.uint8)
        self._fit(bgr)
        _, rows = self._find.detect(bgr)
        there = sorted(() if rows is None else rows, key=lambda row: -float(row[2] * row[3]))
        found = [self._face(bgr, row, 1 / shrink, rgb) for row in there[:most]]
        return tuple(sorted((one for one in found if one), key=lambda one: -one.region.area))

    def _fit(self, bgr: Image) -> None:
        """Prepare for pictures of this size: saying it anew costs as much as finding faces."""
        size = bgr.shape[1::-1]
        if size != self._size:
            self._size = size
            self._find.setInputSize(size)

    def _face(self, bgr: Image, row: Vector, grow: float, rgb: Image) -> Face | None:
        if min(row[2], row[3]) < LEAST_SIDE or not np.isfinite(row).all():
            return None
        region = Region.from_xywh(*(float(value) * grow for value in row[:4]))
        inside = region.inside(Size(rgb.shape[1], rgb.shape[0]))
        if inside is None:
            return None
        vector = np.asarray(
            self.recogniser.feature(self.recogniser.alignCrop(bgr, row))[0], np.float32
        )
        return Face(inside, float(row[-1]), unit(vector))


def unit(vector: Vector) -> Vector:
    """The vector at length 1; a zero vector stays as it is."""
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), np.float32)
