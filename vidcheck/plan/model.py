"""What the planner hands out, in the JSON shape that `plan --format json` promises."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Mode = Literal["t2v", "i2v", "flf2v", "ref2v", "image", "script", "workflow"]


class Planned(BaseModel):
    """Base of the planner's records: frozen, and a key nobody knows is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PromptLength(Planned):
    """How long the prompt is in the unit the vendor counts; `estimate` where that is not exact."""

    value: int
    unit: str
    limit: int | None
    estimate: bool


class ReferenceSlot(Planned):
    """Which picture goes where, and how the prompt's text calls it."""

    slot: str
    path: str
    role: str
    subject: str | None
    mention: str | None


class Dropped(Planned):
    """What the shot asked for that the request could not carry; `why_zh` says it in Chinese."""

    field: str
    why: str
    why_zh: str = ""


class PlanWarning(Planned):
    """A warning with its lint code and its place in the storyboard, as path:line:column."""

    code: str
    message: str
    where: str | None
    message_zh: str = ""


class Cost(Planned):
    """A public price of one request, with the page and the day it was read."""

    amount: float
    currency: str
    source: str
    as_of: str


class PromptRequest(Planned):
    """One take to ask for: prompt, references, body, and the name the clip should carry.

    `variant` says what differs from the shot as written, `part` counts the pieces of a shot that is
    too long for one request, `needs` names what must be made first: request ids, or `shot:12A`
    where the last frame of a chosen take is the first frame here.
    """

    id: str
    generator: str
    shots: tuple[str, ...]
    take: int
    mode: Mode
    prompt: str
    prompt_language: str
    prompt_length: PromptLength
    negative_prompt: str | None
    duration_s: float | None
    frames: int | None
    fps: float | None
    aspect_ratio: str | None
    resolution: str | None
    seed: int | None
    references: tuple[ReferenceSlot, ...]
    method: str | None
    path: str | None
    body: dict[str, Any] | None
    file_stem: str
    dropped: tuple[Dropped, ...]
    warnings: tuple[PlanWarning, ...]
    cost: Cost | None
    variant: str | None = None
    part: int | None = None
    needs: tuple[str, ...] = ()


class PromptPlan(Planned):
    """All requests of a storyboard for the chosen generators; same input, same bytes."""

    schema_version: Literal[1] = 1
    storyboard: str
    plan_hash: str
    requests: tuple[PromptRequest, ...]
