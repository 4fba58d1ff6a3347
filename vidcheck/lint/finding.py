"""What a rule is, what it is told, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from vidcheck.errors import ProfileError
from vidcheck.generators.load import profile
from vidcheck.lint.planned import planned
from vidcheck.storyboard.defaults import target_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from vidcheck.generators.profile import GeneratorProfile
    from vidcheck.lint.planned import Planned
    from vidcheck.storyboard.load import LoadedStoryboard
    from vidcheck.storyboard.model import Scene, Shot, Storyboard
    from vidcheck.storyboard.strict_yaml import Keys, Spot
    from vidcheck.storyboard.text import Text

Severity = Literal["error", "warn", "note"]


class Both(NamedTuple):
    """The same sentence in English and in Chinese."""

    en: str
    zh: str

    def say(self, language: str) -> str:
        """In the language asked for; English where it is neither."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that would go wrong; line and column are 1-based, `shot` None where none is meant.

    The fields are those of `lint --format json`.
    """

    code: str
    severity: Severity
    message: str
    hint: str
    path: str
    line: int
    column: int
    shot: str | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A finding as its rule says it: the key path, the words, and what the rule's row does not say.

    `severity` and `hint` replace the row's where they are given, `spot` the key path's place.
    """

    keys: Keys
    says: Both
    shot: str | None = None
    severity: Severity | None = None
    hint: Both | None = None
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table: code, weight, name, mend, and the function that looks."""

    code: str
    severity: Severity
    title: Both
    hint: Both
    find: Callable[[View], Iterator[Hit]]


@dataclass(frozen=True)
class Placed:
    """A shot with its scene and its key path."""

    scene: Scene
    shot: Shot
    keys: Keys

    @property
    def id(self) -> str:
        """The shot's id."""
        return self.shot.id

    @cached_property
    def who(self) -> frozenset[str]:
        """Subjects in the cast."""
        return frozenset(cast.who for cast in self.shot.cast)

    @cached_property
    def seen(self) -> frozenset[str]:
        """Subjects in the cast and among the props."""
        return self.who | set(self.shot.props)

    def prompt_texts(self) -> Iterator[tuple[Keys, Text]]:
        """The texts of the shot that become prompt, with their key paths."""
        shot = self.shot
        pairs = (("action", shot.action), ("end_state", shot.end_state))
        for name, text in pairs:
            if text is not None:
                yield (*self.keys, name), text
        for index, cast in enumerate(shot.cast):
            if cast.state is not None:
                yield (*self.keys, "cast", index, "state"), cast.state
        if shot.target is not None and shot.target.prompt is not None:
            yield (*self.keys, "target", "prompt"), shot.target.prompt


@dataclass(frozen=True)
class View:
    """All that a rule is told: the storyboard, the places in its file, the generators known."""

    loaded: LoadedStoryboard
    profiles: Mapping[str, GeneratorProfile] = field(default_factory=dict)

    @property
    def board(self) -> Storyboard:
        """The storyboard."""
        return self.loaded.storyboard

    @cached_property
    def shots(self) -> tuple[Placed, ...]:
        """Every shot in the order of the film."""
        return tuple(
            Placed(scene, shot, ("scenes", s, "shots", i))
            for s, scene in enumerate(self.board.scenes)
            for i, shot in enumerate(scene.shots)
        )

    @cached_property
    def by_id(self) -> dict[str, Placed]:
        """Shots by id."""
        return {placed.id: placed for placed in self.shots}

    def neighbours(self) -> Iterator[tuple[Placed, Placed]]:
        """Each shot with the one before it in the same scene."""
        for before, after in zip(self.shots, self.shots[1:], strict=False):
            if before.scene is after.scene:
                yield before, after

    @cached_property
    def plan(self) -> Planned:
        """The storyboard compiled for the generators that its shots and units name."""
        named = [self.generator(placed) for placed in self.shots]
        models = [unit.target.model for unit in self.board.units if unit.target is not None]
        named += [self.find(model) for model in models if model is not None]
        return planned(self.loaded, [profile for profile in named if profile is not None])

    def generator(self, placed: Placed) -> GeneratorProfile | None:
        """The generator that a shot names, or None where it names none or none that is known."""
        model = target_of(self.board, placed.shot).model
        return self.find(model) if model else None

    def find(self, model: str) -> GeneratorProfile | None:
        """A generator by id or alias."""
        try:
            return profile(model, dict(self.profiles)) if self.profiles else None
        except ProfileError:
            return None


def wordings(text: Text) -> tuple[str, ...]:
    """Everything a text says, in each language it was written in."""
    return tuple(part for part in (text.plain, text.en, text.zh) if part)
