"""Pieces into one prompt, shortened by a stated priority where the generator keeps less."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vidcheck.plan.elements import NEVER_WHOLE, RANK, Piece, sentence_ends
from vidcheck.plan.length import count, limit_of
from vidcheck.plan.phrases import loss

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.generators.profile import PromptRule
    from vidcheck.plan.model import Dropped

_CLAUSE = re.compile(r"(?<=[,;，；、。.!?！？])\s*")
_OURS = {"framing", "camera", "light", "constraints"}


@dataclass(frozen=True, slots=True)
class Fitted:
    """A prompt within its limit; `cut` where even identity or action had to lose words."""

    text: str
    dropped: tuple[Dropped, ...]
    cut: bool


def assemble(pieces: Sequence[Piece], recipe: Sequence[str], lang: str) -> str:
    """Pieces in the vendor's order, one sentence per group."""
    comma, stop, gap = ("，", "。", "") if lang == "zh" else (", ", ".", " ")
    groups: dict[tuple[int, str, str], list[str]] = {}
    place: dict[str, int] = {kind: number for number, kind in enumerate(recipe)}
    for piece in pieces:
        kind: str = piece.kind
        key = (place.get(kind, len(place)), kind, piece.group)
        groups.setdefault(key, []).append(piece.text)
    said = []
    for key in sorted(groups, key=lambda item: item[0]):
        text = comma.join(groups[key])
        if lang == "en" and key[1] in _OURS:
            text = text[:1].upper() + text[1:]
        said.append(text if sentence_ends(text) or text.endswith("]") else text + stop)
    return gap.join(said)


def fit(
    pieces: Sequence[Piece],
    recipe: Sequence[str],
    lang: str,
    rule: PromptRule,
    *,
    suffix: str = "",
    cap: int | None = None,
) -> Fitted:
    """The prompt, within `cap` or the generator's own limit, in the unit the vendor counts.

    Whole pieces go by rank, lowest first and the last of them first; then identity and action
    lose clauses from their ends, the longest first; what still does not fit is cut.
    """
    kept = list(pieces)
    dropped: list[Dropped] = []
    text = _joined(kept, recipe, lang, suffix)
    for index in sorted(range(len(kept)), key=lambda i: (kept[i].rank, -i)):
        if _fits(text, rule, cap) or pieces[index].rank >= NEVER_WHOLE:
            break
        dropped.append(loss(pieces[index].field, ("prompt limit", "提示词长度上限")))
        kept = [piece for piece in kept if piece is not pieces[index]]
        text = _joined(kept, recipe, lang, suffix)
    cut = False
    while not _fits(text, rule, cap):
        shorter = _without_a_clause(kept)
        cut = True
        if shorter is None:
            return Fitted(_chopped(text, rule, cap, suffix), tuple(dropped), cut=True)
        index, piece = shorter
        if not any(one.field == piece.field for one in dropped):
            why = ("prompt limit: shortened", "提示词长度上限：已缩短")
            dropped.append(loss(piece.field, why))
        kept[index] = piece
        text = _joined(kept, recipe, lang, suffix)
    return Fitted(text, tuple(dropped), cut)


def _joined(pieces: Sequence[Piece], recipe: Sequence[str], lang: str, suffix: str) -> str:
    text = assemble(pieces, recipe, lang)
    return f"{text} {suffix}" if suffix else text


def _limit(text: str, rule: PromptRule, cap: int | None) -> int | None:
    limits = [limit for limit in (limit_of(rule, text), cap) if limit is not None]
    return min(limits) if limits else None


def _fits(text: str, rule: PromptRule, cap: int | None) -> bool:
    limit = _limit(text, rule, cap)
    return limit is None or count(text, rule.unit) <= limit


def _without_a_clause(pieces: Sequence[Piece]) -> tuple[int, Piece] | None:
    """The longest identity or action without its last clause, or None where each has only one."""
    ranked = sorted(
        (i for i, piece in enumerate(pieces) if piece.rank in {RANK["identity"], RANK["action"]}),
        key=lambda i: (-len(pieces[i].text), i),
    )
    for index in ranked:
        clauses = [part for part in _CLAUSE.split(pieces[index].text) if part.strip()]
        if len(clauses) > 1:
            shorter = pieces[index].text
            shorter = shorter[: shorter.rindex(clauses[-1])].rstrip(" ,;，；、")
            return index, replace(pieces[index], text=shorter)
    return None


def _chopped(text: str, rule: PromptRule, cap: int | None, suffix: str) -> str:
    """The longest beginning that fits, by bisection; the suffix stays whole."""
    tail = f" {suffix}" if suffix else ""
    body = text[: len(text) - len(tail)] if tail else text
    low, high = 0, len(body)
    while low < high:
        middle = (low + high + 1) // 2
        if _fits(body[:middle] + tail, rule, cap):
            low = middle
        else:
            high = middle - 1
    return body[:low].rstrip() + tail
