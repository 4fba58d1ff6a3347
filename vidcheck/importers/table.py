"""A shot list as rows of cells, from CSV or a spreadsheet, into scenes and shots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vidcheck.errors import StoryboardError
from vidcheck.importers.fields import OURS, field_of, is_empty, put_cell
from vidcheck.importers.film_words import seconds_in, word_in
from vidcheck.importers.headings import read_heading
from vidcheck.importers.script import FoundScene, FoundShot, Script

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

HEADER_WITHIN = 15
"""Rows among which the headings are looked for: a title and a few lines may stand above them."""
_TELLING = {"shot", "size", "move", "description", "action", "dialogue"}
_TOTALS = {"total", "totals", "sum", "合计", "总计", "共计", "总时长"}
_SETTING = ("scene", "place", "int_ext", "time")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its 1-based place in the file and its cells."""

    line: int
    cells: tuple[str, ...]


def best_header(rows: Sequence[Row]) -> tuple[int, int]:
    """The place of the row that holds the headings, and how many of them are known (0: none)."""
    best, most = 0, 0
    for place, row in enumerate(rows[:HEADER_WITHIN]):
        known = {field_of(cell) for cell in row.cells} - {None}
        if len(known) >= 2 and known & _TELLING and len(known) > most:
            best, most = place, len(known)
    return best, most


def shot_list(rows: Sequence[Row], path: Path) -> Script:
    """Scenes and shots out of the rows. Raises: StoryboardError where no headings are found."""
    header, known = best_header(rows)
    if not known:
        line = rows[0].line if rows else 1
        raise StoryboardError(
            f"{path}:{line}: no row of headings is known",
            hint="name the columns: shot size move description seconds, 镜号 景别 运镜 画面 时长",
        )
    script = Script()
    headings = rows[header].cells
    fields = _fields(script, rows[header])
    for row in rows[:header]:
        words = " ".join(cell.strip() for cell in row.cells if cell.strip())
        if words and script.title is None:
            script.title = words
        elif words:
            script.credits.append(words)
    lister = _Lister(script, headings, fields)
    for row in rows[header + 1 :]:
        if row.cells != headings:
            lister.add(row)
    return script


def _fields(script: Script, row: Row) -> tuple[str | None, ...]:
    """What each column holds; the second column of a kind counts as unknown, but for texts."""
    found: list[str | None] = []
    for heading in row.cells:
        name = OURS if heading.strip().startswith(f"{OURS} ") else field_of(heading)
        if name == OURS:
            found.append(name)
            continue
        if name in found and name not in {"notes", "dialogue", "description", "action"}:
            name = None
        if name is None and heading.strip():
            script.remark(
                row.line,
                f"column '{heading.strip()}' is not known: kept in the notes",
                f"不认识“{heading.strip()}”这一列：内容留在备注里",
            )
        found.append(name)
    return tuple(found)


class _Lister:
    """Adds rows as shots; a change of scene, place or time opens a scene."""

    def __init__(
        self, script: Script, headings: Sequence[str], fields: Sequence[str | None]
    ) -> None:
        self.script = script
        self.headings = headings
        self.fields = fields
        self.setting: dict[str, str] = {}
        self.waiting: list[str] = []

    def add(self, row: Row) -> None:
        filled = [cell.strip() for cell in row.cells if cell.strip()]
        if not filled or filled[0].casefold().rstrip(":：") in _TOTALS:
            return
        heading = read_heading(filled[0]) if len(filled) == 1 else None
        if heading is not None:
            self.setting = {}
            self._open(row.line, filled[0])
            return
        cells = list(zip(self.fields, self._named(row), strict=False))
        self._set(row.line, {name: cell for name, (_, cell) in cells if name in _SETTING})
        told = [cell for name, (_, cell) in cells if cell and name != OURS]
        shot = FoundShot(line=row.line, notes=self.waiting, source=[" | ".join(told)])
        self.waiting = []
        for name, (heading_text, cell) in cells:
            if name is None:
                if not is_empty(cell):
                    shot.notes.append(f"{heading_text}: {cell}" if heading_text else cell)
            elif name == "time" and (seconds := seconds_in(cell)):
                shot.seconds = shot.seconds or seconds
            elif name not in _SETTING and name != OURS:
                put_cell(self.script, shot, name, heading_text, cell)
        if self._says_something(shot):
            self.script.scenes[-1].shots.append(shot)

    def _named(self, row: Row) -> Iterable[tuple[str, str]]:
        extra = len(row.cells) - len(self.headings)
        headings = (*self.headings, *([""] * max(0, extra)))
        self.fields = (*self.fields, *([None] * (len(headings) - len(self.fields))))
        return [
            (name.strip(), cell.strip()) for name, cell in zip(headings, row.cells, strict=False)
        ]

    def _says_something(self, shot: FoundShot) -> bool:
        """A row of which only the setting or the number is filled in is no shot."""
        return bool(
            shot.action or shot.dialogue or shot.camera or shot.seconds or shot.notes
            or shot.sound or shot.text_on_screen or shot.cast
        )  # fmt: skip

    def _set(self, line: int, said: dict[str | None, str]) -> None:
        """Open a scene where the row's setting is another than the one before."""
        new = dict(self.setting)
        for name, cell in said.items():
            if name is None or is_empty(cell) or (name == "time" and seconds_in(cell)):
                continue
            if name in {"scene", "place"} and self.setting.get(name) not in {None, cell}:
                new = {key: new[key] for key in new if key == "scene" and name == "place"}
            new[name] = cell
        if new != self.setting or not self.script.scenes:
            self.setting = new
            self._open(line, new.get("scene", ""))

    def _open(self, line: int, said: str) -> None:
        scene = FoundScene(line=line)
        heading = read_heading(said) or read_heading(self.setting.get("place", ""))
        if heading is not None:
            scene.place, scene.int_ext, scene.time = heading.place, heading.int_ext, heading.time
            scene.number = heading.number
        elif said:
            scene.number = said
        if (place := self.setting.get("place")) and heading is None:
            scene.place = place
        for name in ("int_ext", "time"):
            if cell := self.setting.get(name):
                if word_in(name, cell):
                    setattr(scene, name, cell)
                else:
                    self.waiting.append(f"{name}: {cell}")
        if self.script.scenes and not self.script.scenes[-1].shots:
            self.script.scenes.pop()
        self.script.scenes.append(scene)
