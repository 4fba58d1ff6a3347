"""The storyboard compiled for the generators it names, so that their limits are found once only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vidcheck.errors import VidcheckError
from vidcheck.plan.compile import compile_plan
from vidcheck.storyboard.names import unknown_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vidcheck.generators.profile import GeneratorProfile
    from vidcheck.plan.model import PromptRequest
    from vidcheck.storyboard.load import LoadedStoryboard


@dataclass(frozen=True, slots=True)
class Planned:
    """One request per shot or unit, or why the storyboard cannot be compiled."""

    requests: tuple[PromptRequest, ...] = ()
    why: str | None = None


def planned(loaded: LoadedStoryboard, profiles: Iterable[GeneratorProfile]) -> Planned:
    """Each shot compiled for the generator that it names; nothing where names are not defined."""
    if any(unknown_names(loaded.storyboard)):
        return Planned()  # VC101 says it
    chosen = {profile.id: profile for profile in profiles if profile.modes}
    try:
        plan = compile_plan(loaded, list(chosen.values()), takes=1, own_targets=True)
    except VidcheckError as error:
        return Planned(why=error.message)
    return Planned(plan.requests)
