"""What a plan costs, as far as prices are known; what is not known is never zero."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vidcheck.errors import VidcheckError

if TYPE_CHECKING:
    from vidcheck.plan.model import PromptPlan

MOST_NAMED = 8
_LIMIT = re.compile(
    r"(?P<before>[A-Za-z]{3})?\s*(?P<amount>[0-9]{1,12}(?:\.[0-9]{1,6})?)\s*(?P<after>[A-Za-z]{3})?"
)


@dataclass(frozen=True, slots=True)
class Bill:
    """The known costs summed by currency, and the ids of requests whose price nobody knows.

    `offered` are stills that no request needs: they are made or not, with any picture generator,
    and stand outside the sum.
    """

    priced: int
    totals: dict[str, float]
    unknown: tuple[str, ...]
    offered: tuple[str, ...]

    def say(self, lang: str) -> str:
        """One line: the sum, and how many requests it does not hold."""
        zh = lang == "zh"
        sums = " + ".join(f"{amount:g} {currency}" for currency, amount in self.totals.items())
        missing = len(self.unknown)
        if not sums:
            return f"未知（{missing} 条请求）" if zh else f"unknown for {_requests(missing)}"
        told = f"{sums}（{self.priced} 条请求）" if zh else f"{sums} for {_requests(self.priced)}"
        if missing:
            told += f"；另有 {missing} 条价格未知" if zh else f"; {missing} more of unknown price"
        return told


@dataclass(frozen=True, slots=True)
class Limit:
    """The most a plan may cost; without a currency it is the one that all prices are in."""

    amount: float
    currency: str | None


def bill(plan: PromptPlan) -> Bill:
    """The costs of a plan, every take, version and part of a shot counted."""
    needed = {need for request in plan.requests for need in request.needs}
    stills = [one.id for one in plan.requests if one.mode == "image"]
    priced = [one.cost for one in plan.requests if one.cost is not None]
    amounts: dict[str, list[float]] = {}
    for cost in priced:
        amounts.setdefault(cost.currency, []).append(cost.amount)
    offered = tuple(one for one in stills if one not in needed)
    unknown = (one.id for one in plan.requests if one.cost is None and one.id not in offered)
    return Bill(
        priced=len(priced),
        totals={name: round(math.fsum(each), 6) for name, each in sorted(amounts.items())},
        unknown=tuple(unknown),
        offered=offered,
    )


def read_limit(text: str) -> Limit:
    """`5`, `5 USD` or `CNY 20`. Raises: VidcheckError."""
    match = _LIMIT.fullmatch(text.strip())
    if match is None or (match["before"] and match["after"]):
        raise VidcheckError(
            f"--max-cost {text}: not an amount of money",
            hint="write a number, with a currency if you like: 5, 5 USD, 20 CNY",
        )
    currency = match["before"] or match["after"]
    return Limit(float(match["amount"]), currency.upper() if currency else None)


def refuse_above(plan: PromptPlan, limit: Limit) -> None:
    """Let a plan pass only where every price is known and the sum is within the limit.

    Raises: VidcheckError naming what is over it, or what is not known.
    """
    found = bill(plan)
    wanted = f"{limit.amount:g}{f' {limit.currency}' if limit.currency else ''}"
    other = [name for name in found.totals if limit.currency not in {None, name}]
    if other or len(found.totals) > 1:
        raise VidcheckError(
            f"{plan.storyboard}: prices are in {', '.join(found.totals)}; they cannot be held "
            f"against {wanted}",
            hint="nothing is converted: plan for one generator at a time, in its own currency",
        )
    total = sum(found.totals.values())
    if total > limit.amount:
        raise VidcheckError(
            f"{plan.storyboard}: the plan costs {found.say('en')}, more than {wanted}",
            hint="plan fewer shots or takes (--shot, --takes), or allow more",
        )
    if found.unknown:
        raise VidcheckError(_unknown(plan, found, wanted), hint=_way_out(found))


def _unknown(plan: PromptPlan, found: Bill, wanted: str) -> str:
    named = ", ".join(found.unknown[:MOST_NAMED])
    more = len(found.unknown) - MOST_NAMED
    rest = f" and {more} more" if more > 0 else ""
    return (
        f"{plan.storyboard}: no price is known for {_requests(len(found.unknown))}, so the plan "
        f"may cost more than {wanted}: {named}{rest}"
    )


def _requests(number: int) -> str:
    return f"{number} request" + ("" if number == 1 else "s")


def _way_out(found: Bill) -> str:
    stills = [one for one in found.unknown if one.startswith("keyframe:")]
    if len(stills) == len(found.unknown):
        return "make these stills first and name them under `frames: {first: …}`"
    return (
        "write the price you pay into a file in `generators` beside the storyboard: "
        "{id: …, price: {per_second: …, currency: …, source: …, as_of: …}}"
    )
