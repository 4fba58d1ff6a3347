"""Two requests that ask the same have the same hash, whatever their seed."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from vidcheck.contents import content_of

if TYPE_CHECKING:
    from vidcheck.plan.model import PromptRequest
    from vidcheck.storyboard.load import LoadedStoryboard


class PromptHashes:
    """Prompt hashes; each reference picture is read once."""

    def __init__(self, loaded: LoadedStoryboard) -> None:
        self.loaded = loaded
        self.files: dict[str, str] = {}

    def prompt(self, request: PromptRequest) -> str:
        """Of all that is sent but the seed."""
        sent = [
            request.prompt, request.negative_prompt, request.mode, request.duration_s,
            request.frames, request.fps, request.aspect_ratio, request.resolution,
            [(one.slot, self._file(one.path)) for one in request.references],
        ]  # fmt: skip
        return digest(json.dumps(sent, ensure_ascii=False))

    def _file(self, name: str) -> str:
        if name not in self.files:
            path = self.loaded.file(name)
            self.files[name] = content_of(path) if path.is_file() else name
        return self.files[name]


def digest(text: str) -> str:
    """The first 16 characters of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
