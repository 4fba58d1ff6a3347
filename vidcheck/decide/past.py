"""What was tried before: the takes of a shot, those at hand and those that earlier checks saw."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vidcheck.decide.rules import rules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vidcheck.decide.take import Take
    from vidcheck.ledger.history import PastTake


@dataclass(frozen=True)
class Past:
    """The ledger's takes of one shot, and the round that takes it does not know belong to.

    Round 1 holds the answers to the first wording of the shot, 2 those after it was changed, …
    """

    takes: tuple[PastTake, ...] = ()
    round: int = 1

    def round_of(self, sha256: str | None) -> int:
        """The round of a take by its content; this one where the ledger has not seen it."""
        return next((one.round for one in self.takes if one.sha256 == sha256), self.round)


@dataclass(frozen=True)
class Trials:
    """All takes of one shot, in rounds.

    Attributes:
        fresh: takes at hand that answer the shot as it is worded now; all where none does.
        answering: how many do.
        made: different takes ever made, those whose files are gone included.
        kind: the defect that most fresh takes show, the gravest among equals; None for none.
        repeated: how many fresh takes show it.
        rounds_with: in how many rounds some take shows it, this one included.
        by_generator: the generators whose takes show it, in any round.
    """

    fresh: tuple[Take, ...]
    answering: int
    made: int
    kind: str | None
    repeated: int
    rounds_with: int
    by_generator: frozenset[str] = field(default_factory=frozenset)


def trials(takes: Sequence[Take], past: Past) -> Trials:
    """Sort the takes of a shot into rounds; where none answers the present wording, all count.

    Args:
        takes: the takes at hand.
        past: what the ledger knows of this shot.
    """
    shas = {take.row.path: take.row.content for take in takes}
    fresh = tuple(take for take in takes if past.round_of(shas[take.row.path]) >= past.round)
    answering = len(fresh)
    fresh = fresh or tuple(takes)
    here = set(shas.values())
    gone = [one for one in past.takes if one.sha256 not in here]
    kind, repeated = most_common(fresh)
    seen = [(past.round_of(shas[one.row.path]), one.row.generator) for one in takes
            if kind in {event.type for event in one.flaws}]  # fmt: skip
    seen += [(one.round, one.generator) for one in gone if kind in one.events]
    return Trials(
        fresh=fresh,
        answering=answering,
        made=len(takes) + len(gone),
        kind=kind,
        repeated=repeated,
        rounds_with=len({number for number, _ in seen}) if kind else 0,
        by_generator=frozenset(name for _, name in seen if name) if kind else frozenset(),
    )


def most_common(takes: Sequence[Take]) -> tuple[str | None, int]:
    """The kind of defect that most takes show, and how many do; the gravest kind among equals."""
    shown = Counter(kind for take in takes for kind in {event.type for event in take.flaws})
    if not shown:
        return None, 0
    kind = max(shown, key=lambda one: (shown[one], rules().weight(one), one))
    return kind, shown[kind]


def records(
    takes: Mapping[str, Sequence[Take]], pasts: Mapping[str, Past]
) -> dict[str, tuple[int, int]]:
    """(takes that pass, takes that could be judged) of the whole film, by generator."""
    found: dict[str, list[bool]] = {}
    for shot, past in pasts.items():
        here = {take.row.content for take in takes.get(shot, ())}
        for one in past.takes:
            if one.generator and one.sha256 not in here and one.verdict != "unknown":
                found.setdefault(one.generator, []).append(one.verdict == "pass")
    for those in takes.values():
        for take in those:
            if take.row.generator and take.verdict != "unknown":
                found.setdefault(take.row.generator, []).append(take.verdict == "pass")
    return {name: (sum(passed), len(passed)) for name, passed in found.items()}
