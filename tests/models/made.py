"""Networks so small that their answers can be worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vidcheck.models.onnx_file import Graph
from vidcheck.models.store import OwnModel, own_file

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from vidcheck.models.catalogue import Purpose

    Floats = NDArray[np.float32]

CELL = 32
"""Pixels of one place of the embedder's map."""


def embedder(seed: int = 0, channels: int = 16) -> bytes:
    """Mean colours of 32×32 cells through random weights: a map (1, channels, h/32, w/32)."""
    rng = np.random.default_rng(seed)
    mixing = rng.standard_normal((channels, 3)).astype(np.float32)
    kernel = np.broadcast_to(mixing[:, :, None, None] / CELL**2, (channels, 3, CELL, CELL))
    graph = Graph()
    flow = graph.node(
        "Conv", "picture", graph.weight(np.array(kernel)),
        kernel_shape=[CELL, CELL], strides=[CELL, CELL],
    )  # fmt: skip
    return graph.model("picture", ("n", 3, "h", "w"), [(flow, ("n", channels, "r", "c"))])


def redness(side: int = 64) -> bytes:
    """A mask: red less green, of a picture of `side` pixels."""
    graph = Graph()
    weights = np.array([1, -1, 0], np.float32).reshape(1, 3, 1, 1)
    flow = graph.node("Conv", "picture", graph.weight(weights), kernel_shape=[1, 1])
    return graph.model("picture", (1, 3, side, side), [(flow, (1, 1, side, side))])


def answering(shape: tuple[int, ...], source: tuple[int | str, ...] = (1, 3, 8, 8)) -> bytes:
    """A network that answers with zeros of any shape, whatever it is shown."""
    graph = Graph()
    total = graph.node("ReduceMean", "picture", keepdims=0)
    flow = graph.node("Mul", graph.weight(np.zeros(shape, np.float32)), total)
    return graph.model("picture", source, [(flow, shape)])


def put(place: Path, purpose: Purpose, model: bytes) -> None:
    """Install a network as the user's own."""
    from hashlib import sha256

    target = own_file(purpose, place)
    place.mkdir(parents=True, exist_ok=True)
    target.write_bytes(model)
    note = OwnModel(
        purpose=purpose, came_from="a test", size=len(model), sha256=sha256(model).hexdigest()
    )
    target.with_suffix(".json").write_text(note.model_dump_json(), encoding="utf-8")
