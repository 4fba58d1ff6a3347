"""From what was found in a script to the data of a storyboard, with the author's words in it.

Nothing is invented that reads like the author's: what a storyboard needs and a script does not
say (looks, style, lengths) gets a neutral stand-in, and each kind of stand-in is said once.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from vidcheck.errors import StoryboardError
from vidcheck.importers.decoding import printable
from vidcheck.importers.names import Register, label, unique
from vidcheck.storyboard.grow import shot_letters
from vidcheck.storyboard.speech import seconds_to_say
from vidcheck.storyboard.words import VOCABULARIES

if TYPE_CHECKING:
    from pathlib import Path

    from vidcheck.importers.script import FoundScene, FoundShot, Script, Speech
    from vidcheck.storyboard.text import Language

MOST_SHOTS = 3000
MOST_SUBJECTS = 500
SHORTEST_GUESS_S, LONGEST_GUESS_S = 4, 600
"""A shot without a length gets 4 s, the shortest that most generators make, or what its lines
need."""

_TEMPLATE = re.compile(r"\{\{|\{%|\{#|\{[^{}]*\|[^{}]*\}")
_SAYS = {
    "style": ("one consistent look throughout", "全片风格统一"),
    "place": ("the place that the action describes", "画面内容所描述的环境"),
    "title": ("Untitled", "未命名"),
}


def skeleton(script: Script, path: Path, language: Language) -> dict[str, Any]:
    """The storyboard's data, section by section; remarks are added to the script.

    Raises: StoryboardError where there is nothing to make a shot of, or far too much.
    """
    number = sum(len(scene.shots) for scene in script.scenes)
    if not number:
        raise StoryboardError(
            f"{path}:1: nothing in it makes a shot",
            hint="it needs a scene heading, action or dialogue, or a row with a description",
        )
    if number > MOST_SHOTS:
        raise StoryboardError(
            f"{path}:1: {number} shots, more than {MOST_SHOTS}",
            hint="import it in parts; `include:` joins storyboards",
        )
    return _Maker(script, path, language).made()


class _Maker:
    """Turns one script into data; keeps the ids given so far."""

    def __init__(self, script: Script, path: Path, language: Language) -> None:
        self.script = script
        self.path = path
        self.zh = language == "zh"
        self.language = language
        self.people = Register("c")
        self.things = Register("p", taken=self.people.taken)
        self.places = Register("place")
        self.place_facts: dict[str, dict[str, str]] = {}
        self.scene_ids: set[str] = set()
        self.shot_ids: set[str] = set()
        self.guessed = 0
        self.disarmed = False

    def made(self) -> dict[str, Any]:
        self._meet()
        scenes = [self._scene(scene, number) for number, scene in enumerate(self.script.scenes, 1)]
        self._say_what_is_missing()
        found: dict[str, Any] = {
            "project": self._project(),
            "style": {"prompt": _SAYS["style"][self.zh]},
            "subjects": {
                **{made: self._subject(name, "person") for made, name in self.people.names.items()},
                **{made: self._subject(name, "prop") for made, name in self.things.names.items()},
            },
            "places": self.place_facts,
            "scenes": scenes,
        }
        return {key: value for key, value in found.items() if value}

    def _meet(self) -> None:
        """Everyone who speaks or is named in a column, before the texts are searched for them."""
        for scene in self.script.scenes:
            for shot in scene.shots:
                for name in (*shot.cast, *(line.by for line in shot.dialogue if line.by)):
                    if self._clean(name):
                        self.people.id_of(self._clean(name))
                for name in shot.props:
                    if self._clean(name):
                        self.things.id_of(self._clean(name))
                if len(self.people.ids) + len(self.things.ids) > MOST_SUBJECTS:
                    raise StoryboardError(
                        f"{self.path}:{shot.line}: more than {MOST_SUBJECTS} people and things",
                        hint="is the column of names the right one?",
                    )
        self.mentions = _mentions(self.people.names)

    def _project(self) -> dict[str, Any]:
        title = self._clean(self.script.title or "") or _SAYS["title"][self.zh]
        found: dict[str, Any] = {"title": title, "language": self.language}
        if self.script.fps:
            found["fps"] = self.script.fps
        if self.script.aspect:
            found["aspect"] = self.script.aspect
        return found

    def _subject(self, name: str, kind: str) -> dict[str, Any]:
        word = VOCABULARIES["kind"].word(kind)
        track = VOCABULARIES["track"].word("face" if kind == "person" else "object")
        return {
            "kind": word.zh if self.zh else word.code,
            "name": name,
            "identity": name,
            "track": track.zh if self.zh else track.code,
        }

    def _scene(self, scene: FoundScene, number: int) -> dict[str, Any]:
        part = label(scene.number) or str(number)
        name = f"sc{int(part):02d}" if part.isdecimal() else f"sc{part}"
        found: dict[str, Any] = {"id": unique(name, self.scene_ids)}
        if scene_number := self._clean(scene.number or ""):
            found["number"] = scene_number
        found["place"] = self._place(scene)
        if scene.time:
            found["time"] = scene.time
        if synopsis := self._joined(scene.synopsis):
            found["synopsis"] = synopsis
        found["shots"] = [
            self._shot(shot, scene, f"{part}{'-' if part[-1:].isalpha() else ''}", index)
            for index, shot in enumerate(scene.shots)
        ]
        return found

    def _place(self, scene: FoundScene) -> str:
        name = self._clean(scene.place)
        key = f"{' '.join(name.casefold().split())}\n{scene.int_ext or ''}"
        made = self.places.id_of(name, key)
        facts = {"int_ext": scene.int_ext} if scene.int_ext else {}
        self.place_facts.setdefault(made, {**facts, "prompt": name or _SAYS["place"][self.zh]})
        if not name:
            self.script.remark(
                None,
                "no place is named: say under places what it looks like",
                "没有写明地点：请在 places 里写上环境",
            )
        return made

    def _shot(self, shot: FoundShot, scene: FoundScene, prefix: str, index: int) -> dict[str, Any]:
        own = label(shot.number)
        wanted = own or f"{prefix}{shot_letters(index)}"
        if wanted.casefold() in self.shot_ids and own:
            wanted = f"{label(scene.number) or prefix.rstrip('-')}-{own}"
        action = self._joined(shot.action)
        found: dict[str, Any] = {
            "id": unique(wanted, self.shot_ids),
            "duration": self._seconds(shot),
            "action": action or self._stand_in(shot, scene),
        }
        texts = {
            "sound": self._joined(shot.sound),
            "music": self._joined(shot.music),
            "text_on_screen": self._joined(shot.text_on_screen),
            "transition": shot.transition,
            "notes": self._joined(shot.notes),
        }
        lists = {
            "cast": self._cast(shot, action),
            "props": self._props(shot),
            "camera": {key: int(value) if key == "lens_mm" else value
                       for key, value in shot.camera.items()},
            "dialogue": self._dialogue(shot),
        }  # fmt: skip
        found |= {key: value for key, value in (lists | texts).items() if value}
        if source := _lines(shot.source):
            found["source"] = source
        if shot.meta:
            found["meta"] = {key: printable(value) for key, value in shot.meta.items()}
        return found

    def _seconds(self, shot: FoundShot) -> float | int:
        if shot.seconds is not None:
            return int(shot.seconds) if shot.seconds == int(shot.seconds) else shot.seconds
        self.guessed += 1
        spoken = sum(seconds_to_say(line.text) for line in shot.dialogue)
        return min(LONGEST_GUESS_S, max(SHORTEST_GUESS_S, math.ceil(spoken)))

    def _stand_in(self, shot: FoundShot, scene: FoundScene) -> str:
        """The action of a shot whose script says none: who speaks, else where it is."""
        self.script.remark(
            shot.line,
            "a shot without a description: say what is seen in its action",
            "有镜头没有画面内容：请在 action 里写上看到什么",
        )
        names = (self._clean(line.by or "") for line in shot.dialogue if _on_screen(line))
        speakers = list(dict.fromkeys(filter(None, names)))
        if speakers:
            verb = "speaks" if len(speakers) == 1 else "speak"
            return f"{'、'.join(speakers)}说话。" if self.zh else f"{', '.join(speakers)} {verb}."
        seen = [*shot.text_on_screen, *shot.sound, scene.place]
        return next(filter(None, map(self._clean, seen)), _SAYS["place"][self.zh])

    def _props(self, shot: FoundShot) -> list[str]:
        names = filter(None, map(self._clean, shot.props))
        return list(dict.fromkeys(self.things.id_of(name) for name in names))

    def _cast(self, shot: FoundShot, action: str) -> list[dict[str, str]]:
        seen = [self.people.id_of(name) for name in map(self._clean, shot.cast) if name]
        named = self.mentions.findall(action) if self.mentions else []
        seen += [self.people.id_of(name) for name in named]
        for line in shot.dialogue:
            if (name := self._clean(line.by or "")) and _on_screen(line):
                seen.append(self.people.id_of(name))
        return [{"who": who} for who in dict.fromkeys(seen)]

    def _dialogue(self, shot: FoundShot) -> list[dict[str, str]]:
        lines = []
        for speech in shot.dialogue:
            text, by = self._clean(speech.text), self._clean(speech.by or "")
            if not text:
                continue
            line = {"by": self.people.id_of(by)} if by else {}
            line["text"] = text
            if speech.mode:
                line["mode"] = speech.mode
            if delivery := self._clean(speech.delivery or ""):
                line["delivery"] = delivery
            lines.append(line)
        return lines

    def _joined(self, texts: list[str]) -> str:
        return "\n".join(part for part in map(self._clean, texts) if part)

    def _clean(self, text: str) -> str:
        """The words, without what no file can hold; braces that would be a template are widened."""
        words = printable(text).strip()
        if "{" in words and _TEMPLATE.search(words):
            self.disarmed = True
            words = words.replace("{", "｛").replace("}", "｝")
        return words

    def _say_what_is_missing(self) -> None:
        script = self.script
        if self.guessed:
            script.remark(
                None,
                f"{self.guessed} shots had no length: guessed, {SHORTEST_GUESS_S} s or what the "
                "lines need",
                f"{self.guessed} 个镜头没有时长：按 {SHORTEST_GUESS_S} 秒或台词所需估计",
            )
        if self.people.ids or self.things.ids:
            script.remark(
                None,
                "identity holds only names: say what never changes about each, and add pictures",
                "identity 只有名字：请写上每个人和物不变的特征，并加参考图",
            )
        script.remark(
            None,
            "style.prompt is a stand-in: say how the film looks",
            "style.prompt 是占位文字：请写上整体风格",
        )
        if self.disarmed:
            script.remark(
                None,
                "braces would be read as variables or choices: written ｛ ｝ in the texts",
                "花括号会被当作变量或选项：文字里改成了 ｛ ｝",
            )


def _on_screen(line: Speech) -> bool:
    word = VOCABULARIES["speech"].find(line.mode) if line.mode else None
    return word is None or word.code == "on_screen"


def _lines(texts: list[str]) -> str:
    """The lines as they stand, without the spaces at their ends."""
    rows = printable("\n".join(texts)).split("\n")
    return "\n".join(row.rstrip() for row in rows).strip("\n")


def _mentions(names: dict[str, str]) -> re.Pattern[str] | None:
    """Finds the names of people in a text: `MEI` or `Mei`, 林梅; one letter alone never."""
    spellings = {
        spelling
        for name in names.values()
        if len(name) > 1
        for spelling in (name, name.title() if name.isupper() else name)
    }
    if not spellings:
        return None
    longest_first = sorted(spellings, key=lambda one: (-len(one), one))
    ends = (rf"(?<![A-Za-z0-9]){re.escape(one)}(?![A-Za-z0-9])" for one in longest_first)
    return re.compile("|".join(ends))
