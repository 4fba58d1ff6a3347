"""The files of a cut held against the takes of a project: which take of which shot is used."""

from __future__ import annotations

import os
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from vidcheck.decide.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from vidcheck.exchange.cut import Shown
    from vidcheck.ledger.history import PastTake


@dataclass(frozen=True)
class Use:
    """A take that a cut shows; `ranges` in seconds of its file, `moved` where its name told it."""

    take: PastTake
    ranges: tuple[tuple[Fraction, Fraction], ...]
    moved: bool


@dataclass(frozen=True)
class Conformed:
    """What a cut uses, and what of it is no take of the project."""

    uses: tuple[Use, ...]
    unknown: tuple[Words, ...]


def conform(
    shown: Iterable[Shown], takes: Sequence[PastTake], project: Path, cut: Path
) -> Conformed:
    """The takes that a cut uses, in its order, each once.

    Args:
        shown: what the cut shows.
        takes: every take known of the project.
        project: its folder, from which and from the cut's a relative place counts.
        cut: the file of the cut.
    """
    ledger = _Known(takes, project)
    found: dict[tuple[str, str], list[tuple[Fraction, Fraction]]] = {}
    uses: dict[tuple[str, str], tuple[PastTake, bool]] = {}
    unknown: dict[str, Words] = {}
    for one in shown:
        alike, moved = ledger.takes_of(one, cut.parent)
        if not alike:
            unknown[one.written] = _unknown(one, ledger)
        for take in alike:
            key = (take.shot, take.sha256)
            uses.setdefault(key, (take, moved))
            if one.start_s is not None and one.end_s is not None:
                found.setdefault(key, []).append((one.start_s, one.end_s))
    return Conformed(
        tuple(Use(take, tuple(found.get(key, ())), moved) for key, (take, moved) in uses.items()),
        tuple(unknown.values()),
    )


class _Known:
    """Takes by place and by name; places are compared as text, no file is touched."""

    def __init__(self, takes: Sequence[PastTake], project: Path) -> None:
        self.project = os.path.abspath(project)  # noqa: PTH100 - as text, links not followed
        self.by_place: dict[str, list[PastTake]] = {}
        self.by_name: dict[str, dict[str, list[PastTake]]] = {}
        for take in takes:
            place = os.path.abspath(take.path)  # noqa: PTH100
            self.by_place.setdefault(place, []).append(take)
            self.by_name.setdefault(take.path.name, {}).setdefault(place, []).append(take)

    def takes_of(self, one: Shown, home: Path) -> tuple[list[PastTake], bool]:
        """The takes that a file is, and whether only its name told so."""
        for folder in (os.path.abspath(home), self.project):  # noqa: PTH100
            place = os.path.normpath(os.path.join(folder, one.written))  # noqa: PTH118
            if place in self.by_place:
                return _shown_part(self.by_place[place], one), False
        named = self.by_name.get(one.name, {})
        if len(named) == 1:
            return _shown_part(next(iter(named.values())), one), True
        return [], False


def _shown_part(takes: list[PastTake], one: Shown) -> list[PastTake]:
    """Of the shots in one file those that are shown; of one shot its last content."""
    last = list({take.shot: take for take in takes}.values())
    if len(last) < 2 or one.start_s is None or one.end_s is None:
        return last
    seen = [(_overlap(take, one.start_s, one.end_s), take) for take in last]
    most = max(share for share, _ in seen)
    return [take for share, take in seen if share > most / 2]


def _overlap(take: PastTake, start: Fraction, end: Fraction) -> Fraction:
    part = take.part
    if part is None:
        return end - start
    return max(Fraction(0), min(end, Fraction(part[1])) - max(start, Fraction(part[0])))


def _unknown(one: Shown, ledger: _Known) -> Words:
    several = ledger.by_name.get(one.name, {})
    what = one.written or "?"
    if len(several) > 1:
        return Words(
            f"{what}: several takes are called {one.name}; passed over",
            f"{what}：有几条成片都叫 {one.name}，略过",
        )
    return Words(
        f"{what}: no take of this project; passed over", f"{what}：不是这个项目的成片，略过"
    )
