"""From series to candidate defects with time and place; each file one family."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vidcheck.detect import drift, shape, sudden, unsteady
from vidcheck.detect.excuse import excuses

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vidcheck.detect.base import Candidate, DetectorSpec, Evidence
    from vidcheck.geometry import Size

BUILT_IN: tuple[DetectorSpec, ...] = (
    *drift.SPECS,
    *sudden.SPECS,
    *shape.SPECS,
    *unsteady.SPECS,
)


def excused(evidence: Evidence, working: Size) -> Evidence:
    """The same evidence, with the stretches in which the subject was away for a good reason."""
    return replace(evidence, excused=excuses(evidence, working))


def strongest(found: Mapping[str, tuple[Candidate, ...]]) -> dict[str, float]:
    """By detector, the strength of the first candidate; one that could not look is left out."""
    return {name: candidates[0].strength for name, candidates in found.items() if candidates}


def detect(evidence: Evidence) -> dict[str, tuple[Candidate, ...]]:
    """Candidates by detector name, strongest first; an empty tuple where none could be sought."""
    return {
        spec.name: tuple(sorted(spec.find(evidence), key=lambda found: -found.strength))
        for spec in BUILT_IN
    }
