"""One request but for its take number: mode, words, picture, seconds, and what had to give way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vidcheck.plan.asked import Asked, asked_of
from vidcheck.plan.elements import Placed, Told
from vidcheck.plan.jobs import same_generator
from vidcheck.plan.language import wanted_language, written_language
from vidcheck.plan.model import Dropped, PlanWarning
from vidcheck.plan.phrases import Pair, loss
from vidcheck.plan.picture import Picture, fit_picture
from vidcheck.plan.saved import elements_of, names_of, without_a_way
from vidcheck.plan.slots import Slots, fill_slots, pictures_of
from vidcheck.plan.timing import Timing, fit_time
from vidcheck.plan.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vidcheck.generators.profile import GeneratorProfile
    from vidcheck.plan.jobs import Job
    from vidcheck.storyboard.load import LoadedStoryboard


@dataclass
class Notes:
    """Warnings and losses gathered on the way; `keys` lead to the shot they belong to."""

    loaded: LoadedStoryboard
    keys: tuple[str | int, ...]
    dropped: list[Dropped] = field(default_factory=list)
    warnings: list[PlanWarning] = field(default_factory=list)

    def warn(self, code: str, message: Pair, *below: str | int) -> None:
        """Add a warning once, in both languages, placed at a field below the shot."""
        where = self.loaded.where(*self.keys, *below)
        warning = PlanWarning(code=code, message=message[0], where=where, message_zh=message[1])
        if warning not in self.warnings:
            self.warnings.append(warning)

    def drop(self, losses: Sequence[Dropped]) -> None:
        """Add losses, each once."""
        self.dropped += [loss for loss in losses if loss not in self.dropped]


@dataclass(frozen=True, slots=True)
class Chained:
    """A first frame that another clip gives: its path and what must be made before."""

    path: str
    needs: str


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything decided before the words are put together."""

    profile: GeneratorProfile
    placed: tuple[Placed, ...]
    asked: Asked
    slots: Slots
    first: str | None
    picture: Picture
    timing: Timing
    told: Told
    notes: Notes
    needs: tuple[str, ...]


def drafted(
    loaded: LoadedStoryboard,
    profile: GeneratorProfile,
    job: Job,
    placed: tuple[Placed, ...],
    *,
    variables: Mapping[str, Any],
    picks: Mapping[str, tuple[int, ...]],
    seconds: float,
    chained: Chained | None,
) -> Draft:
    """Decide mode, frames, references, seconds, picture and language of one request.

    `seconds` is the length wanted, `variables` and `picks` those of a version of the shot.
    """
    board = loaded.storyboard
    notes = Notes(loaded, placed[0].keys)
    mine = job.target.model is None or same_generator(job.target.model, profile)
    asked = asked_of(job.target, mine=mine, resolution=board.project.resolution)
    lang, spoken = _languages(loaded, profile, placed, notes)
    frames, needs = _frames(placed, chained)
    shown = [(one.scene, one.shot) for one in placed]
    slots = fill_slots(
        profile,
        asked.mode,
        frames,
        pictures_of(board, shown),
        lang,
        elements=elements_of(board, shown, profile),
        names=names_of(board, shown, profile),
    )
    _unused_ids(notes, without_a_way(board, shown, profile), profile)
    first, needs = _opening(slots, placed[0].shot.id, needs)
    picture = fit_picture(profile, board.project.aspect, asked.resolution, slots.mode)
    timing = fit_time(seconds, profile, slots.mode, picture.resolution, asked.fps)
    _noted(notes, slots, picture, timing, asked)
    notes.drop(_later_frames(placed))
    words = Wording(loaded, lang, variables, picks)
    mentions = _subject_mentions(profile, slots)
    told = Told(board, words, Wording(loaded, spoken, variables), profile, mentions)
    return Draft(profile, placed, asked, slots, first, picture, timing, told, notes, needs)


def _unused_ids(notes: Notes, subjects: Sequence[str], profile: GeneratorProfile) -> None:
    if subjects:
        names = ", ".join(subjects)
        said = (
            f"{names}: how {profile.id} takes subjects by their id is not established; not used",
            f"{names}：{profile.id} 如何按编号使用平台主体，尚未查明；编号没有用上",
        )
        notes.warn("VC214", said, "cast")


def _later_frames(placed: Sequence[Placed]) -> list[Dropped]:
    """First frames of later shots in one request."""
    why = (
        "only the first shot of a request can open on a still",
        "一次请求中只有第一个镜头可以用首帧图",
    )
    return [
        loss(f"{one.shot.id}.frames.first", why)
        for one in placed[1:]
        if one.shot.frames.first is not None
    ]


def _opening(
    slots: Slots, shot_id: str, needs: tuple[str, ...]
) -> tuple[str | None, tuple[str, ...]]:
    """The path of the first frame, and what must be made before it is there."""
    if slots.keyframe:
        return keyframe_path(shot_id), (f"keyframe:{shot_id}",)
    return slots.first, needs if slots.first is not None else ()


def keyframe_path(shot_id: str) -> str:
    """Where the still that opens a shot is expected, relative to the storyboard."""
    return f"frames/{shot_id}_first.png"


def last_frame_path(shot_id: str) -> str:
    """Where the last frame of a shot's chosen take is expected, relative to the storyboard."""
    return f"frames/{shot_id}_last.png"


def _languages(
    loaded: LoadedStoryboard,
    profile: GeneratorProfile,
    placed: Sequence[Placed],
    notes: Notes,
) -> tuple[str, str]:
    board = loaded.storyboard
    wanted, why = wanted_language(board, profile)
    lang = written_language(board, placed, wanted)
    if lang != wanted:
        first = (f"{profile.id} is best asked in {wanted}", f"{profile.id} 最适合用 {wanted}")
        reason = why or first
        notes.warn(
            "VC203",
            (
                f"{reason[0]}; nothing is translated, so the prompt is in {lang}",
                f"{reason[1]}；不会自动翻译，提示词用 {lang}",
            ),
        )
    elif why is not None:
        notes.warn("VC203", (f"{why[0]}; the prompt is in {lang}", f"{why[1]}；提示词用 {lang}"))
    spoken = board.project.language.split("-")[0]
    return lang, spoken


def _frames(
    placed: Sequence[Placed], chained: Chained | None
) -> tuple[tuple[str | None, str | None], tuple[str, ...]]:
    first, last = placed[0].shot.frames.first, placed[-1].shot.frames.last
    if first is None and chained is not None:
        return (chained.path, last), (chained.needs,)
    return (first, last), ()


def _noted(notes: Notes, slots: Slots, picture: Picture, timing: Timing, asked: Asked) -> None:
    notes.drop(slots.dropped)
    for conflict in slots.conflicts:
        notes.warn("VC114", conflict, "target")
    if slots.too_many:
        names = ", ".join(slots.too_many)
        notes.warn("VC112", (f"no slot left for {names}", f"素材位不够：{names}"), "cast")
    if picture.ratio_note is not None:
        notes.warn("VC204", picture.ratio_note)
    if picture.resolution_note is not None:
        notes.warn("VC205", picture.resolution_note, "target", "resolution")
    if timing.note is not None:
        notes.warn("VC111", timing.note, "duration")
    if asked.fps is not None and timing.fps != asked.fps:
        made = "?" if timing.fps is None else f"{timing.fps:g}"
        why = (f"cannot be chosen; made at {made} fps", f"不能选择；按每秒 {made} 帧生成")
        notes.drop([loss("target.fps", why)])


def _subject_mentions(profile: GeneratorProfile, slots: Slots) -> dict[str, str]:
    if profile.references.kind != "subjects":
        return {}
    return {
        item.picture.subject: item.mention
        for item in slots.attached
        if item.picture.subject is not None and item.mention is not None
    }
