"""From a result to the report: scenes, shots, takes and sums of seconds."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vidcheck.decide.rows import ShotRow
from vidcheck.decide.words import DECISIONS, part_in
from vidcheck.exchange.assemble import film_of
from vidcheck.report.words import ASKED
from vidcheck.script.frames import ends_of
from vidcheck.script.sheet import MARKS, Entry, Line, Picture, Sheet, Strand, Total, in_scenes
from vidcheck.script.staging import Watcher
from vidcheck.script.takes import takes_of, used_of
from vidcheck.storyboard.words import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vidcheck.decide.rows import Asked
    from vidcheck.judge.rows import ClipRow
    from vidcheck.report.film import ScriptRow
    from vidcheck.report.model import RunReport


def sheet_of(report: RunReport, pictures: Mapping[str, bytes], lang: str) -> Sheet:
    """The report of a result.

    Args:
        report: the result, with people's words.
        pictures: WebP bytes by the names that the rows give; those absent are left out.
        lang: `en` or `zh`.

    Raises: VidcheckError where the result knows no shots.
    """
    return _Desk(report, pictures, lang).sheet()


class _Desk:
    """Writes the report in one language, adding up seconds on the way."""

    def __init__(self, report: RunReport, pictures: Mapping[str, bytes], lang: str) -> None:
        self.report, self.pictures, self.lang = report, pictures, lang
        self.zh = lang == "zh"
        self.film = film_of(report)
        self.shots = {one.shot: one for one in report.shots}
        self.watcher = Watcher(report.continuity, lang)
        self.planned, self.used, self.count = 0.0, 0.0, 0
        self.out: Picture | None = None

    def say(self, en: str, zh: str) -> str:
        return zh if self.zh else en

    def sheet(self) -> Sheet:
        told = [(script, self.entry(script)) for script in self.film.shots]
        first = {entry.shot: script for script, entry in told}
        groups = in_scenes([(script.scene, entry) for script, entry in told])
        scenes = [self.scene(first[group[0].shot], group) for group in groups]
        title = (self.report.title_zh if self.zh else self.report.title) or ""
        return Sheet(
            title=part_in(self.lang, title) or self.say("Film", "影片"),
            lang=self.lang,
            facts=self.facts(len(scenes)),
            totals=self.totals([entry for _, entry in told]),
            notes=self.notes(),
            scenes=scenes,
        )

    def facts(self, scenes: int) -> list[str]:
        shots = len(self.film.shots)
        made = (self.report.created or "")[:10]
        parts = [
            made,
            f"{self.film.fps:g} {self.say('fps', '帧/秒')}" if self.report.film else "",
            self.film.aspect,
            self.say(f"scenes: {scenes}", f"{scenes} 场"),
            self.say(f"shots: {shots}", f"{shots} 个镜头"),
            f"vidcheck {self.report.vidcheck}",
        ]
        return [part for part in parts if part]

    def totals(self, entries: Sequence[Entry]) -> list[Total]:
        marks = Counter(take.mark for entry in entries for take in entry.takes)
        seconds = self.say("s", "秒")
        counted = [Total(MARKS[mark].say(self.lang), str(marks[mark])) for mark in MARKS]
        return [
            *counted,
            Total(self.say("planned", "计划"), f"{self.planned:g} {seconds}"),
            Total(self.say("used", "实用"), f"{self.used:.1f} {seconds}"),
            Total(self.say("shots covered", "已有成片的镜头"), f"{self.count}/{len(entries)}"),
        ]

    def notes(self) -> list[str]:
        told = self.report.continuity
        note = ((self.zh and told.note_zh) or told.note) if told else None
        open_ = self.say(
            "Place, props in frame, axis, eyelines and screen direction are stated as the "
            "storyboard has them; nothing measures them in the takes.",
            "场景、入画道具、轴线、视线和画面方向只按分镜记录，成片中没有测量。",
        )
        return [note, open_] if note else [open_]

    def scene(self, script: ScriptRow, entries: Sequence[Entry]) -> Strand:
        number = script.scene_number or script.scene
        parts = [
            f"{self.say('Scene', '第')} {number}{self.say('', ' 场')}" if number else "",
            self.word("int_ext", script.int_ext),
            script.place or "",
            self.word("time", script.time),
        ]
        return Strand(" · ".join(part for part in parts if part), number, entries)

    def word(self, vocabulary: str, code: object) -> str:
        return VOCABULARIES[vocabulary].word(str(code)).label(self.lang) if code else ""

    def entry(self, script: ScriptRow) -> Entry:
        shot = self.shots.get(script.shot) or _without_takes(script)
        row = self.standing(shot)
        used = used_of(shot, row) if row else None
        used_s = used[1] - used[0] if used else None
        planned_s = script.duration_s if self.report.film else shot.duration_s
        self.planned += planned_s or 0.0
        self.used += used_s or 0.0
        self.count += used_s is not None
        title = script.title.say(self.lang) if script.title else ""
        return Entry(
            shot=script.shot,
            title=part_in(self.lang, title),
            framing=self.framing(script),
            action=script.action.say(self.lang),
            decision=DECISIONS[shot.decision][self.zh],
            why=shot.reason_zh if self.zh else shot.reason,
            takes=takes_of(self.report, shot, self.lang),
            asked=self.asked(shot, row),
            continuity=self.watcher.lines(script),
            pictures=self.cut(script.shot, row, used),
            planned_s=planned_s,
            used_s=used_s,
            planned_until_s=self.planned,
            used_until_s=self.used,
        )

    def standing(self, shot: ShotRow) -> ClipRow | None:
        """The take that stands for a shot, else its best."""
        return self.report.clip_of(shot) or next(
            (row for _, row in self.report.takes_of(shot)), None
        )

    def framing(self, script: ScriptRow) -> str:
        codes = script.camera
        parts = [
            self.word("size", codes.get("size")),
            self.word("setup", codes.get("setup")),
            self.word("angle", codes.get("angle")),
            self.word("move", codes.get("move")),
            f"{codes['lens_mm']} mm" if "lens_mm" in codes else "",
        ]
        return self.say(", ", "，").join(part for part in parts if part)

    def asked(self, shot: ShotRow, row: ClipRow | None) -> list[Line]:
        ranked = next((one for one in shot.ranking if row and one.path == row.path), None)
        return [self.wish(one) for one in ranked.asked] if ranked else []

    def wish(self, one: Asked) -> Line:
        measured = (self.zh and one.measured_zh) or one.measured or ""
        state = {True: "met", False: "missed", None: "unjudged" if measured else "open"}[one.met]
        return Line(
            label=ASKED[one.what][self.zh],
            asked=(self.zh and one.asked_zh) or one.asked,
            measured=measured,
            state=state,  # type: ignore[arg-type]
        )

    def cut(
        self, name: str, row: ClipRow | None, used: tuple[float, float] | None
    ) -> list[Picture]:
        """The last frame of the shot before beside the first and the last of this one."""
        ends = ends_of(row, used, self.pictures, self.lang) if row else None
        before, self.out = self.out, None
        if ends is None:
            return []
        unused = "" if used else self.say(" · not used", " · 未采用")
        mine = [Picture(f"{name} {one.caption}{unused}", one.jpeg) for one in ends]
        self.out = mine[1]
        return [before, *mine] if before else mine


def _without_takes(script: ScriptRow) -> ShotRow:
    """A shot of the film that nothing was decided of."""
    return ShotRow(
        shot=script.shot,
        decision="undecided",
        take=None,
        reason="no take",
        reason_zh="没有成片",
        scene=script.scene,
        duration_s=script.duration_s,
    )
