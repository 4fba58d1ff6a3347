"""ONNX files as bytes: dropping stale inputs, and writing a graph; needs no package but NumPy.

An ONNX file is a protobuf message (https://github.com/onnx/onnx, onnx/onnx.proto). Only the few
fields that are read or written here are named; everything else is copied as it stands.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Attribute = int | float | str | Sequence[int]

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_WIDTHS = {_FIXED64: 8, _FIXED32: 4}
_MODEL_GRAPH, _GRAPH_NODE, _GRAPH_INITIALIZER, _GRAPH_INPUT, _GRAPH_OUTPUT = 7, 1, 5, 11, 12
_TYPES = {"float32": 1, "int64": 7}
_IR_VERSION, _OPSET = 8, 13


def keep_inputs(model: bytes, names: Collection[str]) -> bytes:
    """The model without the graph inputs that are not in `names`.

    Some exporters list every weight as an input as well; runtimes then ask for all of them.

    Raises: ValueError where the bytes are no protobuf message.
    """
    out = []
    for number, content, whole in _fields(model):
        if number == _MODEL_GRAPH:
            kept = [
                part
                for field, value, part in _fields(content)
                if field != _GRAPH_INPUT or _name(value) in names
            ]
            out.append(_message(_MODEL_GRAPH, b"".join(kept)))
        else:
            out.append(whole)
    return b"".join(out)


def _name(value_info: bytes) -> str:
    return next((content.decode() for number, content, _ in _fields(value_info) if number == 1), "")


def _fields(message: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """(field number, content of a length-delimited field or b"", the field as it stands)."""
    at = 0
    while at < len(message):
        start = at
        key, at = _read_varint(message, at)
        kind, content = key & 7, b""
        if kind == _VARINT:
            _, at = _read_varint(message, at)
        elif kind == _BYTES:
            length, at = _read_varint(message, at)
            content, at = message[at : at + length], at + length
        elif kind in _WIDTHS:
            at += _WIDTHS[kind]
        else:
            raise ValueError(f"not a protobuf message: wire type {kind} at byte {start}")
        if at > len(message):
            raise ValueError("not a whole protobuf message: it ends inside a field")
        yield key >> 3, content, message[start:at]


def _read_varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(message) and shift < 70:
        byte = message[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
    raise ValueError("not a protobuf message: a number does not end")


class Graph:
    """An ONNX graph written node by node; tensors go by their names."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._weights: list[bytes] = []

    def weight(self, values: NDArray[np.generic]) -> str:
        """Add a constant tensor (float32 or int64); returns its name."""
        name = f"w{len(self._weights)}"
        dims = b"".join(_number(1, size) for size in values.shape)
        kind = _number(2, _TYPES[values.dtype.name])
        raw = values.astype(values.dtype.newbyteorder("<"), copy=False).tobytes()
        self._weights.append(dims + kind + _text(8, name) + _message(9, raw))
        return name

    def node(self, op: str, *inputs: str, **attributes: Attribute) -> str:
        """Add an operation; returns the name of its one output."""
        output = f"t{len(self._nodes)}"
        parts = [*(_text(1, name) for name in inputs), _text(2, output), _text(3, output)]
        parts.append(_text(4, op))
        parts += [_message(5, _attribute(name, value)) for name, value in attributes.items()]
        self._nodes.append(b"".join(parts))
        return output

    def model(
        self,
        source: str,
        shape: Sequence[int | str],
        outputs: Sequence[tuple[str, Sequence[int | str]]],
    ) -> bytes:
        """The file: one float32 input `source`, float32 outputs by name and shape."""
        graph = [_message(_GRAPH_NODE, node) for node in self._nodes]
        graph.append(_text(2, "graph"))
        graph += [_message(_GRAPH_INITIALIZER, weight) for weight in self._weights]
        graph.append(_message(_GRAPH_INPUT, _value_info(source, shape)))
        graph += [_message(_GRAPH_OUTPUT, _value_info(name, dims)) for name, dims in outputs]
        opset = _message(8, _text(1, "") + _number(2, _OPSET))
        return _number(1, _IR_VERSION) + _message(_MODEL_GRAPH, b"".join(graph)) + opset


def _value_info(name: str, shape: Sequence[int | str]) -> bytes:
    dims = b"".join(
        _message(1, _number(1, size) if isinstance(size, int) else _text(2, size)) for size in shape
    )
    tensor = _number(1, _TYPES["float32"]) + _message(2, dims)
    return _text(1, name) + _message(2, _message(1, tensor))


def _attribute(name: str, value: Attribute) -> bytes:
    match value:
        case int():
            return _text(1, name) + _number(3, value) + _number(20, 2)
        case float():
            packed = _varint(2 << 3 | _FIXED32) + struct.pack("<f", value)
            return _text(1, name) + packed + _number(20, 1)
        case str():
            return _text(1, name) + _text(4, value) + _number(20, 3)
        case _:
            numbers = b"".join(_number(8, item) for item in value)
            return _text(1, name) + numbers + _number(20, 7)


def _varint(value: int) -> bytes:
    value &= (1 << 64) - 1  # negative numbers are written as their 64-bit complement
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3 | _VARINT) + _varint(value)


def _message(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | _BYTES) + _varint(len(content)) + content


def _text(field: int, content: str) -> bytes:
    return _message(field, content.encode())
