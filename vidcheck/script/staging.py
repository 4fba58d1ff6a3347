"""What must agree from shot to shot: stated by the storyboard, measured where anything was."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vidcheck.decide.words import part_in
from vidcheck.lint.finding import Both
from vidcheck.report.words import ASPECTS
from vidcheck.script.compared import compared, look_of
from vidcheck.script.sheet import Line, State
from vidcheck.storyboard.words import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vidcheck.continuity.rows import Continuity
    from vidcheck.report.film import LightRow, PlacedRow, Said, ScriptRow, StagingRow

NOT_TOLD = Both(
    "not in this result: check again to have it", "此结果中没有记录：重新检查即可写入"
)  # fmt: skip


@dataclass
class Watcher:
    """Goes through the film shot by shot, and remembers what was seen last, and where."""

    told: Continuity | None
    lang: str
    _scene: str = ""
    _place: tuple[str, str] = ("", "")
    _light: tuple[str, str] = ("", "")
    _props: tuple[str, tuple[str, ...]] = ("", ())
    _looks: dict[str, tuple[str, str]] = field(default_factory=dict)
    _direction: tuple[str, str] = ("", "")

    def lines(self, script: ScriptRow) -> list[Line]:
        """The lines of the next shot of the film."""
        found = [self._where(script)]
        if script.staging is None:
            return [*found, *self._unstaged(script)]
        staging = script.staging
        found += [line for one in staging.cast for line in self._subject(script.shot, one)]
        found += self._things(script, staging)
        found += [
            self._lit(script, staging.light),
            self._axis(staging),
            self._eyes(staging),
            self._way(script, staging),
        ]
        if joined := self._joined(staging):
            found.append(joined)
        self._scene = script.scene
        return found

    def say(self, en: str, zh: str) -> str:
        """In the report's language."""
        return zh if self.lang == "zh" else en

    def word(self, vocabulary: str, code: str | None) -> str:
        """A film word."""
        return VOCABULARIES[vocabulary].word(code).label(self.lang) if code else ""

    def text(self, said: Said | None) -> str:
        """A text that may be absent."""
        return said.say(self.lang) if said else ""

    def row(self, parts: Sequence[str]) -> str:
        """Parts of a sentence, those that are there."""
        return self.say(", ", "，").join(part for part in parts if part)

    def rules(self, staging: StagingRow, *codes: str) -> str:
        """What the storyboard's rules say, with their codes."""
        told = [f"{self.text(one.says)} ({one.code})" for one in staging.rules if one.code in codes]
        return self.say("; ", "；").join(told)

    def before(self, shot: str, was: str) -> str:
        """What it was in an earlier shot."""
        return f"{shot}: {was}" if self.lang == "en" else f"{shot}：{was}"

    def _where(self, script: ScriptRow) -> Line:
        place = self.row([script.place or "", self.word("int_ext", script.int_ext)])
        shot, was = self._place
        self._place = (script.shot, place)
        changed = self.before(shot, was) if shot and was != place else ""
        remark = self.rules(script.staging, "VC151") if script.staging else ""
        return Line(self.say("Place", "场景"), place, "", "open", changed, remark)

    def _unstaged(self, script: ScriptRow) -> list[Line]:
        """What an older result says: subjects that were compared, and no word of the staging."""
        found = []
        for subject, known in self.told.matrix.items() if self.told else ():
            name = part_in(self.lang, known.name or subject)
            for aspect, (state, words) in compared(
                self.told, subject, script.shot, self.lang
            ).items():
                found.append(Line(self._of(name, aspect), "", words, state))
        state, words = look_of(self.told, script.shot, self.lang)
        label = self.say("Wardrobe, axis, eyelines, direction", "服装、轴线、视线、方向")
        return [
            *found,
            Line(self.say("Look", "影调"), "", words, state),
            Line(label, NOT_TOLD.say(self.lang), "", "open"),
        ]

    def _of(self, name: str, aspect: str) -> str:
        words = ASPECTS.get(aspect)
        return f"{name} · {words[self.lang == 'zh'] if words else aspect}"

    def _subject(self, shot: str, cast: PlacedRow) -> Iterator[Line]:
        """Wardrobe always; identity and face where they were compared."""
        measured = compared(self.told, cast.subject, shot, self.lang)
        look = self._worn(cast)
        last, was = self._looks.get(cast.subject, ("", ""))
        self._looks[cast.subject] = (shot, look)
        changed = self.before(last, was) if last and was != look else ""
        first = "wardrobe" if look or "wardrobe" in measured else "identity"
        aspects: dict[str, tuple[State, str]] = {first: ("open", ""), **measured}
        for aspect, (state, words) in aspects.items():
            worn = aspect == "wardrobe"
            yield Line(
                self._of(self.text(cast.name), aspect),
                look if worn else "",
                words,
                state,
                changed if worn else "",
            )

    def _worn(self, cast: PlacedRow) -> str:
        colon = self.say(": ", "：")
        wears = self.text(cast.wears)
        return f"{cast.look}{colon}{wears}" if cast.look and wears else cast.look or wears

    def _things(self, script: ScriptRow, staging: StagingRow) -> Iterator[Line]:
        """The props of a shot against those of the shot before in its scene; then each alone."""
        names = tuple(self.text(name) for _, name in staging.props)
        shot, were = self._props if self._scene == script.scene else ("", ())
        self._props = (script.shot, names)
        gone = [one for one in were if one not in names]
        new = [one for one in names if one not in were]
        parts = [f"+ {one}" for one in new] + [f"− {one}" for one in gone]
        if names or gone:
            yield Line(
                self.say("Props", "道具"),
                self.row(names) or self.say("none", "无"),
                "",
                "open",
                self.before(shot, self.row(parts)) if shot and parts else "",
            )
        for subject, name in staging.props:
            measured = compared(self.told, subject, script.shot, self.lang)
            for aspect, (state, words) in measured.items():
                yield Line(self._of(self.text(name), aspect), "", words, state)

    def _lit(self, script: ScriptRow, light: LightRow) -> Line:
        asked = self.row([
            self.word("time", script.time),
            self.word("light_key", light.key),
            self.text(light.source),
            self.word("light_direction", light.direction),
            self.word("light_quality", light.quality),
            f"{light.kelvin} K" if light.kelvin else "",
        ])  # fmt: skip
        shot, was = self._light if self._scene == script.scene else ("", "")
        self._light = (script.shot, asked)
        state, words = look_of(self.told, script.shot, self.lang)
        changed = self.before(shot, was) if shot and was and was != asked else ""
        return Line(self.say("Light and look", "光与影调"), asked, words, state, changed)

    def _axis(self, staging: StagingRow) -> Line:
        ends = [self.text(one) for one in staging.axis or ()]
        asked = " — ".join(ends) or self.say("no line named", "未写轴线")
        if staging.crosses:
            asked = self.row([asked, self.say("the jump is meant", "有意越轴")])
        remark = self.rules(staging, "VC120")
        return Line(self.say("Axis (180°)", "轴线（180°）"), asked, "", "open", "", remark)

    def _eyes(self, staging: StagingRow) -> Line:
        told = self.say("; ", "；").join(self._stands(one) for one in staging.cast)
        remark = self.rules(staging, "VC122", "VC124", "VC121")
        label = self.say("Positions, eyelines", "站位与视线")
        return Line(label, told or self.say("nobody", "无人"), "", "open", "", remark)

    def _stands(self, cast: PlacedRow) -> str:
        at = self.text(cast.looks_at)
        parts = [
            self.word("position", cast.position),
            self._faces(cast.facing),
            self.say(f"looks at {at}", f"看{at}") if at else "",
            self.say("enters", "入画") if cast.enters else "",
            self.say("exits", "出画") if cast.exits else "",
            self.text(cast.state),
        ]
        name, told = self.text(cast.name), self.row(parts)
        return f"{name}{self.say(': ', '：')}{told}" if told else name

    def _faces(self, facing: str | None) -> str:
        """The body's direction; Chinese words of the vocabulary are whole, English ones are not."""
        if facing == "toward":
            return self.say("faces the camera", self.word("facing", facing))
        word = self.word("facing", facing)
        return self.say(f"faces {word}" if word else "", word)

    def _way(self, script: ScriptRow, staging: StagingRow) -> Line:
        asked = self.word("screen_direction", staging.screen_direction)
        shot, was = self._direction if self._scene == script.scene else ("", "")
        self._direction = (script.shot, asked) if asked else (shot, was)
        changed = self.before(shot, was) if shot and asked and was != asked else ""
        return Line(
            self.say("Screen direction", "画面方向"),
            asked or self.say("not stated", "未写"),
            "",
            "open",
            changed,
            self.rules(staging, "VC125"),
        )

    def _joined(self, staging: StagingRow) -> Line | None:
        joint, ends = staging.join, self.text(staging.ends)
        if joint is None and not ends:
            return None
        kept = self.row(joint.keep) if joint else ""
        parts = [
            self.row([self.word("continuity", joint.kind), joint.shot or ""]) if joint else "",
            self.say(f"keeps {kept}", f"保持 {kept}") if kept else "",
            self.say(f"ends: {ends}", f"结束：{ends}") if ends else "",
        ]
        told = self.say("; ", "；").join(part for part in parts if part)
        return Line(self.say("Join and end", "衔接与结束"), told, "", "open")
