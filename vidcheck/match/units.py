"""Files that hold several shots, split so that each shot is judged on its own part."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vidcheck.errors import ClipError
from vidcheck.match.cuts import parts_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from vidcheck.match.found import ClipMatch, Matching
    from vidcheck.storyboard.model import Storyboard
    from vidcheck.takes import Span

Note = tuple[str, str]


def split_units(
    matching: Matching, storyboard: Storyboard, wanted: Collection[str] | None = None
) -> Matching:
    """One match per shot for every file that holds several.

    Args:
        matching: which file belongs to which unit (under its first shot).
        storyboard: for the planned lengths.
        wanted: only these shots; None for all.

    Returns: the matching with a `span` for each shot of a unit. A file that cannot be read stays
        whole, so that its row says why.
    """
    matches: list[ClipMatch] = []
    warnings: list[Note] = list(matching.warnings)
    order = {shot.id: number for number, (_, shot) in enumerate(storyboard.all_shots())}
    for match in matching.matches:
        if len(match.unit) < 2:
            matches.append(match)
            continue
        parts, notes = _parts(match, storyboard)
        warnings += notes
        matches += [one for one in parts if wanted is None or one.shot in wanted]
    matches.sort(key=lambda one: (order[one.shot], one.generator or "", one.take))
    return replace(matching, matches=tuple(matches), warnings=tuple(warnings))


def _parts(match: ClipMatch, storyboard: Storyboard) -> tuple[list[ClipMatch], list[Note]]:
    planned = [storyboard.shot(shot).duration for shot in match.unit]
    try:
        parts = parts_of(match.path, planned)
    except ClipError:
        return [match], []
    length = parts[-1].end_s - parts[0].start_s
    if abs(length - planned[0]) < abs(length - sum(planned)):
        return [replace(match, unit=())], []  # a take of the first shot alone
    found = [
        _part(match, shot, (part.start_s, part.end_s))
        for shot, part in zip(match.unit, parts, strict=True)
    ]
    guessed = [one for one, part in zip(found, parts, strict=True)
               if one.span and one.span[0] > parts[0].start_s and not part.measured]  # fmt: skip
    return found, [_guessed(match, guessed)] if guessed else []


def _part(match: ClipMatch, shot: str, span: Span) -> ClipMatch:
    """One shot's part of a file, with what takes.yaml says of it; else what it says of the file."""
    word, note = match.words.get(shot, (match.word, match.note))
    return replace(match, shot=shot, span=span, word=word, note=note)


def _guessed(match: ClipMatch, parts: list[ClipMatch]) -> Note:
    at = ", ".join(f"{one.shot} {one.span[0]:.1f} s" for one in parts if one.span)
    said = f"{match.path.name}: no cut was found near the planned beginning of {at}"
    return f"{said}; it is split there all the same, please look", (
        f"{match.path.name}：在计划的开头（{at}）附近没有找到切换；仍按计划切开，请核对"
    )
