"""From series to candidate defects with time and place; each file one family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.detect import drift, shape, sudden, unsteady

if TYPE_CHECKING:
    from vidcheck.detect.base import Candidate, DetectorSpec, Evidence

BUILT_IN: tuple[DetectorSpec, ...] = (
    *drift.SPECS,
    *sudden.SPECS,
    *shape.SPECS,
    *unsteady.SPECS,
)


def detect(evidence: Evidence) -> dict[str, tuple[Candidate, ...]]:
    """Candidates by detector name, strongest first; an empty tuple where none could be sought."""
    return {
        spec.name: tuple(sorted(spec.find(evidence), key=lambda found: -found.strength))
        for spec in BUILT_IN
    }
