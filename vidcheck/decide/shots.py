"""What to do about each shot: facts of its takes, the first rule that holds, and its advice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vidcheck.decide.advise import Wish, advised
from vidcheck.decide.asked import take_of
from vidcheck.decide.case import Case, Film
from vidcheck.decide.past import Past, records
from vidcheck.decide.rank import in_one_line
from vidcheck.decide.rows import ShotRow
from vidcheck.decide.rules import holds, rules
from vidcheck.decide.switching import next_generator
from vidcheck.decide.words import DEFECTS, STATUSES, Words
from vidcheck.generators.load import load_profiles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vidcheck.decide.rows import Decision, Ranked
    from vidcheck.decide.rules import Facts, Rule
    from vidcheck.decide.take import Take
    from vidcheck.generators.profile import GeneratorProfile
    from vidcheck.judge.rows import ClipRow, Event
    from vidcheck.plan.model import PromptPlan, PromptRequest
    from vidcheck.storyboard.load import LoadedStoryboard

Range = tuple[float, float]
Shown = tuple["Take | None", "Event | None", Range | None]
"""The take to speak of, its flaw, and the part of it to cut to."""


def decide_shots(
    loaded: LoadedStoryboard,
    plan: PromptPlan,
    rows: Sequence[ClipRow],
    pasts: Mapping[str, Past] | None = None,
    profiles: Mapping[str, GeneratorProfile] | None = None,
) -> list[ShotRow]:
    """Decide every shot that the plan asks for (all, where it asks for none), in film order.

    Args:
        loaded: the storyboard.
        plan: what was asked of the generators.
        rows: the takes, each with its `shot` (others are passed over).
        pasts: what was tried before, by shot.
        profiles: the generators known here; the shipped ones where None.
    """
    board = loaded.storyboard
    pasts = pasts or {}
    planned = {shot for request in plan.requests for shot in request.shots}
    wanted = planned or {shot.id for _, shot in board.all_shots()}
    inside = {shot for request in plan.requests for shot in request.shots[1:]}
    takes = {
        shot.id: [
            take_of(row, board, shot, _request(plan, row)) for row in rows if row.shot == shot.id
        ]
        for _, shot in board.all_shots()
    }
    film = Film(
        loaded,
        profiles if profiles is not None else load_profiles(),
        tuple(dict.fromkeys(one.generator for one in plan.requests)),
        records(takes, pasts),
    )
    decided = []
    for scene, shot in board.all_shots():
        mine = takes[shot.id]
        if shot.id in wanted and (mine or shot.id not in inside):
            case = Case(film, scene, shot, mine, pasts.get(shot.id, Past()))
            row = _decided(case)
            decided.append(row)
            if row.decision == "keep" and case.best_first:
                film = replace(film, kept={**film.kept, shot.id: case.best_first[0]})
    return decided


def _request(plan: PromptPlan, row: ClipRow) -> PromptRequest | None:
    """The request a take answers: same shot and generator; the take's own where it is planned."""
    alike = [one for one in plan.requests if row.shot in one.shots and one.mode != "image"]
    alike = [one for one in alike if one.generator == row.generator] or alike
    exact = [one for one in alike if one.take == row.take]
    return next(iter(exact or alike), None)


def _decided(case: Case) -> ShotRow:
    facts = case.facts()
    open_ = bool(case.takes) and facts["best"] != "pass"  # what passes needs no advice
    other = next_generator(case) if open_ else None
    facts["next_generator"] = other.id if other else None
    repair = advised(case, facts, Wish.change) if open_ else None
    facts["untried"] = repair is not None
    rule = next(rule for rule in rules().rules if holds(rule.when, facts))
    take, cut = _pick(case, rule.decide)
    flaw = _flaw(case, rule.decide, take)
    reason = _reason(case, rule, facts, (take, flaw, cut))
    if rule.decide == "keep" and take:
        reason = _with_ties(reason, case.order[0][0], case.best_first)
    wish = Wish.of(rule.decide)
    advice = repair if wish is Wish.change else advised(case, facts, wish) if wish else None
    if not case.tried.answering:
        advice = None  # one change at a time: the last one has not been seen at work yet
    silent = None if advice else _silence(case, rule.decide, flaw)
    shot, order = case.shot, in_one_line(case.order)
    return ShotRow(
        shot=shot.id,
        decision=rule.decide,
        take=take.row.path if take else None,
        reason=reason.en,
        reason_zh=reason.zh,
        ranking=tuple(one for one, _ in case.order),
        advice=advice,
        no_advice=silent.en if silent else None,
        no_advice_zh=silent.zh if silent else None,
        cut_s=cut,
        rule=rule.id,
        hypothesis=rule.hypothesis,
        round=case.past.round,
        scene=case.scene.id,
        title=shot.title.in_language("en") if shot.title else None,
        title_zh=shot.title.in_language("zh") if shot.title else None,
        action=shot.action.in_language("en"),
        action_zh=shot.action.in_language("zh"),
        duration_s=shot.duration,
        line=case.film.loaded.place(*case.film.loaded.keys_of(shot.id))[0],
        order=order.en,
        order_zh=order.zh,
    )


def _pick(case: Case, decision: Decision) -> tuple[Take | None, Range | None]:
    """The take to use or to learn from, and the part of it to cut to."""
    takes = case.best_first
    if decision == "fix_in_post":
        for take in takes:
            longest = max(take.clean_ranges_s, key=lambda one: one[1] - one[0], default=(0.0, 0.0))
            if longest[1] - longest[0] >= case.needed_s:
                return take, longest
    if decision == "undecided" and not any(take.row.status == "scored" for take in takes):
        return None, None
    return (takes[0] if takes else None), None


def _flaw(case: Case, decision: Decision, take: Take | None) -> Event | None:
    """The defect to speak of: the repeated one where that decides, else the take's gravest."""
    if decision in ("rewrite", "split", "switch") and case.flaw:
        return case.flaw[0]
    for one in [take, *case.best_first] if take else case.best_first:
        if one and one.flaws:
            return one.flaws[0]
    return None


def _silence(case: Case, decision: Decision, flaw: Event | None) -> Words | None:
    """Why there is no advice; None where none is expected."""
    if decision in ("keep", "fix_in_post"):
        return None
    if case.shot.locked:
        return Words("no advice: the shot is locked", "没有建议：这个镜头已锁定")
    if case.takes and not case.tried.answering:
        return Words(
            "no advice: no take answers the last change yet",
            "没有建议：上一次修改还没有成片",
        )
    if decision == "stop":
        return Words(
            "no advice: the budget is spent; look at the best take before more money goes",
            "没有建议：预算已用完；再花钱之前请先看看最好的一条",
        )
    if flaw is None:
        return Words("no advice: no finding to act on", "没有建议：没有可以据以修改的发现")
    kind = DEFECTS[flaw.type]
    return Words(
        f"no advice: every change known against {kind.en} stands in the storyboard already, or "
        "does not fit this shot",
        f"没有建议：已知针对{kind.zh}的修改都已写进分镜，或不适用于这个镜头",
    )


def _reason(case: Case, rule: Rule, facts: Facts, shown: Shown) -> Words:
    take, flaw, cut = shown
    said = []
    for language, template in enumerate((rule.why.en, rule.why.zh)):
        length = take.length_s if take else None
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
            "needed": f"{case.needed_s:.1f}",
            "risk": f"{take.row.risk:.2f}" if take and take.row.risk is not None else "?",
            "ranges": _ranges(flaw, case.tried.fresh, language),
            "because": _because(case.takes, language),
            "box": "{},{},{},{}".format(*flaw.box) if flaw and flaw.box else "?",
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
