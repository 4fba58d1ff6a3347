"""Where the subject is in each frame; one file per way of finding it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.geometry import Region
from vidcheck.locate.carry import CarriedMask
from vidcheck.locate.reference import find_subject

if TYPE_CHECKING:
    from vidcheck.brief import Brief
    from vidcheck.decode import Frame
    from vidcheck.geometry import Size
    from vidcheck.locate.base import Locator

CENTRE_CONFIDENCE = 0.3
"""A guess at the middle of the picture is no find; measures say so through this number."""


def locator_for(brief: Brief, first: Frame) -> Locator:
    """The best way there is to find the subject: the given box, the references, or the middle."""
    if brief.subject is not None:
        return CarriedMask(brief.subject, "given", 1.0)
    if brief.references:
        find = find_subject(first.rgb, brief.references)
        if find is not None:
            return CarriedMask(find.region, "reference", find.confidence)
    return CarriedMask(middle(first.size), "auto", CENTRE_CONFIDENCE)


def middle(size: Size) -> Region:
    """Where people put what they film: three fifths of the width, seven tenths of the height."""
    return Region.from_xywh(
        size.width * 0.2, size.height * 0.15, size.width * 0.6, size.height * 0.7
    )
