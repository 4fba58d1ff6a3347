"""Which other generator to try, and why that one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.decide.words import Words
from vidcheck.plan.slots import pictures_of

if TYPE_CHECKING:
    from vidcheck.decide.case import Case
    from vidcheck.generators.profile import GeneratorProfile


def next_generator(case: Case) -> GeneratorProfile | None:
    """The generator to try where this one keeps failing, None where nothing speaks for one.

    Only those whose takes of this film are known, or that were planned with this one, are named:
    which of fifty other models would be better nobody has measured. It must be able to make the
    shot (its length, its shape, its references), and its takes must not show the same flaw.
    """
    now = case.generator
    if now is None:
        return None
    names = dict.fromkeys([*case.film.planned, *case.film.records])
    fitting = [
        one
        for name in names
        if name not in case.tried.by_generator
        and name != now.id
        and (one := case.film.profiles.get(name)) is not None
        and _can_make(one, case)
    ]
    return max(fitting, key=lambda one: _share(case, one.id), default=None)


def why_that_one(case: Case, other: GeneratorProfile) -> Words:
    """What speaks for it: its record in this film, else what it can do."""
    passed, judged = case.film.records.get(other.id, (0, 0))
    if judged:
        return Words(
            f"{passed} of its {judged} takes in this film pass",
            f"它在本片的 {judged} 条成片里有 {passed} 条通过",
        )
    images = other.references.max_images
    if images:
        return Words(
            f"planned as well, and takes {images} reference pictures",
            f"同在计划之中，可用 {images} 张参考图",
        )
    return Words("planned as well", "同在计划之中")


def _share(case: Case, name: str) -> tuple[float, int]:
    """Share of its takes that pass (a half where nothing is known, after Laplace), and how many."""
    passed, judged = case.film.records.get(name, (0, 0))
    return (passed + 1) / (judged + 2), judged


def _can_make(one: GeneratorProfile, case: Case) -> bool:
    if one.status in ("retired", "none"):
        return False
    durations = one.durations
    longest = durations.max or max(durations.values or (0.0,)) or None
    if longest is not None and longest < case.shot.duration:
        return False
    board = case.film.loaded.storyboard
    ratios = one.aspect_ratios
    if ratios is not None and board.project.aspect not in ratios:
        return False
    pictures = any(one_.kind == "image" for one_ in pictures_of(board, [(case.scene, case.shot)]))
    return not pictures or bool({"ref2v", "i2v"} & set(one.modes))
