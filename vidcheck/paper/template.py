"""Pages from templates: everything from outside is escaped, and a name nobody knows is an error."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

TOKENS = Path(__file__).parent / "tokens.css"
"""Colours and letters that every page of ours starts from."""


def environment(folder: Path) -> Environment:
    """Templates of a folder."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def styles(*sheets: Path) -> Markup:
    """Style sheets of ours as they stand, one after the other."""
    texts = [path.read_text(encoding="utf-8") for path in sheets]
    return Markup("".join(texts))  # noqa: S704 (no foreign text in them)
