"""Fountain, the plain-text screenplay: lines into elements.

Read is what a storyboard needs of the format: title page, scene headings (also forced, with scene
numbers), action, characters (`@` forces one, which Chinese names need), parentheticals, dialogue,
dual dialogue, transitions, centred text, lyrics, sections, synopses, notes and boneyard.

Source: the published syntax of the format, fountain.io/syntax, version 1.1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vidcheck.importers.film_words import word_in
from vidcheck.importers.headings import LONGEST, read_heading
from vidcheck.importers.screenplay import Element, is_shot_note

if TYPE_CHECKING:
    from collections.abc import Iterator

_TITLE_KEYS = {
    "title", "credit", "author", "authors", "source", "draft date", "date", "contact", "copyright",
    "notes", "revision", "标题", "片名", "剧名", "编剧", "作者", "日期",
}  # fmt: skip
_TITLES = {"title", "标题", "片名", "剧名"}
_KEY = re.compile(r"([^:：\n]{1,40})[:：](.*)")
_SPOKEN = re.compile(r"\(.*\)|（.*）")
_EMPHASIS = (
    re.compile(r"\*{1,3}(?=\S)([^*\n]+)(?<=\S)\*{1,3}"),
    re.compile(r"(?<!\w)_(?=\S)([^_\n]+)(?<=\S)_(?!\w)"),
)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line without its notes; `raw` is how it stood, `notes` are what was in `[[ ]]`."""

    number: int
    text: str
    raw: str
    notes: tuple[str, ...] = ()

    @property
    def blank(self) -> bool:
        return not self.raw.strip()

    @property
    def only_notes(self) -> bool:
        return bool(self.notes) and not self.text.strip()


def fountain_elements(text: str) -> Iterator[Element]:
    """The elements of a Fountain text, in order; any text at all can be read."""
    lines = list(_lines(_without_boneyard(text)))
    start = 0
    title_page = _title_page(lines)
    if title_page is not None:
        start, elements = title_page
        yield from elements
    yield from _Body(lines, start).elements()


def plain(text: str) -> str:
    """A line without the signs of emphasis and without escapes."""
    for sign in _EMPHASIS:
        text = sign.sub(r"\1", text)
    return re.sub(r"\\([*_@!>~#.=])", r"\1", text)


class _Body:
    """Walks the lines after the title page."""

    def __init__(self, lines: list[_Line], start: int) -> None:
        self.lines = lines
        self.place = start
        self.after_blank = True

    def elements(self) -> Iterator[Element]:
        while self.place < len(self.lines):
            line = self.lines[self.place]
            if line.blank:
                self.after_blank = True
                self.place += 1
            elif line.only_notes:
                yield from _notes(line)
                self.place += 1
            else:
                yield from self._element(line)
                self.after_blank = False

    def _element(self, line: _Line) -> Iterator[Element]:
        text = line.text.strip()
        if re.fullmatch(r"={3,}", text):
            self.place += 1
        elif self._is_character(line, text):
            yield from self._speech(line, text)
        elif (marked := self._one_line(line, text)) is not None:
            yield from (note for note in _notes(line) if _leads(line))
            yield marked
            yield from (note for note in _notes(line) if not _leads(line))
            self.place += 1
        else:
            yield from self._action()

    def _one_line(self, line: _Line, text: str) -> Element | None:
        """An element that one line makes, by its first sign or its look; None for action."""
        kind, words = _marked(text)
        if kind is None and self.after_blank:
            if read_heading(text) is not None:
                kind = "heading"
            elif self._ends_here() and _is_transition(text):
                kind = "transition"
        return None if kind is None else Element(kind, plain(words), line.raw, line.number)

    def _ends_here(self) -> bool:
        following = self.place + 1
        return following >= len(self.lines) or self.lines[following].blank

    def _is_character(self, line: _Line, text: str) -> bool:
        if text.startswith("@"):
            return len(text) > 1
        if not self.after_blank or self._ends_here() or len(text) > LONGEST:
            return False
        name = re.split(r"[(（]", text.removesuffix("^"), maxsplit=1)[0].strip()
        return (
            name.isupper()
            and not name.endswith((":", "："))
            and _marked(text)[0] is None
            and read_heading(line.text) is None
        )

    def _speech(self, line: _Line, text: str) -> Iterator[Element]:
        """A character's name and the lines below it, up to the next empty one."""
        name = text.removeprefix("@").strip()
        kind = "dual" if name.endswith("^") else "character"
        yield Element(kind, plain(name.removesuffix("^").strip()), line.raw, line.number)
        yield from _notes(line)
        self.place += 1
        while self.place < len(self.lines) and self.lines[self.place].raw:
            line = self.lines[self.place]
            if line.blank and len(line.raw) < 2:
                break  # two spaces keep a speech together across an empty line
            words = line.text.strip()
            kind = "parenthetical" if _SPOKEN.fullmatch(words) else "dialogue"
            if words:
                yield Element(kind, plain(words.removeprefix("~")), line.raw, line.number)
            yield from _notes(line)
            self.place += 1

    def _action(self) -> Iterator[Element]:
        """Lines up to the next empty one, as one paragraph; a line with a note stands alone."""
        gathered: list[_Line] = []
        while self.place < len(self.lines) and not self.lines[self.place].blank:
            line = self.lines[self.place]
            if gathered and (line.notes or _marked(line.text.strip())[0] is not None):
                break
            self.place += 1
            if _leads(line):
                yield from _notes(line)
            gathered.append(line)
            if line.notes and not _leads(line):
                break
        words = "\n".join(plain(_bare(line.text)) for line in gathered)
        raw = "\n".join(line.raw for line in gathered)
        behind = [] if _leads(gathered[-1]) else list(_notes(gathered[-1]))
        # A shot's note at the end of a line is about that line.
        yield from (note for note in behind if is_shot_note(note.text))
        yield Element("action", words, raw, gathered[0].number)
        yield from (note for note in behind if not is_shot_note(note.text))


def _bare(text: str) -> str:
    text = text.strip()
    return text[1:].strip() if text[:1] in {"!", "~"} else text


def _marked(text: str) -> tuple[str | None, str]:
    """The kind that a line's own signs say, and its words without them."""
    if text.startswith("#"):
        return "section", text.lstrip("#").strip()
    if text.startswith("=") and not text.startswith("=="):
        return "synopsis", text[1:].strip()
    if text.startswith(">"):
        if text.endswith("<"):
            return "centred", text[1:-1].strip()
        return "transition", text[1:].strip()
    if re.match(r"\.(?=[^.\s])", text):
        return "forced heading", text[1:].strip()
    return None, text


def _is_transition(text: str) -> bool:
    if len(text) > LONGEST:
        return False
    words = text.rstrip(" .:。：")
    known = word_in("transition", words) is not None
    return (text.isupper() and (text.endswith("TO:") or known)) or (known and not words.isascii())


def _notes(line: _Line) -> Iterator[Element]:
    for note in line.notes:
        yield Element("note", note, f"[[{note}]]" if not line.only_notes else line.raw, line.number)


def _leads(line: _Line) -> bool:
    """Whether the line opens with a note, so that its words come after it."""
    return bool(line.notes) and line.raw.lstrip().startswith("[[")


def _without_boneyard(text: str) -> str:
    """Without `/* … */`; the line breaks inside stay, so that lines keep their numbers."""
    kept, place = [], 0
    while (opens := text.find("/*", place)) >= 0 and (closes := text.find("*/", opens + 2)) >= 0:
        kept += [text[place:opens], "\n" * text.count("\n", opens, closes)]
        place = closes + 2
    return "".join([*kept, text[place:]])


def _lines(text: str) -> Iterator[_Line]:
    """The lines, with notes taken out; a note over several lines belongs to the one it opens in."""
    rows = text.split("\n")
    number = 0
    while number < len(rows):
        first, raw = number, rows[number]
        if "[[" in raw and "]]" not in raw[raw.rindex("[[") :]:
            end = next((i for i, row in enumerate(rows[number : number + 50], number)
                        if ("]]" in row and i > number) or not row.strip()), None)  # fmt: skip
            if end is not None and "]]" in rows[end]:
                raw, number = "\n".join(rows[number : end + 1]), end
        notes = re.findall(r"\[\[([^\[\]]*(?:\](?!\])[^\[\]]*)*)\]\]", raw)
        words = re.sub(r"\[\[[^\[\]]*(?:\](?!\])[^\[\]]*)*\]\]", "", raw) if notes else raw
        said = tuple(" ".join(note.split()) for note in notes)
        yield _Line(first + 1, words.replace("\n", " "), raw, said)
        number += 1


def _title_page(lines: list[_Line]) -> tuple[int, list[Element]] | None:
    """Where the body begins, and the title page's lines; None where there is no title page."""
    start = next((i for i, line in enumerate(lines) if not line.blank), None)
    if start is None:
        return None
    first = _KEY.match(lines[start].text)
    if first is None or first[1].strip().casefold() not in _TITLE_KEYS:
        return None
    found: list[Element] = []
    key = ""
    while start < len(lines) and not lines[start].blank:
        line = lines[start]
        match = _KEY.match(line.text)
        if match and not line.text[:1].isspace():
            key, value = match[1].strip(), match[2].strip()
        else:
            value = line.text.strip()
        if value:
            kind = "title" if key.casefold() in _TITLES else "credit"
            said = plain(value) if kind == "title" else f"{key}: {plain(value)}"
            found.append(Element(kind, said, line.raw, line.number))
        start += 1
    return start, found
