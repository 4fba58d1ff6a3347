"""One take as the decision sees it: its row, what was asked of it, and what of it is meant."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vidcheck.decide.rules import rules
from vidcheck.decide.words import DEFECTS, Words

if TYPE_CHECKING:
    from vidcheck.decide.rows import Asked, Meant
    from vidcheck.judge.rows import ClipRow, Event, Verdict

_SEVERITY: tuple[Verdict, ...] = ("pass", "warn", "fail", "unknown")
LEAST_CLEAN_S = 0.5
"""Shorter stretches are of no use to an editor; as in `judge.clean_ranges`."""


@dataclass(frozen=True)
class Take:
    """A take with what it weighs: `meant` are the events that the shot asked for."""

    row: ClipRow
    asked: tuple[Asked, ...] = ()
    meant: tuple[Meant, ...] = ()

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
        """Its defects, the gravest first; what the shot asked for is none."""
        found = [
            event
            for event in self.row.events
            if rules().weight(event.type) > 0 and not self._is_meant(event)
        ]
        return tuple(sorted(found, key=lambda event: -weight(event)))

    @property
    def burden(self) -> float:
        """The weighted sum of its defects and of what came back otherwise than asked; 0 is best."""
        broken = sum(rules().promise(one.what) for one in self.asked if one.met is False)
        return broken + sum(weight(event) for event in self.flaws)

    @property
    def verdict(self) -> Verdict:
        """The clip's verdict once what was meant is left out and the shot's own limits are held.

        A clip that fails only by what the shot asked for passes; one that breaks a limit of the
        storyboard fails (or is warned of), whatever its risk.
        """
        if self.row.verdict == "unknown":
            return "unknown"
        verdict = self.row.verdict
        if self.meant and not any(_is_sure(event) for event in self.flaws):
            verdict = "pass"
        limits = [one.severity for one in self.asked if one.what == "limit" and one.met is False]
        broken: Verdict = "fail" if "error" in limits else "warn" if limits else "pass"
        return max(verdict, broken, key=_SEVERITY.index)

    @property
    def clean_ranges_s(self) -> tuple[tuple[float, float], ...]:
        """What can be cut out of it, in seconds of the file."""
        if self.row.status != "scored":
            return ()
        if not self.meant:
            return self.row.clean_ranges_s
        start, end = self.extent_s
        ranges = []
        for event in sorted(self.flaws, key=lambda event: event.start_s):
            if not _is_sure(event):
                continue
            if event.start_s - start >= LEAST_CLEAN_S:
                ranges.append((start, event.start_s))
            start = max(start, event.end_s)
        return (*ranges, (start, end)) if end - start >= LEAST_CLEAN_S else tuple(ranges)

    @property
    def extent_s(self) -> tuple[float, float]:
        """Its part of the file, in seconds."""
        if self.row.span_s is not None:
            return self.row.span_s
        return 0.0, (self.row.clip.duration_s if self.row.clip else None) or 0.0

    @property
    def length_s(self) -> float | None:
        """How long it is, None where the file could not be read."""
        start, end = self.extent_s
        return end - start if end > start else None

    def _is_meant(self, event: Event) -> bool:
        return any(
            (one.type, one.start_s, one.end_s) == (event.type, event.start_s, event.end_s)
            for one in self.meant
        )


def weight(event: Event) -> float:
    """How much one defect spoils a take: its kind's weight × its severity."""
    return rules().weight(event.type) * event.severity


def _is_sure(event: Event) -> bool:
    return event.p_value is None or event.p_value <= rules().sure_p


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
