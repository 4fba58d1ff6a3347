"""Rows of clips as a result that can be written: with the calibration that they rest on."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from vidcheck.calibration import load_calibration
from vidcheck.models.store import best_for, folder
from vidcheck.report.model import CalibrationRow, ScoreReport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.judge.rows import ClipRow


def calibration_row() -> CalibrationRow:
    """Which calibration verdicts rest on, and whose looks are judged with it.

    Risks of two results may be compared where this is the same.
    """
    used = load_calibration()
    return CalibrationRow(id=used.id + _looks(), clips=used.clips, date=used.date)


def _looks() -> str:
    """Which statistics of looks risks rest on, too; nothing where no model judges them."""
    home = folder()
    stored = best_for("embedding", home) if home is not None else None
    if stored is None or stored.state != "installed" or find_spec("onnxruntime") is None:
        return ""
    from vidcheck.identity.usual import load_usual  # noqa: PLC0415 (heavy)

    usual = load_usual()
    return f"+{stored.id}-{usual.date}" if stored.id == usual.embedding else ""


def score_report(rows: Sequence[ClipRow], shard: str | None = None) -> ScoreReport:
    """The result of measuring clips without a storyboard; `shard` names the part of a run."""
    return ScoreReport(calibration=calibration_row(), clips=tuple(rows), shard=shard)
