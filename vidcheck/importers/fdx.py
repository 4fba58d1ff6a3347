"""Final Draft's FDX: paragraphs with explicit types, into elements.

Read with expat itself: it tells lines, loads nothing from elsewhere, and a document type (the
only way to declare entities) is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from vidcheck.errors import StoryboardError
from vidcheck.importers.screenplay import Element

if TYPE_CHECKING:
    from pathlib import Path

DEEPEST = 64
_KINDS = {
    "scene heading": "forced heading",
    "character": "character",
    "parenthetical": "parenthetical",
    "dialogue": "dialogue",
    "singing": "dialogue",
    "lyrics": "dialogue",
    "transition": "transition",
    "shot": "shot",
}


def fdx_elements(raw: bytes, path: Path) -> list[Element]:
    """The elements of an FDX file, in order. Raises: StoryboardError with path:line."""
    reader = _Reader(path)
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.buffer_text = True
    reader.parser = parser
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as error:
        raise StoryboardError(
            f"{path}:{error.lineno}:{error.offset + 1}: not valid XML: "
            f"{expat.ErrorString(error.code)}",
            hint="export it from Final Draft again",
        ) from error
    except (LookupError, ValueError) as error:  # LookupError: an encoding nobody knows
        raise StoryboardError(f"{path}:1: not valid XML: {error}") from error
    if reader.root != "FinalDraft":
        raise StoryboardError(
            f"{path}:1: not Final Draft: the file begins with <{reader.root}>",
            hint="export it as FDX, Fountain or CSV",
        )
    return reader.elements


@dataclass
class _Paragraph:
    """One paragraph being read."""

    kind: str
    line: int
    number: str | None
    note: bool
    texts: list[str] = field(default_factory=list)


class _Reader:
    """Gathers paragraphs while expat walks the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.parser: Any = None
        self.root: str | None = None
        self.stack: list[str] = []
        self.open: list[_Paragraph] = []
        self.elements: list[Element] = []
        self.notes: list[Element] = []
        self.voices = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A tag opens."""
        self.root = self.root or name
        if len(self.stack) >= DEEPEST:
            raise StoryboardError(
                f"{self.path}:{self.parser.CurrentLineNumber}: nested deeper than {DEEPEST} levels"
            )
        self.stack.append(name)
        if name == "Paragraph" and self.stack[1:2] in (["Content"], ["TitlePage"]):
            self.open.append(
                _Paragraph(
                    attributes.get("Type", "").strip().casefold(),
                    self.parser.CurrentLineNumber,
                    attributes.get("Number"),
                    note="ScriptNote" in self.stack,
                )
            )
        elif name == "DualDialogue":
            self.voices = 0

    def end(self, name: str) -> None:
        """A tag closes."""
        self.stack.pop()
        if name == "Paragraph" and self.open:
            self._close(self.open.pop())

    def text(self, words: str) -> None:
        """Characters, of which those inside `Text` count."""
        if self.open and self.stack[-1] == "Text":
            self.open[-1].texts.append(words)

    def doctype(self, *_: Any) -> None:
        """A document type: refused, for it may declare entities."""
        raise StoryboardError(
            f"{self.path}:{self.parser.CurrentLineNumber}: a document type is not allowed",
            hint="Final Draft writes none; export the file again",
        )

    def _close(self, one: _Paragraph) -> None:
        words = "".join(one.texts).strip()
        if words and one.note:
            self.notes.append(Element("note", words, words, one.line))
        elif words and self.stack[1:2] == ["TitlePage"]:
            kind = "credit" if any(e.kind == "title" for e in self.elements) else "title"
            self.elements.append(Element(kind, words, words, one.line))
        elif words:
            kind = _KINDS.get(one.kind, "action")
            if kind == "character" and "DualDialogue" in self.stack:
                self.voices += 1
                kind = "dual" if self.voices > 1 else kind
            self.elements.append(Element(kind, words, words, one.line, one.number))
        if not self.open:
            self.elements += self.notes
            self.notes = []
