"""The rules as data: read once from rules.yaml and repairs.yaml, and how a condition is tested."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from vidcheck.decide.rows import Decision

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

    decide: Decision
    when: dict[str, Condition]
    why: Said
    source: str = ""
    hypothesis: bool = False


class Noise(Data):
    """Differences below which two takes tie."""

    risk: float
    burden: float
    source: str
    hypothesis: bool


class Weights(Data):
    """How much each kind of defect spoils a take, 0..1."""

    defects: dict[str, float]
    source: str
    hypothesis: bool


class Tolerance(Data):
    """How far a file may be from its request, as shares of what was asked."""

    duration_share: float
    ratio_share: float
    source: str
    hypothesis: bool


class Rules(Data):
    """rules.yaml."""

    noise: Noise
    weights: Weights
    clean_share: float
    tolerance: Tolerance
    rules: tuple[Rule, ...]

    def weight(self, defect: str) -> float:
        """How much a defect spoils a take, 0..1; one that nobody weighed counts fully."""
        return self.weights.defects.get(defect, 1.0)


class Edit(Data):
    """One change to one field of a shot; exactly one of `set`, `scale`, `append`, `next`."""

    set: str | None = None
    to: str | None = None
    scale: str | None = None
    by: float = 1.0
    least: float = 0.0
    append: str | None = None
    text: Said | None = None
    next: str | None = None

    @model_validator(mode="after")
    def _one_variable(self) -> Edit:
        if sum(name is not None for name in (self.set, self.scale, self.append, self.next)) != 1:
            raise ValueError("an edit changes exactly one field")
        return self

    @property
    def field(self) -> str:
        """The dotted field that changes."""
        return self.set or self.scale or self.append or self.next or ""


class Repair(Data):
    """One thing to try against one symptom."""

    id: str
    when: dict[str, Condition] = Field(default_factory=dict)
    change: Said
    edit: Edit
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
    data: dict[str, Any] = yaml.safe_load((_HERE / name).read_text(encoding="utf-8"))
    return data
