"""What one generator version accepts: the shape of a file in `generators/data/`.

Three states everywhere: a value is established, `false` is established as absent, `null` is not
established and never guessed.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Status = Literal["active", "retired", "gateway", "none"]
Confidence = Literal["high", "medium", "low"]
Language = Literal["zh", "en"]
Unit = Literal["characters", "utf16", "tokens"]
Clip = Literal["t2v", "i2v", "flf2v", "ref2v"]
Element = Literal[
    "references",
    "style",
    "framing",
    "subject",
    "action",
    "scene",
    "light",
    "camera",
    "end_state",
    "dialogue",
    "sound",
    "text",
    "constraints",
]
Grammar = Literal[
    "kling_lines",
    "multi_prompt",
    "second_ranges",
    "numbered_shots",
    "bracket_ranges",
    "clock_ranges",
    "h3_shots",
    "shot_blocks",
]


class Fact(BaseModel):
    """Base of every part of a profile: frozen, and a key nobody knows is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Bilingual(Fact):
    """A name or phrase in English and Chinese; zh is None where none is in use."""

    en: str
    zh: str | None = None

    def say(self, lang: str) -> str:
        """In the language asked for, else in English."""
        return self.zh if lang == "zh" and self.zh else self.en


class Advice(Fact):
    """A length the vendor recommends; longer is accepted, and said."""

    max: int
    unit: Literal["characters", "words"]
    language: Language | None = None


class PromptRule(Fact):
    """How long a prompt may be. `max_cjk` holds wherever the text has any CJK character."""

    max: int | None = None
    max_cjk: int | None = None
    unit: Unit | None = None
    required: bool | str | None = None
    languages: tuple[str, ...] | None = None
    advice: tuple[Advice, ...] = ()
    notes: str | None = None


class NegativeRule(Fact):
    """What becomes of unwanted things: a parameter, positive wording, or left out."""

    how: Literal["parameter", "positive", "omit"]
    supported: bool | None = None
    max: int | None = None
    unit: Unit = "characters"
    field: str | None = None
    notes: str | None = None


class DurationRange(Fact):
    """Seconds that can be asked for: a list, or whole seconds from min to max."""

    values: tuple[float, ...] | None = None
    min: float | None = None
    max: float | None = None


class DurationRule(DurationRange):
    """As DurationRange, with exceptions by mode and by resolution; `wire` is how it is sent."""

    default: float | None = None
    auto_value: int | None = None
    wire: Literal["int", "string", "string_s", "frames", "none"] | None = None
    by_mode: dict[Clip, DurationRange] = Field(default_factory=dict)
    by_resolution: dict[str, DurationRange] = Field(default_factory=dict)
    notes: str | None = None


class FpsRule(Fact):
    """Frames per second: what can be asked for and what comes when nothing is."""

    values: tuple[float, ...] | None = None
    default: float | None = None
    notes: str | None = None


class FramesRule(Fact):
    """Frame counts of the form step·k + offset, between min and max (both inclusive)."""

    step: int = Field(gt=0)
    offset: int
    min: int | None = None
    max: int | None = None
    default: int | None = None
    sent: bool = True
    notes: str | None = None

    def nearest(self, wanted: float) -> int:
        """The smallest legal count that is not below `wanted` frames, or the largest legal one."""
        lowest = self.min if self.min is not None else max(self.offset, 1)
        k = max(0, -(-(max(wanted, lowest) - self.offset) // self.step))
        count = int(self.step * k + self.offset)
        if self.max is not None and count > self.max:
            count = self.max - (self.max - self.offset) % self.step
        return count

    def allows(self, count: int) -> bool:
        """Whether a count is legal."""
        inside = (self.min is None or count >= self.min) and (self.max is None or count <= self.max)
        return inside and (count - self.offset) % self.step == 0 and count >= self.offset


class Resolution(Fact):
    """A quality step by its usual name (`1080p`), and what is sent where that differs.

    `modes` are those that offer it; None means all.
    """

    name: str
    wire: str | None = None
    modes: tuple[Clip, ...] | None = None
    notes: str | None = None


class SizeRule(Fact):
    """Pixel sizes: a closed list, or any size whose sides divide by `multiple_of`."""

    list: tuple[tuple[int, int], ...] = ()
    multiple_of: int | None = None
    free: bool = False
    format: str | None = None
    notes: str | None = None


class ElementRule(Fact):
    """Subjects that the vendor keeps for the creator, asked for by the id they have there.

    `shares_images`: whether each counts against the limit of reference images.
    """

    modes: tuple[Clip, ...]
    max: int | None = None
    mention: Bilingual
    shares_images: bool = False
    notes: str | None = None


class ReferenceRule(Fact):
    """Pictures, clips and voices that can be attached, and how the text calls them.

    `named`: a subject goes by an id of the creator's choice, on the wire and in the text.
    """

    max_images: int | None = None
    max_videos: int | None = None
    max_audios: int | None = None
    max_total: int | None = None
    per_subject: int | None = None
    kind: Literal["images", "subjects"] = "images"
    named: bool = False
    mention: Bilingual | None = None
    video_mention: Bilingual | None = None
    audio_mention: Bilingual | None = None
    elements: ElementRule | None = None
    with_frames: bool | None = None
    min_side_px: int | None = None
    mention_notes: str | None = None
    notes: str | None = None


class SeedRule(Fact):
    """Whether a seed is honoured, and its range."""

    supported: bool | None = None
    min: int | None = None
    max: int | None = None
    notes: str | None = None


class CameraRule(Fact):
    """How a camera move is asked for; `words` maps a storyboard move to the vendor's word.

    A `template` needs its own `model` on the wire, and works in `modes` and up to `resolutions`
    only.
    """

    kind: Literal["prompt", "bracket", "flags", "template", "param"] = "prompt"
    words: dict[str, str] = Field(default_factory=dict)
    model: str | None = None
    modes: tuple[Clip, ...] | None = None
    resolutions: tuple[str, ...] | None = None
    values: tuple[str, ...] | None = None
    notes: str | None = None


class MultiShotRule(Fact):
    """Several shots in one request: whether, in which grammar, and within which bounds."""

    supported: bool | None = None
    kind: Literal["prompt", "param"] | None = None
    grammar: Grammar | None = None
    max_shots: int | None = None
    min_shot_s: float | None = None
    max_shot_length: int | None = None
    syntax: str | None = None
    notes: str | None = None


class AudioRule(Fact):
    """Sound made with the picture; `send_on`/`send_off` are what is sent (null: nothing)."""

    native: bool | None = None
    field: str | None = None
    send_on: bool | str | None = None
    send_off: bool | str | None = None
    default: bool | str | None = None
    speech: Literal["quotes", "h3"] = "quotes"
    sound_label: Bilingual | None = None
    notes: str | None = None


class Enhancer(Fact):
    """The vendor's own rewriting of prompts."""

    field: str | None = None
    default: bool | str | None = None


class Call(Fact):
    """One way to ask: the path, the model id on the wire, and the body as a template.

    `models` are ids by resolution, where one model makes one quality.

    In the template `$name` is filled in; a mapping with `$when` is left out where that value is
    absent (`mode:i2v,flf2v` asks for a mode); one with `$each` is repeated for every item.
    """

    modes: tuple[Clip, ...]
    path: str | None = None
    model: str | None = None
    models: dict[str, str] = Field(default_factory=dict)
    frames: Literal["first", "both"] | None = None
    body: dict[str, Any] | None = None


class RequestRule(Fact):
    """Where and how a request is sent; `fields` are the vendor's names for each part."""

    method: str | None = None
    base_urls: tuple[str, ...] | None = None
    auth: str | None = None
    async_flow: str | None = None
    calls: tuple[Call, ...] = ()
    fields: dict[str, str] | None = None

    def call(self, mode: str) -> Call | None:
        """The call for a mode, or None where none is known."""
        return next((call for call in self.calls if mode in call.modes), None)


class LocalRule(Fact):
    """How a local host runs the model: class names and settings of ComfyUI or diffusers."""

    host: Literal["comfyui", "diffusers"]
    family: str
    checkpoint: str | None = None
    settings: dict[str, Any] = Field(default_factory=dict)
    notes: str | None = None


class Price(Fact):
    """A public price: per second of video or per request, with the page and the day it was read."""

    per_second: float | None = None
    per_request: float | None = None
    currency: str
    source: str
    as_of: date


class GeneratorProfile(Fact):
    """All that is known of one generator version, each fact with its sources and a day."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")
    name: Bilingual
    vendor: Bilingual
    aliases: tuple[str, ...] = ()
    model_ids: tuple[str, ...] = ()
    as_of: date
    status: Status
    status_note: str | None = None
    host_kind: Literal["api", "local", "host"]
    confidence: Confidence
    first_language: Language = "en"
    modes: tuple[Clip, ...]
    prompt: PromptRule = PromptRule()
    negative_prompt: NegativeRule
    durations: DurationRule = DurationRule()
    fps: FpsRule = FpsRule()
    frames_rule: FramesRule | None = None
    aspect_ratios: tuple[str, ...] | None = None
    aspect_notes: str | None = None
    resolutions: tuple[Resolution, ...] | None = None
    sizes: SizeRule = SizeRule()
    references: ReferenceRule = ReferenceRule()
    first_frame: bool | None = None
    last_frame: bool | None = None
    frames_notes: str | None = None
    seed: SeedRule = SeedRule()
    camera: CameraRule = CameraRule()
    prompt_enhancer: Enhancer = Enhancer()
    cfg_scale: str | None = None
    multi_shot: MultiShotRule = MultiShotRule()
    audio: AudioRule = AudioRule()
    recipe: tuple[Element, ...]
    recipe_words: tuple[str, ...] | None = None
    consistency_tips: tuple[str, ...] | None = None
    request: RequestRule = RequestRule()
    local: LocalRule | None = None
    price: Price | None = None
    sources: tuple[str, ...]
    unknown: tuple[str, ...] = ()

    def steps(self, mode: str | None) -> tuple[Resolution, ...]:
        """The quality steps of a mode; of any, where none is named."""
        steps = self.resolutions or ()
        return tuple(s for s in steps if mode is None or s.modes is None or mode in s.modes)
