"""What is known of one clip, in the JSON shape that `score --json` and `run.json` promise."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from vidcheck.defects import EventType

Status = Literal["scored", "not_assessable", "unreadable"]
Verdict = Literal["pass", "warn", "fail", "unknown"]
Box = tuple[int, int, int, int]
SIDES = ("before", "after", "map")
"""The pictures of an event, as fields of its row and in the names of their files."""


class Row(BaseModel):
    """Base of every row: frozen; keys nobody knows and numbers JSON cannot say are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class ClipFacts(Row):
    """The file itself: sizes in displayed pixels (rotation applied), times in seconds.

    `sound` says whether it has a sound track, None where nobody looked.
    """

    width: int
    height: int
    fps: float | None
    frames: int
    duration_s: float | None
    codec: str
    sha256: str
    sound: bool | None = None


class SubjectRow(Row):
    """Where the subject was found in the first frame, and how far that can be trusted (0..1)."""

    source: Literal["given", "reference", "face", "auto", "none"]
    box: Box | None
    confidence: float
    seen_share: float


class MetricRow(Row):
    """One measure: its value, or the reason there is none; percentile among real footage (0..1)."""

    value: float | None
    unit: str
    percentile: float | None = None
    unmeasured: str | None = None


class Event(Row):
    """One defect (or a reported occlusion) in time and place.

    `box` is x, y, width, height in source pixels; `severity` 0..1; `p_value` is the share of real
    footage that shows as much. `before`/`after` name picture files relative to run.json, and
    `map` one that marks where the two differ. `subject` names whose it is where a clip has several
    and it is not the first one's.
    """

    type: EventType
    start_s: float
    end_s: float
    box: Box | None
    severity: float
    metric: str
    p_value: float | None
    evidence: str
    evidence_zh: str = ""
    before: str | None = None
    after: str | None = None
    map: str | None = None
    subject: str | None = None


class Curves(Row):
    """Per-frame series for drawing: times in seconds, values by measure, None where unmeasured."""

    times_s: tuple[float, ...]
    values: dict[str, tuple[float | None, ...]]


class Playback(Row):
    """How a player finds a frame of the clip.

    `times_s` holds every frame's time where the rate varies; None where frame i is shown at
    i / fps. A player counts from the file's beginning, `lead_s` seconds before our 0.
    """

    lead_s: float = 0.0
    times_s: tuple[float, ...] | None = None


class HumanRow(Row):
    """What a person said of a clip, why, and when (ISO 8601, UTC)."""

    verdict: Literal["keep", "hold", "ng"]
    note: str = ""
    at: str = ""


class CameraRow(Row):
    """What the camera did over the whole clip, from the background.

    `right` and `down`: how far the picture's content went, in short sides (the camera went the
    other way); `zoom`: natural logarithm of its growth; `roll`: degrees, clockwise positive;
    `path`: length of the way there in short sides, shaking included; `seen`: share of the time
    that was measured.
    """

    right: float
    down: float
    zoom: float
    roll: float
    path: float
    seen: float


class ColourRow(Row):
    """A colour that a subject must keep, and how much of the subject shows it (0..1).

    `first` and `last` are of the first and the last third of the clip, None where unmeasured.
    """

    subject: str
    part: str
    asked: str
    first: float | None
    last: float | None


class FaceRow(Row):
    """The face of the subject: in how many of the frames looked at, and how alike (cosine).

    `similarity` is the median to the most typical frame, `lowest` the least; None where too few
    frames show a face. `people` counts those whose faces are on the subject; `reference` is the
    median similarity to the nearest reference picture with a face.
    """

    looked: int
    seen: int
    people: int
    similarity: float | None = None
    lowest: float | None = None
    reference: float | None = None


class IdentityRow(Row):
    """What pretrained models say of the subject, beside the measures that need none.

    `models` are their ids; `looks` counts the key frames. Distances are 1 - cosine: the largest
    `jump` between two key frames, of the two `halves` of the clip, and of the largest `step` that
    lasted (at `step_s`); `gaps` are (seconds apart, mean similarity). `p_values` say how rare each
    is among real footage. Where looks could be judged, the row's own risk and verdict are of the
    measures and the looks together, and `risk_without`, `verdict_without` what the measures alone
    say; else these are None. `vbench` is VBench's subject_consistency, where its network was
    installed.
    """

    models: tuple[str, ...]
    looks: int = 0
    jump: float | None = None
    halves: float | None = None
    step: float | None = None
    step_s: float | None = None
    gaps: tuple[tuple[float, float], ...] = ()
    p_values: dict[str, float] = Field(default_factory=dict)
    reference: float | None = None
    faces: FaceRow | None = None
    vbench: float | None = None
    risk_without: float | None = None
    verdict_without: Verdict | None = None
    note: str | None = None
    note_zh: str | None = None


class OtherRow(Row):
    """A further subject of the clip, by itself."""

    name: str
    subject: SubjectRow | None
    status: Status
    reason: str | None
    verdict: Verdict
    risk: float | None
    consistency: int | None


class ClipRow(Row):
    """Everything measured and judged of one clip.

    `span_s` is the part of the file that was looked at, where it holds several shots; all times
    count from the file's beginning. `seed` is what the file itself says; `human` stands beside the
    verdict.
    `others` are further subjects; verdict, risk and events are then of all of them.
    `strip`, `figures` (its subjects, cut out) and `signature` (what shots are compared by) are
    files relative to run.json.
    """

    path: str
    status: Status
    reason: str | None = None
    reason_zh: str = ""
    verdict: Verdict
    risk: float | None = None
    consistency: int | None = None
    false_alarm_rate: float | None = None
    clip: ClipFacts | None = None
    subject: SubjectRow | None = None
    metrics: dict[str, MetricRow] = Field(default_factory=dict)
    events: tuple[Event, ...] = ()
    clean_ranges_s: tuple[tuple[float, float], ...] = ()
    curves: Curves | None = None
    playback: Playback | None = None
    strip: str | None = None
    signature: str | None = None
    figures: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    shot: str | None = None
    take: int | None = None
    generator: str | None = None
    human: HumanRow | None = None
    seed: int | None = None
    span_s: tuple[float, float] | None = None
    camera: CameraRow | None = None
    identity: IdentityRow | None = None
    colours: tuple[ColourRow, ...] = ()
    others: tuple[OtherRow, ...] = ()

    @property
    def pictures(self) -> tuple[str, ...]:
        """The names of all its picture files, relative to run.json; the strip first."""
        sides = (getattr(event, side) for event in self.events for side in SIDES)
        return tuple(name for name in (self.strip, *sides, self.signature, *self.figures) if name)

    def without_pictures(self) -> ClipRow:
        """The row with no picture's name, for where their files do not go along."""
        events = tuple(event.model_copy(update=dict.fromkeys(SIDES)) for event in self.events)
        return self.model_copy(
            update={"strip": None, "signature": None, "figures": (), "events": events}
        )

    @property
    def content(self) -> str | None:
        """What identifies it: the file's hash, with its part where the file holds several shots."""
        if self.clip is None:
            return None
        part = f"#t={self.span_s[0]:g},{self.span_s[1]:g}" if self.span_s else ""
        return self.clip.sha256 + part
