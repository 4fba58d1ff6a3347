"""The faces on a subject over a clip: whose they are, and whether theirs stays the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vidcheck.identity.drift import medoid
from vidcheck.identity.people import people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from vidcheck.models.face import Face

    Doubles = NDArray[np.float64]
    Vectors = NDArray[np.float32]

MOST_LOOKS = 400
"""Moments at which faces are told apart; a longer film is thinned evenly."""
FEWEST = 3
"""Frames with a face below which nothing is said of it."""


@dataclass(frozen=True, eq=False)
class FaceTrack:
    """The face of the subject: moments in seconds, unit vectors, and whose faces there were.

    `looked` counts the moments at which faces were looked for, `people` the persons found.
    """

    times_s: Doubles
    vectors: Vectors
    looked: int
    people: int

    @property
    def similarity(self) -> Doubles:
        """Cosine of every face to the most typical one, (n,)."""
        return np.asarray(self.vectors @ self.vectors[medoid(self.vectors)], np.float64)


def face_track(times_s: Doubles, faces: Sequence[Sequence[Face]]) -> FaceTrack | None:
    """The most present person's face; None where too few frames show one.

    Several people on one subject (a couple, a crowd) are kept apart by who they are and where.
    """
    step = max(1, -(-len(faces) // MOST_LOOKS))
    picked = list(range(0, len(faces), step))
    found = people([faces[index] for index in picked])
    if not found or len(found[0].faces) < FEWEST:
        return None
    main = found[0].faces
    return FaceTrack(
        times_s=np.array([times_s[picked[number]] for number in sorted(main)], np.float64),
        vectors=np.array([main[number].vector for number in sorted(main)], np.float32),
        looked=len(picked),
        people=sum(len(person.faces) >= FEWEST for person in found),
    )
