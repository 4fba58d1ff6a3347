"""What real footage looks like, so that a number can be believed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from vidcheck.calibration.model import Calibration
from vidcheck.errors import CalibrationError

DEFAULT = Path(__file__).with_name("default.json")


@lru_cache(maxsize=4)
def load_calibration(path: Path = DEFAULT) -> Calibration:
    """Read a calibration file.

    Raises:
        CalibrationError: where it is missing, no JSON, or not of this version.
    """
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
