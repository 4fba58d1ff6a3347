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


class ScriptRow(Row):
    """One shot as the storyboard asks for it; film words are the codes of its vocabularies."""

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


class FilmRow(Row):
    """The edit's frame rate, frame shape and language, and every shot in the order of the film."""

    fps: float
    aspect: str
    language: str
    shots: tuple[ScriptRow, ...]
