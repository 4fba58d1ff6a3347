"""What was decided of one shot, in the JSON shape that run.json promises under `shots`."""

from __future__ import annotations

from typing import Literal

from vidcheck.defects import EventType
from vidcheck.judge.rows import Box, Row, Verdict

Decision = Literal[
    "keep", "fix_in_post", "edit", "reroll", "rewrite", "split", "switch", "stop", "undecided"
]


class Asked(Row):
    """One thing the shot or its request asked, beside what came back; `met` None: not measured.

    `limit` is one of the storyboard's `checks`, and `severity` says how much it counts. The Chinese
    fields are empty where the words are the same (numbers).
    """

    what: Literal[
        "duration", "ratio", "resolution", "frame_rate", "camera_move", "colour", "change", "limit"
    ]
    asked: str
    measured: str | None
    met: bool | None
    asked_zh: str = ""
    measured_zh: str = ""
    severity: Literal["error", "warn"] | None = None


class Meant(Row):
    """An event that the shot asked for, by its type and time, and the wish that explains it."""

    type: EventType
    start_s: float
    end_s: float
    why: str
    why_zh: str


class Ranked(Row):
    """One take among the takes of its shot; takes that tie within noise share a rank.

    `tied_with` and `path` are paths as in `clips`; `asked` compares what came back with what was
    asked, `meant` lists the events that are no defects here, and `verdict` is the clip's once they
    are left out.
    """

    path: str
    rank: int
    tied_with: tuple[str, ...]
    why: str
    why_zh: str
    asked: tuple[Asked, ...] = ()
    meant: tuple[Meant, ...] = ()
    verdict: Verdict | None = None


class Still(Row):
    """A picture that a change needs: the sharpest frame of a take between two moments.

    `path` is where it goes, relative to the storyboard; `box` (source pixels) what is cut out of
    it, None for the whole frame.
    """

    path: str
    take: str
    from_s: float
    to_s: float
    box: Box | None = None


class Advice(Row):
    """One change to try next; `patch` is a unified diff of the storyboard, None where none helps.

    `still` is a picture that must be there once the patch is made. `repair` names the row of
    decide/repairs.yaml; `hypothesis` is true while no measurement of ours confirms that the change
    helps.
    """

    change: str
    change_zh: str
    where: str
    patch: str | None
    repair: str
    source: str
    hypothesis: bool
    still: Still | None = None


class ToolSays(Row):
    """What the tool had decided of a shot before a person's word stood above it."""

    decision: Decision
    take: str | None
    reason: str
    reason_zh: str
    advice: Advice | None = None
    cut_s: tuple[float, float] | None = None


class ShotRow(Row):
    """The decision for one shot, with its reason, the order of its takes and the next change.

    `take` is the path of the take to keep, to cut or to learn from; `cut_s` the range of it to
    use (fix_in_post); `no_advice` says why there is none; `rule` names the row of decide/rules.yaml
    that decided, and `hypothesis` whether it is unproven; `round` counts the wordings of the shot
    so far; `duration_s` is what the shot asked for; `tool` is there where a person's word made the
    decision; `order` tells the ranking in one line.
    """

    shot: str
    decision: Decision
    take: str | None
    reason: str
    reason_zh: str
    ranking: tuple[Ranked, ...] = ()
    advice: Advice | None = None
    no_advice: str | None = None
    no_advice_zh: str | None = None
    cut_s: tuple[float, float] | None = None
    rule: str | None = None
    hypothesis: bool = False
    round: int = 1
    scene: str | None = None
    title: str | None = None
    title_zh: str | None = None
    action: str = ""
    action_zh: str = ""
    duration_s: float | None = None
    line: int | None = None
    tool: ToolSays | None = None
    order: str = ""
    order_zh: str = ""
