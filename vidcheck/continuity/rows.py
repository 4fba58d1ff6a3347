"""What is said of consistency across shots, in the JSON shape that run.json promises."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from vidcheck.judge.rows import Row, Verdict

Aspect = Literal["identity", "face", "wardrobe", "product"]
StyleAspect = Literal["brightness", "contrast", "saturation", "warmth", "tint", "grain"]


NOT_MEASURED = (
    "Consistency across shots is not measured yet: nothing is said about it, good or bad."
)
NOT_MEASURED_ZH = "目前还不测量镜头之间的一致性：这里不作任何判断，既不说好，也不说坏。"


class Appearance(Row):
    """A subject in one shot: the take that stands for it, and a picture of the subject there.

    `picture` is relative to run.json; `look` the wardrobe state that the storyboard names;
    `faces` how many of the looked-at frames show its face, None where nobody looked.
    """

    shot: str
    take: str
    look: str | None = None
    picture: str | None = None
    frames: int = 0
    faces: int | None = None


class Cell(Row):
    """Two shots of one subject compared in one aspect.

    `z` in spreads inside shots, None where nothing of it can be compared; `distances` are what it
    is made of: 1 - cosine for faces, bodies and edges, ΔE for colours, share of unmet corners;
    `distance` is the one of them that weighs most.
    """

    shots: tuple[str, str]
    aspect: Aspect
    distance: float | None = None
    distances: dict[str, float] = Field(default_factory=dict)
    z: float | None
    verdict: Verdict


class ContinuityFinding(Row):
    """What differs: the odd shot first, then the shot it is held against, with their pictures.

    `z` is how many spreads inside shots the two are apart; `pictures` belong to `shots` in order.
    """

    shots: tuple[str, ...]
    aspect: str
    verdict: Verdict
    z: float | None
    evidence: str
    evidence_zh: str = ""
    pictures: tuple[str | None, ...] = ()


class SubjectMatrix(Row):
    """A subject × its shots: where it appears, and every pair compared."""

    name: str | None = None
    appearances: tuple[Appearance, ...] = ()
    cells: tuple[Cell, ...] = ()
    note: str | None = None
    note_zh: str | None = None


class StyleValue(Row):
    """One shot's picture in one number, and how far it stands from the film's middle (z)."""

    value: float
    z: float | None


class StyleRow(Row):
    """How one shot looks as a whole: lightness, contrast, colour, grain; the film is the measure.

    `palette` are its main colours as #rrggbb, most of it first.
    """

    shot: str
    take: str
    verdict: Verdict
    values: dict[StyleAspect, StyleValue] = Field(default_factory=dict)
    palette: tuple[str, ...] = ()
    evidence: str | None = None
    evidence_zh: str | None = None
    picture: str | None = None


class Continuity(Row):
    """Comparisons across shots.

    `subjects` holds what was found, `matrix` everything that was compared, `style` the film's look;
    `models` names those that were used (empty: colours, corners and edges only); `note` says what
    was not compared and why.
    """

    subjects: dict[str, tuple[ContinuityFinding, ...]] = Field(default_factory=dict)
    matrix: dict[str, SubjectMatrix] = Field(default_factory=dict)
    style: tuple[StyleRow, ...] = ()
    models: tuple[str, ...] = ()
    note: str | None = NOT_MEASURED
    note_zh: str | None = NOT_MEASURED_ZH
