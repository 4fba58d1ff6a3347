"""Where the subject is in each frame; one file per way of finding it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.geometry import Region
from vidcheck.locate.base import Subject
from vidcheck.locate.carry import CarriedMask
from vidcheck.locate.reference import find_subject
from vidcheck.locate.salient import find_salient

if TYPE_CHECKING:
    from vidcheck.brief import Brief
    from vidcheck.decode import Frame
    from vidcheck.geometry import Size
    from vidcheck.locate.base import Locator

SALIENT_CONFIDENCE, CENTRE_CONFIDENCE = 0.57, 0.46
"""Shares of 297 clips whose known box a guess overlaps by more than half (benchmarks/guess.py): by
what stands out, and by the bare middle. A guess is no find, so neither counts as located."""


def known_locator(brief: Brief, first: Frame) -> Locator | None:
    """The subject by its box, else by its pictures; None where neither finds it."""
    if brief.subject is not None:
        return CarriedMask(brief.subject, "given", 1.0)
    find = find_subject(first.rgb, brief.references)
    return None if find is None else CarriedMask(find.region, "reference", find.confidence)


def locator_for(brief: Brief, first: Frame) -> Locator:
    """The best way there is to find the subject: the given box, the references, or a guess."""
    known = known_locator(brief, first)
    if known is not None:
        return known
    outline = find_salient(first, brief.opening)
    guess = None if outline is None else Subject(outline, SALIENT_CONFIDENCE).region
    if guess is not None:
        return CarriedMask(guess, "auto", SALIENT_CONFIDENCE, outline)
    return CarriedMask(middle(first.size), "auto", CENTRE_CONFIDENCE)


def middle(size: Size) -> Region:
    """Where people put what they film: three fifths of the width, seven tenths of the height."""
    return Region.from_xywh(
        size.width * 0.2, size.height * 0.15, size.width * 0.6, size.height * 0.7
    )
