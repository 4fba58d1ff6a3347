"""What to measure: one clip, and how it is to be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from vidcheck.brief import Also
    from vidcheck.geometry import Region


@dataclass(frozen=True)
class ClipJob:
    """One clip to measure.

    `subject` is its box in source pixels of the first frame, `others` are further subjects;
    `pictures` the folder that gets the pictures of its findings, None for none; `threads` 0 for as
    many as there are cores. A clip with a `url` is fetched from there while it is measured, and
    `path` is no more than its name. `span` is the part of the file to look at in seconds, None for
    all of it; `colours` (subject, part, '#rrggbb') that the subject must keep; `sign` says that its
    signature is wanted, for comparing shots.
    """

    path: Path
    subject: Region | None = None
    references: tuple[Path, ...] = ()
    others: tuple[Also, ...] = ()
    pictures: Path | None = None
    threads: int = 0
    url: str | None = None
    span: tuple[float, float] | None = None
    colours: tuple[tuple[str, str, str], ...] = ()
    sign: bool = False
