"""What a change of the storyboard does to the requests: the prompts before and after it."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vidcheck.decide.patch import apply_patch
from vidcheck.run.planned import planned
from vidcheck.storyboard.load import parse_storyboard

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vidcheck.plan.model import PromptPlan, PromptRequest
    from vidcheck.storyboard.load import LoadedStoryboard

_SENTENCE = re.compile(r"(?<=[.!?;。！？；])\s*")
_FIELDS = ("generator", "mode", "duration_s", "negative_prompt", "resolution", "seed")


@dataclass(frozen=True)
class Changed:
    """One request before and after: its id, and lines that begin with - or +."""

    request: str
    lines: tuple[str, ...]


def changed_requests(
    loaded: LoadedStoryboard, patch: str, shot: str, targets: Sequence[str], takes_dir: Path
) -> list[Changed]:
    """How the first request of a shot to each generator changes with a patch.

    Args:
        loaded: the storyboard as it is.
        patch: a change of the file `loaded` was read from.
        shot: the shot that is advised.
        targets: generator ids, none for the storyboard's own.
        takes_dir: where takes lie, for the generators that their names tell.

    Raises: StoryboardError where the patch does not fit any more.
    """
    text = apply_patch(loaded.text, patch, str(loaded.path))
    new = parse_storyboard(text, loaded.path)
    before = _firsts(planned(loaded, takes_dir, targets, None), shot)
    after = _firsts(planned(new, takes_dir, targets, None), shot)
    told = []
    for name in dict.fromkeys([*before, *after]):
        lines = _difference(before.get(name), after.get(name))
        if lines:
            told.append(Changed(name, tuple(lines)))
    return told


def _firsts(plan: PromptPlan, shot: str) -> dict[str, PromptRequest]:
    """The first request for a shot, by generator."""
    found: dict[str, PromptRequest] = {}
    for request in plan.requests:
        if shot in request.shots and request.mode != "image":
            found.setdefault(request.generator, request)
    return found


def _difference(before: PromptRequest | None, after: PromptRequest | None) -> list[str]:
    if before is None or after is None:
        mark, one = ("-", before) if after is None else ("+", after)
        return [f"{mark} {sentence}" for sentence in _sentences(one.prompt)] if one else []
    lines = _marked(_sentences(before.prompt), _sentences(after.prompt))
    for name in _FIELDS:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            lines += [f"- {name}: {old}", f"+ {name}: {new}"]
    old_refs = [f"{one.slot}: {one.path}" for one in before.references]
    new_refs = [f"{one.slot}: {one.path}" for one in after.references]
    return lines + _marked(old_refs, new_refs)


def _sentences(prompt: str) -> list[str]:
    return [part for line in prompt.splitlines() for part in _SENTENCE.split(line.strip()) if part]


def _marked(old: list[str], new: list[str]) -> list[str]:
    return [line for line in difflib.ndiff(old, new) if line[:1] in "+-"]
