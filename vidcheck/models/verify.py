"""Whether what is installed serves: every file held against its hash, every model asked once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from vidcheck.models.network import Network, check_answer
from vidcheck.models.shelf import Absent
from vidcheck.models.store import best_for, stored

if TYPE_CHECKING:
    from vidcheck.models.catalogue import Purpose
    from vidcheck.models.shelf import Shelf


@dataclass(frozen=True)
class Verified:
    """One model that is or could be installed, and what is to be said of it."""

    id: str
    state: Literal["serves", "broken", "missing", "unused"]
    said: str
    said_zh: str


def verified(shelf: Shelf) -> tuple[Verified, ...]:
    """A row per model of the folder; none where models are switched off."""
    if shelf.home is None:
        return ()
    return tuple(_row(one.id, one.purpose, one.state, shelf) for one in stored(shelf.home))


def _row(id_: str, purpose: Purpose, state: str, shelf: Shelf) -> Verified:
    if state == "missing":
        return Verified(id_, "missing", "", "")
    if state == "changed":
        return Verified(id_, "broken", "not the file that was installed", "不是安装时的文件")
    best = best_for(purpose, shelf.home) if shelf.home else None
    if best is not None and best.id != id_:
        return Verified(id_, "unused", f"{best.id} is used instead", f"改用 {best.id}")
    problem = _asked(purpose, shelf)
    if problem is not None:
        return Verified(id_, "broken", problem, problem)
    return Verified(id_, "serves", "", "")


def _asked(purpose: Purpose, shelf: Shelf) -> str | None:
    """What goes wrong when a model is asked for a grey picture, or None."""
    grey = np.full((320, 320, 3), 127, np.uint8)
    if purpose in ("face", "face-detector"):
        faces = shelf.faces
        if isinstance(faces, Absent):
            return faces.reason
        faces.faces(grey)
        return None
    model = {"embedding": shelf.embedding, "mask": shelf.mask, "vbench": shelf.vbench}[purpose]
    if isinstance(model, Absent):
        return model.reason
    network = model if isinstance(model, Network) else model.network
    try:
        check_answer(network.ask(grey), purpose)
    except ValueError as error:
        return str(error)
    return None
