"""The takes of a result as an editor needs them: file, part, and defects as marks."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import TYPE_CHECKING

from vidcheck.decide.words import DEFECTS
from vidcheck.exchange.rates import exact_rate, spelt
from vidcheck.exchange.timeline import Candidate, Mark, Media
from vidcheck.importers.decoding import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vidcheck.decide.rows import Ranked, ShotRow
    from vidcheck.exchange.timeline import Colour
    from vidcheck.judge.rows import ClipRow, Event
    from vidcheck.report.model import RunReport
    from vidcheck.storyboard.text import Language

SLACK_S = Fraction(1, 1000)
"""Times in a result are rounded to the millisecond."""


def one_line(text: str) -> str:
    """A text without line breaks and control characters, which no edit list can hold."""
    return " ".join(printable(text.encode("utf-8", "replace").decode("utf-8")).split())


def frames_until(seconds: float | Fraction, rate: Fraction) -> int:
    """Whole frames that are over at a moment."""
    return floor((_exact(seconds) + SLACK_S) * rate)


def frames_before(seconds: float | Fraction, rate: Fraction) -> int:
    """The first frame that begins at a moment or later."""
    return max(0, ceil((_exact(seconds) - SLACK_S) * rate))


def _exact(seconds: float | Fraction) -> Fraction:
    if isinstance(seconds, Fraction):
        return seconds
    return Fraction(seconds).limit_denominator(1_000_000)


class Bench:
    """Looks takes up, and remembers what an editor should know of them."""

    def __init__(self, report: RunReport, rate: Fraction, lang: Language) -> None:
        self.report = report
        self.rate = rate
        self.lang = lang
        self._others: Counter[Fraction] = Counter()
        self._varying: dict[str, None] = {}
        self._seen: dict[str, Media] = {}
        self._ends = {
            row.path: max(one.span_s[1] for one in report.clips
                          if one.path == row.path and one.span_s)
            for row in report.clips if row.span_s
        }  # fmt: skip

    def takes_of(self, shot: ShotRow) -> Iterator[Candidate]:
        """The takes of a shot, best first, each with a name that no other has."""
        names: set[str] = set()
        told = {one.path: one for one in shot.ranking}
        for rank, row in self.report.takes_of(shot):
            key = _key(row, names)
            names.add(key)
            media = self._media(row)
            yield self._candidate(row, key, rank, media, told[row.path])

    def _candidate(
        self, row: ClipRow, key: str, rank: int, media: Media, told: Ranked
    ) -> Candidate:
        at, length = 0, media.frames
        if row.span_s:
            at = frames_before(row.span_s[0], self.rate)
            length = max(1, frames_until(row.span_s[1], self.rate) - at)
        last = None if length is None else at + length
        marks = tuple(self._mark(event, told, last) for event in row.events)
        return Candidate(key, media, row, rank, at, length, marks)

    def _media(self, row: ClipRow) -> Media:
        """The file of a take; the same one for every shot that lies in it."""
        if row.path not in self._seen:
            self._seen[row.path] = self._new_media(row)
        return self._seen[row.path]

    def _new_media(self, row: ClipRow) -> Media:
        facts = row.clip
        name = one_line(Path(row.path).name)
        rate = exact_rate(facts.fps) if facts and facts.fps else None
        varies = facts is not None and (
            rate is None or (row.playback is not None and row.playback.times_s is not None)
        )
        if varies:
            self._varying[name] = None
        elif rate is not None and rate != self.rate:
            self._others[rate] += 1
        frames, own = None, None
        if facts and row.path in self._ends:
            frames = frames_until(self._ends[row.path], self.rate)
            own = frames_until(self._ends[row.path], rate) if rate and not varies else None
        elif facts and not varies and rate is not None:
            own = facts.frames
            frames = own if rate == self.rate else frames_until(Fraction(own) / rate, self.rate)
        elif facts and facts.duration_s:
            frames = frames_until(facts.duration_s, self.rate)
        return Media(
            path=row.path,
            name=name,
            url=Path(row.path).absolute().as_uri(),
            frames=frames or None,
            rate=None if varies else rate,
            own_frames=own,
            width=facts.width if facts else None,
            height=facts.height if facts else None,
            sound=bool(facts and facts.sound),
        )

    def remarks(self) -> list[str]:
        """Takes that do not run at the timeline's rate, in one sentence for each rate."""
        here = spelt(self.rate)
        said = []
        for rate, count in self._others.items():
            there = spelt(rate)
            said.append(
                f"{count} 个文件每秒 {there} 帧，时间线每秒 {here} 帧：按原速播放，取整到时间线的帧"
                if self.lang == "zh"
                else f"{count} files run at {there} frames a second on a timeline of {here}: laid "
                "in at their own speed, cut to whole frames of the timeline"
            )
        said += [
            f"{name}：帧率不固定；按时间换算到每秒 {here} 帧，入出点可能差一帧"
            if self.lang == "zh"
            else f"{name}: its frame rate varies; laid in by time at {here} frames a second, "
            "cuts may be a frame off"
            for name in self._varying
        ]
        return said

    def _mark(self, event: Event, told: Ranked, last: int | None) -> Mark:
        zh = self.lang == "zh"
        meant = next(
            (one for one in told.meant
             if (one.type, one.start_s, one.end_s) == (event.type, event.start_s, event.end_s)),
            None,
        )  # fmt: skip
        name = DEFECTS[event.type][zh]
        note = (event.evidence_zh if zh else "") or event.evidence
        if meant:
            why = meant.why_zh if zh else meant.why
            name = f"{name}（有意）" if zh else f"{name} (meant)"
            note = f"{note}；{why}" if zh else f"{note}; {why}"
        first = round(_exact(event.start_s) * self.rate)
        end = frames_until(event.end_s, self.rate) + 1
        end = max(first + 1, end if last is None else min(end, last))
        return Mark(
            first=first,
            length=end - first,
            kind=event.type,
            name=name,
            note=one_line(note),
            colour=_colour(event, meant=meant is not None),
            severity=event.severity,
            metric=event.metric,
        )


def _colour(event: Event, *, meant: bool) -> Colour:
    """Red, orange and yellow for defects by severity; what is none is green or blue."""
    if meant:
        return "GREEN"
    if event.type == "occlusion":
        return "BLUE"
    if event.severity >= 2 / 3:
        return "RED"
    return "ORANGE" if event.severity >= 1 / 3 else "YELLOW"


def _key(row: ClipRow, taken: set[str]) -> str:
    """`t3`, with its generator, or its file, where that is not enough to tell it."""
    number = f"t{row.take}" if row.take is not None else one_line(Path(row.path).stem)
    named = f"{row.generator}:{number}" if row.generator else number
    options: Sequence[str] = (named, f"{named} {one_line(Path(row.path).name)}")
    count = 2
    for option in options:
        if option and option not in taken:
            return option
    while f"{named} ({count})" in taken:
        count += 1
    return f"{named} ({count})"
