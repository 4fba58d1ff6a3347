"""What stands in the report, in one language, so that every kind of file says the same."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from vidcheck.lint.finding import Both

if TYPE_CHECKING:
    from collections.abc import Sequence

State = Literal["met", "missed", "same", "differs", "see", "unjudged", "open"]
Mark = Literal["circled", "hold", "ng", "none"]


STATES: dict[State, Both] = {
    "met": Both("as asked", "符合"),
    "missed": Both("not as asked", "不符"),
    "same": Both("no difference found", "未见差异"),
    "differs": Both("differs", "有差异"),
    "see": Both("see there", "见该镜"),
    "unjudged": Both("cannot be judged", "无法判断"),
    "open": Both("not measured", "未测量"),
}
MARKS: dict[Mark, Both] = {
    "circled": Both("circled", "保留"),
    "hold": Both("hold", "待定"),
    "ng": Both("NG", "NG"),
    "none": Both("no mark", "未标"),
}
SIGNS: dict[State, str] = {
    "met": "✓", "missed": "≠", "same": "=", "differs": "≠", "see": "→", "unjudged": "?",
    "open": "–",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that must hold: what the storyboard states, and what was measured of it.

    `before` says what it was in an earlier shot where it changes; `remark` what the storyboard's
    own rules say of it.
    """

    label: str
    asked: str
    measured: str
    state: State
    before: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class TakeLine:
    """One take: its mark, who said it and why, and what was seen."""

    name: str
    file: str
    mark: Mark
    by: str
    word: str
    seen: str
    seconds: float | None
    used: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A frame as JPEG, and what it is."""

    caption: str
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One shot; seconds as planned and as used (None: nothing is used), with sums until its end."""

    shot: str
    title: str
    framing: str
    action: str
    decision: str
    why: str
    takes: Sequence[TakeLine]
    asked: Sequence[Line]
    continuity: Sequence[Line]
    pictures: Sequence[Picture]
    planned_s: float | None
    used_s: float | None
    planned_until_s: float
    used_until_s: float


@dataclass(frozen=True, slots=True)
class Strand:
    """One scene with its shots."""

    heading: str
    number: str
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Total:
    """A number on the first page: what it counts."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole report."""

    title: str
    lang: str
    facts: Sequence[str]
    totals: Sequence[Total]
    notes: Sequence[str]
    scenes: Sequence[Strand]

    @property
    def zh(self) -> bool:
        """Whether it speaks Chinese."""
        return self.lang == "zh"

    @property
    def entries(self) -> list[Entry]:
        """Every shot, in the order of the film."""
        return [entry for scene in self.scenes for entry in scene.entries]

    @property
    def differences(self) -> list[tuple[list[str], Line]]:
        """What to look at first: lines that differ or were remarked on, with the shots they hold.

        What differs from shot to shot stands before what was asked of a take.
        """
        told = [(entry.shot, line) for entry in self.entries for line in entry.continuity]
        told += [(entry.shot, line) for entry in self.entries for line in entry.asked]
        found: dict[Line, list[str]] = {}
        for shot, line in told:
            if line.state in ("differs", "missed") or line.remark:
                found.setdefault(line, []).append(shot)
        return [(shots, line) for line, shots in found.items()]


def clock(seconds: float) -> str:
    """Seconds as m:ss.t."""
    minutes, rest = divmod(round(seconds, 1), 60)
    return f"{int(minutes)}:{rest:04.1f}"


def in_scenes(entries: Sequence[tuple[str, Entry]]) -> list[list[Entry]]:
    """Shots that follow each other in one scene, together."""
    groups: list[list[Entry]] = [[entries[0][1]]] if entries else []
    for (before, _), (scene, entry) in pairwise(entries):
        if scene == before:
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return groups
