"""The one timeline every format is written from: whole frames at one exact rate.

Positions on the record side count from the film's first frame; positions in a file count from its
first frame, both in frames of the timeline's rate, whatever the file's own rate is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from fractions import Fraction

    from vidcheck.judge.rows import ClipRow

Colour = Literal["RED", "ORANGE", "YELLOW", "GREEN", "BLUE"]
Choice = Literal["kept", "cut", "best", "missing"]
"""Kept take, the range of one that is to be used, the best so far of takes nobody kept, none."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One event of a take, in frames of its file; `note` is the sentence of evidence."""

    first: int
    length: int
    kind: str
    name: str
    note: str
    colour: Colour
    severity: float
    metric: str

    @property
    def end(self) -> int:
        """The frame after the last."""
        return self.first + self.length


@dataclass(frozen=True, slots=True)
class Media:
    """A file: where it lies, and what is known of it; `rate` None where it varies or is unknown."""

    path: str
    name: str
    url: str
    frames: int | None
    rate: Fraction | None
    own_frames: int | None
    width: int | None
    height: int | None
    sound: bool

    @property
    def key(self) -> str:
        """What tells it from other files."""
        return self.path


@dataclass(frozen=True, slots=True)
class Candidate:
    """One take of a shot; `key` names it among them, `at` and `length` are its part of the file."""

    key: str
    media: Media
    row: ClipRow
    rank: int
    at: int
    length: int | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """Words and when they stand, in frames of the record side."""

    first: int
    end: int
    text: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One shot on the record side: `length` frames from `first`, shown from frame `source`."""

    shot: str
    name: str
    first: int
    length: int
    choice: Choice
    why: str
    decision: str
    take: Candidate | None = None
    source: int = 0
    takes: tuple[Candidate, ...] = ()
    cues: tuple[Cue, ...] = ()

    @property
    def end(self) -> int:
        """The frame after the last."""
        return self.first + self.length

    def marks(self) -> list[tuple[Mark, int, int]]:
        """(mark, record frame, frames shown of it) for what is seen of each."""
        if self.take is None:
            return []
        seen = []
        for mark in self.take.marks:
            start = max(mark.first, self.source)
            stop = min(mark.end, self.source + self.length)
            if start < stop:
                seen.append((mark, self.first + start - self.source, stop - start))
        return seen


@dataclass(frozen=True, slots=True)
class Timeline:
    """A film as an edit: pieces one after the other; `start` is the first frame's timecode."""

    title: str
    rate: Fraction
    drop: bool
    start: int
    width: int
    height: int
    pieces: tuple[Piece, ...]
    remarks: tuple[str, ...]
    run: str | None = None

    @property
    def length(self) -> int:
        """Frames from the first to the end."""
        return self.pieces[-1].end if self.pieces else 0

    def media(self) -> list[Media]:
        """Every file that is shown, once, in the order of the film."""
        shown = [piece.take.media for piece in self.pieces if piece.take]
        return list({one.key: one for one in shown}.values())
