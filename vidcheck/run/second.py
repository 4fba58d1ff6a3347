"""A clip's row with what pretrained models say of it, where there are any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.identity.join import joined
from vidcheck.identity.opinion import opinion
from vidcheck.identity.references import Anchors
from vidcheck.identity.vbench import of_clip
from vidcheck.identity.watch import Watch, serves
from vidcheck.judge.rows import IdentityRow
from vidcheck.models.shelf import Absent, shelf

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vidcheck.brief import Reference
    from vidcheck.calibration.model import Calibration
    from vidcheck.judge.rows import ClipRow
    from vidcheck.run.one_pass import Pass


class SecondOpinion:
    """The models of this process, looking on while one clip is measured.

    `watch` is for the pass, None where no model says anything of a subject.
    """

    def __init__(self, calibration: Calibration, references: Sequence[Reference] = ()) -> None:
        self.calibration = calibration
        self.models = shelf()
        self.watch = Watch(self.models) if serves(self.models) else None
        self._references = references

    def heard(self, row: ClipRow, seen: Pass, path: Path) -> ClipRow:
        """The row, judged without models, with what they saw; and why one of them did not serve."""
        notes = [one.reason for one in self.models.broken()]
        if self.watch is not None:
            row = self._joined(row, seen, self.watch, notes)
        row = self._with_vbench(row, path, notes)
        return row.model_copy(update={"warnings": (*row.warnings, *notes)})

    def _joined(self, row: ClipRow, seen: Pass, watch: Watch, notes: list[str]) -> ClipRow:
        evidence = seen.evidence
        anchors = Anchors(self._references, self.models) if self._references else None
        if anchors is not None and (warning := anchors.warning(watch.looks())) is not None:
            notes.append(warning)
        notes += watch.failed
        return joined(
            row,
            opinion(watch.looks(), evidence.excused),
            evidence,
            self.calibration,
            self.models.used(),
            scale=seen.info.scale,
            anchors=anchors,
        )

    def _with_vbench(self, row: ClipRow, path: Path, notes: list[str]) -> ClipRow:
        """With VBench's subject_consistency, where its network is installed."""
        network = self.models.vbench
        if isinstance(network, Absent):
            return row
        if row.span_s is not None:
            notes.append("VBench's subject_consistency is for whole files, not for parts of them")
            return row
        try:
            score = of_clip(path, network)
        except ValueError as error:
            notes.append(f"VBench's subject_consistency is not computed: {error}")
            return row
        known = row.identity or IdentityRow(models=())
        told = {"models": (*known.models, "own-vbench"), "vbench": score and round(score, 5)}
        return row.model_copy(update={"identity": known.model_copy(update=told)})
