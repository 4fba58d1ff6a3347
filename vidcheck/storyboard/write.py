"""A storyboard as a new file: every film word as its code, only what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from vidcheck.storyboard.model import Storyboard


def storyboard_yaml(storyboard: Storyboard) -> str:
    """YAML text that loads as the same storyboard; the same bytes for the same storyboard.

    For files that are made, by an import for instance. A file that a person wrote is changed in
    place instead, so that comments and layout survive.
    """
    said = storyboard.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return yaml.safe_dump(
        said, allow_unicode=True, sort_keys=False, default_flow_style=None, width=100
    )
