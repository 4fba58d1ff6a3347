"""What to do about each shot: facts of its takes, the first rule that holds, and its advice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vidcheck.decide.advise import advice_against, advice_to_reroll
from vidcheck.decide.asked import compared
from vidcheck.decide.rank import Take, ranked
from vidcheck.decide.rows import ShotRow
from vidcheck.decide.rules import Facts, holds, rules
from vidcheck.decide.words import DEFECTS, STATUSES, Words
from vidcheck.storyboard.defaults import budget_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.decide.rows import Advice, Decision, Ranked
    from vidcheck.decide.rules import Rule
    from vidcheck.judge.rows import ClipRow, Event
    from vidcheck.plan.model import PromptPlan, PromptRequest
    from vidcheck.storyboard.load import LoadedStoryboard
    from vidcheck.storyboard.model import Scene, Shot


def decide_shots(
    loaded: LoadedStoryboard, plan: PromptPlan, rows: Sequence[ClipRow]
) -> list[ShotRow]:
    """Decide every shot that the plan asks for (all, where it asks for none), in film order.

    Args:
        loaded: the storyboard.
        plan: what was asked of the generators.
        rows: the takes, each with its `shot` (others are passed over).
    """
    planned = {shot for request in plan.requests for shot in request.shots}
    wanted = planned or {shot.id for _, shot in loaded.storyboard.all_shots()}
    inside = {shot for request in plan.requests for shot in request.shots[1:]}
    decided = []
    for scene, shot in loaded.storyboard.all_shots():
        takes = [
            Take(row, compared(row, _request(plan, row), shot.duration))
            for row in rows
            if row.shot == shot.id
        ]
        if shot.id in wanted and (takes or shot.id not in inside):
            decided.append(_Case(loaded, scene, shot, takes).decided())
    return decided


def _request(plan: PromptPlan, row: ClipRow) -> PromptRequest | None:
    """The request a take answers: same shot and generator; the take's own where it is planned."""
    alike = [one for one in plan.requests if row.shot in one.shots and one.mode != "image"]
    alike = [one for one in alike if one.generator == row.generator] or alike
    exact = [one for one in alike if one.take == row.take]
    return next(iter(exact or alike), None)


@dataclass
class _Case:
    """One shot with its takes, best first once ranked."""

    loaded: LoadedStoryboard
    scene: Scene
    shot: Shot
    takes: Sequence[Take]

    def decided(self) -> ShotRow:
        order = ranked(self.takes)
        best_first = [take for _, take in order]
        facts = self._facts(best_first)
        rule = next(rule for rule in rules().rules if holds(rule.when, facts))
        take, cut = self._pick(rule.decide, best_first)
        flaw = self._flaw(rule.decide, take, best_first)
        reason = self._reason(rule, facts, take, flaw, cut)
        if rule.decide == "keep" and take:
            reason = _with_ties(reason, order[0][0], best_first)
        return ShotRow(
            shot=self.shot.id,
            decision=rule.decide,
            take=take.row.path if take else None,
            reason=reason.en,
            reason_zh=reason.zh,
            ranking=tuple(one for one, _ in order),
            advice=self._advice(rule.decide, flaw, take, best_first),
            cut_s=cut,
            scene=self.scene.id,
            title=self.shot.title.in_language("en") if self.shot.title else None,
            title_zh=self.shot.title.in_language("zh") if self.shot.title else None,
            action=self.shot.action.in_language("en"),
            action_zh=self.shot.action.in_language("zh"),
            duration_s=self.shot.duration,
            line=self.loaded.place(*self.loaded.keys_of(self.shot.id))[0],
        )

    @property
    def _needed(self) -> float:
        return self.shot.duration * rules().clean_share

    def _facts(self, takes: Sequence[Take]) -> Facts:
        scored = [take for take in takes if take.row.status == "scored"]
        clean = [end - start for take in scored for start, end in take.row.clean_ranges_s]
        return {
            "takes": len(takes),
            "assessable": len(scored),
            "flawed": sum(bool(take.flaws) for take in takes),
            "best": takes[0].row.verdict if takes else None,
            "best_flaws": len(takes[0].flaws) if takes else 0,
            "clean_s": max(clean, default=0.0),
            "needed_s": self._needed,
            "repeated": _most_common(takes)[1],
            "max_takes": budget_of(self.loaded.storyboard, self.shot).max_takes,
        }

    def _pick(
        self, decision: Decision, takes: Sequence[Take]
    ) -> tuple[Take | None, tuple[float, float] | None]:
        """The take to use or to learn from, and the part of it to cut to."""
        if decision == "fix_in_post":
            for take in takes:
                ranges = take.row.clean_ranges_s if take.row.status == "scored" else ()
                longest = max(ranges, key=lambda one: one[1] - one[0], default=(0.0, 0.0))
                if longest[1] - longest[0] >= self._needed:
                    return take, longest
        if decision == "undecided" and not any(take.row.status == "scored" for take in takes):
            return None, None
        return (takes[0] if takes else None), None

    def _flaw(self, decision: Decision, take: Take | None, takes: Sequence[Take]) -> Event | None:
        """The defect to speak of: the repeated one when rewriting, else the take's gravest."""
        kind = _most_common(takes)[0] if decision == "rewrite" else None
        for one in [take, *takes] if take else takes:
            for event in one.flaws if one else ():
                if kind is None or event.type == kind:
                    return event
        return None

    def _advice(
        self, decision: Decision, flaw: Event | None, take: Take | None, takes: Sequence[Take]
    ) -> Advice | None:
        if self.shot.locked or take is None or flaw is None:
            return None
        if decision == "reroll":
            return advice_to_reroll(self.loaded, self.shot)
        if decision == "rewrite":
            shown = next(one for one in takes if flaw in one.flaws)
            return advice_against(flaw, shown.row, self.loaded, self.shot)
        return None

    def _reason(
        self,
        rule: Rule,
        facts: Facts,
        take: Take | None,
        flaw: Event | None,
        cut: tuple[float, float] | None,
    ) -> Words:
        said = []
        for language, template in enumerate((rule.why.en, rule.why.zh)):
            length = take.row.clip.duration_s if take and take.row.clip else None
            words = {
                **{name: f"{value:g}" if isinstance(value, float) else value
                   for name, value in facts.items()},
                "take": (take.name if take else Words("", ""))[language],
                "length": f"{length:.1f}" if length else "?",
                "flaw": (DEFECTS[flaw.type] if flaw else Words("a flaw", "缺陷"))[language],
                "from": f"{flaw.start_s:.1f}" if flaw else "?",
                "to": f"{flaw.end_s:.1f}" if flaw else "?",
                "cut_from": f"{cut[0]:.1f}" if cut else "?",
                "cut_to": f"{cut[1]:.1f}" if cut else "?",
                "needed": f"{self._needed:.1f}",
                "risk": f"{take.row.risk:.2f}" if take and take.row.risk is not None else "?",
                "ranges": _ranges(flaw, self.takes, language),
                "because": _because(self.takes, language),
            }  # fmt: skip
            said.append(_capital(template.format_map(words)))
        return Words(*said)


def _with_ties(reason: Words, kept: Ranked, takes: Sequence[Take]) -> Words:
    names = [take.name for take in takes if take.row.path in kept.tied_with]
    if not names:
        return reason
    return Words(
        f"{reason.en}; {', '.join(name.en for name in names)} would do as well",
        f"{reason.zh}；{'、'.join(name.zh for name in names)}同样可用",
    )


def _most_common(takes: Sequence[Take]) -> tuple[str | None, int]:
    """The kind of defect that most takes show, and how many do; the gravest kind among equals."""
    shown = Counter(kind for take in takes for kind in {event.type for event in take.flaws})
    if not shown:
        return None, 0
    kind = max(shown, key=lambda one: (shown[one], rules().weight(one), one))
    return kind, shown[kind]


def _ranges(flaw: Event | None, takes: Sequence[Take], language: int) -> str:
    """When each take shows the flaw: "take 1 2.1–4.0 s, take 2 1.8–4.0 s"."""
    parts = []
    for take in takes:
        found = next((one for one in take.flaws if flaw and one.type == flaw.type), None)
        if found:
            unit = " 秒" if language else " s"
            parts.append(f"{take.name[language]} {found.start_s:.1f}–{found.end_s:.1f}{unit}")
    return ("，" if language else ", ").join(parts)


def _because(takes: Sequence[Take], language: int) -> str:
    reasons = dict.fromkeys(
        take.row.reason or STATUSES[take.row.status][language] for take in takes
    )
    return "; ".join(list(reasons)[:3])


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
