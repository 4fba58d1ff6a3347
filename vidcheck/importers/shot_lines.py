"""Shot lines as Chinese creators write them: `[镜 001 | 4s | 微距 | 固定]`, and text below each.

Below a shot line, `台词：…`, `音效：…` and the like fill a field, `林梅：…` is speech, and any
other line is what happens. A Markdown heading opens a scene.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vidcheck.importers.fields import field_of, put_cell, put_phrase, speeches
from vidcheck.importers.film_words import read_phrase
from vidcheck.importers.headings import forced_heading, read_heading
from vidcheck.importers.script import FoundScene, FoundShot, Script, Speech

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHOT = re.compile(
    r"\s{0,20}(?:[-*]\s{1,4})?[\[【［]\s{0,9}(?:镜头|分镜|镜号|镜|shot)\s{0,9}"
    r"(?P<number>[A-Za-z0-9_\-]{0,20})\s{0,9}(?P<rest>(?:[|｜,，:：][^\]】］]{0,400})?)[\]】］]"
    r"(?P<after>.*)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?P<label>[^:：\s][^:：]{0,24})[:：]\s*(?P<words>\S.*)")
_SETTING = {"place", "int_ext", "time", "scene"}


def has_shot_lines(text: str) -> bool:
    """Whether any line opens a shot in this way."""
    return any(_SHOT.match(line) for line in text.split("\n") if set(line) & set("[【［"))


def shot_line_script(text: str) -> Script:
    """Scenes and shots of a text with shot lines."""
    reader = _Lines()
    reader.read(text.split("\n"))
    return reader.script


class _Lines:
    """Reads line after line into the current shot."""

    def __init__(self) -> None:
        self.script = Script()
        self.waiting: list[str] = []

    def read(self, lines: Iterable[str]) -> None:
        for number, line in enumerate(lines, 1):
            words = line.strip()
            if not words:
                continue
            match = _SHOT.fullmatch(line.rstrip())
            if match is not None:
                self._shot(number, match, words)
            elif words.startswith("#") or read_heading(words) is not None:
                self._scene(number, words)
            elif self.script.scenes and self.script.scenes[-1].shots:
                self._below(self.script.scenes[-1].shots[-1], words)
            elif self.script.scenes:
                self.script.scenes[-1].synopsis.append(words)
            elif self.script.title is None:
                self.script.title = re.sub(
                    r"^(?:片名|标题|title)\s*[:：]\s*", "", words, flags=re.IGNORECASE
                )
            else:
                self.script.credits.append(words)

    def _scene(self, number: int, words: str) -> None:
        text = words.lstrip("#").strip()
        if words.startswith("# ") and not self.script.scenes and self.script.title is None:
            self.script.title = text
            return
        found = forced_heading(text)
        if self.script.scenes and not self.script.scenes[-1].shots:
            self.script.scenes.pop()
        self.script.scenes.append(
            FoundScene(
                line=number,
                heading=words,
                number=found.number,
                place=found.place,
                int_ext=found.int_ext,
                time=found.time,
            )
        )
        self.waiting += list(found.rest)

    def _shot(self, number: int, match: re.Match[str], words: str) -> None:
        if not self.script.scenes:
            self.script.scenes.append(FoundScene(line=number))
        scene = self.script.scenes[-1]
        source = [scene.heading] if scene.heading and not scene.shots else []
        shot = FoundShot(line=number, number=match["number"] or None, notes=self.waiting,
                         source=[*source, words])  # fmt: skip
        self.waiting = []
        scene.shots.append(shot)
        put_phrase(self.script, shot, read_phrase(match["rest"].strip("|｜,，:： ")))
        if after := match["after"].strip(" \t:："):
            self._said(shot, after)

    def _below(self, shot: FoundShot, words: str) -> None:
        shot.source.append(words)
        self._said(shot, words.lstrip("-*>• ").strip() or words)

    def _said(self, shot: FoundShot, words: str) -> None:
        match = _LABEL.fullmatch(words)
        name = field_of(match["label"]) if match else None
        if match and name and name not in _SETTING | {"shot"}:
            put_cell(self.script, shot, name, match["label"], match["words"])
        elif match and len(match["label"]) <= 16 and _speaks(lines := speeches(words)):
            shot.dialogue += lines
        else:
            shot.action.append(words)


def _speaks(lines: list[Speech]) -> bool:
    """Whether a line says who speaks, or that a voice does."""
    return any(line.by or line.mode for line in lines)
