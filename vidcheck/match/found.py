"""What matching finds: files that belong to a shot, files that belong to none, and doubts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from vidcheck.takes import Span, Word

How = Literal["takes.yaml", "storyboard", "name", "folder", "metadata", "order"]


@dataclass
class Claim:
    """Somebody or something says that a file belongs to a shot; None where it does not say."""

    path: Path
    shot: str
    take: int | None
    generator: str | None
    how: How
    word: Word | None = None
    note: str = ""
    seed: int | None = None
    span: Span | None = None


@dataclass(frozen=True)
class ClipMatch:
    """One file that belongs to a shot; `generator` None where nothing tells.

    `word` and `note` are what a person says of it in takes.yaml. `unit` names all shots of a file
    that holds several, in order, `words` what takes.yaml says of the later ones; `span` is this
    shot's part of it in seconds, None for the whole file. `seed` is what the file itself says.
    """

    path: Path
    shot: str
    take: int
    generator: str | None
    how: How
    word: Word | None = None
    note: str = ""
    seed: int | None = None
    unit: tuple[str, ...] = ()
    words: Mapping[str, tuple[Word | None, str]] = field(default_factory=dict)
    span: Span | None = None


@dataclass(frozen=True)
class Stray:
    """A file that belongs to no shot, and why, in English and Chinese."""

    path: Path
    reason: str
    reason_zh: str


@dataclass(frozen=True)
class Matching:
    """What was found in the takes folder; `warnings` are (English, Chinese)."""

    matches: tuple[ClipMatch, ...]
    unmatched: tuple[Stray, ...]
    missing: tuple[str, ...]
    warnings: tuple[tuple[str, str], ...]
