"""Rows of clips as a result that can be written: with the calibration that they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.calibration import load_calibration
from vidcheck.report.model import CalibrationRow, ScoreReport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.judge.rows import ClipRow


def calibration_row() -> CalibrationRow:
    """Which calibration verdicts rest on."""
    used = load_calibration()
    return CalibrationRow(id=used.id, clips=used.clips, date=used.date)


def score_report(rows: Sequence[ClipRow], shard: str | None = None) -> ScoreReport:
    """The result of measuring clips without a storyboard; `shard` names the part of a run."""
    return ScoreReport(calibration=calibration_row(), clips=tuple(rows), shard=shard)
