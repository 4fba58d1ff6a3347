from __future__ import annotations

import numpy as np
import onnxruntime
import pytest

from tests.models import made
from vidcheck.models.onnx_file import Graph, keep_inputs


def run(model: bytes, picture: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, {"picture": picture})[0])


def test_a_written_graph_computes_what_it_says() -> None:
    rng = np.random.default_rng(1)
    picture = rng.random((1, 3, 64, 96)).astype(np.float32)
    weights = np.random.default_rng(0).standard_normal((16, 3)).astype(np.float32)
    means = picture[0].reshape(3, 2, 32, 3, 32).mean((2, 4))
    expected = np.einsum("kc,crs->krs", weights, means)
    assert run(made.embedder(), picture)[0] == pytest.approx(expected, abs=1e-4)


def test_attributes_of_every_kind_arrive() -> None:
    graph = Graph()
    flow = graph.node("LeakyRelu", "picture", alpha=0.25)
    flow = graph.node("Pad", flow, graph.weight(np.array([0, 1, 0, 0], np.int64)), mode="edge")
    flow = graph.node("Transpose", flow, perm=[1, 0])
    flow = graph.node("Softmax", flow, axis=-1)
    model = graph.model("picture", (1, 2), [(flow, (3, 1))])
    assert run(model, np.array([[-4.0, 8.0]], np.float32)).tolist() == [[1.0], [1.0], [1.0]]


def test_stale_inputs_are_dropped_and_nothing_else_changes() -> None:
    graph = Graph()
    flow = graph.node("Mul", "picture", graph.weight(np.array(3, np.float32)))
    whole = graph.model("picture", (1, 2), [(flow, (1, 2))])
    # The same model with its weight listed as an input too, as some exporters do.
    listed = Graph().model("w0", (), [])
    both = whole + listed  # protobuf: two graph messages merge into one
    kept = keep_inputs(both, {"picture"})
    assert kept.count(b"w0") == both.count(b"w0") - 1
    assert run(kept, np.array([[1, 2]], np.float32)).tolist() == [[3, 6]]
    assert keep_inputs(whole, {"picture"}) == whole
    assert keep_inputs(both, {"picture", "w0"}) == both


@pytest.mark.parametrize("cut", [1, 7, 40])
def test_a_file_that_is_cut_off_is_said_to_be(cut: int) -> None:
    with pytest.raises(ValueError, match="protobuf"):
        keep_inputs(made.redness()[:-cut], {"picture"})
