"""What holds for a shot once `defaults`, its unit and the shot itself are laid over each other.

A field counts as said where the creator wrote it, even if with the default's value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from vidcheck.storyboard.fields import Record
from vidcheck.storyboard.model import Budget, Camera, Light, Target

if TYPE_CHECKING:
    from vidcheck.storyboard.model import Check, Shot, Storyboard

T = TypeVar("T", bound=Record)


def laid_over(empty: T, *layers: T | None) -> T:
    """The fields said in each layer, later layers winning."""
    said = {
        name: getattr(layer, name)
        for layer in layers
        if layer is not None
        for name in layer.model_fields_set
    }
    return empty.model_copy(update=said)


def camera_of(storyboard: Storyboard, shot: Shot) -> Camera:
    """The camera of a shot, defaults filled in."""
    return laid_over(Camera(), storyboard.defaults.camera, shot.camera)


def light_of(storyboard: Storyboard, shot: Shot) -> Light:
    """The light of a shot, defaults filled in."""
    return laid_over(Light(), storyboard.defaults.light, shot.light)


def target_of(storyboard: Storyboard, shot: Shot) -> Target:
    """The generator settings of a shot: defaults, then its unit, then its own."""
    unit = next((unit for unit in storyboard.units if shot.id in unit.shots), None)
    shared = unit.target if unit is not None else None
    return laid_over(Target(), storyboard.defaults.target, shared, shot.target)


def budget_of(storyboard: Storyboard, shot: Shot) -> Budget:
    """What may be spent on a shot."""
    return laid_over(Budget(), storyboard.defaults.budget, shot.budget)


def checks_of(storyboard: Storyboard, shot: Shot) -> tuple[Check, ...]:
    """The limits of a shot: its own, and each default whose metric and subject it does not set."""
    own = {(check.metric, check.subject) for check in shot.checks}
    inherited = (c for c in storyboard.defaults.checks if (c.metric, c.subject) not in own)
    return (*shot.checks, *inherited)
