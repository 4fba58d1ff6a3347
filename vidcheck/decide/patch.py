"""One change to one field of a storyboard, as a unified diff; comments and layout stay.

The change is made by a YAML writer that keeps comments. Where that writer would lay out other
lines anew, only the lines of the change are taken from it.
"""

from __future__ import annotations

import difflib
import io
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from vidcheck.errors import StoryboardError
from vidcheck.storyboard.text import written_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vidcheck.decide.rules import Edit

_LAYOUTS = ((2, 4, 2), (2, 2, 0), (4, 6, 4), (4, 4, 0))
"""Indents (mapping, sequence, offset of the dash) that people use; the closest is taken."""
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HUNK = re.compile(r"@@ -(\d+)(?:,\d+)? \+\d+(?:,\d+)? @@")


def make_patch(
    text: str,
    shot: str,
    edit: Edit,
    words: dict[str, str],
    name: str,
    *,
    subject: str | None = None,
) -> str | None:
    """The diff that makes one change to a shot, or to a subject.

    Args:
        text: the storyboard as it stands in the file.
        shot: the shot's id.
        edit: which field, and how.
        words: what `{who}` stands for, by language (en, zh).
        name: the file's name for the diff's header.
        subject: id of the subject that the change is made to, None for the shot.

    Returns: a unified diff, or None where the shot is not in this file or has the change already.
    """

    def node_of(document: Any) -> CommentedMap | None:
        return _shot(document, shot) if subject is None else _subject(document, subject)

    def change(document: Any) -> bool:
        node = node_of(document)
        new = None if node is None else _new_value(node, edit, words)
        if new is None:
            return False
        _set(node, edit, new)
        return True

    try:  # most repairs do not apply: found out without reading the text once more
        node = node_of(_prepared(text)[1])
    except YAMLError:
        return None
    if node is None or _new_value(node, edit, words) is None:
        return None
    return patch_of(text, change, name)


def patch_of(text: str, change: Callable[[Any], bool], name: str) -> str | None:
    """The diff that a change of the document makes, with nothing but that change in it.

    Args:
        text: the storyboard as it stands in the file.
        change: changes a document in place and says whether it did.
        name: the file's name for the diff's header.
    """
    try:
        writer, _, before = _prepared(text)
    except YAMLError:
        return None
    document = writer.load(text)  # a fresh one for each change
    if not change(document):
        return None
    after = _dumped(writer, document)
    made = _only_the_change(text, before, after)
    if _plain(made) != _plain(after):
        return None  # never hand out a patch that says something else than the change
    return unified(text, made, name)


def unified(before: str, after: str, name: str) -> str:
    """A unified diff of two texts; empty where they are the same."""
    lines = difflib.unified_diff(_lines(before), _lines(after), name, name, lineterm="")
    return "".join(line + "\n" for line in lines)


def target_of_patch(patch: str) -> str:
    """The file a patch is for, as its header names it: relative to the storyboard's folder."""
    first = patch.split("\n", 1)[0]
    return first.removeprefix("--- ").split("\t", 1)[0]


def apply_patch(text: str, patch: str, name: str) -> str:
    """The text with a diff of `unified` applied.

    A hunk is looked for where its header says, then everywhere: an edit elsewhere in the file
    does no harm. Line ends (also CRLF) and a missing last one are kept.

    Raises: StoryboardError where a hunk's lines are no longer there, or stand there twice.
    """
    crlf = "\r\n" in text
    lines = _lines(text.replace("\r\n", "\n"))
    for start, old, new in _hunks(patch):
        at = _find(lines, old, start)
        if at is None:
            raise StoryboardError(
                f"{name}:{start + 1}:1: the storyboard has changed since this advice was given",
                hint="run `vidcheck check` again for advice on the storyboard as it is now",
            )
        lines[at : at + len(old)] = new
    made = "\n".join(lines) + ("\n" if text.endswith("\n") else "")
    return made.replace("\n", "\r\n") if crlf else made


def stands_in(text: str, patch: str) -> bool:
    """Whether a text is as the diff makes it: all its new lines stand there, the old ones not."""
    lines = _lines(text.replace("\r\n", "\n"))
    return all(
        _find(lines, new, start) is not None
        and (len(new) > len(old) or _find(lines, old, start) is None)
        for start, old, new in _hunks(patch)
    )


# -- the change ----------------------------------------------------------------------------------


def _shot(document: Any, shot: str) -> CommentedMap | None:
    for scene in document.get("scenes") or ():
        for node in scene.get("shots") or ():
            if str(node.get("id")) == shot:
                return node if isinstance(node, CommentedMap) else None
    return None


def _subject(document: Any, subject: str) -> CommentedMap | None:
    node = (document.get("subjects") or {}).get(subject)
    return node if isinstance(node, CommentedMap) else None


def _new_value(node: Any, edit: Edit, words: dict[str, str]) -> Any:
    """What the field becomes; None where the storyboard has it already or it does not apply."""
    *path, key = edit.field.split(".")
    for step in path:
        node = node.get(step)
        if not isinstance(node, CommentedMap):
            return edit.to if edit.set is not None else None
    old = node.get(key)
    if edit.add is not None or edit.lead is not None:
        return _listed(old, edit, words)
    if edit.set is not None:
        new: Any = edit.to
    elif edit.scale is not None:
        new = _scaled(old, edit)
    elif edit.next is not None:
        new = old + 1 if isinstance(old, int) and not isinstance(old, bool) else None
    else:
        new = _appended(old, edit, words)
    return None if new == old else new


def _set(node: Any, edit: Edit, new: Any) -> None:
    *path, key = edit.field.split(".")
    for step in path:
        if not isinstance(node.get(step), CommentedMap):
            node[step] = CommentedMap()
        node = node[step]
    if edit.add is not None or edit.lead is not None:
        _change_list(node, key, edit)
    elif isinstance(new, dict):
        node[key].update(new)
    else:
        node[key] = new


def _listed(old: Any, edit: Edit, words: dict[str, str]) -> Any:
    """The list with one more item, or with another one first; None where it is so already."""
    items = list(old) if isinstance(old, list) else []
    if edit.lead is not None:
        return edit if 0 < edit.index < len(items) else None
    if edit.item is not None:
        known = any(dict(one) == edit.item for one in items if isinstance(one, dict))
        return None if known else edit
    if edit.text is None:
        return None
    said = {edit.text.en, edit.text.zh}
    written = {str(one) for one in items}
    return None if said & written or not words else edit


def _change_list(node: Any, key: str, edit: Edit) -> None:
    """Add an item, or move one to the front; the list's own style and comments stay."""
    if not isinstance(node.get(key), list):
        node[key] = CommentedSeq()
        node[key].fa.set_flow_style()
    items = node[key]
    if edit.lead is not None:
        items.insert(0, items.pop(edit.index))
        return
    item: Any = edit.text.en if edit.text is not None else CommentedMap(edit.item or {})
    if edit.text is not None and any(written_in(str(one)) == "zh" for one in items):
        item = edit.text.zh
    if isinstance(item, CommentedMap):
        item.fa.set_flow_style()
    items.append(item)


def _scaled(old: Any, edit: Edit) -> float | None:
    if isinstance(old, bool) or not isinstance(old, int | float):
        return None
    new = max(edit.least, round(old * edit.by * 2) / 2)
    if new >= old:
        return None
    return int(new) if new == int(new) else new


def _appended(old: Any, edit: Edit, words: dict[str, str]) -> Any:
    if edit.text is None:
        return None
    if isinstance(old, CommentedMap):  # the same thing said in two languages
        spoken = {
            language: _longer(old[language], sentence, words[language])
            for language, sentence in (("en", edit.text.en), ("zh", edit.text.zh))
            if isinstance(old.get(language), str)
        }
        return spoken if spoken and None not in spoken.values() else None
    if not isinstance(old, str):
        return None
    language = written_in(old)
    return _longer(old, getattr(edit.text, language), words[language])


def _longer(old: str, sentence: str, who: str) -> str | None:
    """The text with the sentence after it, in the same YAML style; None where it stands there."""
    added = sentence.replace("{who}", who)
    if added in " ".join(old.split()):
        return None
    body = old.rstrip()
    closed = body.endswith((".", "!", "?", "。", "！", "？", "…", "”", '"'))
    full_stop, gap = ("。", "") if written_in(sentence) == "zh" else (".", " ")
    tail = old[len(body) :]
    return type(old)(f"{body}{'' if closed else full_stop}{gap}{added}{tail}")


# -- only the change -----------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _prepared(text: str) -> tuple[YAML, Any, str]:
    """The writer whose layout comes closest to the text's own, the document (read only), its dump.

    A film asks for many patches of one text, and reading it takes most of the time.
    """
    best: tuple[YAML, Any, str] | None = None
    closest = -1.0
    for layout in _LAYOUTS:
        writer = _writer(*layout)
        document = writer.load(text)
        dumped = _dumped(writer, document)
        if dumped == text:
            return writer, document, dumped
        alike = difflib.SequenceMatcher(None, _lines(text), _lines(dumped), autojunk=False).ratio()
        if alike > closest:
            best, closest = (writer, document, dumped), alike
    assert best is not None  # noqa: S101 (there is a layout)
    return best


def _plain(text: str) -> Any:
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 (a safe loader)


def _writer(mapping: int, sequence: int, offset: int) -> YAML:
    writer = YAML()
    writer.preserve_quotes = True
    writer.width = 1 << 20
    writer.indent(mapping=mapping, sequence=sequence, offset=offset)
    return writer


def _dumped(writer: YAML, document: Any) -> str:
    out = io.StringIO()
    writer.dump(document, out)
    return out.getvalue()


def _only_the_change(text: str, before: str, after: str) -> str:
    """`text` with the lines in which `before` and `after` differ, and no others."""
    mine, base, changed = _lines(text), _lines(before), _lines(after)
    blocks = _differences(base, mine)
    made, done = [], 0
    for start, stop, new_start, new_stop in _differences(base, changed):
        left, right = start, stop
        for b_start, b_stop, _, _ in blocks:  # a line the writer lays out anew comes along whole
            if b_start < stop and b_stop > start:
                left, right = min(left, b_start), max(right, b_stop)
        made += mine[done : _across(left, blocks)]
        made += changed[new_start - (start - left) : new_stop + (right - stop)]
        done = _across(right, blocks)
    made += mine[done:]
    return "\n".join(made) + ("\n" if text.endswith("\n") else "")


def _differences(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int, int, int]]:
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return [(a, b, c, d) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def _across(line: int, blocks: Sequence[tuple[int, int, int, int]]) -> int:
    """The line of the other text that belongs to a line outside, or at the edge of, all blocks."""
    shift = 0
    for start, stop, other_start, other_stop in blocks:
        if stop <= line and start < line:
            shift += (other_stop - other_start) - (stop - start)
    return line + shift


# -- reading diffs -------------------------------------------------------------------------------


def _hunks(patch: str) -> list[tuple[int, list[str], list[str]]]:
    """(0-based line, old lines, new lines) of every hunk."""
    found: list[tuple[int, list[str], list[str]]] = []
    for line in _lines(patch):
        if header := _HUNK.match(line):
            found.append((int(header[1]) - 1, [], []))
        elif found:
            mark, rest = line[:1] or " ", line[1:]
            if mark in " -":
                found[-1][1].append(rest)
            if mark in " +":
                found[-1][2].append(rest)
    return found


def _find(lines: Sequence[str], old: Sequence[str], start: int) -> int | None:
    if list(lines[start : start + len(old)]) == list(old):
        return start
    places = [
        i for i in range(len(lines) - len(old) + 1) if list(lines[i : i + len(old)]) == list(old)
    ]
    return places[0] if len(places) == 1 else None


def _lines(text: str) -> list[str]:
    """Lines without their ends; a text that ends with a newline has no empty last line."""
    return text.removesuffix("\n").split("\n")
