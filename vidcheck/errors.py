"""Every error a user can meet, each with the exit code it ends the command with.

VidcheckError              2   something the user can mend: message, and a hint that says how
├── StoryboardError        2   a storyboard, takes.yaml or seed that cannot be read
├── ProfileError           2   a generator that is unknown or whose facts do not load
├── CalibrationError       2   a calibration that is missing, broken or too small
├── ModelError             2   a pretrained model that cannot be had or does not serve
├── OutputError            2   a file or folder that cannot be written
├── LedgerError            2   a ledger that does not know what it is asked for
└── ClipError              3   a clip that cannot be read: a row, never the end of a run
"""

from __future__ import annotations

from typing import ClassVar


class VidcheckError(Exception):
    """What went wrong, in words for the person who can mend it.

    Args:
        message: one line; names file, line and field where there is one.
        hint: how to mend it, or None where nothing helpful is known.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class StoryboardError(VidcheckError):
    """A storyboard, takes.yaml or seed that cannot be read or does not hold together."""


class ProfileError(VidcheckError):
    """A generator that is unknown or whose facts do not load."""


class CalibrationError(VidcheckError):
    """A calibration file that is missing, broken or too small for its promise."""


class ModelError(VidcheckError):
    """A pretrained model that cannot be installed, or is not what it should be."""


class OutputError(VidcheckError):
    """A file or folder that cannot be written."""


class LedgerError(VidcheckError):
    """A ledger that does not know the shot or take it is asked for."""


class ClipError(VidcheckError):
    """A clip that cannot be read; becomes a row in the report."""

    exit_code: ClassVar[int] = 3
