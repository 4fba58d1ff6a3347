"""The film as the storyboard has it, in run.json: what an editor needs beside the takes."""

from __future__ import annotations

from pydantic import Field

from vidcheck.judge.rows import Row


class Said(Row):
    """A text in both languages; one that was written in one of them stands in both."""

    en: str
    zh: str

    def say(self, language: str) -> str:
        """In the language asked for."""
        return self.zh if language == "zh" else self.en


class SpokenRow(Row):
    """One line of dialogue: who speaks (None: nobody named), the words and how it is heard."""

    by: Said | None
    text: Said
    mode: str
    delivery: Said | None = None


class PlacedRow(Row):
    """A subject in a shot as the storyboard places it, in the codes of its vocabularies.

    `look` is the wardrobe state that holds here, `wears` what it says; `looks_at` names a subject,
    a fixed point or a side of the camera.
    """

    subject: str
    name: Said
    look: str | None = None
    wears: Said | None = None
    position: str | None = None
    facing: str | None = None
    looks_at: Said | None = None
    enters: bool = False
    exits: bool = False
    state: Said | None = None


class LightRow(Row):
    """How a shot is lit, in the codes of the storyboard's vocabularies."""

    key: str | None = None
    source: Said | None = None
    direction: str | None = None
    quality: str | None = None
    kelvin: int | None = None


class JoinRow(Row):
    """How a shot joins an earlier one: which, by its vocabulary how, and what must be kept."""

    shot: str | None = None
    kind: str = "cut"
    keep: tuple[str, ...] = ()


class RuleRow(Row):
    """What the storyboard's rules of cutting say of a shot: the rule's code and the sentence."""

    code: str
    says: Said


class StagingRow(Row):
    """What a script supervisor asks of a shot: who stands where, which way, in which light.

    `axis` names the two ends of the scene's line of action, `crosses` whether a jump over it is
    meant; `props` are (subject, name); `rules` is what `vidcheck lint` finds of axis, eyelines,
    directions and cuts.
    """

    axis: tuple[Said, Said] | None = None
    crosses: bool = False
    screen_direction: str | None = None
    light: LightRow = LightRow()
    cast: tuple[PlacedRow, ...] = ()
    props: tuple[tuple[str, Said], ...] = ()
    join: JoinRow | None = None
    ends: Said | None = None
    rules: tuple[RuleRow, ...] = ()


class ScriptRow(Row):
    """One shot as the storyboard asks for it; film words are the codes of its vocabularies.

    `staging` is None in results of older versions.
    """

    shot: str
    scene: str
    scene_number: str | None = None
    place: str | None = None
    int_ext: str | None = None
    time: str | None = None
    duration_s: float
    title: Said | None = None
    action: Said
    camera: dict[str, str | int] = Field(default_factory=dict)
    cast: tuple[Said, ...] = ()
    props: tuple[Said, ...] = ()
    dialogue: tuple[SpokenRow, ...] = ()
    sound: Said | None = None
    music: Said | None = None
    text_on_screen: Said | None = None
    transition: str = "cut"
    notes: Said | None = None
    staging: StagingRow | None = None


class FilmRow(Row):
    """The edit's frame rate, frame shape and language, and every shot in the order of the film."""

    fps: float
    aspect: str
    language: str
    shots: tuple[ScriptRow, ...]
