"""OpenTimelineIO, where it is installed."""

from __future__ import annotations

import importlib
from typing import Any

from vidcheck.errors import VidcheckError


def otio(adapter: str | None = None) -> Any:
    """The library, and one of its adapters as a module of its own.

    Raises: VidcheckError where either is not installed.
    """
    names = ["opentimelineio", *([adapter] if adapter else [])]
    try:
        modules = [importlib.import_module(name) for name in names]
    except ImportError as error:
        raise VidcheckError(
            f"this format needs the package {error.name or names[-1]}",
            hint='pip install "vidcheck[formats]"',
        ) from error
    return modules[0]
