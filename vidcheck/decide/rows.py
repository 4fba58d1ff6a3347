"""What was decided of one shot, in the JSON shape that run.json promises under `shots`."""

from __future__ import annotations

from typing import Literal

from vidcheck.judge.rows import Row

Decision = Literal[
    "keep", "fix_in_post", "edit", "reroll", "rewrite", "split", "switch", "stop", "undecided"
]


class Asked(Row):
    """One thing the request asked of the file, beside what came back; `met` None: not measured."""

    what: Literal["duration", "ratio", "frame_rate"]
    asked: str
    measured: str | None
    met: bool | None


class Ranked(Row):
    """One take among the takes of its shot; takes that tie within noise share a rank.

    `tied_with` and `path` are paths as in `clips`; `asked` compares the file with its request.
    """

    path: str
    rank: int
    tied_with: tuple[str, ...]
    why: str
    why_zh: str
    asked: tuple[Asked, ...] = ()


class Advice(Row):
    """One change to try next; `patch` is a unified diff of the storyboard, None where none helps.

    `repair` names the row of decide/repairs.yaml; `hypothesis` is true while no measurement of
    ours confirms that the change helps.
    """

    change: str
    change_zh: str
    where: str
    patch: str | None
    repair: str
    source: str
    hypothesis: bool


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
    use (fix_in_post); `duration_s` what the shot asked for; `tool` is there where a person's word
    made the decision.
    """

    shot: str
    decision: Decision
    take: str | None
    reason: str
    reason_zh: str
    ranking: tuple[Ranked, ...] = ()
    advice: Advice | None = None
    cut_s: tuple[float, float] | None = None
    scene: str | None = None
    title: str | None = None
    title_zh: str | None = None
    action: str = ""
    action_zh: str = ""
    duration_s: float | None = None
    line: int | None = None
    tool: ToolSays | None = None
