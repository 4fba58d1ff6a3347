"""A story seed: one page of YAML that a storyboard grows from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field, ValidationError

from vidcheck.errors import StoryboardError
from vidcheck.shipped import shipped
from vidcheck.storyboard.fields import Id, Record, Seconds
from vidcheck.storyboard.load import read_text
from vidcheck.storyboard.names import did_you_mean
from vidcheck.storyboard.strict_yaml import read_yaml
from vidcheck.storyboard.terms import Aspect, IntExt, Kind, Medium, Move, ShotSize, TimeOfDay, Track
from vidcheck.storyboard.text import Text

if TYPE_CHECKING:
    from pathlib import Path

BLANK = "blank"


class SeedSubject(Record):
    """Someone or something of the story; `look` is what it wears."""

    kind: Kind
    name: Text
    identity: Text
    look: Text | None = None
    track: Track = "body"


class SeedPlace(Record):
    """Where a beat happens."""

    int_ext: IntExt = "INT"
    prompt: Text


class SeedLine(Record):
    """What someone says, in both languages."""

    who: Id
    en: str
    zh: str


class Beat(Record):
    """One moment, which becomes one shot."""

    place: Id
    time: TimeOfDay | None = None
    duration: Seconds
    size: ShotSize
    move: Move = "static"
    who: tuple[Id, ...] = ()
    props: tuple[Id, ...] = ()
    what: Text
    ends: Text
    says: SeedLine | None = None


class Seed(Record):
    """The whole page."""

    seed: Literal[1]
    title: Text
    logline: Text
    mood: Text
    aspect: Aspect = "16:9"
    medium: Medium = "live_action"
    subjects: dict[Id, SeedSubject]
    places: dict[Id, SeedPlace]
    beats: tuple[Beat, ...] = Field(min_length=1)


def seed_names() -> list[str]:
    """The seeds that travel with vidcheck, the blank one first."""
    names = {path.stem for path in shipped("seeds").glob("*.yaml")}
    return sorted(names, key=lambda name: (name != BLANK, name))


def load_seed(name: str) -> Seed:
    """A seed by its name.

    Raises: StoryboardError with the nearest name, or with the place of what is wrong in the file.
    """
    names = seed_names()
    if name not in names:
        hint = did_you_mean(name, names) or f"there are: {', '.join(names)}"
        raise StoryboardError(f"no seed is called '{name}'", hint=hint)
    return read_seed(shipped("seeds") / f"{name}.yaml")


def read_seed(path: Path) -> Seed:
    """A seed from a file. Raises: StoryboardError with `path:line:column: field: message`."""
    document = read_yaml(read_text(path), str(path))
    try:
        return Seed.model_validate(document.data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(key) for key in first["loc"])
        spot = document.nearest(tuple(first["loc"]))
        raise StoryboardError(f"{spot}: {field}: {first['msg']}", hint=None) from error
