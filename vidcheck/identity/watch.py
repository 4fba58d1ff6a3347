"""Watches one pass with the models at hand: which looks of the subject, and which faces, it saw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from vidcheck.identity.keys import KeyFrames
from vidcheck.models.shelf import Absent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vidcheck.decode import Frame
    from vidcheck.geometry import Region
    from vidcheck.locate.base import Subject
    from vidcheck.measure.base import Pair, Sample
    from vidcheck.models.embedding import Embedder
    from vidcheck.models.face import Face, FaceReader
    from vidcheck.models.shelf import Shelf

    Vectors = NDArray[np.float32]

FACES_EVERY_S = 0.25
MOST_FACES = 6
"""Faces described in a frame, the largest: twenty extras are not twenty characters."""


@dataclass(frozen=True, eq=False)
class Looks:
    """What models saw of a clip.

    Args:
        times_s: of the key frames on which the subject could be described, (n,).
        vectors: its unit vectors there, (n, d).
        boxes: its boxes there, working pixels.
        faces_s: moments at which faces were looked for, (m,).
        faces: those found on the subject at each of them, largest first.
        others: how many more there were beside it.
        reader, embedder: whether there was a model for it.
    """

    times_s: NDArray[np.float64]
    vectors: Vectors
    boxes: tuple[Region, ...]
    faces_s: NDArray[np.float64]
    faces: tuple[tuple[Face, ...], ...]
    others: tuple[int, ...]
    reader: bool
    embedder: bool


def serves(models: Shelf) -> bool:
    """Whether there is a model that says anything of a subject."""
    return not (isinstance(models.embedding, Absent) and isinstance(models.faces, Absent))


class Watch:
    """Sees what measures see, and asks the models at key frames only."""

    def __init__(self, models: Shelf) -> None:
        embedder, reader = models.embedding, models.quick_faces
        self._embedder: Embedder | None = None if isinstance(embedder, Absent) else embedder
        self._reader: FaceReader | None = None if isinstance(reader, Absent) else reader
        self._keys = KeyFrames()
        self._begun = False
        self._looks: list[tuple[float, Region, Vectors]] = []
        self._faces: list[tuple[float, tuple[Face, ...], int]] = []
        self.failed: list[str] = []
        """Why a model was given up while it looked on, in words for the report."""

    def update(self, sample: Sample) -> None:
        """Take in one moment; samples come in time order."""
        if sample.pair is None:
            return
        try:
            self._look(sample.pair)
        except (ValueError, cv2.error) as error:
            self.failed = [f"the models failed on this clip and are left out: {error}".strip()]
            self._embedder = self._reader = None
            self._looks, self._faces = [], []

    def _look(self, pair: Pair) -> None:
        if not self._begun:
            self._begun = True
            self._see(pair.motion.before, pair.subject)
        self._see(pair.motion.after, pair.subject_after)

    def looks(self) -> Looks:
        """All that was seen so far."""
        return Looks(
            times_s=np.array([when for when, _, _ in self._looks], np.float64),
            vectors=np.array([vector for _, _, vector in self._looks], np.float32),
            boxes=tuple(box for _, box, _ in self._looks),
            faces_s=np.array([when for when, _, _ in self._faces], np.float64),
            faces=tuple(faces for _, faces, _ in self._faces),
            others=tuple(count for _, _, count in self._faces),
            reader=self._reader is not None,
            embedder=self._embedder is not None,
        )

    def _see(self, frame: Frame, subject: Subject | None) -> None:
        box = None if subject is None else subject.region
        if subject is None or box is None or not self._keys.wants(frame.time_s, frame.rgb, box):
            return
        if self._embedder is not None:
            vector = self._embedder.vector(frame.rgb, subject.mask)
            if vector is not None:
                self._looks.append((frame.time_s, box, vector))
        if not self._faces or frame.time_s - self._faces[-1][0] >= FACES_EVERY_S - 1e-6:
            self._see_faces(frame, subject)

    def _see_faces(self, frame: Frame, subject: Subject) -> None:
        if self._reader is None:
            return
        try:
            found = self._reader.faces(frame.rgb, most=MOST_FACES)
        except ValueError as error:
            self.failed = [f"the face models failed on this clip and are left out: {error}"]
            self._reader, self._faces = None, []
            return
        own = tuple(face for face in found if _on(face.region, subject))
        self._faces.append((frame.time_s, own, len(found) - len(own)))


def _on(face: Region, subject: Subject) -> bool:
    """Whether the middle of a face lies on the subject."""
    height, width = subject.mask.shape
    row = min(height - 1, (face.top + face.bottom) // 2)
    column = min(width - 1, (face.left + face.right) // 2)
    return bool(subject.mask[row, column] > 0.3)
