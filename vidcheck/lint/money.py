"""Takes and money: what the storyboard asks for against what it allows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from vidcheck.lint.finding import Both, Hit
from vidcheck.storyboard.defaults import budget_of, target_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vidcheck.lint.finding import Placed, View


def over_budget(view: View) -> Iterator[Hit]:
    """More takes, versions or money than a shot may use."""
    for placed in view.shots:
        budget = budget_of(view.board, placed.shot)
        takes = len(placed.shot.takes or ())
        if budget.max_takes is not None and takes > budget.max_takes:
            says = Both(
                f"{takes} takes, the budget allows {budget.max_takes}",
                f"已有 {takes} 条，预算是 {budget.max_takes} 条",
            )
            yield Hit((*placed.keys, "takes"), says, placed.id)
        versions = _versions(placed)
        if budget.max_takes is not None and versions > budget.max_takes:
            says = Both(
                f"{versions} variants, the budget allows {budget.max_takes} takes",
                f"变体有 {versions} 种，预算是 {budget.max_takes} 条",
            )
            yield Hit((*placed.keys, "variants"), says, placed.id)
        yield from _cost(view, placed, max(versions, 1))


def _versions(placed: Placed) -> int:
    variants = placed.shot.variants
    if variants is None or not variants.matrix:
        return 0
    return min(variants.max, math.prod(len(values) for values in variants.matrix.values()))


def _cost(view: View, placed: Placed, requests: int) -> Iterator[Hit]:
    budget = budget_of(view.board, placed.shot)
    generator = view.generator(placed)
    price = generator.price if generator else None
    if budget.max_cost is None or price is None or price.currency != budget.currency:
        return
    seconds = target_of(view.board, placed.shot).duration or placed.shot.duration
    one = price.per_request or (price.per_second or 0) * seconds
    if one * requests > budget.max_cost:
        cost = f"{one * requests:.2f} {price.currency}"
        says = Both(
            f"{requests} × {seconds:g} s cost about {cost}, the budget is {budget.max_cost:g}",
            f"{requests} × {seconds:g} 秒约 {cost}，预算 {budget.max_cost:g}",
        )
        yield Hit((*placed.keys, "budget"), says, placed.id, severity="error")


def locked_without_take(view: View) -> Iterator[Hit]:
    """A locked shot that no kept take stands for."""
    for placed in view.shots:
        takes = placed.shot.takes
        if placed.shot.locked and takes is not None and not any(t.verdict == "keep" for t in takes):
            says = Both("locked, but none of its takes is kept", "已锁定，但没有保留的条")
            yield Hit((*placed.keys, "locked"), says, placed.id)
