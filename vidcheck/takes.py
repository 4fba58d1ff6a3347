"""takes.yaml: which file is which take of a shot, and what a person says of it; read and written.

takes:
  12A:
    - path: 12A_t3.mp4        # from this file's folder
      take: 3
      generator: kling-3.0
      verdict: keep           # keep, hold or ng
      note: nobody looks at the hand
  12B:
    - {path: scene.mp4, span: [0, 2.5]}      # one file may hold several shots …
  12C: [{path: scene.mp4, span: [2.5, 6]}]   # … or serve as a whole in several
"""

from __future__ import annotations

import difflib
import io
import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from vidcheck.errors import StoryboardError
from vidcheck.files import write_whole
from vidcheck.storyboard.strict_yaml import read_yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from vidcheck.storyboard.strict_yaml import Document

Word = Literal["keep", "hold", "ng"]
WORDS: tuple[Word, ...] = get_args(Word)
TAKES_FILE = "takes.yaml"
KEYS = ("path", "take", "generator", "verdict", "note", "span")
Span = tuple[float, float]


@dataclass(frozen=True)
class TakeEntry:
    """One file of a shot; None where takes.yaml says nothing of it.

    `span` is the part of the file that is the shot, in seconds.
    """

    path: Path
    shot: str
    take: int | None = None
    generator: str | None = None
    word: Word | None = None
    note: str = ""
    span: Span | None = None


def read_takes(path: Path, shots: Collection[str]) -> list[TakeEntry]:
    """What a takes.yaml says: `takes: {SHOT: [path or {path, take, …}, …]}`.

    Args:
        path: the file.
        shots: ids that it may name.

    Raises:
        StoryboardError: where it cannot be read, names no shot, or a file twice under one shot.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise StoryboardError(f"{path}:1:1: cannot be read: it is not UTF-8 text") from error
    document = read_yaml(text, str(path))
    takes = document.data.get("takes") if isinstance(document.data, dict) else None
    if not isinstance(takes, dict):
        raise StoryboardError(
            f"{path}:1:1: takes: missing or no mapping",
            hint="write `takes:`, and below it for every shot a list of files",
        )
    found: list[TakeEntry] = []
    places: set[tuple[str, Path]] = set()
    for shot, entries in takes.items():
        where = document.spots["takes", shot]
        if shot not in shots:
            near = difflib.get_close_matches(shot, shots, n=1)
            raise StoryboardError(
                f"{where}: takes.{shot}: the storyboard has no such shot",
                hint=f"did you mean '{near[0]}'?" if near else "the shots' ids stand there",
            )
        for i, entry in enumerate(entries if isinstance(entries, list) else [entries]):
            one = _entry(document, path, (shot, i), entry)
            place = shot, one.path.resolve()
            if place in places:
                raise StoryboardError(
                    f"{_spot(document, shot, i)}: takes.{shot}.{i}: {one.path.name} stands twice "
                    "under this shot",
                    hint="keep one of the two; one file may be a take of several shots",
                )
            places.add(place)
            found.append(one)
    return found


def _spot(document: Document, shot: str, i: int) -> str:
    return str(document.spots.get(("takes", shot, i), document.spots["takes", shot]))


def _entry(document: Document, path: Path, place: tuple[str, int], entry: Any) -> TakeEntry:
    shot, i = place
    where = _spot(document, shot, i)
    field_ = f"takes.{shot}.{i}"
    raw = {"path": entry} if isinstance(entry, str) else entry
    if not isinstance(raw, dict) or not isinstance(raw.get("path"), str):
        raise StoryboardError(
            f"{where}: {field_}: a file is needed", hint="write a path, or {path: …, take: 2}"
        )
    for key in raw:
        if key not in KEYS:
            raise StoryboardError(
                f"{document.spots['takes', shot, i, key]}: {field_}.{key}: unknown key",
                hint=f"known: {', '.join(KEYS)}",
            )
    take = raw.get("take")
    if take is not None and (not isinstance(take, int) or take < 1):
        raise StoryboardError(f"{where}: {field_}.take: a number from 1 on is needed")
    word = raw.get("verdict")
    if word is not None and word not in WORDS:
        raise StoryboardError(
            f"{document.spots['takes', shot, i, 'verdict']}: {field_}.verdict: no such verdict",
            hint=f"known: {', '.join(WORDS)}",
        )
    generator, note = raw.get("generator"), raw.get("note")
    return TakeEntry(
        path=path.parent / raw["path"],
        shot=shot,
        take=None if take is None else int(take),
        generator=None if generator is None else str(generator),
        word=word,
        note="" if note is None else str(note),
        span=_span(raw.get("span"), f"{where}: {field_}.span"),
    )


def _span(said: Any, where: str) -> Span | None:
    if said is None:
        return None
    numbers = said if isinstance(said, list) else []
    match [one for one in numbers if isinstance(one, int | float) and not isinstance(one, bool)]:
        case [start, end] if len(numbers) == 2 and 0 <= start < end < math.inf:
            return float(start), float(end)
    raise StoryboardError(
        f"{where}: two numbers of seconds are needed, the first the smaller one",
        hint="write where the shot begins and ends in the file: span: [2.5, 6]",
    )


def write_word(path: Path, said: TakeEntry, others: Iterable[TakeEntry] = ()) -> None:
    """Put a person's word on a take into a takes.yaml; comments and layout stay.

    Args:
        path: the file; made where there is none.
        said: the take, with word and note.
        others: takes that a new file lists as well, so that it says the same as their names did.

    Raises:
        StoryboardError: where the file is there but is no takes.yaml.
        OutputError: where it cannot be written.
    """
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000
    fresh = not path.is_file()
    try:
        content = {} if fresh else yaml.load(path.read_text(encoding="utf-8-sig")) or {}
        takes = content.setdefault("takes", {})
        for one in (*others, said) if fresh else (said,):
            _place(takes, one, path.parent)
    except (YAMLError, AttributeError, TypeError, UnicodeDecodeError) as error:
        raise StoryboardError(
            f"{path}:1:1: takes: missing or no mapping",
            hint="write `takes:`, and below it for every shot a list of files",
        ) from error
    text = io.StringIO()
    yaml.dump(content, text)
    write_whole(path, text.getvalue())


def _place(takes: dict[str, Any], said: TakeEntry, folder: Path) -> None:
    """Make or change the entry of one file."""
    known = takes.setdefault(said.shot, [])
    entries = known if isinstance(known, list) else [known]
    takes[said.shot] = entries
    names = [one if isinstance(one, str) else one.get("path") for one in entries]
    places = [(folder / str(name)).resolve() for name in names]
    if said.path.resolve() in places:
        at = places.index(said.path.resolve())
        if isinstance(entries[at], str):
            entries[at] = {"path": entries[at]}
    else:
        at = len(entries)
        entries.append({"path": name_from(folder, said.path)})
        entries[at] |= {"take": said.take} if said.take else {}
        entries[at] |= {"generator": said.generator} if said.generator else {}
        entries[at] |= {"span": list(said.span)} if said.span else {}
    entry = entries[at]
    if said.word:
        entry["verdict"] = said.word
        entry.pop("note", None)
        if said.note:
            entry["note"] = said.note


def name_from(folder: Path, path: Path) -> str:
    """A file as seen from a folder, with slashes."""
    return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
