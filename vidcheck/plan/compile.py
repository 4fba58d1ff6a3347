"""Storyboard × generators -> prompt plan: pure, same input, same bytes."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from vidcheck.plan.draft import Chained, Draft, drafted, last_frame_path
from vidcheck.plan.elements import Placed
from vidcheck.plan.grammar import seconds_of
from vidcheck.plan.jobs import Job, chosen_shots, jobs_of, same_generator
from vidcheck.plan.keyframe import keyframe_request
from vidcheck.plan.model import PromptPlan, PromptRequest
from vidcheck.plan.prompt import worded
from vidcheck.plan.request import Named, requested
from vidcheck.plan.timing import beats, grouped, longest
from vidcheck.plan.variants import Version, versions
from vidcheck.storyboard.defaults import budget_of, target_of
from vidcheck.storyboard.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from vidcheck.generators.profile import GeneratorProfile
    from vidcheck.storyboard.load import LoadedStoryboard


@dataclass(frozen=True, slots=True)
class _Run:
    """What stays the same while one plan is compiled."""

    loaded: LoadedStoryboard
    takes: int | None
    stills: set[str]


def compile_plan(
    loaded: LoadedStoryboard,
    profiles: Sequence[GeneratorProfile],
    *,
    shots: Collection[str] | None = None,
    takes: int | None = None,
    own_targets: bool = False,
) -> PromptPlan:
    """Every request that the chosen shots need from the chosen generators.

    Args:
        loaded: the storyboard.
        profiles: the generators, in the order wanted.
        shots: ids of the shots to plan; None for all.
        takes: takes per shot and version; None for as many as the shot has seeds, at least one.
        own_targets: leave out a shot for a generator that its own target does not name.

    Raises: StoryboardError for an unknown shot, a variable that is not defined, or a variant that
        a shot cannot have.
    """
    run = _Run(loaded, takes, set())
    chosen = chosen_shots(loaded, shots)
    requests = tuple(
        request
        for profile in profiles
        for job in jobs_of(loaded, chosen, profile)
        if not own_targets or job.target.model is None or same_generator(job.target.model, profile)
        for request in _requests(run, profile, job)
    )
    name = loaded.path.name
    return PromptPlan(storyboard=name, plan_hash=_hash(name, requests), requests=requests)


def _hash(name: str, requests: tuple[PromptRequest, ...]) -> str:
    """SHA-256 over what would be sent; messages and places of warnings do not count."""
    raw = [request.model_dump(mode="json", exclude={"warnings"}) for request in requests]
    text = json.dumps([name, raw], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _requests(run: _Run, profile: GeneratorProfile, job: Job) -> Iterator[PromptRequest]:
    take = 0
    for version in _versions(run, job):
        drafts = list(_drafts(run, profile, job, version))
        made = drafts[0].timing.duration_s
        if job.unit is not None and made is not None and made < _length(job.placed):
            yield from _one_by_one(run, profile, job, made)
            return
        yield from _stills(run, drafts)
        number = _takes(run, drafts[0])
        for offset in range(1, number + 1):
            for part, draft in enumerate(drafts, 1):
                split = part if len(drafts) > 1 else None
                named = Named(job.id, take + offset, offset, split, version.name)
                yield requested(draft, worded(draft), named)
        take += number


def _length(placed: Sequence[Placed]) -> int:
    return sum(seconds_of([one.shot.duration for one in placed]))


def _one_by_one(
    run: _Run, profile: GeneratorProfile, job: Job, made: float
) -> Iterator[PromptRequest]:
    """The shots of a unit that turned out too long for the mode it needs."""
    why = (
        f"unit {job.id}: more than the {made:g} s that can be made; its shots are asked singly",
        f"单元 {job.id}：超过能生成的 {made:g} 秒；改为逐镜生成",
    )
    for number, one in enumerate(job.placed):
        target = target_of(run.loaded.storyboard, one.shot)
        alone = why if number == 0 else None
        yield from _requests(run, profile, Job(one.shot.id, (one,), target, alone=alone))


def _versions(run: _Run, job: Job) -> list[Version]:
    found = versions(run.loaded, job.placed[0])
    return found if len(job.placed) == 1 else found[:1]


def _takes(run: _Run, draft: Draft) -> int:
    """How many takes; more than the budget allows are asked for all the same, and said."""
    number = run.takes if run.takes is not None else max(1, len(draft.asked.seeds))
    most = budget_of(draft.told.board, draft.placed[0].shot).max_takes
    if most is not None and number > most:
        said = (
            f"{number} takes are more than the budget's {most}",
            f"{number} 条超过预算的 {most} 条",
        )
        draft.notes.warn("VC140", said, "budget")
    return number


def _drafts(run: _Run, profile: GeneratorProfile, job: Job, version: Version) -> Iterator[Draft]:
    """One draft, or several where a single shot is longer than the generator can make."""
    placed = (version.placed,) if job.unit is None else job.placed
    if job.unit is None:  # a version may change the target itself
        job = replace(job, target=target_of(run.loaded.storyboard, version.placed.shot))
    seconds = job.target.duration or math.fsum(one.shot.duration for one in placed)
    if job.unit is not None and job.target.duration is None:
        seconds = math.ceil(seconds - 1e-9)
    chained = _chain(run, placed[0])
    make = partial(drafted, run.loaded, profile, variables=version.variables)
    whole = make(job, placed, picks=version.picks, seconds=seconds, chained=chained)
    _remarks(whole, job)
    most = longest(profile, whole.slots.mode, whole.picture.resolution)
    pieces = _pieces(whole, seconds, most) if job.unit is None and most is not None else []
    if len(pieces) < 2:
        yield whole
        return
    for number, piece in enumerate(pieces):
        target = job.target.model_copy(update={"prompt": None, "duration": None})
        link = chained if number == 0 else _link(placed[0].shot.id, number)
        part = replace(job, target=target)
        draft = make(part, (piece,), picks={}, seconds=piece.shot.duration, chained=link)
        _remarks(draft, job)
        message = (
            f"{seconds:g} s are made in {len(pieces)} parts; this is part {number + 1}",
            f"{seconds:g} 秒分 {len(pieces)} 段生成；这是第 {number + 1} 段",
        )
        draft.notes.warn("VC211", message, "duration")
        yield draft


def _remarks(draft: Draft, job: Job) -> None:
    shot = draft.placed[0].shot
    if job.alone is not None:
        draft.notes.warn("VC212", job.alone)
    if any(one.shot.locked for one in draft.placed):
        said = ("locked: this shot is not to be made again", "已锁定：此镜头不再重做")
        draft.notes.warn("VC213", said, "locked")
    if draft.asked.audio and draft.profile.audio.native is not True:
        name = draft.profile.id
        said = (f"{name} is not known to make sound", f"{name} 不生成声音，或尚未查明")
        draft.notes.warn("VC209", said, "target")
    if draft.slots.keyframe:
        said = (
            f"first make the still that opens {shot.id}: {draft.first}",
            f"先生成 {shot.id} 的开场静帧：{draft.first}",
        )
        draft.notes.warn("VC207", said)
    for need in draft.needs:
        if need.startswith("shot:"):
            said = (
                f"save the last frame of the chosen take of {need[5:]} as {draft.first}",
                f"把 {need[5:]} 选定条的尾帧保存为 {draft.first}",
            )
            draft.notes.warn("VC208", said, "continuity")


def _chain(run: _Run, placed: Placed) -> Chained | None:
    """The last frame of the shot before, where a shot goes on without a visible cut."""
    join = placed.shot.continuity
    if join is None or join.kind != "continuous" or placed.shot.frames.first is not None:
        return None
    before = join.from_ or _before(run, placed)
    if before is None:
        return None
    given = next(
        (shot.frames.last for _, shot in run.loaded.storyboard.all_shots() if shot.id == before),
        None,
    )
    return Chained(given or last_frame_path(before), f"shot:{before}")


def _before(run: _Run, placed: Placed) -> str | None:
    ids = [shot.id for _, shot in run.loaded.storyboard.all_shots()]
    place = ids.index(placed.shot.id)
    return ids[place - 1] if place else None


def _link(shot_id: str, number: int) -> Chained:
    return Chained(last_frame_path(f"{shot_id}_p{number}"), f"shot:{shot_id}_p{number}")


def _pieces(draft: Draft, seconds: float, most: float) -> list[Placed]:
    """A shot that is too long, cut at the beats of its action; empty where it has too few."""
    number = math.ceil(seconds / most - 1e-9)
    if number < 2:
        return []
    one, words = draft.placed[0], draft.told.words
    parts = beats(words.say(one.shot.action, *one.keys, "action"))
    if len(parts) < number or draft.asked.prompt is not None:
        said = (
            f"{seconds:g} s need {number} parts; the action has too few beats",
            f"{seconds:g} 秒需要 {number} 段；动作的节拍不够拆分",
        )
        draft.notes.warn("VC111", said, "action")
        return []
    gap = "" if words.lang == "zh" else " "
    runs = grouped(parts, number)
    pieces = []
    for place, run in enumerate(runs):
        last = place == number - 1
        stands = Text(plain=run[-1].rstrip("。.")) if len(run) > 1 else None
        ends = one.shot.end_state if last else stands
        frames = one.shot.frames.model_copy(
            update={
                "first": one.shot.frames.first if place == 0 else None,
                "last": one.shot.frames.last if last else None,
            }
        )
        shot = one.shot.model_copy(
            update={
                "action": Text(plain=gap.join(run)),
                "end_state": ends,
                "duration": seconds / number,
                "frames": frames,
            }
        )
        pieces.append(Placed(one.scene, shot, one.keys))
    return pieces


def _stills(run: _Run, drafts: Sequence[Draft]) -> Iterator[PromptRequest]:
    """The still that opens a shot, once per shot, where no first frame is given."""
    draft = drafts[0]
    shot = draft.placed[0].shot
    wants = draft.slots.keyframe or (
        draft.slots.mode == "t2v" and draft.asked.mode == "auto" and "i2v" in draft.profile.modes
    )
    if wants and shot.id not in run.stills:
        run.stills.add(shot.id)
        yield keyframe_request(draft)
