"""What a file says of itself: prompt, seed and workflow that generators write into it.

ComfyUI writes the tags `prompt` and `workflow` (JSON) into mp4, webm and png, its video helper
nodes one tag `comment` (JSON in JSON) and a png of the same name beside the clip; other tools write
`parameters`, `comment` or `description` as text with `Seed: 1`. All of it is searched the same way.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PIL import Image, UnidentifiedImageError

from vidcheck.decode import tags_of
from vidcheck.errors import ClipError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vidcheck.plan.model import PromptRequest

MOST_CHARACTERS = 4_000_000
"""A workflow has some 100 000; more is no metadata."""
DEEPEST = 40
LEAST_PROMPT = 20
"""Characters below which a prompt may stand in a text by chance."""
_SEED_KEYS = ("seed", "noise_seed")
_SEED = re.compile(r"\bseed\W{1,3}(\d{1,20})", re.IGNORECASE)


@dataclass
class Inside:
    """Everything written in a file: its texts, folded, and the first seed."""

    texts: set[str] = field(default_factory=set)
    seed: int | None = None

    def holds(self, prompt: str) -> bool:
        """Whether some text of it contains this prompt."""
        wanted = _folded(prompt)
        return len(wanted) >= LEAST_PROMPT and any(wanted in text for text in self.texts)

    def names(self, stem: str) -> bool:
        """Whether it was to be saved under this name (a `filename_prefix` of a workflow)."""
        wanted = _folded(stem)
        return any(text.rpartition("/")[2] == wanted for text in self.texts)


def what_it_says(path: Path) -> Inside | None:
    """The metadata of a clip and of a png of the same name beside it; None where there is none."""
    inside = Inside()
    for text in (*_tags(path), *_picture_tags(path.with_suffix(".png"))):
        if len(text) <= MOST_CHARACTERS:
            _read(text, inside, 0)
    return inside if inside.texts or inside.seed is not None else None


def request_of(inside: Inside, requests: Sequence[PromptRequest]) -> PromptRequest | None:
    """The request that a file answers by what it says; None where that is not one shot's alone.

    Args:
        inside: what the file says.
        requests: what was asked.
    """
    named = [one for one in requests if inside.names(one.file_stem)]
    if named:
        return named[0]
    alike = [one for one in requests if inside.holds(one.prompt)]
    seeded = [one for one in (alike or requests) if one.seed is not None
              and one.seed == inside.seed]  # fmt: skip
    found = seeded or alike
    return found[0] if len({one.shots for one in found}) == 1 else None


def _tags(path: Path) -> list[str]:
    try:
        return list(tags_of(path).values())
    except ClipError:
        return []  # said when it is measured


def _picture_tags(path: Path) -> list[str]:
    if not path.is_file():
        return []
    try:
        with Image.open(path) as picture:
            return [str(value) for value in picture.info.values() if isinstance(value, str)]
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError):
        return []


def _read(value: Any, inside: Inside, depth: int, key: str = "") -> None:
    """Collect texts and the first seed; text that is JSON is read as such."""
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        for name, part in value.items():
            _read(part, inside, depth + 1, str(name))
    elif isinstance(value, list):
        for part in value:
            _read(part, inside, depth + 1, key)
    elif isinstance(value, str):
        _read_text(value, inside, depth)
    elif isinstance(value, int) and not isinstance(value, bool) and key.casefold() in _SEED_KEYS:
        inside.seed = value if inside.seed is None else inside.seed


def _read_text(text: str, inside: Inside, depth: int) -> None:
    if text.lstrip()[:1] in ("{", "["):
        try:
            parsed = json.loads(text)
        except (ValueError, RecursionError):
            parsed = None
        if parsed is not None:
            _read(parsed, inside, depth + 1)
            return
    if folded := _folded(text):
        inside.texts.add(folded)
    found = _SEED.search(text)
    if found and inside.seed is None:
        inside.seed = int(found[1])


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
