"""Where the files that travel with vidcheck are: samples, example storyboards, story seeds."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def shipped(room: str) -> Path:
    """The folder `samples`, `storyboards` or `seeds`, in the wheel or beside the package."""
    inside = _PACKAGE / "_shipped" / room
    return inside if inside.is_dir() else _PACKAGE.parent / room
