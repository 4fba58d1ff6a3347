"""The order of a shot's takes, with ties admitted where measuring cannot tell them apart."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vidcheck.decide.rows import Ranked
from vidcheck.decide.rules import rules
from vidcheck.decide.words import DEFECTS, STATUSES, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.decide.rows import Asked
    from vidcheck.judge.rows import ClipRow, Event

_VERDICTS = ("pass", "warn", "fail", "unknown")
_STATUSES = ("scored", "not_assessable", "unreadable")


@dataclass(frozen=True)
class Take:
    """A take with what it weighs: `burden` is the weighted sum of its defects."""

    row: ClipRow
    asked: tuple[Asked, ...]

    @property
    def name(self) -> Words:
        """How people call it: by its number, or its file where it has none."""
        number = self.row.take
        if number is None:
            name = Path(self.row.path).name
            return Words(name, name)
        by = self.row.generator
        return Words(
            f"take {number}" + (f" ({by})" if by else ""),
            f"第 {number} 条" + (f"（{by}）" if by else ""),
        )

    @property
    def flaws(self) -> tuple[Event, ...]:
        """Its defects, the gravest first."""
        found = [event for event in self.row.events if rules().weight(event.type) > 0]
        return tuple(sorted(found, key=lambda event: -weight(event)))

    @property
    def burden(self) -> float:
        """The weighted sum of its defects, 0 for none."""
        return sum(weight(event) for event in self.flaws)

    @property
    def broken_promises(self) -> int:
        """How many things of the request came back otherwise."""
        return sum(one.met is False for one in self.asked)


def weight(event: Event) -> float:
    """How much one defect spoils a take: its kind's weight × its severity."""
    return rules().weight(event.type) * event.severity


def better(one: Take, other: Take) -> bool:
    """Whether a take is better beyond measurement noise: verdict, defects, request, risk."""
    noise = rules().noise
    classes = _class(one), _class(other)
    if classes[0] != classes[1]:
        return classes[0] < classes[1]
    lighter = other.burden - one.burden
    if abs(lighter) > noise.burden:
        return lighter > 0
    if one.broken_promises != other.broken_promises:
        return one.broken_promises < other.broken_promises
    safer = (other.row.risk or 0.0) - (one.row.risk or 0.0)
    return safer > noise.risk


def ranked(takes: Sequence[Take]) -> list[tuple[Ranked, Take]]:
    """Best first; the rank of a take is one more than the number of takes clearly better."""
    places = {
        take.row.path: 1 + sum(better(other, take) for other in takes if other is not take)
        for take in takes
    }
    order = sorted(takes, key=lambda take: (places[take.row.path], *_key(take)))
    rows = []
    for take in order:
        tied = [
            other
            for other in order
            if other is not take and not better(take, other) and not better(other, take)
            and take.row.status == "scored"
        ]  # fmt: skip
        why = _why(take, tied)
        rows.append(
            (
                Ranked(
                    path=take.row.path,
                    rank=places[take.row.path],
                    tied_with=tuple(other.row.path for other in tied),
                    why=why.en,
                    why_zh=why.zh,
                    asked=take.asked,
                ),
                take,
            )
        )
    return rows


def _class(take: Take) -> tuple[int, int]:
    return _STATUSES.index(take.row.status), _VERDICTS.index(take.row.verdict)


def _key(take: Take) -> tuple[float, float, int, str]:
    return take.burden, take.row.risk or 0.0, take.row.take or 0, take.row.path


def _why(take: Take, tied: Sequence[Take]) -> Words:
    row = take.row
    if row.status != "scored":
        words = STATUSES[row.status]
        return Words(f"{words.en}: {row.reason or ''}", f"{words.zh}：{row.reason or ''}")
    parts = _kinds(take) or [Words("no defect found", "没有发现缺陷")]
    parts += [
        Words(
            f"{one.asked} asked, {one.measured} came back", f"要求 {one.asked}，实际 {one.measured}"
        )
        for one in take.asked
        if one.met is False
    ]
    if row.risk is not None:
        parts.append(Words(f"risk {row.risk:.2f}", f"风险 {row.risk:.2f}"))
    if tied:
        names = [other.name for other in tied]
        noise = rules().noise.risk
        parts.append(
            Words(
                f"ties with {', '.join(name.en for name in names)} (risk within {noise:g})",
                f"与{'、'.join(name.zh for name in names)}并列（风险相差不超过 {noise:g}）",
            )
        )
    return Words("; ".join(part.en for part in parts), "；".join(part.zh for part in parts))


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


def flaw_words(take: Take, event: Event) -> Words:
    """A defect with its time and place: "pop-in at 2.5–3.0 s, upper left"."""
    words, place = DEFECTS[event.type], _place(take, event)
    en = f"{words.en} at {event.start_s:.1f}–{event.end_s:.1f} s"
    zh = f"{event.start_s:.1f}–{event.end_s:.1f} 秒{words.zh}"
    return Words(en + (f", {place.en}" if place else ""), zh + (f"（{place.zh}）" if place else ""))


def _place(take: Take, event: Event) -> Words | None:
    """Where in the picture a box lies, in thirds; None for the whole or the middle of it."""
    if event.box is None or take.row.clip is None:
        return None
    x, y, width, height = event.box
    if width * height > 0.5 * take.row.clip.width * take.row.clip.height:
        return None
    column = min(2, max(0, int((x + width / 2) / take.row.clip.width * 3)))
    line = min(2, max(0, int((y + height / 2) / take.row.clip.height * 3)))
    across = (Words("left", "左"), Words("", ""), Words("right", "右"))[column]
    down = (Words("upper", "上"), Words("", ""), Words("lower", "下"))[line]
    if not across.en and not down.en:
        return None
    if not across.en:
        return Words(f"{down.en} middle", f"{down.zh}方")
    return Words(f"{down.en} {across.en}".strip(), f"{across.zh}{down.zh}方" if down.zh
                 else f"{across.zh}侧")  # fmt: skip
