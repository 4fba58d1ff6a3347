"""Scene headings: `INT. COFFEE SHOP - DAY #12#`, `内景 咖啡馆 夜`, `12、咖啡馆 日 内`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vidcheck.importers.film_words import word_in

LONGEST = 300
"""Characters of the longest line that can be a heading."""
_OPENS = re.compile(
    r"(?P<where>INT\.?\s*/\s*EXT|EXT\.?\s*/\s*INT|INT|EXT|EST|I\s*/\s*E)[. ]+(?P<rest>.*)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\s*#(?P<number>[^#\n]{1,20})#\s*\Z")
_ZH_OPENS = re.compile(r"(?P<where>内外景|内/外景|内景|外景)[\s.．、:：\-—－]+(?P<rest>\S.*)")
_ZH_NUMBERED = re.compile(
    r"(?:场景?|第)?\s*(?P<number>[0-9]{1,3}(?:[-－][0-9]{1,3})?|[一二三四五六七八九十百]{1,4})"
    r"\s*(?:场)?[\s.．、:：]+(?P<rest>\S.*)"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading taken apart; `rest` are words that are neither place, time nor in or out."""

    place: str
    int_ext: str | None = None
    time: str | None = None
    number: str | None = None
    rest: tuple[str, ...] = ()


def read_heading(line: str) -> Heading | None:
    """The heading that a line is, or None where it is none."""
    if len(line) > LONGEST:
        return None
    text, number = _without_number(line.strip())
    if match := _OPENS.fullmatch(text):
        where = re.sub(r"[\s.]", "", match["where"]).upper()
        return _parted(match["rest"], "EXT" if where == "EST" else where, number)
    if match := _ZH_OPENS.fullmatch(text):
        return _parted_zh(match["rest"], match["where"], number)
    if match := _ZH_NUMBERED.fullmatch(text):
        parted = _parted_zh(match["rest"], None, match["number"])
        return parted if parted.int_ext and parted.time else None
    return None


def forced_heading(text: str) -> Heading:
    """A heading that the author marked as one, whatever it looks like."""
    if len(text) > LONGEST:
        return Heading(text.strip())
    found = read_heading(text)
    if found is not None:
        return found
    text, number = _without_number(text.strip())
    if match := _ZH_NUMBERED.fullmatch(text):
        return _parted_zh(match["rest"], None, match["number"])
    if re.search(r"[\u3400-\u9fff]", text):
        return _parted_zh(text, None, number)
    return _parted(text, None, number)


def _without_number(text: str) -> tuple[str, str | None]:
    match = _NUMBER.search(text)
    return (text[: match.start()].strip(), match["number"].strip()) if match else (text, None)


def _parted(text: str, where: str | None, number: str | None) -> Heading:
    """English order: place, then time after the last dash; further parts belong to the place."""
    parts = [part.strip() for part in re.split(r"\s+[-–—]+\s+", text) if part.strip()]
    time, rest = None, []
    while len(parts) > 1:
        last = parts[-1].strip(" .()")
        if word_in("time", last) and time is None:
            time = last
        elif _says_when(last):
            rest.append(last)
        else:
            break
        parts.pop()
    return Heading(" - ".join(parts), where, time, number, tuple(reversed(rest)))


_WHEN = re.compile(
    r"(?:.* )?(?:later|earlier|continuous|same(?: time)?|present|flashback|dream)"
    r"|same(?: time| day)?|present(?: day)?|flashback|dream|\d{4}|\d{1,2}:\d\d.*",
    re.IGNORECASE,
)


def _says_when(part: str) -> bool:
    return _WHEN.fullmatch(part) is not None


def _parted_zh(text: str, where: str | None, number: str | None) -> Heading:
    """Chinese order is free: words of time and of in or out are known, the rest is the place."""
    time, place = None, []
    for part in re.split(r"[\s，,、/／|｜]+|\s*[-–—－]+\s*", text):
        if not part:
            continue
        if where is None and (word_in("int_ext", part) or part in {"内景", "外景"}):
            where = part
        elif time is None and word_in("time", part):
            time = part
        else:
            place.append(part)
    return Heading(" ".join(place), where, time, number)
