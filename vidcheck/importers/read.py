"""One file in, whatever its kind; a storyboard's text out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from vidcheck.errors import StoryboardError
from vidcheck.importers.csv_file import csv_shot_list
from vidcheck.importers.decoding import decoded, printable, read_bytes
from vidcheck.importers.fdx import fdx_elements
from vidcheck.importers.fountain import fountain_elements
from vidcheck.importers.screenplay import assembled
from vidcheck.importers.shot_lines import has_shot_lines, shot_line_script
from vidcheck.importers.skeleton import skeleton
from vidcheck.importers.storyboarder_file import storyboarder_script
from vidcheck.importers.xlsx_file import xlsx_shot_list
from vidcheck.storyboard.load import parse_storyboard
from vidcheck.storyboard.names import did_you_mean
from vidcheck.storyboard.text import Language, written_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from vidcheck.importers.script import Remark, Script

MOST_REMARKS = 40
_CUTS = {".otio", ".otioz", ".edl", ".xml", ".fcpxml"}


@dataclass(frozen=True, slots=True)
class Imported:
    """A storyboard's text, and what its reader should know; `shots` and `scenes` are counts."""

    text: str
    scenes: int
    shots: int
    language: Language
    remarks: tuple[Remark, ...]


def import_file(path: Path, language: Language | None = None) -> Imported:
    """Read a screenplay or shot list and write it as a storyboard.

    Args:
        path: .fountain, .fdx, .csv, .tsv, .xlsx, .storyboarder, or text with shot lines.
        language: of the script and of what is added to it; seen from the text where None.
    Raises: StoryboardError, whatever the file holds.
    """
    script = read_script(path)
    chosen = language or _language(script)
    data = skeleton(script, path, chosen)
    text = _text(data, script, path, chosen)
    parse_storyboard(text, path)
    shots = sum(len(scene.shots) for scene in script.scenes)
    return Imported(text, len(script.scenes), shots, chosen, tuple(script.remarks))


def read_script(path: Path) -> Script:
    """The scenes and shots of a file, by the ending of its name. Raises: StoryboardError."""
    ending = path.suffix.casefold()
    if ending in _CUTS:
        raise StoryboardError(
            f"{path}: a cut, not a script", hint=f"vidcheck conform {path} says which takes it uses"
        )
    if ending not in _READERS:
        known = list(_READERS)
        raise StoryboardError(
            f"{path}: '{ending}' is no kind of script known here",
            hint=did_you_mean(ending, known) or f"known: {' '.join(known)}",
        )
    return _READERS[ending](path, read_bytes(path))


def _fountain(path: Path, raw: bytes) -> Script:
    text, remarks = decoded(raw, path)
    return _with(remarks, assembled(fountain_elements(text)))


def _text_file(path: Path, raw: bytes) -> Script:
    """Shot lines where there are any, else whatever of a screenplay can be seen."""
    text, remarks = decoded(raw, path)
    if not has_shot_lines(text):
        return _fountain(path, raw)
    return _with(remarks, shot_line_script(text))


def _fdx(path: Path, raw: bytes) -> Script:
    return assembled(fdx_elements(raw, path))


def _csv(path: Path, raw: bytes) -> Script:
    text, remarks = decoded(raw, path)
    return _with(remarks, csv_shot_list(text, path))


def _xlsx(path: Path, raw: bytes) -> Script:
    return xlsx_shot_list(raw, path)


def _storyboarder(path: Path, raw: bytes) -> Script:
    text, remarks = decoded(raw, path)
    return _with(remarks, storyboarder_script(text, path))


def _with(remarks: list[Remark], script: Script) -> Script:
    script.remarks[:0] = remarks
    return script


_READERS: dict[str, Callable[[Path, bytes], Script]] = {
    ".fountain": _fountain,
    ".spmd": _fountain,
    ".fdx": _fdx,
    ".csv": _csv,
    ".tsv": _csv,
    ".xlsx": _xlsx,
    ".xlsm": _xlsx,
    ".storyboarder": _storyboarder,
    ".txt": _text_file,
    ".md": _text_file,
}


def _language(script: Script) -> Language:
    words = [
        text
        for scene in script.scenes
        for shot in scene.shots
        for text in (*shot.action, *(line.text for line in shot.dialogue))
    ]
    return written_in("\n".join(words))


def _text(data: dict[str, Any], script: Script, path: Path, language: Language) -> str:
    zh = language == "zh"
    said = [one.say(language) for one in script.remarks if one.line is None][:MOST_REMARKS]
    head = [
        f"由 vidcheck import 从 {path.name} 生成"
        if zh
        else f"made by vidcheck import from {path.name}",
        *script.credits,
        *said,
    ]
    lines = "".join(f"# {' '.join(printable(line).split())}\n" for line in head)
    parts = [
        yaml.dump(
            {name: section}, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=100,
            default_flow_style=None if isinstance(section, list) or name != "project" else False,
        )
        for name, section in data.items()
    ]  # fmt: skip
    return lines + "vidcheck: 1\n" + "".join(f"\n{part}" for part in parts)


class _Writer(yaml.SafeDumper):
    """Writes texts of several lines as blocks, and never an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        """No aliases: every value is written where it belongs."""
        del data
        return True


def _written(writer: _Writer, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Writer.add_representer(str, _written)
