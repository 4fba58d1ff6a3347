"""What every importer finds in a file, whatever its format, before it becomes a storyboard."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a reader of the storyboard should know, in both languages; `line` is 1-based."""

    line: int | None
    en: str
    zh: str

    def say(self, language: str) -> str:
        """In the language asked for."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Speech:
    """One speech: who says it (the name as written), the words, how it is heard and said."""

    by: str | None
    text: str
    mode: str | None = None
    delivery: str | None = None


@dataclass(slots=True)
class FoundShot:
    """One shot; film words stand as the author spelt them, each known to the vocabulary.

    Attributes:
        line: 1-based place in the file; the row of a table, the number of a board.
        number: the shot's number as written.
        seconds: its length, None where the file says none.
        camera: fields of `camera` by name.
        source: the author's lines, word for word.
    """

    line: int
    number: str | None = None
    seconds: float | None = None
    camera: dict[str, str] = field(default_factory=dict)
    action: list[str] = field(default_factory=list)
    cast: list[str] = field(default_factory=list)
    props: list[str] = field(default_factory=list)
    dialogue: list[Speech] = field(default_factory=list)
    sound: list[str] = field(default_factory=list)
    music: list[str] = field(default_factory=list)
    text_on_screen: list[str] = field(default_factory=list)
    transition: str | None = None
    notes: list[str] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class FoundScene:
    """Shots at one place and time; `heading` is the line that opened it, word for word."""

    line: int
    heading: str = ""
    number: str | None = None
    place: str = ""
    int_ext: str | None = None
    time: str | None = None
    synopsis: list[str] = field(default_factory=list)
    shots: list[FoundShot] = field(default_factory=list)


@dataclass(slots=True)
class Script:
    """A whole file. `credits` are lines of the title page that no field of a storyboard holds."""

    title: str | None = None
    fps: float | None = None
    aspect: str | None = None
    credits: list[str] = field(default_factory=list)
    scenes: list[FoundScene] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def remark(self, line: int | None, en: str, zh: str) -> None:
        """Remember something to be said, once."""
        found = Remark(line, en, zh)
        if found not in self.remarks:
            self.remarks.append(found)
