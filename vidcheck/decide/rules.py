"""The rules as data: read once from rules.yaml and repairs.yaml, and how a condition is tested."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from vidcheck.decide.rows import Decision
from vidcheck.shipped import read_data

_HERE = Path(__file__).parent

Fact = float | int | str | bool | None
Facts = dict[str, Fact]


class Data(BaseModel):
    """Base of what the rule files hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Said(Data):
    """The same sentence in both languages."""

    en: str
    zh: str


class Range(Data):
    """Bounds, both included; a bound that is a word names another fact."""

    min: float | str | None = None
    max: float | str | None = None


Condition = Range | list[str | float | bool] | str | float | bool


class Rule(Data):
    """One decision with its conditions and the sentence that says why."""

    id: str
    decide: Decision
    when: dict[str, Condition]
    why: Said
    source: str = ""
    hypothesis: bool = False


class Noise(Data):
    """Differences below which two takes tie."""

    risk: float
    looks: float
    burden: float
    steadiness: float
    stiller: float
    source: str
    hypothesis: bool


class Paired(Data):
    """Curves compared moment by moment: +1 where more is less steady, -1 where it is steadier."""

    measures: dict[str, Literal[-1, 1]]
    least_measures: int
    confidence: float
    source: str
    hypothesis: bool


class Weights(Data):
    """How much each kind of defect, and each promise that is not kept, spoils a take, 0..1."""

    defects: dict[str, float]
    promises: dict[str, float]
    source: str
    hypothesis: bool


class Tolerance(Data):
    """How far a file may be from its request, as shares of what was asked."""

    duration_share: float
    ratio_share: float
    lines_share: float
    source: str
    hypothesis: bool


class Pardon(Data):
    """Kinds of events that a wish explains; `untimed` where the shot does not say when."""

    events: tuple[str, ...]
    untimed: tuple[str, ...] = ()
    source: str


class CameraSizes(Data):
    """How far the picture must go before it counts as a camera move, and may go while it stands.

    Shifts in short sides, zoom as a logarithm, roll in degrees, all over the whole take.
    """

    shift: float
    zoom: float
    roll: float
    still_shift: float
    still_zoom: float
    still_roll: float
    restless: float
    ground_hidden: float
    source: str
    hypothesis: bool


class ColourSizes(Data):
    """When a declared colour counts as seen and as kept, as shares."""

    least_share: float
    kept_share: float
    source: str
    hypothesis: bool


class Rules(Data):
    """rules.yaml."""

    noise: Noise
    paired: Paired
    weights: Weights
    clean_share: float
    sure_p: float
    tolerance: Tolerance
    slack_s: float
    rim_share: float
    meant: dict[str, Pardon]
    camera: CameraSizes
    moves: dict[str, dict[Literal["right", "down", "zoom", "roll"], Literal[-1, 1]]]
    colour: ColourSizes
    rules: tuple[Rule, ...]

    def weight(self, defect: str) -> float:
        """How much a defect spoils a take, 0..1; one that nobody weighed counts fully."""
        return self.weights.defects.get(defect, 1.0)

    def promise(self, what: str) -> float:
        """How much a promise that is not kept spoils a take, 0..1."""
        return self.weights.promises.get(what, 0.0)


Source = Literal["end_of_clean", "end_of_before", "crop_of_take", "fitting_view"]


class Edit(Data):
    """One change to one field; exactly one of `set`, `scale`, `append`, `next`, `add`, `lead`.

    `set` a field to a value, `scale` a number, `append` a sentence to a text, take the `next`
    number, `add` an item to a list, or let an item of a list `lead` it. `of` says whose field:
    the shot's, or that of the subject the shot is about. `use` says where a value comes from that
    only the takes know (decide/anchors.py).
    """

    set: str | None = None
    to: str | None = None
    scale: str | None = None
    by: float = 1.0
    least: float = 0.0
    append: str | None = None
    text: Said | None = None
    next: str | None = None
    add: str | None = None
    item: dict[str, str] | None = None
    lead: str | None = None
    index: int = 0
    of: Literal["shot", "subject"] = "shot"
    use: Source | None = None

    @model_validator(mode="after")
    def _one_variable(self) -> Edit:
        names = (self.set, self.scale, self.append, self.next, self.add, self.lead)
        if sum(name is not None for name in names) != 1:
            raise ValueError("an edit changes exactly one field")
        return self

    @property
    def field(self) -> str:
        """The dotted field that changes."""
        return self.set or self.scale or self.append or self.next or self.add or self.lead or ""


class Repair(Data):
    """One thing to try against one symptom; without an edit where it is no change of one field."""

    id: str
    when: dict[str, Condition] = Field(default_factory=dict)
    change: Said
    edit: Edit | None = None
    source: str
    hypothesis: bool = True


@cache
def rules() -> Rules:
    """rules.yaml, checked."""
    return Rules.model_validate(_read("rules.yaml"))


@cache
def repairs() -> dict[str, tuple[Repair, ...]]:
    """repairs.yaml, checked: by symptom, the first to try first."""
    return {
        symptom: tuple(Repair.model_validate(row) for row in rows)
        for symptom, rows in _read("repairs.yaml").items()
    }


def holds(when: dict[str, Condition], facts: Facts) -> bool:
    """Whether every condition is met; a fact that is unknown (None) meets none."""
    return all(_met(condition, facts[name], facts) for name, condition in when.items())


def _met(condition: Condition, fact: Fact, facts: Facts) -> bool:
    if fact is None:
        return False
    if isinstance(condition, Range):
        low, high = _bound(condition.min, facts), _bound(condition.max, facts)
        above = condition.min is None or (low is not None and float(fact) >= low)
        below = condition.max is None or (high is not None and float(fact) <= high)
        return above and below
    return fact in condition if isinstance(condition, list) else fact == condition


def _bound(bound: float | str | None, facts: Facts) -> float | None:
    value = facts[bound] if isinstance(bound, str) else bound
    return None if value is None else float(value)


def _read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = read_data(_HERE / name)
    return data
