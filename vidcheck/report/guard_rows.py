"""What a comparison with a baseline and the waivers say, in the JSON shape of `guard`."""

from __future__ import annotations

from typing import Literal

from vidcheck.defects import EventType
from vidcheck.judge.rows import Row

Kind = Literal["verdict", "defect", "risk", "missing", "decision", "new"]
Level = Literal["fail", "warn"]


class Regression(Row):
    """One thing that is worse than in the baseline.

    `kind` tells what: the verdict of a clip, a kind of defect it had not, its risk beyond noise, a
    clip that is gone, the decision of a shot, or a failing clip that the baseline does not know.
    `waived` is the note of the waiver that covers it, None where none does.
    """

    kind: Kind
    level: Level
    shot: str | None
    path: str | None
    before: str | None
    after: str | None
    text: str
    text_zh: str
    waived: str | None = None


class Waived(Row):
    """A failing clip that a person accepted until a day (ISO 8601, that day included), and why."""

    path: str
    shot: str | None
    defects: tuple[EventType, ...]
    note: str
    until: str


class GuardRow(Row):
    """`baseline` is the file compared with, None where there was none; `notes` are doubts."""

    baseline: str | None = None
    regressions: tuple[Regression, ...] = ()
    waived: tuple[Waived, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()

    def waiver_of(self, path: str) -> Waived | None:
        """What covers the failure of a clip, by its path as in `clips`."""
        return next((one for one in self.waived if one.path == path), None)
