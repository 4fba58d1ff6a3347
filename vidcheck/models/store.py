"""The user's folder of model files: where it is, what lies in it, and whether it is unchanged."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from vidcheck.files import sha256_of
from vidcheck.models.catalogue import (
    IMAGENET_DEVIATION,
    IMAGENET_MEAN,
    ModelEntry,
    Purpose,
    Triple,
    catalogue,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER_VARIABLE = "VIDCHECK_MODELS"
OFF = "none"
"""Value of the variable with which no model is used."""
State = Literal["installed", "missing", "changed"]


class OwnModel(BaseModel):
    """A file of the user's own, as it was when it was installed; beside it as JSON."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    purpose: Purpose
    came_from: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Stored:
    """A model that should lie in the folder, and what is there in truth.

    `mean` and `deviation` bring RGB in 0..1 to what the network was trained with; `entry` is None
    for a file of the user's own.
    """

    id: str
    purpose: Purpose
    path: Path
    sha256: str
    state: State
    entry: ModelEntry | None
    mean: Triple = IMAGENET_MEAN
    deviation: Triple = IMAGENET_DEVIATION


def folder() -> Path | None:
    """Where models are kept, or None where the user wants none to be used.

    `VIDCHECK_MODELS` names another folder, or says `none`; otherwise it is the platform's cache.
    """
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return None if named == OFF else Path(named)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "vidcheck" / "models"
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "vidcheck" / "models"


def file_of(entry: ModelEntry, home: Path) -> Path:
    """Where the file of a catalogued model lies."""
    return home / f"{entry.id}{Path(entry.member).suffix}"


def own_file(purpose: Purpose, home: Path) -> Path:
    """Where the user's own file for a purpose lies."""
    return home / f"own-{purpose}.onnx"


def stored(home: Path, *, hashes: bool = True) -> tuple[Stored, ...]:
    """Everything that could lie in `home`: the catalogue's models, then files of the user's own.

    Args:
        home: the folder.
        hashes: whether to read the files and hold them against their SHA-256, too, and not only
            against their size.
    """
    ours = [
        Stored(
            id=entry.id,
            purpose=entry.purpose,
            path=file_of(entry, home),
            sha256=entry.sha256,
            state=_state(file_of(entry, home), entry.size, entry.sha256 if hashes else None),
            entry=entry,
            mean=entry.mean,
            deviation=entry.deviation,
        )
        for entry in catalogue().models
    ]
    return (*ours, *_own(home, hashes=hashes))


def best_for(purpose: Purpose, home: Path) -> Stored | None:
    """The model to use: the user's own before the catalogue's; None where there is none at all.

    A file that is changed is returned as such: what is used instead is for the caller to say.
    """
    those = [one for one in stored(home, hashes=False) if one.purpose == purpose]
    there = [one for one in those if one.state != "missing"]
    return there[-1] if there else None


def _own(home: Path, *, hashes: bool) -> Iterator[Stored]:
    for note in sorted(home.glob("own-*.json")) if home.is_dir() else ():
        try:
            own = OwnModel.model_validate(json.loads(note.read_text(encoding="utf-8")))
        except (OSError, ValueError, ValidationError):
            continue  # without its note a file of unknown origin is not ours to use
        path = own_file(own.purpose, home)
        yield Stored(
            id=f"own-{own.purpose}",
            purpose=own.purpose,
            path=path,
            sha256=own.sha256,
            state=_state(path, own.size, own.sha256 if hashes else None),
            entry=None,
        )


def _state(path: Path, size: int, sha256: str | None) -> State:
    try:
        if not path.is_file():
            return "missing"
        if path.stat().st_size != size or (sha256 and sha256_of(path) != sha256):
            return "changed"
    except OSError:
        return "changed"
    return "installed"
