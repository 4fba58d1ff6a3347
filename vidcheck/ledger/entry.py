"""What happened, as the journal keeps it: one entry per check, verdict of a person, or change."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from vidcheck.defects import EventType
from vidcheck.judge.rows import Row, Status, Verdict

FORMAT = 1
"""Of the entries; a reader passes over those of a higher one and says so."""

HumanWord = Literal["keep", "hold", "ng"]


class Price(Row):
    """What one request cost."""

    amount: float
    currency: str


class Request(Row):
    """One take that was asked for.

    `prompt_hash` tells all that was sent but the seed: prompt, negative prompt, mode, length,
    size and the content of the reference pictures.
    """

    id: str
    shots: tuple[str, ...]
    generator: str
    take: int
    mode: str
    prompt_hash: str
    seed: int | None = None
    price: Price | None = None


class Flaw(Row):
    """A defect seen in a take: kind, from when to when in seconds, severity 0..1."""

    type: EventType
    start_s: float
    end_s: float
    severity: float


class Seen(Row):
    """One take as one check saw it.

    `path` is relative to the project folder where the file lies inside. What was asked for
    (`request` to `price`) is None where nobody knows; `seed` and `request` are known only where
    the very take was planned. `clean_s` is the length of its longest clean range in seconds.
    """

    shot: str
    path: str
    sha256: str
    take: int | None = None
    generator: str | None = None
    request: str | None = None
    prompt_hash: str | None = None
    seed: int | None = None
    mode: str | None = None
    price: Price | None = None
    status: Status
    verdict: Verdict
    risk: float | None = None
    consistency: int | None = None
    duration_s: float | None = None
    clean_s: float | None = None
    flaws: tuple[Flaw, ...] = ()


class Advised(Row):
    """The one change that was advised for a shot; `against` is the defect it should cure."""

    repair: str
    change: str
    where: str
    against: str | None = None
    hypothesis: bool = True


class Decided(Row):
    """What was decided of a shot; `sha256` and `cut_s` tell what to use of which take."""

    shot: str
    decision: str
    sha256: str | None = None
    cut_s: tuple[float, float] | None = None
    advised: Advised | None = None


class ShotFacts(Row):
    """What statistics are counted by: size, motion and subject as the storyboard has them.

    `wording` is a hash of the shot as written; it tells one version of a shot from the next.
    """

    shot: str
    wording: str
    size: str | None = None
    motion: str | None = None
    subject: str | None = None
    duration_s: float | None = None


class _Entry(Row):
    format: Literal[1] = 1
    id: str
    at: str


class CheckEntry(_Entry):
    """One `vidcheck check`: what was asked, what was seen, what was decided."""

    kind: Literal["check"] = "check"
    vidcheck: str
    calibration: str | None = None
    storyboard: str
    plan_hash: str | None = None
    shots: tuple[ShotFacts, ...] = ()
    requests: tuple[Request, ...] = ()
    takes: tuple[Seen, ...] = ()
    decisions: tuple[Decided, ...] = ()


class VerdictEntry(_Entry):
    """What a person said of one take."""

    kind: Literal["verdict"] = "verdict"
    shot: str
    path: str
    sha256: str
    verdict: HumanWord
    note: str = ""


class ChangeEntry(_Entry):
    """A change of the storyboard that was advised and then made."""

    kind: Literal["change"] = "change"
    shot: str
    advised: Advised
    patch: str | None = None


Entry = Annotated[CheckEntry | VerdictEntry | ChangeEntry, Field(discriminator="kind")]
