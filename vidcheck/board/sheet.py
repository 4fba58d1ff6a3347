"""What stands on the board: the storyboard in one language, shot by shot, with film words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vidcheck.plan.wording import Wording
from vidcheck.storyboard.defaults import camera_of, light_of
from vidcheck.storyboard.words import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.storyboard.load import LoadedStoryboard
    from vidcheck.storyboard.model import Camera, Light, Line, Scene, Shot, Storyboard

LONG_TEXT = 420
"""Letters beyond which a shot is given the whole width of the page; a Chinese one counts double."""


@dataclass(frozen=True, slots=True)
class Note:
    """A line under a shot: what it is about, and what it says."""

    label: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One shot: its film words, its times in seconds, and its lines of text.

    `framing` says in words what the empty frame would show; `move` is the code of the camera move
    and `camera` the words for it; `start_s` counts from the beginning of the film.
    """

    shot: str
    title: str
    size: str
    framing: str
    move: str
    camera: str
    lens: str
    action: str
    notes: tuple[Note, ...]
    seconds: float
    start_s: float
    transition: str

    @property
    def long(self) -> bool:
        """Whether it needs the whole width of the page."""
        text = self.action + "".join(one.text for one in self.notes)
        return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text) > LONG_TEXT


@dataclass(frozen=True, slots=True)
class Strand:
    """One scene: its heading as a screenplay has it, and its shots."""

    heading: str
    place: str
    synopsis: str
    seconds: float
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole board; `aspect` is width over height of the film's frame."""

    title: str
    lang: str
    facts: tuple[str, ...]
    style: str
    aspect: float
    scenes: tuple[Strand, ...]

    @property
    def panels(self) -> list[Panel]:
        """Every shot, in the order of the film."""
        return [panel for scene in self.scenes for panel in scene.panels]


def sheet_of(
    loaded: LoadedStoryboard, lang: str, date: str, shots: Sequence[str] | None = None
) -> Sheet:
    """The board of a storyboard.

    Args:
        loaded: the storyboard.
        lang: `en` or `zh`; texts that were written in the other only are shown as they are.
        date: for the title block.
        shots: only these shots, all without.

    Raises: StoryboardError where a text names a variable that is not defined.
    """
    return _Desk(loaded, lang).sheet(date, shots)


def term(name: str, code: str | None, lang: str) -> str:
    """The film word of a code in a language; empty where nothing was said."""
    if code is None:
        return ""
    return next(word.label(lang) for word in VOCABULARIES[name].words if word.code == code)


class _Desk:
    """Writes the board in one language."""

    def __init__(self, loaded: LoadedStoryboard, lang: str) -> None:
        self.board: Storyboard = loaded.storyboard
        self.lang = lang
        self.wording = Wording(loaded, lang, self.board.vars)
        self.passed_s = 0.0

    def either(self, en: str, zh: str) -> str:
        return zh if self.lang == "zh" else en

    def term(self, name: str, code: str | None) -> str:
        return term(name, code, self.lang)

    def sheet(self, date: str, shots: Sequence[str] | None) -> Sheet:
        scenes = tuple(
            strand
            for number, scene in enumerate(self.board.scenes)
            if (strand := self.scene(number, scene, shots)).panels
        )
        project = self.board.project
        across, down = (float(part) for part in project.aspect.split(":"))
        seconds = sum(scene.seconds for scene in scenes)
        count = sum(len(scene.panels) for scene in scenes)
        facts = (
            date,
            project.aspect,
            f"{project.fps:g} {self.either('fps', '帧/秒')}",
            self.either(_counted(len(scenes), "scene"), f"{len(scenes)} 场"),
            self.either(_counted(count, "shot"), f"{count} 个镜头"),
            f"{seconds:g} {self.either('s', '秒')}",
        )
        title = self.wording.say(project.title, "project", "title")
        style = self.wording.say(self.board.style.prompt, "style", "prompt")
        return Sheet(title, self.lang, facts, style, across / down, scenes)

    def scene(self, number: int, scene: Scene, shots: Sequence[str] | None) -> Strand:
        panels = []
        for i, shot in enumerate(scene.shots):
            if shots is None or shot.id in shots:
                panels.append(self.panel(shot, ("scenes", number, "shots", i)))
            self.passed_s += shot.duration
        place = self.board.places.get(scene.place)
        parts = [
            f"{self.either('Scene', '第')} {scene.number or scene.id}{self.either('', ' 场')}",
            self.term("int_ext", place.int_ext if place else None),
            scene.place,
            self.term("time", scene.time),
        ]
        return Strand(
            heading=" · ".join(part for part in parts if part),
            place=self.wording.say(
                place.prompt if place else None, "places", scene.place, "prompt"
            ),
            synopsis=self.wording.say(scene.synopsis, "scenes", number, "synopsis"),
            seconds=sum(panel.seconds for panel in panels),
            panels=tuple(panels),
        )

    def panel(self, shot: Shot, keys: tuple[str | int, ...]) -> Panel:
        camera = camera_of(self.board, shot)
        join = self.either(", ", "，")
        framed = [
            self.term("size", camera.size),
            self.term("setup", camera.setup),
            self.term("angle", camera.angle),
        ]
        return Panel(
            shot=shot.id,
            title=self.wording.say(shot.title, *keys, "title"),
            size=camera.size or "",
            framing=join.join(word for word in framed if word),
            move=camera.move,
            camera=self.camera(camera),
            lens=f"{camera.lens_mm} mm" if camera.lens_mm else "",
            action=self.wording.say(shot.action, *keys, "action"),
            notes=tuple(self.notes(shot, keys)),
            seconds=shot.duration,
            start_s=self.passed_s,
            transition="" if shot.transition == "cut" else self.term("transition", shot.transition),
        )

    def camera(self, camera: Camera) -> str:
        words = [
            self.term("move", camera.move),
            self.term("speed", camera.move_speed),
            self.term("rig", camera.rig),
            self.term("focus", camera.focus),
        ]
        return self.either(", ", "，").join(word for word in words if word)

    def notes(self, shot: Shot, keys: tuple[str | int, ...]) -> list[Note]:
        say, either = self.wording.say, self.either
        found = [
            Note(self.speaker(line), self.line(line, (*keys, "dialogue", i)), "dialogue")
            for i, line in enumerate(shot.dialogue)
        ]
        rest = [
            (either("Ends", "结束"), say(shot.end_state, *keys, "end_state"), "end"),
            (either("Light", "光"), self.light(light_of(self.board, shot), keys), "light"),
            (either("Sound", "音效"), say(shot.sound, *keys, "sound"), "sound"),
            (either("Music", "音乐"), say(shot.music, *keys, "music"), "sound"),
            (either("On screen", "字幕"), say(shot.text_on_screen, *keys, "text_on_screen"), "end"),
            (either("Intent", "意图"), say(shot.intent, *keys, "intent"), "notes"),
            (either("Notes", "备注"), say(shot.notes, *keys, "notes"), "notes"),
        ]
        return found + [Note(label, text, kind) for label, text, kind in rest if text]

    def speaker(self, line: Line) -> str:
        subject = self.board.subjects.get(line.by or "")
        name = self.wording.say(subject.name) if subject and subject.name else line.by
        mode = "" if line.mode == "on_screen" else self.term("speech", line.mode)
        if name and mode:
            return f"{name} ({mode})" if self.lang == "en" else f"{name}（{mode}）"
        return name or mode or self.either("Line", "台词")

    def line(self, line: Line, keys: tuple[str | int, ...]) -> str:
        said = self.wording.say(line.text, *keys, "text")
        quoted = f"“{said}”"
        how = self.wording.say(line.delivery, *keys, "delivery")
        return quoted + (self.either(f" ({how})", f"（{how}）") if how else "")

    def light(self, light: Light, keys: tuple[str | int, ...]) -> str:
        words = [
            self.term("light_key", light.key),
            self.wording.say(light.source, *keys, "light", "source"),
            self.term("light_direction", light.direction),
            self.term("light_quality", light.quality),
            f"{light.kelvin} K" if light.kelvin else "",
        ]
        return self.either(", ", "，").join(word for word in words if word)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
