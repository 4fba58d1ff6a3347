"""A user's own footage in place of ours: the weights stay, what counts as usual is learned anew."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from vidcheck.calibration.fit import FAIL_RATE, WARN_RATE, Example, nulls_of, threshold
from vidcheck.errors import CalibrationError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vidcheck.calibration.model import Calibration, Mode, ModeCalibration

FEWEST = 19
"""With n clips the bound on false alarms is at best 1 / (n + 1): fewer than 19 cannot promise one
in twenty, whatever they show."""


def recalibrated(
    base: Calibration, good: Mapping[Mode, Sequence[Example]], *, day: str, footage: str
) -> Calibration:
    """The calibration with nulls, thresholds and ranks from good clips of the user's own.

    Args:
        base: whose weights and slopes are kept: they were fitted on clips with known defects.
        good: by mode, clips that the user accepts; a mode without any keeps the base's.
        day: today, ISO 8601.
        footage: in words, what the clips are.

    Raises: CalibrationError where a mode has clips, but fewer than 19.
    """
    modes = dict(base.modes)
    for mode, examples in good.items():
        if examples:
            modes[mode] = _own(base.modes[mode], examples, mode)
    count = sum(len(examples) for examples in good.values())
    if not count:
        raise CalibrationError(
            "no clip could be assessed, so there is nothing to learn from",
            hint="give a folder of clips that you would accept, each a single shot that moves",
        )
    body = base.model_copy(
        update={
            "id": "",
            "date": day,
            "clips": count,
            "command": "vidcheck calibrate",
            "footage": footage,
            "modes": modes,
        }
    )
    digest = hashlib.sha256(body.model_dump_json().encode()).hexdigest()[:12]
    return body.model_copy(update={"id": f"own-{day}-{digest}"})


def _own(mode: ModeCalibration, examples: Sequence[Example], name: str) -> ModeCalibration:
    if len(examples) < FEWEST:
        raise CalibrationError(
            f"{len(examples)} clips that can be assessed ({name}): fewer than {FEWEST} cannot "
            "promise that at most one good clip in twenty fails",
            hint="add clips of other scenes; copies and parts of the same scene count once",
        )
    found = [mode.risk(mode.excesses(e.strengths, e.context)) for e in examples]
    risks = np.sort(np.array(found))
    return mode.model_copy(
        update={
            "nulls": nulls_of(mode, examples),
            "real_risks": tuple(round(float(risk), 5) for risk in risks),
            "warn": threshold(risks, WARN_RATE),
            "fail": threshold(risks, FAIL_RATE),
        }
    )
