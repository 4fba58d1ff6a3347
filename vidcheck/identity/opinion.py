"""What models saw, as numbers, sentences and events beside the classical row of a clip."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from vidcheck.identity.drift import FEWEST, gap_curve, halves, jump, steps, to_reference
from vidcheck.identity.faces import face_track
from vidcheck.judge.rows import FaceRow, IdentityRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from vidcheck.detect.base import Excuse
    from vidcheck.identity.faces import FaceTrack
    from vidcheck.identity.references import Anchors
    from vidcheck.identity.usual import Strength
    from vidcheck.identity.watch import Looks

    Doubles = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Opinion:
    """The numbers of one clip.

    `strengths` hold what could be taken; `changed` is the index of the look after the largest
    step; `likeness` the similarity of each look to the opening.
    """

    looks: Looks
    strengths: dict[Strength, float]
    changed: int | None
    likeness: Doubles | None
    face: FaceTrack | None

    @property
    def onset(self) -> int | None:
        """Index of the first look from which on the subject is nearer its end than its start."""
        if self.likeness is None:
            return None
        level = (self.likeness[:2].mean() + self.likeness[-2:].mean()) / 2
        above = np.flatnonzero(self.likeness > level)
        return int(min(len(self.likeness) - 1, above[-1] + 1)) if above.size else 0


def opinion(looks: Looks, excused: Sequence[Excuse] = ()) -> Opinion:
    """From looks to numbers; a distance that too few looks allow is left out.

    Args:
        looks: what models saw.
        excused: stretches in which the subject was away for a good reason; they do not count.
    """
    looks = _calm(looks, excused)
    strengths: dict[Strength, float] = {}
    changed, likeness = None, None
    if len(looks.times_s) >= FEWEST:
        likeness = to_reference(looks.times_s, looks.vectors)
        strengths["jump"] = jump(looks.vectors)
        strengths["halves"] = halves(looks.times_s, looks.vectors)
        step = steps(looks.times_s, looks.vectors)
        if np.isfinite(step).any():
            changed = int(np.nanargmax(step)) + 1
            strengths["step"] = float(np.nanmax(step))
    face = face_track(looks.faces_s, looks.faces) if looks.reader else None
    if face is not None and len(face.times_s) >= FEWEST:
        strengths["face"] = max(0.0, 1 - float(face.similarity.min()))
    return Opinion(looks, strengths, changed, likeness, face)


def _calm(looks: Looks, excused: Sequence[Excuse]) -> Looks:
    """The looks outside of the excused stretches."""
    if not excused or not len(looks.times_s):
        return looks
    times = looks.times_s
    kept = np.all([(times < one.start_s) | (times > one.end_s) for one in excused], axis=0)
    boxes = tuple(box for box, keep in zip(looks.boxes, kept, strict=True) if keep)
    return replace(looks, times_s=times[kept], vectors=looks.vectors[kept], boxes=boxes)


def identity_row(
    seen: Opinion, models: tuple[str, ...], anchors: Anchors | None = None
) -> IdentityRow:
    """The numbers as a row, and in words what could not be said."""
    looks, strengths = seen.looks, seen.strengths
    note, note_zh = _note(seen)
    curve = gap_curve(looks.times_s, looks.vectors) if len(looks.times_s) > 1 else ()
    return IdentityRow(
        models=models,
        looks=len(looks.times_s),
        jump=_rounded(strengths.get("jump")),
        halves=_rounded(strengths.get("halves")),
        step=_rounded(strengths.get("step")),
        step_s=None if seen.changed is None else round(float(looks.times_s[seen.changed]), 3),
        gaps=tuple((gap, round(value, 4)) for gap, value in curve),
        reference=None if anchors is None else _rounded(anchors.look(looks)),
        faces=_faces(seen, anchors),
        note=note,
        note_zh=note_zh,
    )


def _faces(seen: Opinion, anchors: Anchors | None) -> FaceRow | None:
    if not seen.looks.reader:
        return None
    looked, face = len(seen.looks.faces_s), seen.face
    if face is None:
        return FaceRow(looked=looked, seen=sum(map(bool, seen.looks.faces)), people=0)
    return FaceRow(
        looked=face.looked,
        seen=len(face.times_s),
        people=face.people,
        similarity=round(float(np.median(face.similarity)), 4),
        lowest=round(float(face.similarity.min()), 4),
        reference=None if anchors is None else _rounded(anchors.face(face.vectors)),
    )


def _note(seen: Opinion) -> tuple[str | None, str | None]:
    """What is missing, in both languages."""
    looks = seen.looks
    if looks.embedder and len(looks.times_s) < FEWEST:
        return (
            f"the subject could be described in {len(looks.times_s)} frames only",
            f"只有 {len(looks.times_s)} 帧能描述主体",
        )
    if looks.reader and seen.face is None:
        return (
            "no face found on the subject (stylised, turned away or small): its look was compared",
            "主体上没有找到人脸（风格化、背对或太小），改为比较整体外观",
        )
    return None, None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
