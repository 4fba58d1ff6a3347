"""What to ask for: single shots, and units where the generator can make several shots at once."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vidcheck.errors import ProfileError, StoryboardError
from vidcheck.generators.load import profile as profile_of
from vidcheck.plan.elements import Placed
from vidcheck.plan.grammar import seconds_of
from vidcheck.plan.timing import longest
from vidcheck.storyboard.defaults import laid_over, target_of
from vidcheck.storyboard.model import Target

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from vidcheck.generators.profile import GeneratorProfile
    from vidcheck.plan.phrases import Pair
    from vidcheck.storyboard.load import LoadedStoryboard
    from vidcheck.storyboard.model import Unit


@dataclass(frozen=True, slots=True)
class Job:
    """One request's worth of shots; `alone` says why a unit's shot is asked for by itself."""

    id: str
    placed: tuple[Placed, ...]
    target: Target
    unit: Unit | None = None
    alone: Pair | None = None


def chosen_shots(loaded: LoadedStoryboard, wanted: Collection[str] | None) -> list[Placed]:
    """The shots to plan, in the order of the film.

    Raises: StoryboardError for an id that no shot has.
    """
    placed = [
        Placed(scene, shot, ("scenes", s, "shots", i))
        for s, scene in enumerate(loaded.storyboard.scenes)
        for i, shot in enumerate(scene.shots)
    ]
    if wanted is None:
        return placed
    known = [one.shot.id for one in placed]
    for name in sorted(set(wanted) - set(known)):
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(known)}"
        raise StoryboardError(f"{loaded.path}: no shot {name}", hint=hint)
    return [one for one in placed if one.shot.id in wanted]


def same_generator(model: str, profile: GeneratorProfile) -> bool:
    """Whether a model name in a storyboard means this generator, by id, alias or model id."""
    if model == profile.id:
        return True
    try:
        return profile_of(model, {profile.id: profile}).id == profile.id
    except ProfileError:
        return False


def jobs_of(
    loaded: LoadedStoryboard, chosen: list[Placed], profile: GeneratorProfile
) -> Iterator[Job]:
    """Jobs in the order of the film; a unit stands where its first shot stands."""
    board = loaded.storyboard
    by_id = {one.shot.id: one for one in chosen}
    accepted: dict[str, Unit] = {}
    declined: dict[str, Pair] = {}
    for unit in board.units:
        if len(unit.shots) < 2 or any(name in accepted for name in unit.shots):
            continue
        why = _against(unit, by_id, profile, board.project.resolution)
        if why is None:
            accepted |= dict.fromkeys(unit.shots, unit)
        elif unit.shots[0] in by_id:
            declined[unit.shots[0]] = (
                f"unit {unit.id}: {why[0]}; its shots are asked for one by one",
                f"单元 {unit.id}：{why[1]}；改为逐镜生成",
            )
    for one in chosen:
        unit_here = accepted.get(one.shot.id)
        if unit_here is None:
            target = target_of(board, one.shot)
            yield Job(one.shot.id, (one,), target, alone=declined.get(one.shot.id))
        elif unit_here.shots[0] == one.shot.id:
            target = laid_over(Target(), board.defaults.target, unit_here.target)
            placed = tuple(by_id[name] for name in unit_here.shots)
            yield Job(unit_here.id, placed, target, unit=unit_here)


def _against(
    unit: Unit, by_id: dict[str, Placed], profile: GeneratorProfile, resolution: str | None
) -> Pair | None:
    """Why a unit cannot be one request of this generator, or None."""
    rule = profile.multi_shot
    if any(name not in by_id for name in unit.shots):
        return "not all of its shots are planned", "只选了其中一部分镜头"
    if not rule.supported or rule.grammar is None:
        if rule.supported is False:
            return f"{profile.id} makes one shot at a time", f"{profile.id} 一次只能生成一个镜头"
        return (
            f"how {profile.id} takes several shots is not established",
            f"{profile.id} 的多镜头写法尚未查明",
        )
    if rule.max_shots is not None and len(unit.shots) > rule.max_shots:
        return (
            f"{profile.id} takes at most {rule.max_shots} shots in one request",
            f"{profile.id} 一次最多 {rule.max_shots} 个镜头",
        )
    total = sum(seconds_of([by_id[name].shot.duration for name in unit.shots]))
    most = longest(profile, "t2v", resolution)
    if most is not None and total > most:
        return (
            f"{total} s are more than the {most:g} s of {profile.id}",
            f"共 {total} 秒，超过 {profile.id} 的 {most:g} 秒",
        )
    return None
