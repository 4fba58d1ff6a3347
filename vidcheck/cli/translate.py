"""Errors in the language of the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.chinese.said import in_chinese
from vidcheck.cli.language import language

if TYPE_CHECKING:
    from vidcheck.errors import VidcheckError


def translated(error: VidcheckError) -> tuple[str, str | None]:
    """Message and hint of an error in the person's language; English where no sentence is known."""
    if language() == "en":
        return error.message, error.hint
    return in_chinese(error.message), error.hint and in_chinese(error.hint)
