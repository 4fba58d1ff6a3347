"""Reference pictures as anchors inside a clip: each look against its most alike view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vidcheck.models.mask import largest_part
from vidcheck.models.shelf import Absent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from vidcheck.brief import Reference
    from vidcheck.identity.watch import Looks
    from vidcheck.models.shelf import Shelf

    Vectors = NDArray[np.float32]


class Anchors:
    """The views of a subject in reference pictures: their looks and their faces."""

    def __init__(self, pictures: Sequence[Reference], models: Shelf) -> None:
        """Describe pictures of a subject."""
        embedder, reader = models.embedding, models.faces
        looks, faces = [], []
        for one in pictures:
            if not isinstance(embedder, Absent):
                vector = embedder.vector(one.rgb, _subject_of(one, models))
                looks += [] if vector is None else [vector]
            if not isinstance(reader, Absent):
                faces += [face.vector for face in reader.faces(one.rgb, most=1)]
        self.looks = np.array(looks, np.float32)
        self.faces = np.array(faces, np.float32)
        self.reads_faces = not isinstance(reader, Absent)

    def look(self, looks: Looks) -> float | None:
        """Median likeness of the clip's looks, each to its best view; None where there is none."""
        return _best(looks.vectors, self.looks)

    def face(self, vectors: Vectors) -> float | None:
        """The same for the subject's face."""
        return _best(vectors, self.faces)

    def warning(self, looks: Looks) -> str | None:
        """That no picture shows a face where the clip's subject has one; a cup needs none.

        Patterns look like a face for a moment: it has one where most of the moments show it.
        """
        shown = sum(map(bool, looks.faces)) > len(looks.faces) / 2
        if self.reads_faces and not len(self.faces) and shown:
            return (
                "no face found in the reference pictures: the subject's face is compared with "
                "itself only"
            )
        return None


def _best(seen: Vectors, views: Vectors) -> float | None:
    if not len(seen) or not len(views):
        return None
    return float(np.median((seen @ views.T).max(1)))


def _subject_of(picture: Reference, models: Shelf) -> NDArray[np.float32]:
    """The subject of a picture: all but what was transparent; else what stands out; else all."""
    if picture.opaque is not None:
        return picture.opaque.astype(np.float32)
    whole = np.ones(picture.rgb.shape[:2], np.float32)
    if isinstance(models.mask, Absent):
        return whole
    outline = largest_part(models.mask.salient(picture.rgb))
    return whole if outline is None else outline
