"""The order of a shot's takes, with ties admitted where measuring cannot tell them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.decide.paired import paired_difference
from vidcheck.decide.rows import Ranked
from vidcheck.decide.rules import rules
from vidcheck.decide.take import flaw_words
from vidcheck.decide.words import DEFECTS, STATUSES, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.decide.rows import Asked, Meant
    from vidcheck.decide.take import Take

_VERDICTS = ("pass", "warn", "fail", "unknown")
_STATUSES = ("scored", "not_assessable", "unreadable")


def better(one: Take, other: Take) -> bool:
    """Whether a take is better beyond measurement noise.

    In this order: could it be judged; its verdict; its risk, where models looked on both and
    tell them well apart; the weighted sum of its defects and of what came back otherwise than
    asked; its risk; and where the risk cannot tell, its curves beside the other one's, moment by
    moment. A take that moves much less has less to go wrong: with the same verdict
    that is no merit, and it is never called better.
    """
    classes = _class(one), _class(other)
    if classes[0] != classes[1]:
        return classes[0] < classes[1]
    return not _much_stiller(one, other) and _steadier(one, other)


def _much_stiller(one: Take, other: Take) -> bool:
    found = [take.row.metrics.get("motion_amount") for take in (one, other)]
    moves = [row.value for row in found if row is not None and row.value is not None]
    return len(moves) == 2 and moves[0] < rules().noise.stiller * moves[1]


def _steadier(one: Take, other: Take) -> bool:
    noise = rules().noise
    seen = [_with_models(take) for take in (one, other)]
    if seen[0] is not None and seen[1] is not None and abs(seen[1] - seen[0]) > noise.looks:
        return seen[1] > seen[0]
    lighter = other.burden - one.burden
    if abs(lighter) > noise.burden:
        return lighter > 0
    safer = (other.row.risk or 0.0) - (one.row.risk or 0.0)
    if abs(safer) > noise.risk:
        return safer > 0
    apart = paired_difference(one.row, other.row)
    return apart is not None and apart.clear and apart.mean < -noise.steadiness


def _with_models(take: Take) -> float | None:
    """Its risk where looks are part of it."""
    identity = take.row.identity
    return None if identity is None or identity.risk_without is None else take.row.risk


def ranked(takes: Sequence[Take]) -> list[tuple[Ranked, Take]]:
    """Best first; the rank of a take is one more than the number of takes clearly better."""
    wins = {
        (one.row.path, other.row.path): better(one, other)
        for one in takes
        for other in takes
        if other is not one
    }
    places = {
        take.row.path: 1 + sum(wins[o.row.path, take.row.path] for o in takes if o is not take)
        for take in takes
    }
    order = sorted(takes, key=lambda take: (places[take.row.path], *_key(take)))
    return [(_row(take, order, wins, places[take.row.path]), take) for take in order]


def _row(take: Take, order: Sequence[Take], wins: dict[tuple[str, str], bool], rank: int) -> Ranked:
    path = take.row.path
    tied = [
        other
        for other in order
        if other is not take
        and take.row.status == other.row.status == "scored"
        and not wins[path, other.row.path]
        and not wins[other.row.path, path]
    ]
    ahead = [o for o in order if o is not take and wins[o.row.path, path]]
    why = _why(take, tied, next((o for o in ahead if _alike(o, take)), None))
    return Ranked(
        path=path,
        rank=rank,
        tied_with=tuple(other.row.path for other in tied),
        why=why.en,
        why_zh=why.zh,
        asked=take.asked,
        meant=take.meant,
        verdict=take.verdict,
    )


def in_one_line(order: Sequence[tuple[Ranked, Take]]) -> Words:
    """All takes of a shot, best first, with what is wrong with each; empty for none.

    "take 3; take 1 ties with it within measurement noise; take 2 fails: pop-in at 2.5–3.1 s".
    """
    if not order:
        return Words("", "")
    best = order[0][0]
    parts = []
    for row, take in order:
        en, zh = _verdict(take)
        if row is best and take.verdict == "pass":
            en, zh = "", ""
        elif row.path in best.tied_with:
            en, zh = " ties with it within measurement noise", "与它并列（差别在测量噪声以内）"
        parts.append(Words(take.name.en + en, take.name.zh + zh))
    return Words("; ".join(one.en for one in parts), "；".join(one.zh for one in parts))


def _verdict(take: Take) -> Words:
    """What a take does, and what is gravest in it."""
    if take.verdict == "unknown":
        return Words(" could not be judged", "无法判断")
    does = {"pass": (" passes", "通过"), "warn": (" warns", "需留意"), "fail": (" fails", "不通过")}
    en, zh = does[take.verdict]
    gravest = next(
        iter(_kinds(take) or [_broken(one) for one in take.asked if one.met is False]), None
    )
    return Words(f"{en}: {gravest.en}", f"{zh}：{gravest.zh}") if gravest else Words(en, zh)


def _class(take: Take) -> tuple[int, int]:
    return _STATUSES.index(take.row.status), _VERDICTS.index(take.verdict)


def _key(take: Take) -> tuple[float, float, int, str]:
    return take.burden, take.row.risk or 0.0, take.row.take or 0, take.row.path


def _alike(one: Take, other: Take) -> bool:
    """Whether only their curves, moment by moment, can tell two takes apart."""
    noise = rules().noise
    return (
        _class(one) == _class(other)
        and abs(one.burden - other.burden) <= noise.burden
        and abs((one.row.risk or 0.0) - (other.row.risk or 0.0)) <= noise.risk
    )


def _why(take: Take, tied: Sequence[Take], steadier: Take | None) -> Words:
    row = take.row
    if row.status != "scored":
        words = STATUSES[row.status]
        return Words(f"{words.en}: {row.reason or ''}", f"{words.zh}：{row.reason or ''}")
    parts = _kinds(take) or [Words("no defect found", "没有发现缺陷")]
    parts += [_broken(one) for one in take.asked if one.met is False]
    parts += dict.fromkeys(_intended(one) for one in take.meant)
    if row.risk is not None:
        parts.append(Words(f"risk {row.risk:.2f}", f"风险 {row.risk:.2f}"))
    if steadier:
        by = steadier.name
        parts.append(Words(f"less steady than {by.en}, moment by moment",
                           f"逐段比较不如{by.zh}稳定"))  # fmt: skip
    if tied:
        names = [other.name for other in tied]
        parts.append(
            Words(
                f"ties with {', '.join(name.en for name in names)} within measurement noise",
                f"与{'、'.join(name.zh for name in names)}并列（差别在测量噪声以内）",
            )
        )
    return Words("; ".join(part.en for part in parts), "；".join(part.zh for part in parts))


def _intended(one: Meant) -> Words:
    kind = DEFECTS[one.type]
    why, why_zh = one.why.removeprefix("meant: "), one.why_zh.removeprefix("有意：")
    span = f"{one.start_s:.1f}–{one.end_s:.1f}"
    return Words(
        f"{kind.en} at {span} s is meant ({why})", f"{span} 秒的{kind.zh}是有意的（{why_zh}）"
    )


def _broken(one: Asked) -> Words:
    return Words(
        f"{one.asked} asked, {one.measured} came back",
        f"要求 {one.asked_zh or one.asked}，实际 {one.measured_zh or one.measured}",
    )


def _kinds(take: Take) -> list[Words]:
    """Each kind of defect once, the gravest first, with how often it was seen."""
    said = []
    for kind in dict.fromkeys(event.type for event in take.flaws):
        events = [event for event in take.flaws if event.type == kind]
        words = flaw_words(take, events[0])
        more = len(events) - 1
        if more:
            words = Words(f"{words.en} (+{more})", f"{words.zh}（另有 {more} 处）")
        said.append(words)
    return said
