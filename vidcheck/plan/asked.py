"""What a shot asks of one generator, out of its target."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vidcheck.storyboard.model import Target
    from vidcheck.storyboard.text import Text


@dataclass(frozen=True, slots=True)
class Asked:
    """The wishes that hold for one request; None where nothing was asked.

    `prompt` and `extra` are written for one generator: they hold only where the target names it,
    or names none.
    """

    mode: str = "auto"
    duration: float | None = None
    resolution: str | None = None
    fps: float | None = None
    seeds: tuple[int, ...] = ()
    audio: bool | None = None
    prompt: Text | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


def asked_of(target: Target, *, mine: bool, resolution: str | None) -> Asked:
    """The target's wishes; `mine` tells whether it names this generator, or none."""
    seed = target.seed
    return Asked(
        mode=target.mode,
        duration=target.duration,
        resolution=target.resolution or resolution,
        fps=target.fps,
        seeds=() if seed is None else (seed,) if isinstance(seed, int) else tuple(seed),
        audio=target.audio,
        prompt=target.prompt if mine else None,
        extra=target.extra if mine else {},
    )
