"""What was asked of the generators, where nobody kept the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.generators.load import load_profiles, profile
from vidcheck.plan.compile import compile_plan
from vidcheck.storyboard.defaults import target_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from vidcheck.generators.profile import GeneratorProfile
    from vidcheck.plan.model import PromptPlan
    from vidcheck.storyboard.load import LoadedStoryboard


def profiles_for(loaded: LoadedStoryboard) -> dict[str, GeneratorProfile]:
    """Every generator known here, the project's own files on top."""
    folder = loaded.path.parent / "generators"
    return load_profiles(folder if folder.is_dir() else None)


def planned(
    loaded: LoadedStoryboard,
    takes_dir: Path,
    targets: Sequence[str],
    shots: Collection[str] | None,
) -> PromptPlan:
    """What was asked of the generators, so that takes can be held against it."""
    known = profiles_for(loaded)
    if targets:
        return compile_plan(loaded, [profile(name, known) for name in targets], shots=shots)
    named = [target_of(loaded.storyboard, shot).model for _, shot in loaded.storyboard.all_shots()]
    own = {profile(name, known).id: None for name in named if name}
    told = [] if all(named) else _told_by_names(takes_dir, known)
    asked = [*(known[name] for name in own), *(one for one in told if one.id not in own)]
    return compile_plan(loaded, asked, shots=shots, own_targets=True)


def _told_by_names(takes_dir: Path, known: dict[str, GeneratorProfile]) -> list[GeneratorProfile]:
    """The generators whose ids stand in the names of the takes."""
    names = [path.name.casefold() for path in takes_dir.rglob("*")] if takes_dir.is_dir() else []
    return [one for key, one in known.items() if any(f"_{key}_" in name for name in names)]
