"""A tiny vision transformer with random weights: as an ONNX file, and in NumPy alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import erf

from vidcheck.models.onnx_file import Graph

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

PATCH, WIDE, HEADS, DEEP, SMALL = 16, 24, 3, 2, 1e-6
MEAN, DEVIATION = np.array((0.485, 0.456, 0.406)), np.array((0.229, 0.224, 0.225))


class TinyViT:
    """Patches of 16 px, a class token, two blocks of attention, the class token's answer."""

    def __init__(self, height: int, width: int, seed: int = 0) -> None:
        rng = np.random.default_rng(seed)

        def some(*shape: int) -> Floats:
            return (rng.standard_normal(shape) * 0.3).astype(np.float32)

        self.height, self.width = height, width
        self.rows, self.columns = height // PATCH, width // PATCH
        self.patch = some(WIDE, 3, PATCH, PATCH) / PATCH
        self.token, self.places = some(1, 1, WIDE), some(1, 1 + self.rows * self.columns, WIDE)
        self.blocks = [
            (some(WIDE, 3 * WIDE), some(WIDE, WIDE), some(WIDE, 4 * WIDE), some(4 * WIDE, WIDE))
            for _ in range(DEEP)
        ]

    def onnx(self) -> bytes:
        """The network as a file that takes one picture of its size."""
        graph = Graph()
        patches = graph.node(
            "Conv", "picture", graph.weight(self.patch),
            kernel_shape=[PATCH, PATCH], strides=[PATCH, PATCH],
        )  # fmt: skip
        flat = graph.node("Reshape", patches, graph.weight(np.array([1, WIDE, -1], np.int64)))
        tokens = graph.node("Transpose", flat, perm=[0, 2, 1])
        flow = graph.node("Concat", graph.weight(self.token), tokens, axis=1)
        flow = graph.node("Add", flow, graph.weight(self.places))
        for block in self.blocks:
            flow = self._block(graph, flow, block)
        answer = graph.node(
            "Gather", self._norm(graph, flow), graph.weight(np.array(0, np.int64)), axis=1
        )
        shape = (1, 3, self.height, self.width)
        return graph.model("picture", shape, [(answer, (1, WIDE))])

    @staticmethod
    def _norm(graph: Graph, flow: str) -> str:
        away = graph.node("Sub", flow, graph.node("ReduceMean", flow, axes=[-1], keepdims=1))
        square = graph.node("ReduceMean", graph.node("Mul", away, away), axes=[-1], keepdims=1)
        small = graph.weight(np.array([SMALL], np.float32))
        return graph.node("Div", away, graph.node("Sqrt", graph.node("Add", square, small)))

    def _block(self, graph: Graph, flow: str, weights: tuple[Floats, ...]) -> str:
        asked, told, wide, back = weights
        count = 1 + self.rows * self.columns
        three = graph.node("MatMul", self._norm(graph, flow), graph.weight(asked))
        shape = np.array([1, count, 3, HEADS, WIDE // HEADS], np.int64)
        parts = graph.node(
            "Transpose", graph.node("Reshape", three, graph.weight(shape)), perm=[2, 0, 3, 1, 4]
        )
        query, key, value = (
            graph.node("Gather", parts, graph.weight(np.array(i, np.int64)), axis=0)
            for i in range(3)
        )
        scale = graph.weight(np.array([(WIDE // HEADS) ** -0.5], np.float32))
        score = graph.node("MatMul", query, graph.node("Transpose", key, perm=[0, 1, 3, 2]))
        heed = graph.node("Softmax", graph.node("Mul", score, scale), axis=-1)
        seen = graph.node("Transpose", graph.node("MatMul", heed, value), perm=[0, 2, 1, 3])
        joined = graph.node("Reshape", seen, graph.weight(np.array([1, count, WIDE], np.int64)))
        flow = graph.node("Add", flow, graph.node("MatMul", joined, graph.weight(told)))
        inner = graph.node("MatMul", self._norm(graph, flow), graph.weight(wide))
        half, one, root = (
            graph.weight(np.array([number], np.float32)) for number in (0.5, 1, 2**-0.5)
        )
        bell = graph.node("Add", graph.node("Erf", graph.node("Mul", inner, root)), one)
        gelu = graph.node("Mul", graph.node("Mul", inner, half), bell)
        return graph.node("Add", flow, graph.node("MatMul", gelu, graph.weight(back)))

    def features(self, unit: NDArray[np.float64]) -> NDArray[np.float64]:
        """The class token's answer for a picture (height, width, 3) in 0..1, in float64."""
        scaled = (unit - MEAN) / DEVIATION
        flow = [self.token[0, 0].astype(np.float64)]
        for row in range(self.rows):
            for column in range(self.columns):
                cut = scaled[row * PATCH : (row + 1) * PATCH, column * PATCH : (column + 1) * PATCH]
                flow.append(np.einsum("oiyx,yxi->o", self.patch.astype(np.float64), cut))
        seen = np.array(flow) + self.places[0]
        for asked, told, wide, back in self.blocks:
            query, key, value = np.split(_normed(seen) @ asked, 3, axis=1)
            heads = []
            for head in range(HEADS):
                own = slice(head * WIDE // HEADS, (head + 1) * WIDE // HEADS)
                score = query[:, own] @ key[:, own].T / np.sqrt(WIDE // HEADS)
                heed = np.exp(score - score.max(1, keepdims=True))
                heads.append(heed / heed.sum(1, keepdims=True) @ value[:, own])
            seen = seen + np.hstack(heads) @ told
            inner = _normed(seen) @ wide
            seen = seen + inner * (1 + erf(inner / np.sqrt(2))) / 2 @ back
        return _normed(seen)[0]


def _normed(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    away = rows - rows.mean(1, keepdims=True)
    return away / np.sqrt((away**2).mean(1, keepdims=True) + SMALL)


def resized(rgb: NDArray[np.uint8], height: int, width: int) -> NDArray[np.float64]:
    """Bilinear by hand: pixel middles at halves, no smoothing, rounded to whole levels; 0..1."""
    rows = np.clip((np.arange(height) + 0.5) * rgb.shape[0] / height - 0.5, 0, rgb.shape[0] - 1)
    columns = np.clip((np.arange(width) + 0.5) * rgb.shape[1] / width - 0.5, 0, rgb.shape[1] - 1)
    top, left = np.floor(rows).astype(int), np.floor(columns).astype(int)
    bottom, right = (np.minimum(a + 1, n - 1) for a, n in zip((top, left), rgb.shape, strict=False))
    down, across = (rows - top)[:, None, None], (columns - left)[None, :, None]
    picture = rgb.astype(np.float64)
    upper = picture[top][:, left] * (1 - across) + picture[top][:, right] * across
    lower = picture[bottom][:, left] * (1 - across) + picture[bottom][:, right] * across
    return np.round(upper * (1 - down) + lower * down) / 255
