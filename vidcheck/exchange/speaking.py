"""When a shot's lines are heard: spread over the shot as they would be said; nobody listened."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from vidcheck.decide.words import part_in
from vidcheck.exchange.candidates import one_line
from vidcheck.exchange.timeline import Cue
from vidcheck.storyboard.speech import seconds_to_say

if TYPE_CHECKING:
    from vidcheck.exchange.timeline import Piece
    from vidcheck.report.film import ScriptRow
    from vidcheck.storyboard.text import Language

SHORTEST_S = Fraction(1, 2)
"""A subtitle that stands shorter than this is not read."""


def cues_of(script: ScriptRow, piece: Piece, rate: Fraction, lang: Language) -> tuple[Cue, ...]:
    """The lines of a shot with their times, pauses of one length around them.

    A line takes as long as it is naturally said; where they do not fit, all are said faster alike.
    """
    lines = [one for one in script.dialogue if one_line(one.text.say(lang))]
    needs = [
        max(SHORTEST_S, Fraction(seconds_to_say(one.text.say(lang))).limit_denominator(1000))
        for one in lines
    ]
    there = piece.length / rate
    haste = min(Fraction(1), there / sum(needs)) if lines else Fraction(1)
    pause = max(Fraction(0), there - sum(needs)) / (len(lines) + 1)
    cues, at = [], pause
    for line, need in zip(lines, needs, strict=True):
        first, end = round(at * rate), round((at + need * haste) * rate)
        by = one_line(part_in(lang, line.by.say(lang))) if line.by else None
        end = min(piece.length, max(first + 1, end))
        cues.append(Cue(piece.first + first, piece.first + end, one_line(line.text.say(lang)), by))
        at += need * haste + pause
    return tuple(one for one in cues if one.first < one.end)
