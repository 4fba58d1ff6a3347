from __future__ import annotations

import numpy as np
import onnxruntime
import pytest

from vidcheck.models.efficientnet import HEAD, STAGES, STEM, _Net, efficientnet_lite0


def norm(rng: np.random.Generator, name: str, channels: int) -> dict[str, np.ndarray]:
    return {
        f"{name}.weight": rng.uniform(0.5, 1.5, channels).astype(np.float32),
        f"{name}.bias": rng.normal(0, 0.1, channels).astype(np.float32),
        f"{name}.running_mean": rng.normal(0, 0.1, channels).astype(np.float32),
        f"{name}.running_var": rng.uniform(0.5, 1.5, channels).astype(np.float32),
    }


def conv(
    rng: np.random.Generator, name: str, out: int, into: int, side: int
) -> dict[str, np.ndarray]:
    scale = (into * side * side) ** -0.5
    shape = (out, into, side, side)
    return {f"{name}.weight": (scale * rng.standard_normal(shape)).astype(np.float32)}


def untrained() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    weights = {**conv(rng, "_conv_stem", STEM, 3, 3), **norm(rng, "_bn0", STEM)}
    block, channels = 0, STEM
    for repeats, side, _, expansion, out in STAGES:
        for _ in range(repeats):
            wide, name = channels * expansion, f"_blocks.{block}."
            if expansion > 1:
                weights |= conv(rng, f"{name}_expand_conv", wide, channels, 1)
                weights |= norm(rng, f"{name}_bn0", wide)
            weights |= conv(rng, f"{name}_depthwise_conv", wide, 1, side)
            weights |= norm(rng, f"{name}_bn1", wide)
            weights |= conv(rng, f"{name}_project_conv", out, wide, 1)
            weights |= norm(rng, f"{name}_bn2", out)
            block, channels = block + 1, out
    return weights | conv(rng, "_conv_head", HEAD, channels, 1) | norm(rng, "_bn1", HEAD)


def test_a_convolution_with_its_norm_is_what_the_two_are_one_after_the_other() -> None:
    rng = np.random.default_rng(3)
    weights = {**conv(rng, "c", 4, 3, 1), **norm(rng, "n", 4)}
    net = _Net(weights)
    model = net.graph.model("source", (1, 3, 5, 6), [(net.conv("source", "c", "n"), (1, 4, 5, 6))])
    picture = rng.standard_normal((1, 3, 5, 6)).astype(np.float32)
    raw = np.einsum("oi,ihw->ohw", weights["c.weight"][..., 0, 0], picture[0])
    mean, spread = weights["n.running_mean"], np.sqrt(weights["n.running_var"] + 1e-3)
    told = (raw - mean[:, None, None]) / spread[:, None, None]
    told = told * weights["n.weight"][:, None, None] + weights["n.bias"][:, None, None]
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    assert session.run(None, {"source": picture})[0][0] == pytest.approx(
        np.clip(told, 0, 6), abs=1e-5
    )


def test_the_whole_network_reads_a_picture_of_any_size_in_32_pixel_steps() -> None:
    model = efficientnet_lite0(untrained())
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    for height, width in ((64, 96), (32, 32)):
        picture = np.random.default_rng(0).standard_normal((1, 3, height, width))
        [answer] = session.run(None, {"source": picture.astype(np.float32)})
        assert answer.shape == (1, HEAD, height // 32, width // 32)
        assert answer.std() > 0


def test_a_checkpoint_of_something_else_is_missed_by_name() -> None:
    weights = untrained()
    del weights["_blocks.3._bn1.bias"]
    with pytest.raises(KeyError, match=r"_blocks\.3\._bn1\.bias"):
        efficientnet_lite0(weights)
