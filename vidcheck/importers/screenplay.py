"""Elements of a screenplay, whatever format they came in, into scenes and shots.

The author's division stands: in a scene with `[[shot: …]]` notes (or Final Draft's shot lines)
only these open a shot. Elsewhere each paragraph of action opens one, and speech belongs to the
action before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vidcheck.importers.fields import keep, put_phrase
from vidcheck.importers.film_words import read_phrase, word_in
from vidcheck.importers.headings import Heading, forced_heading, read_heading
from vidcheck.importers.script import FoundScene, FoundShot, Script, Speech

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SHOT_NOTE = re.compile(
    r"(?:shot|镜头|镜号|镜)\s*(?P<number>[A-Za-z0-9\-_]{0,20})\s*[:：](?P<words>.*)",
    re.IGNORECASE | re.DOTALL,
)
_EXTENSION = re.compile(r"[(（]([^()（）]*)[)）]")
_CONTINUED = re.compile(r"cont(?:inue|')?d?\.?|续|接上", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its kind, its words, the lines as they stood, and the first of these.

    Kinds: title, credit, heading, forced heading, action, character, dual, parenthetical,
    dialogue, transition, centred, note, shot, section, synopsis.
    """

    kind: str
    text: str
    raw: str
    line: int
    number: str | None = None


def assembled(elements: Iterable[Element]) -> Script:
    """Scenes and shots out of the elements, in order."""
    script = Script()
    scenes: list[list[Element]] = [[]]
    for element in elements:
        if element.kind in {"heading", "forced heading"}:
            scenes.append([element])
        elif element.kind == "title":
            script.title = f"{script.title} {element.text}" if script.title else element.text
        elif element.kind == "credit":
            script.credits.append(element.text)
        else:
            scenes[-1].append(element)
    before: list[str] = []
    for parts in scenes:
        maker = _SceneMaker(script, parts, before)
        made = maker.made()
        before = maker.waiting
        if made.shots:
            script.scenes.append(made)
    _say_how(script, scenes)
    return script


def _say_how(script: Script, scenes: Sequence[Sequence[Element]]) -> None:
    if any(scene and not _divided(scene) for scene in scenes) and script.scenes:
        script.remark(
            None,
            "each paragraph of action became one shot; [[shot: MCU, dolly_in, 4s]] divides a "
            "scene as you want it",
            "每段动作各成一个镜头；要自己分镜，就在剧本里写 [[shot: 近景, 推, 4s]]",
        )


def _divided(scene: Iterable[Element]) -> bool:
    """Whether the author marked where shots begin."""
    return any(
        one.kind == "shot" or (one.kind == "note" and is_shot_note(one.text)) for one in scene
    )


def is_shot_note(text: str) -> bool:
    """Whether a note opens a shot: `shot: MCU, dolly_in, 4s`, `镜头 7: 近景`."""
    return _SHOT_NOTE.fullmatch(text) is not None


class _SceneMaker:
    """Puts the elements of one scene into its shots."""

    def __init__(self, script: Script, parts: Sequence[Element], notes: list[str]) -> None:
        self.script = script
        self.parts = parts
        self.divided = _divided(parts)
        self.scene = FoundScene(line=parts[0].line if parts else 1)
        self.waiting: list[str] = list(notes)
        self.speaker: str | None = None
        self.mode: str | None = None
        self.delivery: list[str] = []
        self.speaking = False

    def made(self) -> FoundScene:
        for part in self.parts:
            _HANDLERS[part.kind](self, part)
            self.speaking = part.kind == "dialogue"
        if not self.scene.shots and self.scene.heading:
            shot = self._open(self.scene.line)
            shot.action.append(self.scene.place or self.scene.heading)
            self.script.remark(
                self.scene.line,
                f"'{self.scene.heading}' has a heading and nothing else: one shot of the place",
                f"“{self.scene.heading}”只有场景标题：写成一个空镜",
            )
        if self.scene.heading and self.scene.shots:
            self.scene.shots[0].source.insert(0, self.scene.heading)
        return self.scene

    def heading(self, part: Element) -> None:
        heading = forced_heading(part.text) if part.kind != "heading" else read_heading(part.text)
        heading = heading or Heading(part.text)
        self.scene.heading = part.raw.strip()
        self.scene.place = heading.place
        self.scene.int_ext = heading.int_ext
        self.scene.time = heading.time
        self.scene.number = part.number or heading.number
        self.waiting += list(heading.rest)

    def action(self, part: Element) -> None:
        shot = self._shot(part.line)
        if not self.divided and (shot.action or shot.dialogue or shot.text_on_screen):
            shot = self._open(part.line)
        shot.action.append(part.text)
        shot.source.append(part.raw)

    def centred(self, part: Element) -> None:
        shot = self._shot(part.line)
        shot.text_on_screen.append(part.text)
        shot.source.append(part.raw)

    def shot(self, part: Element) -> None:
        """Final Draft's own element: `CLOSE ON MEI`, which may hold film words."""
        shot = self._open(part.line)
        found = read_phrase(part.text)
        shot.camera.update(found.camera)
        if found.unknown:
            shot.action.append(part.text)
        shot.seconds = found.seconds
        shot.source.append(part.raw)

    def note(self, part: Element) -> None:
        match = _SHOT_NOTE.fullmatch(part.text)
        if match is None:
            notes = self.scene.shots[-1].notes if self.scene.shots else self.waiting
            notes.append(part.text)
            return
        shot = self._open(part.line)
        shot.number = match["number"] or None
        shot.source.append(part.raw)
        put_phrase(self.script, shot, read_phrase(match["words"]))

    def character(self, part: Element) -> None:
        self.speaker = _EXTENSION.sub("", part.text).strip() or part.text
        self.mode, self.delivery = None, []
        for extension in _EXTENSION.findall(part.text):
            said = extension.strip()
            if not said or _CONTINUED.fullmatch(said.replace("’", "'").replace(" ", "")):
                continue
            if self.mode is None and (mode := word_in("speech", said)):
                self.mode = mode
            else:
                self.delivery.append(said)
        shot = self._shot(part.line)
        shot.source.append(part.raw)
        if part.kind == "dual":
            shot.notes.append(f"dual dialogue: {self.speaker}")

    def parenthetical(self, part: Element) -> None:
        self.delivery.append(part.text.strip("()（） "))
        self._shot(part.line).source.append(part.raw)

    def dialogue(self, part: Element) -> None:
        shot = self._shot(part.line)
        shot.source.append(part.raw)
        delivery = "; ".join(word for word in self.delivery if word) or None
        last = shot.dialogue[-1] if shot.dialogue else None
        if last and self.speaking and delivery is None:
            joined = f"{last.text}\n{part.text}"
            shot.dialogue[-1] = Speech(last.by, joined, last.mode, last.delivery)
        else:
            shot.dialogue.append(Speech(self.speaker, part.text, self.mode, delivery))
        self.delivery = []

    def transition(self, part: Element) -> None:
        words = part.text.rstrip(" .:。：")
        bare = re.sub(r"\s+TO$|[至到]$", "", words, flags=re.IGNORECASE)
        known = next((one for one in (words, bare) if word_in("transition", one)), None)
        if not self.scene.shots:
            self._before(part, known)
            return
        shot = self.scene.shots[-1]
        shot.source.append(part.raw)
        if known:
            shot.transition = known
        else:
            keep(self.script, shot, "", [part.text])

    def _before(self, part: Element, known: str | None) -> None:
        """Before any shot of its scene it ends the scene before, or opens the film."""
        if known and self.script.scenes:
            self.script.scenes[-1].shots[-1].transition = known
        else:
            self.waiting.append(part.text)

    def section(self, part: Element) -> None:
        """Headlines of the outline are no part of the film."""

    def synopsis(self, part: Element) -> None:
        self.scene.synopsis.append(part.text)

    def _shot(self, line: int) -> FoundShot:
        return self.scene.shots[-1] if self.scene.shots else self._open(line)

    def _open(self, line: int) -> FoundShot:
        shot = FoundShot(line=line, notes=self.waiting)
        self.waiting = []
        self.scene.shots.append(shot)
        return shot


_HANDLERS = {
    "heading": _SceneMaker.heading,
    "forced heading": _SceneMaker.heading,
    "action": _SceneMaker.action,
    "centred": _SceneMaker.centred,
    "shot": _SceneMaker.shot,
    "note": _SceneMaker.note,
    "character": _SceneMaker.character,
    "dual": _SceneMaker.character,
    "parenthetical": _SceneMaker.parenthetical,
    "dialogue": _SceneMaker.dialogue,
    "transition": _SceneMaker.transition,
    "section": _SceneMaker.section,
    "synopsis": _SceneMaker.synopsis,
}
