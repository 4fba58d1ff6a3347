"""How long a prompt is, in the unit that the vendor counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vidcheck.plan.model import PromptLength

if TYPE_CHECKING:
    from vidcheck.generators.profile import PromptRule

_CJK = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_PIECE = re.compile(r"[A-Za-z]+|[0-9]|[^\sA-Za-z0-9]")


def has_cjk(text: str) -> bool:
    """Whether any character is Chinese, Japanese, Korean or full-width."""
    return _CJK.search(text) is not None


def count(text: str, unit: str | None) -> int:
    """Length of a text.

    `characters` are code points, `utf16` are UTF-16 code units (an emoji is two), `tokens` are an
    estimate from above: four letters to a token, every digit and mark its own, two for each CJK
    character. Real tokenizers join more than that.
    """
    if unit == "utf16":
        return len(text.encode("utf-16-le")) // 2
    if unit != "tokens":
        return len(text)
    total = 0
    for piece in _PIECE.findall(text):
        if piece.isascii() and piece.isalpha():
            total += -(-len(piece) // 4)
        else:
            total += 2 if _CJK.match(piece) else 1 if piece.isascii() else 2
    return total


def limit_of(rule: PromptRule, text: str) -> int | None:
    """The cap that holds for this text; some vendors cap CJK text lower."""
    if rule.max_cjk is not None and has_cjk(text):
        return rule.max_cjk
    return rule.max


def measure(text: str, rule: PromptRule) -> PromptLength:
    """The length with its unit and limit; an unknown unit is counted in characters."""
    return PromptLength(
        value=count(text, rule.unit),
        unit=rule.unit or "characters",
        limit=limit_of(rule, text),
        estimate=rule.unit == "tokens",
    )


def advised_too_long(text: str, rule: PromptRule, lang: str) -> tuple[str, str] | None:
    """The vendor's soft advice where this text goes beyond it, in both languages."""
    for advice in rule.advice:
        if advice.language not in {None, lang}:
            continue
        value = len(text.split()) if advice.unit == "words" else len(text)
        if value > advice.max:
            unit = "个词" if advice.unit == "words" else "个字符"
            return (
                f"{value} {advice.unit}; the vendor advises at most {advice.max}",
                f"{value} {unit}；官方建议不超过 {advice.max}",
            )
    return None
