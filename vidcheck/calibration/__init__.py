"""What real footage looks like, so that a number can be believed."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from vidcheck.calibration.model import Calibration
from vidcheck.errors import CalibrationError

DEFAULT = Path(__file__).with_name("default.json")


CHOICE = "VIDCHECK_CALIBRATION"
"""Environment variable that names a calibration of the user's own; worker processes inherit it."""


def load_calibration(path: Path | None = None) -> Calibration:
    """Read a calibration file: this one, else the user's choice, else the shipped one.

    Raises:
        CalibrationError: where it is missing, no JSON, or not of this version.
    """
    return _load(path or Path(os.environ.get(CHOICE) or DEFAULT))


@lru_cache(maxsize=4)
def _load(path: Path) -> Calibration:
    try:
        return Calibration.model_validate_json(path.read_bytes())
    except OSError as error:
        raise CalibrationError(f"{path}: cannot be read: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise CalibrationError(
            f"{path}: {place}: {first['msg']}", hint="fit it anew with this version of vidcheck"
        ) from error
