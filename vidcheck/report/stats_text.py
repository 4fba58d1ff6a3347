"""What the ledger can say, as lines for a terminal, in English or Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.decide.words import DEFECTS, VERDICTS
from vidcheck.report.as_terminal import columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vidcheck.ledger.drift import Drift
    from vidcheck.ledger.stats import Advice, Agreement, Figure, Group, Share, Stats

_BY = {
    "generator": ("generator", "生成模型"),
    "mode": ("mode", "生成方式"),
    "size": ("shot size", "景别"),
    "motion": ("camera move", "运镜"),
    "subject": ("subject", "主体"),
    "round": ("round", "轮次"),
}
_SAYS = {
    "helped": ("helped", "有效"),
    "made it worse": ("made it worse", "变差"),
    "worse": ("worse", "变差"),
    "better": ("better", "变好"),
    "no difference shown": ("no difference shown", "看不出差别"),
    "too few": ("too few to say", "太少，不下结论"),
}
_HUMAN = {"keep": ("keep", "保留"), "hold": ("hold", "待定"), "ng": ("NG", "NG")}


def render(stats: Stats, *, chinese: bool = False) -> str:
    """Plain text, ending in a newline; says on how little it claims nothing."""
    page = _Page(stats, chinese)
    return "\n".join(page.lines()) + "\n"


class _Page:
    def __init__(self, stats: Stats, chinese: bool) -> None:
        self.stats, self.chinese = stats, chinese

    def either(self, en: str, zh: str) -> str:
        return zh if self.chinese else en

    def lines(self) -> Iterator[str]:
        whole, *parts = self.stats.groups
        yield self.either(
            f"checks: {self.stats.checks}, shots: {self.stats.shots}, takes: {whole.takes}, "
            f"not to be judged: {whole.unjudged}",
            f"{self.stats.checks} 次检查，{self.stats.shots} 个镜头，{whole.takes} 条成片，"
            f"{whole.unjudged} 条无法判断",
        )
        yield f"{self.either('usable takes', '可用')}: {self._share(whole.usable)}"
        kept = whole.takes_per_kept_shot
        yield f"{self.either('takes per kept shot', '每个保留镜头的条数')}: {self._figure(kept)}"
        for spent in whole.cost:
            figure = self._figure(spent.per_usable_s, spent.currency)
            yield self.either(
                f"cost per usable second: {figure}; the price of {spent.priced} takes is known",
                f"每可用秒费用：{figure}；{spent.priced} 条有价格",
            )
        if not whole.cost:
            yield self.either("cost: no price is known", "费用：没有已知价格")
        for by, (en, zh) in _BY.items():
            groups = [one for one in parts if one.by == by]
            named = sum(bool(one.name) for one in groups)
            if named > 1 or (named and by == "generator"):
                yield from self._groups(self.either(en, zh), groups)
        yield from self._again()
        yield from self._advice()
        yield from self._agreement(self.stats.agreement)
        yield from self._drift()
        yield ""
        yield self.either(
            f"Intervals hold {self.stats.confidence:.0%} of the time (shares: Wilson); below "
            f"n = {self.stats.least} nothing is claimed. Usable: a person keeps it, or it passes "
            "and nobody refused it.",
            f"区间的置信度为 {self.stats.confidence:.0%}（比例用 Wilson 区间）；n 小于 "
            f"{self.stats.least} 时不下结论。可用：由人保留，或通过且没有人否决。",
        )

    def _groups(self, title: str, groups: list[Group]) -> Iterator[str]:
        yield ""
        yield self.either(f"usable takes by {title}", f"按{title}的可用比例")
        names = [one.name or self.either("(not known)", "（未知）") for one in groups]
        wide = max(columns(name) for name in names)
        for name, one in zip(names, groups, strict=True):
            a_second = self.either("a usable second", "每可用秒")
            cost = "".join(
                f"; {self._figure(spent.per_usable_s, spent.currency)} {a_second}"
                for spent in one.cost
            )
            takes = one.takes_per_kept_shot
            rest = self.either(
                f"{_count(takes.over, 'take')} for {_count(takes.under, 'kept shot')}",
                f"{takes.over:g} 条，保留 {takes.under:g} 个镜头",
            )
            pad = " " * (wide - columns(name))
            yield f"  {name}{pad}  {self._share(one.usable)}; {rest}{cost}"

    def _share(self, share: Share) -> str:
        counts = self.either(f"{share.hits} of {share.of}", f"{share.of} 条中 {share.hits} 条")
        if share.share is None or share.low is None or share.high is None:
            return counts
        return f"{counts}, {share.share:.0%} ({share.low:.0%}–{share.high:.0%})"

    def _figure(self, figure: Figure, unit: str = "") -> str:
        tail = f" {unit}" if unit else ""
        counts = f"{figure.over:g}{tail} / {figure.under:g}{' s' if unit else ''}"
        if figure.value is None or figure.low is None or figure.high is None:
            return f"{counts} (n = {figure.n})"
        bounds = f"{figure.low:.2f}–{figure.high:.2f}"
        return f"{figure.value:.2f}{tail} ({bounds}; {counts}, n = {figure.n})"

    def _again(self) -> Iterator[str]:
        one = self.stats.again
        if one is None:
            return
        yield ""
        yield self.either(
            f"shots made again: {one.kept} of {one.shots} have a usable take now, "
            f"{one.kept_before} before",
            f"重做过的镜头：{one.shots} 个中现在有 {one.kept} 个可用，之前 {one.kept_before} 个",
        )
        told = self.either(
            f"usable takes of these shots: {self._share(one.before)} before, "
            f"{self._share(one.after)} after",
            f"这些镜头的可用成片：改前 {self._share(one.before)}，改后 {self._share(one.after)}",
        )
        yield f"  {told}; {_SAYS[one.says][self.chinese]}{self._points(one.low, one.high)}"

    def _points(self, low: float | None, high: float | None) -> str:
        if low is None or high is None:
            return ""
        points = self.either("points", "个百分点")
        return f" ({100 * low:+.0f} … {100 * high:+.0f} {points})"

    def _advice(self) -> Iterator[str]:
        if self.stats.advice:
            yield ""
            yield self.either("changes that were advised and made", "采纳过的修改建议")
        for one in self.stats.advice:
            yield f"  {one.change}: {self._told(one)}"

    def _told(self, one: Advice) -> str:
        flaw = DEFECTS[one.against][self.chinese] if one.against in DEFECTS else ""
        flaw = flaw or self.either("no pass", "未通过")
        times = "once" if one.made == 1 else f"{one.made} times"
        counts = self.either(
            f"made {times}, helped {one.improved} of {one.seen} that new takes answer; "
            f"{flaw} in {self._share(one.before)} takes before, {self._share(one.after)} after",
            f"采纳 {one.made} 次，有后续的 {one.seen} 次中 {one.improved} 次好转；{flaw}："
            f"改前 {self._share(one.before)}，改后 {self._share(one.after)}",
        )
        return f"{counts}; {_SAYS[one.says][self.chinese]}{self._points(one.low, one.high)}"

    def _agreement(self, one: Agreement) -> Iterator[str]:
        if not one.table:
            return
        yield ""
        yield self.either(
            f"a person and vidcheck agree on {self._share(one.agree)} clear verdicts",
            f"人与工具一致：{self._share(one.agree)}（双方都明确的结论）",
        )
        for human, tools in one.table.items():
            pairs = ", ".join(f"{VERDICTS[tool][self.chinese]} {n}" for tool, n in tools.items())
            by = self.either("vidcheck says", "工具判定")
            yield f"  {_HUMAN[human][self.chinese]}: {by} {pairs}"

    def _drift(self) -> Iterator[str]:
        if self.stats.drift:
            yield ""
            yield self.either(
                "the same prompt and seed, some time apart", "同样的提示词和种子，隔一段时间"
            )
        for one in self.stats.drift:
            yield f"  {one.generator}: {self._turn(one)}"

    def _turn(self, one: Drift) -> str:
        seeds = self.either(
            f", {one.unseeded} of them without a seed", f"，其中 {one.unseeded} 条没有种子"
        ) if one.unseeded else ""  # fmt: skip
        asked = self.either(
            f"{one.requests} requests{seeds}, {one.days:.0f} days apart",
            f"{one.requests} 条请求{seeds}，相隔 {one.days:.0f} 天",
        )
        says = _SAYS[one.says][self.chinese]
        if one.worse_by is None or one.within is None:
            return f"{asked}: {says}"
        if says == "worse":
            return f"{asked}: worse by {one.worse_by:.2f} ± {one.within:.2f} of risk"
        by = self.either("risk", "风险")
        return f"{asked}: {says}, {by} {one.worse_by:+.2f} ± {one.within:.2f}"


def _count(number: float, what: str) -> str:
    return f"{number:g} {what}" + ("" if number == 1 else "s")
