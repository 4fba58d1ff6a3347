"""The person's language: Chinese where the machine speaks it, English otherwise."""

from __future__ import annotations

import os
from typing import Literal

import typer

Language = Literal["en", "zh"]


def language() -> Language:
    """`VIDCHECK_LANG` first, then the locale as POSIX ranks it."""
    for name in ("VIDCHECK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name, ""):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def either(en: str, zh: str) -> str:
    """The one of two wordings that this person reads."""
    return zh if language() == "zh" else en


def spoken(lang: str | None) -> Language:
    """The language asked for, or the machine's.

    Raises: typer.BadParameter where it is neither en nor zh.
    """
    if lang is None:
        return language()
    if lang not in ("en", "zh"):
        raise typer.BadParameter(f"{lang!r} is neither en nor zh", param_hint="--lang")
    return "zh" if lang == "zh" else "en"
