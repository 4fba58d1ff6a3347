"""What a take shows of its subjects, small enough to be kept: made once, compared often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from vidcheck.continuity.glimpse import Glimpse
from vidcheck.continuity.grade import grade, palette
from vidcheck.continuity.view import View, describe
from vidcheck.geometry import Region, Size
from vidcheck.identity.people import body_of, people
from vidcheck.locate.base import box_of
from vidcheck.models.mask import largest_part
from vidcheck.models.shelf import Absent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from vidcheck.brief import Reference
    from vidcheck.models.face import Face
    from vidcheck.models.shelf import Shelf

    RGB = NDArray[np.uint8]
    Floats = NDArray[np.float32]

PICTURE_SIDE = 300
"""Long side of the picture of a subject, in pixels."""
CONTEXT = 0.15


@dataclass(frozen=True, eq=False)
class Figure:
    """Someone or something that may be a subject: its views, and a picture of the best one.

    `main` is what the locator followed; the others are people found by their faces. `picture` is
    RGB, or None once the signature has been read back from its file.
    """

    views: tuple[View, ...]
    main: bool
    picture: RGB | None = None


@dataclass(frozen=True, eq=False)
class Signature:
    """A take: its figures, the look of its frames (n, 6) in the order of `grade.STYLE`, palette."""

    figures: tuple[Figure, ...]
    grades: Floats
    palette: tuple[str, ...]


def sign(glimpses: Sequence[Glimpse], models: Shelf, *, sure: bool) -> Signature | None:
    """Describe a take by a few of its frames; None where there is none.

    Args:
        glimpses: frames in time order, with the mask of the located subject.
        models: what is at hand.
        sure: whether the subject was given or found, and not guessed to be in the middle.
    """
    if not glimpses:
        return None
    reader = models.faces
    faces = [() if isinstance(reader, Absent) else reader.faces(one.rgb) for one in glimpses]
    masks = [_outline(one, models, sure=sure) for one in glimpses]
    main = _figure(glimpses, masks, models, main=True)
    crowd = [
        _figure(glimpses, _bodies(person.faces, glimpses, masks), models, main=False)
        for person in people(faces)
    ]
    apart = main is not None and sure and not any(view.faces for view in main.views)
    if len(crowd) > 1:
        figures = crowd
    elif apart:
        figures = [main, *crowd]  # a rocket that was found, and somebody who stands before it
    else:
        figures = [main]
    return Signature(
        figures=tuple(one for one in figures if one is not None),
        grades=np.stack([grade(one.rgb) for one in glimpses]),
        palette=palette([one.rgb for one in glimpses]),
    )


def sign_pictures(pictures: Sequence[Reference], models: Shelf) -> Figure | None:
    """Describe reference pictures of one subject, each a view; None where nothing is in them.

    Of a picture without transparency what stands out is taken, else all of it.
    """
    glimpses = [Glimpse(float(i), one.rgb, _subject_of(one)) for i, one in enumerate(pictures)]
    masks = [
        glimpse.mask if one.opaque is not None else _outline(glimpse, models, sure=False)
        for glimpse, one in zip(glimpses, pictures, strict=True)
    ]
    return _figure(glimpses, masks, models, main=True)


def _subject_of(picture: Reference) -> Floats:
    if picture.opaque is not None:
        return picture.opaque.astype(np.float32)
    return np.ones(picture.rgb.shape[:2], np.float32)


def _outline(glimpse: Glimpse, models: Shelf, *, sure: bool) -> Floats | None:
    """The subject's mask: the network's where there is one and it agrees, else the locator's."""
    mask, masker = glimpse.mask, models.mask
    if isinstance(masker, Absent):
        return mask
    if sure:
        box = None if mask is None else box_of(mask > 0.5)
        # The locator's ellipse keeps a seventh away from its box; the network needs all of it.
        better = None if box is None else masker.inside(glimpse.rgb, box.grown(0.07))
    else:
        better = largest_part(masker.salient(glimpse.rgb))
    return mask if better is None else better


def _bodies(
    faces: dict[int, Face], glimpses: Sequence[Glimpse], masks: Sequence[Floats | None]
) -> list[Floats | None]:
    """Per frame the part of the picture that belongs to one person, by where the face is."""
    found: list[Floats | None] = []
    for number, glimpse in enumerate(glimpses):
        face = faces.get(number)
        if face is None:
            found.append(None)
            continue
        height, width = glimpse.rgb.shape[:2]
        body = body_of(face.region, Size(width, height))
        inside = np.zeros((height, width), np.float32)
        inside[body.slices] = 1
        outline = masks[number]
        both = inside if outline is None else inside * outline
        found.append(both if both.sum() > 0.2 * inside.sum() else inside)
    return found


def _figure(
    glimpses: Sequence[Glimpse], masks: Sequence[Floats | None], models: Shelf, *, main: bool
) -> Figure | None:
    seen = [
        (view, glimpse.rgb, mask)
        for glimpse, mask in zip(glimpses, masks, strict=True)
        if mask is not None and (view := describe(glimpse.rgb, mask, models)) is not None
    ]
    if not seen:
        return None
    # The best picture shows a face where any does, and as much of the subject as possible.
    _, rgb, mask = max(seen, key=lambda one: (one[0].face is not None, float(one[2].sum())))
    return Figure(tuple(view for view, _, _ in seen), main, _crop(rgb, mask))


def _crop(rgb: RGB, mask: Floats) -> RGB:
    box = box_of(mask > 0.5)
    window = (box.grown(CONTEXT) if box else Region(0, 0, *rgb.shape[:2])).inside(
        Size(rgb.shape[1], rgb.shape[0])
    )
    cut = rgb if window is None else rgb[window.slices]
    grow = PICTURE_SIDE / max(cut.shape[:2])
    size = max(1, round(cut.shape[1] * grow)), max(1, round(cut.shape[0] * grow))
    how = cv2.INTER_AREA if grow < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(cut, size, interpolation=how), np.uint8)
