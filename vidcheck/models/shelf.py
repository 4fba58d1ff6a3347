"""The models at hand in this process: each loaded when first asked for, once, or said why not.

Nothing here raises: a missing, changed or unsupported file is a reason, and whoever asks goes on
without.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from vidcheck.files import sha256_of
from vidcheck.models.catalogue import ModelEntry
from vidcheck.models.checkpoint import read_checkpoint
from vidcheck.models.efficientnet import efficientnet_lite0
from vidcheck.models.embedding import Embedder
from vidcheck.models.face import FaceReader
from vidcheck.models.mask import Masker
from vidcheck.models.network import open_network
from vidcheck.models.onnx_file import keep_inputs
from vidcheck.models.store import best_for, folder

if TYPE_CHECKING:
    from pathlib import Path

    from vidcheck.models.catalogue import Purpose
    from vidcheck.models.network import Network
    from vidcheck.models.store import Stored

OF_OPENCV: tuple[Purpose, ...] = ("face-detector", "face")
"""Purposes whose models OpenCV runs; the others need onnxruntime."""


@dataclass(frozen=True)
class Absent:
    """A model that is not used, and why; `broken` where the user should know, since it is there."""

    purpose: Purpose
    reason: str
    reason_zh: str
    broken: bool = False


class Shelf:
    """All models of one folder (None: none are wanted)."""

    def __init__(self, home: Path | None) -> None:
        self.home = home

    @cached_property
    def faces(self) -> FaceReader | Absent:
        """Finds and describes faces; needs two models, both of which are loaded."""
        reader = self.quick_faces
        if isinstance(reader, Absent):
            return reader
        try:
            _ = reader.recogniser
        except (ValueError, OSError) as error:
            return _broken("face", str(error))
        return reader

    @cached_property
    def quick_faces(self) -> FaceReader | Absent:
        """The same, loaded as far as finding goes; at the first face it may raise ValueError."""
        finder, teller = self._bytes("face-detector"), self._stored("face")
        if isinstance(finder, Absent) or isinstance(teller, Absent):
            return finder if isinstance(finder, Absent) else teller  # type: ignore[return-value]
        try:
            return FaceReader(finder, partial(_model_bytes, teller))
        except ValueError as error:
            return _broken("face-detector", str(error))

    @cached_property
    def embedding(self) -> Embedder | Absent:
        """Describes a subject."""
        network = self._network("embedding")
        return network if isinstance(network, Absent) else Embedder(network)

    @cached_property
    def mask(self) -> Masker | Absent:
        """Parts a subject from its background."""
        network = self._network("mask")
        return network if isinstance(network, Absent) else Masker(network)

    @cached_property
    def vbench(self) -> Network | Absent:
        """A vision transformer of the user's own, for the published formula."""
        return self._network("vbench")

    def used(self) -> tuple[str, ...]:
        """Ids of the models that look on inside a clip."""
        serves = {
            "face-detector": self.quick_faces, "face": self.quick_faces,
            "embedding": self.embedding,
        }  # fmt: skip
        names = [
            best_for(purpose, self.home).id  # type: ignore[arg-type, union-attr]
            for purpose, model in serves.items()
            if self.home and not isinstance(model, Absent)
        ]
        return tuple(names)

    def at_hand(self, purpose: Purpose) -> Stored | Absent:
        """The model for a purpose, as far as its file tells; loading one takes a quarter second."""
        stored = self._stored(purpose)
        if isinstance(stored, Absent) or purpose in OF_OPENCV or find_spec("onnxruntime"):
            return stored
        return _broken(purpose, "onnxruntime is missing: pip install 'vidcheck[models]'")

    def broken(self) -> tuple[Absent, ...]:
        """What is installed and does not serve: the user should hear of it.

        Outlines are for pictures by themselves: that model is not loaded for this.
        """
        mask = self.__dict__.get("mask") or self.at_hand("mask")
        asked = (self.quick_faces, self.embedding, mask, self.vbench)
        return tuple(one for one in asked if isinstance(one, Absent) and one.broken)

    def _network(self, purpose: Purpose) -> Network | Absent:
        stored = self._stored(purpose)
        if isinstance(stored, Absent):
            return stored
        try:
            return open_network(_model_bytes(stored), purpose, stored.mean, stored.deviation)
        except (ValueError, KeyError, OSError) as error:
            return _broken(purpose, f"{stored.path.name}: {error}")

    def _bytes(self, purpose: Purpose) -> bytes | Absent:
        stored = self._stored(purpose)
        if isinstance(stored, Absent):
            return stored
        try:
            return _model_bytes(stored)
        except (ValueError, OSError) as error:
            return _broken(purpose, f"{stored.path.name}: {error}")

    def _stored(self, purpose: Purpose) -> Stored | Absent:
        if self.home is None:
            return Absent(purpose, "models are switched off", "已关闭模型")
        stored = best_for(purpose, self.home)
        if stored is None:
            return Absent(
                purpose,
                f"no {purpose} model is installed (`vidcheck models install`)",
                f"没有安装 {purpose} 模型（`vidcheck models install`）",
            )
        try:
            whole = stored.state == "installed" and sha256_of(stored.path) == stored.sha256
        except OSError as error:
            return _broken(purpose, f"{stored.path.name}: {error.strerror or error}")
        if not whole:
            return _broken(
                purpose,
                f"{stored.path.name} is not the file that was installed: its SHA-256 differs "
                "(`vidcheck models install` brings it back)",
            )
        return stored


def _broken(purpose: Purpose, why: str) -> Absent:
    return Absent(
        purpose,
        f"the {purpose} model is not used: {why}",
        f"未使用 {purpose} 模型：{why}",
        broken=True,
    )


def _model_bytes(stored: Stored) -> bytes:
    """The file as an ONNX model, rebuilt where the catalogue says so."""
    entry = stored.entry
    if isinstance(entry, ModelEntry) and entry.form == "efficientnet-lite0":
        return efficientnet_lite0(read_checkpoint(stored.path))
    raw = stored.path.read_bytes()
    if isinstance(entry, ModelEntry) and entry.form == "onnx-trimmed":
        return keep_inputs(raw, entry.keep_inputs)
    return raw


def shelf() -> Shelf:
    """The models of the user's folder, loaded at most once per process."""
    return _shelf(folder())


@lru_cache(maxsize=2)
def _shelf(home: Path | None) -> Shelf:
    return Shelf(home)
