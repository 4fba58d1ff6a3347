"""A run in parts on several machines, and the parts as one result again.

Parts are dealt like cards: part i of n takes every n-th item from the i-th on. `score` deals clips,
`check` shots, so that the takes of a shot are ranked where all of them are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, TypeVar

from vidcheck.continuity.rows import Continuity
from vidcheck.errors import VidcheckError
from vidcheck.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from vidcheck.decide.rows import ShotRow
    from vidcheck.report.model import RunReport

Item = TypeVar("Item")


@dataclass(frozen=True)
class Shard:
    """Part `number` of `count`, counted from 1."""

    number: int
    count: int

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def of(self, items: Sequence[Item]) -> Sequence[Item]:
        """The items of this part, in their order."""
        return items[self.number - 1 :: self.count]


def parse_shard(text: str) -> Shard:
    """A part written as `2/4`. Raises: ValueError, in words, where it is none."""
    found = re.fullmatch(r"\s*(\d{1,6})\s*/\s*(\d{1,6})\s*", text)
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        raise ValueError(f"'{text}' is no part such as 1/4, 2/4, 3/4, 4/4")
    return Shard(int(found[1]), int(found[2]))


def merged(parts: Sequence[tuple[Path, RunReport]]) -> RunReport:
    """The result that one machine would have written.

    Args:
        parts: the results with the files they were read from; the same part twice counts once.

    Raises: VidcheckError where parts are missing, or do not belong together.
    """
    for path, part in parts[1:]:
        _refuse_strangers(parts[0], (path, part))
    by_number = _in_order(parts)
    first = by_number[0]
    shots = _without_doubles(_dealt([one.shots for one in by_number]))
    clips = _dealt([one.clips for one in by_number])
    if shots:
        place = {shot.shot: number for number, shot in enumerate(shots)}
        clips.sort(key=lambda row: place.get(row.shot or "", len(place)))
    found = {row.shot for row in clips}
    return first.model_copy(
        update={
            "shard": None,
            "clips": tuple(clips if first.shard and not shots else _once(clips)),
            "shots": shots,
            "plan_hash": first.plan_hash if len(by_number) == 1 else None,  # of some shots only
            "created": max((one.created for one in by_number if one.created), default=None),
            "continuity": Continuity() if first.continuity and len(by_number) > 1
            else first.continuity,
            "unmatched": tuple(_once(row for one in by_number for row in one.unmatched)),
            "missing": tuple(
                _once(name for one in by_number for name in one.missing if name not in found)
            ),
            "warnings": tuple(_once(note for one in by_number for note in one.warnings)),
            "notes": tuple(_once(note for one in by_number for note in one.notes)),
        }
    )  # fmt: skip


def copy_pictures(parts: Sequence[tuple[Path, RunReport]], folder: Path) -> None:
    """Bring the pictures that results name, which lie beside them, into one folder.

    Raises: OutputError where it cannot be written.
    """
    for path, part in parts:
        inside = path.parent.resolve()
        for name in {name for row in part.clips for name in row.pictures}:
            source = (path.parent / name).resolve()
            # A result from elsewhere may name any file of this machine; only its folder is read.
            if source.is_relative_to(inside) and source.is_file():
                write_whole(folder / source.relative_to(inside), source.read_bytes())


def _refuse_strangers(one: tuple[Path, RunReport], other: tuple[Path, RunReport]) -> None:
    for what in ("vidcheck", "calibration", "title"):
        if getattr(one[1], what) != getattr(other[1], what):
            raise VidcheckError(
                f"{other[0]}: {what}: not the same as in {one[0]}",
                hint="parts of one run are written by one version, for one storyboard",
            )


def _in_order(parts: Sequence[tuple[Path, RunReport]]) -> list[RunReport]:
    """The results by their number; those that are no parts as they came."""
    if all(part.shard is None for _, part in parts):
        return [part for _, part in parts]
    numbered: dict[int, RunReport] = {}
    counts: set[int] = set()
    for path, part in parts:
        if part.shard is None:
            raise VidcheckError(
                f"{path}: not a part of a run, while others are", hint="merge only --shard results"
            )
        shard = parse_shard(part.shard)
        counts.add(shard.count)
        numbered[shard.number] = part
    missing = [str(Shard(n, max(counts))) for n in range(1, max(counts) + 1) if n not in numbered]
    if len(counts) > 1 or missing:
        what = f"missing: {', '.join(missing)}" if missing else "parts of different runs"
        raise VidcheckError(f"{parts[0][0]}: {what}", hint="run the missing parts, then merge all")
    return [numbered[number] for number in sorted(numbered)]


def _dealt(hands: Sequence[Sequence[Item]]) -> list[Item]:
    """Cards dealt to players, back in the order of the pack."""
    nothing = object()
    rounds = zip_longest(*hands, fillvalue=nothing)
    return [card for round_ in rounds for card in round_ if card is not nothing]  # type: ignore[misc]


def _without_doubles(shots: Sequence[ShotRow]) -> tuple[ShotRow, ...]:
    """One row per shot: a request that covers several shots may bring one into two parts."""
    best: dict[str, ShotRow] = {}
    for shot in shots:
        if shot.shot not in best or len(shot.ranking) > len(best[shot.shot].ranking):
            best[shot.shot] = shot
    return tuple(best.values())


def _once(items: Iterable[Item]) -> list[Item]:
    """Equal items once, in their first order."""
    kept: list[Item] = []
    seen: set[str] = set()
    for item in items:
        if (mark := repr(item)) not in seen:
            seen.add(mark)
            kept.append(item)
    return kept
