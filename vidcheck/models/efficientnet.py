"""EfficientNet-lite0 as an ONNX graph, built from its checkpoint; about 0.15 s.

Source: Tan and Le 2019, arXiv:1905.11946; the lite variants drop squeeze-and-excite and use ReLU6
(TensorFlow TPU models, efficientnet/lite). Batch norm is folded into the convolutions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from vidcheck.models.onnx_file import Graph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Weights = Mapping[str, NDArray[Any]]

STAGES = (
    # repeats, kernel, stride, expansion, channels out
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)
STEM, HEAD = 32, 1280
EPSILON = 1e-3
"""Of the batch norms, as TensorFlow trained them."""


def efficientnet_lite0(weights: Weights) -> bytes:
    """The ONNX file: RGB (n, 3, h, w), sides multiples of 32, to features (n, 1280, h/32, w/32).

    Raises: KeyError where a weight is missing.
    """
    net = _Net(weights)
    flow = net.conv("source", "_conv_stem", "_bn0", stride=2)
    block, channels = 0, STEM
    for repeats, _, first_stride, expansion, out in STAGES:
        for repeat in range(repeats):
            stride = first_stride if repeat == 0 else 1
            prefix = f"_blocks.{block}."
            inner = flow
            if expansion > 1:
                inner = net.conv(inner, f"{prefix}_expand_conv", f"{prefix}_bn0")
            depth = (f"{prefix}_depthwise_conv", f"{prefix}_bn1")
            inner = net.conv(inner, *depth, stride=stride, group=channels * expansion)
            inner = net.conv(inner, f"{prefix}_project_conv", f"{prefix}_bn2", relu=False)
            shortcut = stride == 1 and channels == out
            flow = net.graph.node("Add", inner, flow) if shortcut else inner
            block, channels = block + 1, out
    flow = net.conv(flow, "_conv_head", "_bn1")
    return net.graph.model(
        "source", ("n", 3, "height", "width"), [(flow, ("n", HEAD, "rows", "columns"))]
    )


class _Net:
    def __init__(self, weights: Weights) -> None:
        self.weights, self.graph = weights, Graph()
        self._zero = self.graph.weight(np.array(0, np.float32))
        self._six = self.graph.weight(np.array(6, np.float32))

    def conv(
        self, flow: str, conv: str, norm: str, *, stride: int = 1, group: int = 1, relu: bool = True
    ) -> str:
        """A convolution with its batch norm folded in, then ReLU6 where wanted."""
        kernel = self.weights[f"{conv}.weight"]
        variance = self.weights[f"{norm}.running_var"]
        gain = self.weights[f"{norm}.weight"] / np.sqrt(variance + np.float32(EPSILON))
        bias = self.weights[f"{norm}.bias"] - self.weights[f"{norm}.running_mean"] * gain
        side = kernel.shape[2]
        flow = self.graph.node(
            "Conv",
            flow,
            self.graph.weight((kernel * gain[:, None, None, None]).astype(np.float32)),
            self.graph.weight(bias.astype(np.float32)),
            kernel_shape=[side, side],
            strides=[stride, stride],
            pads=_pads(side, stride),
            group=group,
        )
        return self.graph.node("Clip", flow, self._zero, self._six) if relu else flow


def _pads(side: int, stride: int) -> list[int]:
    """TensorFlow's «same» padding for even sizes: top, left, bottom, right."""
    whole = side - stride if stride > 1 else side - 1
    return [whole // 2, whole // 2, whole - whole // 2, whole - whole // 2]
