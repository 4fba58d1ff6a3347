"""Film words out of free phrases: `MCU, slow dolly in, 4s` or `近景/缓推/俯拍`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from vidcheck.storyboard.words import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Sequence

FIELDS = {
    "size": "size",
    "move": "move",
    "angle": "angle",
    "setup": "setup",
    "rig": "rig",
    "focus": "focus",
    "speed": "move_speed",
}
"""Vocabularies of the camera, in the order they are asked, with the field each one fills."""

LONGEST_PHRASE = 200
MOST_SECONDS = 3600.0
MOST_WORDS = 12
_PARTS = re.compile(r"[,，、;；/／|｜+＋&\n]+|\s+(?:and|then|with)\s+|(?:然后|再)")
_LENS = re.compile(r"([0-9]{1,4})\s*(?:mm|毫米)\s*(?:lens|镜头)?", re.IGNORECASE)
_NUMBER = r"[0-9]{1,5}(?:\.[0-9]{1,3})?"
_UNIT = r"\s*(?:s|secs?|seconds?|秒钟?|″|\")?"
_SECONDS = re.compile(rf"(?:约|~)?({_NUMBER}){_UNIT}", re.IGNORECASE)
_SPAN = re.compile(rf"({_NUMBER}){_UNIT}\s*(?:-|–|—|~|～|至|到|to)\s*({_NUMBER}){_UNIT}")
_CLOCK = re.compile(r"(?:([0-9]{1,2})[:：])?([0-9]{1,3})[:：]([0-9]{1,2}(?:\.[0-9]{1,3})?)")
_MINUTES = re.compile(
    rf"([0-9]{{1,2}})\s*(?:分钟?|m|min|')\s*(?:({_NUMBER}){_UNIT})?", re.IGNORECASE
)
_CJK_ONLY = re.compile(r"[\u3400-\u9fff]{2,12}\Z")


@dataclass(slots=True)
class Phrase:
    """What a phrase says: camera fields as spelt, seconds, known words too many, unknown ones."""

    camera: dict[str, str] = field(default_factory=dict)
    seconds: float | None = None
    more: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def read_phrase(text: str, first: Sequence[str] = ()) -> Phrase:
    """The film words of a phrase.

    Args:
        text: words parted by commas, slashes and the like, in either language.
        first: vocabularies to ask before the others, for a column that names its kind.
    """
    found = Phrase()
    for part in _PARTS.split(text[:LONGEST_PHRASE]):
        bare = part.strip(" \t.。()（）[]【】")
        if bare and not _take(bare, first, found):
            known = any(word_in(name, bare) for name in FIELDS)
            (found.more if known else found.unknown).append(bare)
    if len(text) > LONGEST_PHRASE:
        found.unknown.append(text[LONGEST_PHRASE:].strip())
    return found


def seconds_in(text: str) -> float | None:
    """Seconds of `4`, `4s`, `4秒`, `1:30`, `00:00:04`, `1分20秒` or the longer end of `3-5s`."""
    text = text.strip()
    value: float | None = None
    if match := _SECONDS.fullmatch(text):
        value = float(match[1])
    elif match := _SPAN.fullmatch(text):
        value = max(float(match[1]), float(match[2]))
    elif match := _CLOCK.fullmatch(text):
        value = int(match[1] or 0) * 3600 + int(match[2]) * 60 + float(match[3])
    elif match := _MINUTES.fullmatch(text):
        value = int(match[1]) * 60 + float(match[2] or 0)
    return value if value is not None and 0 < value <= MOST_SECONDS else None


def word_in(vocabulary: str, text: str) -> str | None:
    """The spelling as written where the vocabulary knows it, else None."""
    text = text.strip()
    return text if text and VOCABULARIES[vocabulary].find(text) else None


def _take(part: str, first: Sequence[str], found: Phrase) -> bool:
    if _single(part, first, found) or _length_or_lens(part, found):
        return True
    return _several(part, first, found)


def _single(part: str, first: Sequence[str], found: Phrase) -> bool:
    """A part that is one word of a vocabulary whose field is still free."""
    for name in dict.fromkeys((*first, *FIELDS)):
        if word_in(name, part) and FIELDS[name] not in found.camera:
            return _set(found, FIELDS[name], part)
    return False


def _several(part: str, first: Sequence[str], found: Phrase) -> bool:
    """A part that is several words one after the other: `slow dolly in`, `手持跟拍`."""
    if _CJK_ONLY.match(part):
        words = _cover(part)
        return words is not None and _all(words, first, found)
    before = dict(found.camera), found.seconds
    pieces = part.split()
    if len(pieces) > 1 and len(pieces) <= MOST_WORDS and _in_turn(pieces, first, found):
        return True
    found.camera, found.seconds = before
    return False


def _in_turn(pieces: Sequence[str], first: Sequence[str], found: Phrase) -> bool:
    """Take words one after the other, the longest spelling first, until none is left."""
    if not pieces:
        return True
    for length in range(len(pieces), 0, -1):
        head = " ".join(pieces[:length])
        if _single(head, first, found) or _length_or_lens(head, found):
            return _in_turn(pieces[length:], first, found)
    return False


def _all(words: Sequence[str], first: Sequence[str], found: Phrase) -> bool:
    """Take all the words, or none."""
    before = dict(found.camera)
    if all(_single(word, first, found) for word in words):
        return True
    found.camera = before
    return False


def _length_or_lens(part: str, found: Phrase) -> bool:
    """A focal length such as `35mm`, or seconds such as `4s`."""
    if match := _LENS.fullmatch(part):
        return _set(found, "lens_mm", match[1]) if 4 <= int(match[1]) <= 2000 else False
    if any(mark in part for mark in "0123456789") and (seconds := seconds_in(part)):
        found.seconds = seconds if found.seconds is None else found.seconds
        return True
    return False


def _set(found: Phrase, name: str, value: str) -> bool:
    found.camera[name] = value
    return True


@lru_cache(maxsize=1024)
def _cover(text: str) -> tuple[str, ...] | None:
    """Chinese without spaces as words of the camera that cover it wholly, the longest first."""
    for length in range(min(len(text) - 1, 6), 0, -1):
        head, rest = text[:length], text[length:]
        if not any(word_in(name, head) for name in FIELDS):
            continue
        if any(word_in(name, rest) for name in FIELDS):
            return head, rest
        tail = _cover(rest) if len(rest) > 1 else None
        if tail is not None:
            return head, *tail
    return None
