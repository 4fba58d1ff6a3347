"""From a result to a timeline: which take, which part of it, and what stands for a missing one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from vidcheck.decide.words import part_in
from vidcheck.errors import VidcheckError
from vidcheck.exchange.candidates import Bench, frames_before, frames_until, one_line
from vidcheck.exchange.rates import NTSC, drops, exact_rate, spelt
from vidcheck.exchange.speaking import cues_of
from vidcheck.exchange.timeline import Candidate, Piece, Timeline
from vidcheck.report.film import FilmRow, Said, ScriptRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.decide.rows import ShotRow
    from vidcheck.exchange.timeline import Choice
    from vidcheck.report.model import RunReport
    from vidcheck.storyboard.text import Language

CLEAN_S = 1.0
"""A clean range shorter than this is no shot: the whole of the best take is laid in instead."""
GAP_S = 3.0
"""Length of the hole for a shot of which a result of an older version says no length."""
USUAL = {"16:9": (1920, 1080), "9:16": (1080, 1920), "1:1": (1080, 1080), "4:3": (1440, 1080),
         "3:4": (1080, 1440), "21:9": (2560, 1080), "2.39:1": (2048, 858)}  # fmt: skip
"""Frame sizes where no take tells one."""


@dataclass(frozen=True)
class Wish:
    """How the timeline is to be: its rate (the storyboard's where None), timecode and language."""

    rate: Fraction | None = None
    drop: bool = False
    start: int = 0
    lang: Language = "en"


def rate_of(report: RunReport, wish: Wish) -> Fraction:
    """The rate the timeline will have."""
    return wish.rate or exact_rate(film_of(report).fps)


def assemble(report: RunReport, wish: Wish) -> Timeline:
    """The film as an edit, in the storyboard's order.

    Raises: VidcheckError where the result knows no shots, or where drop-frame timecode is wanted
        at a rate that has none.
    """
    film = film_of(report)
    rate = rate_of(report, wish)
    if wish.drop and not drops(rate):
        raise VidcheckError(
            f"--drop-frame: {spelt(rate)} frames a second have no drop-frame timecode",
            hint=f"it is for {spelt(NTSC[1])} and {spelt(NTSC[3])}; leave it out, or set --fps",
        )
    maker = _Maker(report, rate, wish.lang)
    pieces: list[Piece] = []
    for script in film.shots:
        pieces.append(maker.piece(script, pieces[-1].end if pieces else 0))
    width, height = _size(pieces, film.aspect)
    title = (report.title_zh if wish.lang == "zh" else report.title) or "vidcheck"
    return Timeline(
        title=one_line(part_in(wish.lang, title)),
        rate=rate,
        drop=wish.drop,
        start=wish.start,
        width=width,
        height=height,
        pieces=tuple(pieces),
        remarks=(*maker.remarks, *maker.bench.remarks()),
        run=report.created,
    )


class _Maker:
    """Lays one shot after the other."""

    def __init__(self, report: RunReport, rate: Fraction, lang: Language) -> None:
        self.rate = rate
        self.lang = lang
        self.bench = Bench(report, rate, lang)
        self.rows = {row.shot: row for row in report.shots}
        self.remarks: list[str] = []

    def piece(self, script: ScriptRow, first: int) -> Piece:
        """The piece for one shot, with its dialogue."""
        row = self.rows.get(script.shot)
        title = one_line(part_in(self.lang, script.title.say(self.lang))) if script.title else ""
        planned = Fraction(script.duration_s).limit_denominator(1000)
        hole = Piece(
            shot=one_line(script.shot),
            name=f"{one_line(script.shot)} {title}".strip(),
            first=first,
            length=max(1, round(planned * self.rate)),
            choice="missing",
            why=self._why_missing(script, row),
            decision=row.decision if row else "undecided",
        )
        made = self._filled(hole, row) if row else hole
        if made.choice in {"missing", "best"}:
            self.remarks.append(f"{hole.shot}: {made.why}")
        return replace(made, cues=cues_of(script, made, self.rate, self.lang))

    def _say(self, en: str, zh: str) -> str:
        return zh if self.lang == "zh" else en

    def _why_missing(self, script: ScriptRow, row: ShotRow | None) -> str:
        length = f"{script.duration_s:g}"
        en = "no take of it in this result" if row is None else "no take of it can be used"
        zh = "这个结果里没有成片" if row is None else "没有可用的成片"
        return self._say(
            f"{en}; a gap of {length} s holds its place", f"{zh}，留出 {length} 秒空位"
        )

    def _filled(self, hole: Piece, row: ShotRow) -> Piece:
        """The take to keep or to cut, else the best one nobody refused; else the hole."""
        takes = tuple(self.bench.takes_of(row))
        usable = [one for one in takes if one.length and not _refused(one)]
        chosen = next((one for one in usable if one.row.path == row.take), None)
        settled = row.decision == "keep" or (row.decision == "fix_in_post" and row.cut_s)
        if settled and chosen is not None:
            why = one_line(row.reason_zh if self.lang == "zh" else row.reason)
            choice: Choice = "cut" if row.decision == "fix_in_post" else "kept"
            ranges = [row.cut_s] if choice == "cut" and row.cut_s else []
            source, length = self._part(chosen, ranges)
            made = replace(hole, choice=choice, why=why, take=chosen, takes=takes)
            return replace(made, source=source, length=length)
        if not usable:
            return replace(hole, takes=takes)
        best = usable[0]
        longest = sorted(best.row.clean_ranges_s, key=lambda one: one[0] - one[1])[:1]
        clean = [one for one in longest if one[1] - one[0] >= CLEAN_S]
        what = self._say("its longest clean range", "最长的干净段") if clean else (
            self._say("all of it", "整条"))  # fmt: skip
        why = self._say(
            f"nobody keeps a take yet; {best.media.name} is the best so far, {what} is laid in",
            f"还没有保留的成片；暂用目前最好的 {best.media.name}，{what}",
        )
        source, length = self._part(best, clean)
        made = replace(hole, choice="best", why=why, take=best, takes=takes)
        return replace(made, source=source, length=length)

    def _part(self, take: Candidate, ranges: Sequence[tuple[float, float]]) -> tuple[int, int]:
        """First frame and length of a range of a take, of all of its part where none is named."""
        stop = take.at + (take.length or 0)
        for from_s, to_s in ranges:
            start = max(take.at, frames_before(from_s, self.rate))
            end = min(stop, frames_until(to_s, self.rate))
            if end >= stop - 1:
                end = stop  # a range that ends with the last frame's time holds that frame, too
            if start < end:
                return start, end - start
        return take.at, stop - take.at


def _refused(take: Candidate) -> bool:
    return take.row.human is not None and take.row.human.verdict == "ng"


def _size(pieces: Sequence[Piece], aspect: str) -> tuple[int, int]:
    """The frame size that most of what is shown has."""
    sizes = Counter(
        (one.take.media.width, one.take.media.height) for one in pieces if one.take
    )  # fmt: skip
    for (width, height), _ in sizes.most_common():
        if width and height:
            return width, height
    return USUAL.get(aspect, USUAL["16:9"])


def film_of(report: RunReport) -> FilmRow:
    """The film that a result holds; one from its shots where it is of an older version.

    Raises: VidcheckError where it knows no shots.
    """
    if report.film is not None:
        return report.film
    if not report.shots:
        raise VidcheckError(
            "no shots in this result: `score` measures clips without a storyboard",
            hint="run `vidcheck check STORYBOARD` and take its run.json",
        )
    rates = Counter(row.clip.fps for row in report.clips if row.clip and row.clip.fps)
    nothing = Said(en="", zh="")
    return FilmRow(
        fps=rates.most_common(1)[0][0] if rates else 24.0,
        aspect="",
        language="en",
        shots=tuple(
            ScriptRow(
                shot=row.shot,
                scene=row.scene or "",
                duration_s=row.duration_s or GAP_S,
                title=Said(en=row.title or "", zh=row.title_zh or "") if row.title else None,
                action=Said(en=row.action, zh=row.action_zh) if row.action else nothing,
            )
            for row in report.shots
        ),
    )
