"""What the ledger can say: shares with intervals, money per usable second, no claim from little.

A take is usable where a person keeps it, or where nobody refused it and it passes. Takes that could
not be judged count as takes and are in no share.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Literal

from vidcheck.judge.rows import Row
from vidcheck.ledger import interval
from vidcheck.ledger.drift import Drift, drifts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vidcheck.ledger.changes import Effect
    from vidcheck.ledger.history import PastTake

LEAST = 10
"""Below this count no share is claimed: at 10 the interval of a share is up to 0.26 to each side
(Wilson, 95 %), so fewer takes cannot tell a good generator from a poor one."""
APART_DAYS = 14.0
"""How far two answers to one request lie apart to tell a drift: longer than a generator's mood of
the day, shorter than most models live."""

DIMENSIONS = ("generator", "mode", "size", "motion", "subject", "round")

Outcome = Literal["helped", "made it worse", "no difference shown", "too few"]
Turn = Literal["better", "worse", "no difference shown", "too few"]


class Share(Row):
    """`hits` of `of`; share and bounds (0..1) are None where `of` is below what is claimed."""

    hits: int
    of: int
    share: float | None
    low: float | None
    high: float | None


class Figure(Row):
    """`over` divided by `under`, from `n` shots; None as in `Share`, or where `under` is 0."""

    over: float
    under: float
    n: int
    value: float | None
    low: float | None
    high: float | None


class Spent(Row):
    """Money per usable second in one currency, from the takes whose price is known."""

    currency: str
    priced: int
    per_usable_s: Figure


class Group(Row):
    """Takes that have one thing in common; `by` is `all` for all of them."""

    by: str
    name: str
    takes: int
    unjudged: int
    usable: Share
    takes_per_kept_shot: Figure
    cost: tuple[Spent, ...]


class Advice(Row):
    """A change that was made, every time it was: takes with the defect before and after.

    `low` and `high` bound the share after minus the share before.
    """

    repair: str
    change: str
    against: str | None
    made: int
    seen: int
    improved: int
    before: Share
    after: Share
    low: float | None
    high: float | None
    says: Outcome


class Again(Row):
    """Shots that went round again: usable takes of their earlier rounds against the last one.

    `kept_before` and `kept` count those that had a usable take then, and now; `low` and `high`
    bound the share now minus the share before.
    """

    shots: int
    kept_before: int
    kept: int
    before: Share
    after: Share
    low: float | None
    high: float | None
    says: Turn


class Agreement(Row):
    """A person's word against the tool's: `agree` counts keep with pass and ng with fail.

    `table` is every pair, by the person's word, then the tool's; hold, warn and unknown are in no
    share.
    """

    table: dict[str, dict[str, int]]
    agree: Share


class Stats(Row):
    """All that is told; `least` is the count below which nothing is claimed."""

    schema_version: Literal[1] = 1
    least: int
    confidence: float
    checks: int
    shots: int
    groups: tuple[Group, ...]
    again: Again | None = None
    advice: tuple[Advice, ...]
    agreement: Agreement
    drift: tuple[Drift, ...]


def stats_of(
    takes: Sequence[PastTake],
    effects: Sequence[Effect],
    *,
    checks: int,
    least: int = LEAST,
    apart_days: float = APART_DAYS,
) -> Stats:
    """Everything that can be said of these takes.

    Args:
        takes: every take, as `history.all_takes` gives them.
        effects: every change that was made.
        checks: how many checks there were.
        least: the count below which nothing is claimed.
        apart_days: how far two answers to one request must lie apart to tell a drift.
    """
    groups = [_group("all", "", takes, least)]
    for by in DIMENSIONS:
        sorted_: dict[str, list[PastTake]] = defaultdict(list)
        for take in takes:
            value = getattr(take, by)
            sorted_["" if value is None else str(value)].append(take)
        groups += [_group(by, name, those, least) for name, those in sorted(sorted_.items())]
    return Stats(
        least=least,
        confidence=interval.CONFIDENCE,
        checks=checks,
        shots=len({take.shot for take in takes}),
        groups=tuple(groups),
        again=_again(takes, least),
        advice=tuple(_advice(effects, least)),
        agreement=_agreement(takes, least),
        drift=drifts(takes, least=least, apart_days=apart_days),
    )


def usable(take: PastTake) -> bool:
    """Whether a person keeps it, or it passes and nobody refused it."""
    if take.human is not None and take.human.verdict != "hold":
        return take.human.verdict == "keep"
    return take.verdict == "pass"


def share(hits: int, of: int, least: int) -> Share:
    """A share with its interval, without either where it would rest on too little."""
    if of < max(least, 1):
        return Share(hits=hits, of=of, share=None, low=None, high=None)
    low, high = interval.wilson(hits, of)
    return Share(hits=hits, of=of, share=hits / of, low=low, high=high)


def _judged(take: PastTake) -> bool:
    return take.verdict != "unknown" or usable(take)


def _group(by: str, name: str, takes: Sequence[PastTake], least: int) -> Group:
    judged = [take for take in takes if _judged(take)]
    return Group(
        by=by,
        name=name,
        takes=len(takes),
        unjudged=len(takes) - len(judged),
        usable=share(sum(usable(take) for take in judged), len(judged), least),
        takes_per_kept_shot=_figure(
            [(len(those), float(any(take.used_s for take in those))) for those in _by_shot(takes)],
            least,
        ),
        cost=tuple(_costs(takes, least)),
    )


def _by_shot(takes: Iterable[PastTake]) -> list[list[PastTake]]:
    sorted_: dict[str, list[PastTake]] = defaultdict(list)
    for take in takes:
        sorted_[take.shot].append(take)
    return list(sorted_.values())


def _costs(takes: Sequence[PastTake], least: int) -> Iterable[Spent]:
    currencies = sorted({take.price[1] for take in takes if take.price})
    for currency in currencies:
        priced = [take for take in takes if take.price and take.price[1] == currency]
        pairs = [
            (sum(take.price[0] for take in those if take.price),
             sum(take.used_s or 0.0 for take in those))
            for those in _by_shot(priced)
        ]  # fmt: skip
        yield Spent(currency=currency, priced=len(priced), per_usable_s=_figure(pairs, least))


def _figure(pairs: Sequence[tuple[float, float]], least: int) -> Figure:
    over, under = sum(one for one, _ in pairs), sum(one for _, one in pairs)
    bounds = interval.ratio(pairs) if len(pairs) >= least and under > 0 else None
    return Figure(
        over=over,
        under=under,
        n=len(pairs),
        value=over / under if bounds else None,
        low=bounds[0] if bounds else None,
        high=bounds[1] if bounds else None,
    )


def _again(takes: Sequence[PastTake], least: int) -> Again | None:
    """The same shots before and after their last change; None where none was made again.

    A difference is told where both sides together hold `least` takes: its interval grows with
    what is missing on either side, and must leave out 0.
    """
    before: list[PastTake] = []
    after: list[PastTake] = []
    kept_before = kept = shots = 0
    for those in _by_shot(take for take in takes if _judged(take)):
        last = max(take.round for take in those)
        old = [take for take in those if take.round < last]
        if not old:
            continue
        new = [take for take in those if take.round == last]
        shots += 1
        kept_before += any(usable(take) for take in old)
        kept += any(usable(take) for take in those)
        before += old
        after += new
    if not shots:
        return None
    one = sum(usable(take) for take in before), len(before)
    other = sum(usable(take) for take in after), len(after)
    enough = len(before) + len(after) >= max(least, 1)
    bounds = interval.difference(one, other) if enough else None
    return Again(
        shots=shots,
        kept_before=kept_before,
        kept=kept,
        before=share(*one, least),
        after=share(*other, least),
        low=bounds[0] if bounds else None,
        high=bounds[1] if bounds else None,
        says=_turned(bounds),
    )


def _turned(bounds: interval.Bounds | None) -> Turn:
    if bounds is None:
        return "too few"
    if bounds[0] > 0:
        return "better"
    return "worse" if bounds[1] < 0 else "no difference shown"


def _advice(effects: Sequence[Effect], least: int) -> Iterable[Advice]:
    made: dict[tuple[str, str | None], list[Effect]] = defaultdict(list)
    for effect in effects:
        made[effect.change.repair, effect.change.against].append(effect)
    for (repair, against), those in made.items():
        seen = [one for one in those if one.helped is not None]
        before = sum(one.flawed_before for one in seen), sum(len(one.before) for one in seen)
        after = sum(one.flawed_after for one in seen), sum(len(one.after) for one in seen)
        enough = min(before[1], after[1]) >= max(least, 1)
        bounds = interval.difference(before, after) if enough else None
        yield Advice(
            repair=repair,
            change=those[-1].change.change,
            against=against,
            made=len(those),
            seen=len(seen),
            improved=sum(one.helped is True for one in seen),
            before=share(*before, least),
            after=share(*after, least),
            low=bounds[0] if bounds else None,
            high=bounds[1] if bounds else None,
            says=_says(bounds),
        )


def _says(bounds: interval.Bounds | None) -> Outcome:
    if bounds is None:
        return "too few"
    if bounds[1] < 0:
        return "helped"
    return "made it worse" if bounds[0] > 0 else "no difference shown"


def _agreement(takes: Sequence[PastTake], least: int) -> Agreement:
    said = Counter((take.human.verdict, take.verdict) for take in takes if take.human)
    table: dict[str, dict[str, int]] = defaultdict(dict)
    for (human, tool), count in sorted(said.items()):
        table[human][tool] = count
    clear = {pair: n for pair, n in said.items()
             if pair[0] != "hold" and pair[1] in ("pass", "fail")}  # fmt: skip
    agree = said["keep", "pass"] + said["ng", "fail"]
    return Agreement(table=dict(table), agree=share(agree, sum(clear.values()), least))
