"""The files that travel with vidcheck: samples, example storyboards, story seeds, its own data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_PACKAGE = Path(__file__).parent


def shipped(room: str) -> Path:
    """The folder `samples`, `storyboards` or `seeds`, in the wheel or beside the package."""
    inside = _PACKAGE / "_shipped" / room
    return inside if inside.is_dir() else _PACKAGE.parent / room


def read_data(path: Path) -> Any:
    """A YAML file of the package, by the parser in C where there is one: eight times as fast."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), loader)  # noqa: S506 (a safe one, both)
