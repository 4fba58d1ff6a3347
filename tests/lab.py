"""What a lab does to a finished take: lit anew, held, cut together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.stage import Take, frame


def relit(take: Take, *levels: float) -> Take:
    """Each picture brighter by its number of levels."""
    pictures = zip(take.pictures, levels, strict=True)
    lit = tuple(frame(picture + np.float32(level)).rgb for picture, level in pictures)
    return replace(take, pictures=lit)


def held(take: Take, since: int, count: int) -> Take:
    """`count` frames from `since` on repeat the one before; then the film goes on from there."""
    order = [*range(since), *[since - 1] * count, *range(since, len(take.pictures) - count)]
    return replace(
        take,
        pictures=tuple(take.pictures[index] for index in order),
        centres=tuple(take.centres[index] for index in order),
    )


def spliced(one: Take, other: Take, at: int) -> Take:
    """The first take until frame `at`, then the second."""
    return replace(one, pictures=one.pictures[:at] + other.pictures[at:])
