"""Who is who: faces of several frames as people, and people of a shot as the storyboard's cast."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from vidcheck.geometry import Region, Size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from vidcheck.models.face import Face

    Costs = NDArray[np.float64]

MOST_PEOPLE = 6
"""People described in a shot, the largest; twenty extras are not twenty characters."""
STRANGER = 0.75
"""1 - cosine from which two faces are two people: of 185 pairs of different people 95 % lie above
0.78, and three photographs of one person lie at 0.20 to 0.29 (OpenCV's own threshold is 0.637)."""
NEAR = 0.6
"""Of a face's width: one that has moved less between two frames may have turned away instead."""


@dataclass
class Person:
    """One person of a clip: a face in some of its frames, by the frame's number."""

    faces: dict[int, Face] = field(default_factory=dict)

    @property
    def size(self) -> float:
        """Mean area of its faces times the number of frames they are in."""
        return float(sum(face.region.area for face in self.faces.values()))


def people(frames: Sequence[Sequence[Face]]) -> list[Person]:
    """The faces of frames in time order as people, the most present first, at most six."""
    found: list[Person] = []
    for number, faces in enumerate(frames):
        costs = np.array(
            [[_cost(one, face) for face in faces] for one in found], np.float64
        ).reshape(len(found), len(faces))
        taken = matched(costs, STRANGER)
        for row, column in taken:
            found[row].faces[number] = faces[column]
        met = {column for _, column in taken}
        found += [Person({number: faces[i]}) for i in range(len(faces)) if i not in met]
    return sorted(found, key=lambda one: -one.size)[:MOST_PEOPLE]


def _cost(person: Person, face: Face) -> float:
    """1 - cosine to the most alike of a person's faces; nearness counts where both are doubtful."""
    likeness = max(float(one.vector @ face.vector) for one in person.faces.values())
    last = person.faces[max(person.faces)]
    gap = np.hypot(
        (last.region.left + last.region.right - face.region.left - face.region.right) / 2,
        (last.region.top + last.region.bottom - face.region.top - face.region.bottom) / 2,
    )
    near = gap < NEAR * last.region.width
    return 1 - likeness - (0.25 if near else 0.0)


def matched(costs: Costs, most: float) -> list[tuple[int, int]]:
    """Pairs (row, column) of least total cost, each used once; none that costs more than `most`.

    Source: Kuhn 1955 (the Hungarian method), as scipy solves it. NaN means «not to be paired».
    """
    if not costs.size:
        return []
    dear = np.where(np.isfinite(costs) & (costs <= most), costs, 1e6)
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 (heavy; seldom needed)

    rows, columns = linear_sum_assignment(dear)
    return [
        (int(row), int(column))
        for row, column in zip(rows, columns, strict=True)
        if dear[row, column] < 1e6
    ]


def body_of(face: Region, size: Size) -> Region:
    """Where the body of a face is, in a picture of `size`: three faces wide, six high.

    A head is an eighth to a seventh of a standing figure and a third of its shoulders' width.
    """
    body = Region.from_xywh(
        face.left - face.width, face.top - 0.4 * face.height, 3 * face.width, 6 * face.height
    )
    return body.inside(size) or face
