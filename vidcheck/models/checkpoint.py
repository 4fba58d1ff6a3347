"""Tensors of a PyTorch checkpoint in the format before 1.6, read without PyTorch.

A pickle can run anything; this reader knows three names and refuses every other. The layout
(torch/serialization.py, `_legacy_save`): magic number, version, machine, the pickled state, the
storage keys, then each storage as a 64-bit count and its values.
"""

from __future__ import annotations

import pickle
import struct
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable
    from io import BufferedReader
    from pathlib import Path

    from numpy.typing import NDArray

MAGIC = 0x1950A86A20F9469CFC6C
_STORAGES: dict[str, np.dtype[Any]] = {
    "FloatStorage": np.dtype("<f4"),
    "LongStorage": np.dtype("<i8"),
}


@dataclass(frozen=True)
class _Tensor:
    """A view into a storage that has not been read yet; offset and stride in items."""

    storage: str
    offset: int
    size: tuple[int, ...]
    stride: tuple[int, ...]


def read_checkpoint(path: Path) -> dict[str, NDArray[Any]]:
    """Tensors by name, each a copy of its own.

    Raises: ValueError where the file is no such checkpoint, is cut off, or names anything else.
    """
    with path.open("rb") as file:
        try:
            return _read(file)
        except (
            pickle.UnpicklingError, EOFError, struct.error, KeyError, IndexError, TypeError,
            AttributeError, ImportError, UnicodeDecodeError,
        ) as error:  # fmt: skip
            raise ValueError(f"not a readable checkpoint: {error}") from error


def _read(file: BufferedReader) -> dict[str, NDArray[Any]]:
    if _Reader(file).load() != MAGIC:
        raise ValueError("not a checkpoint of the format before PyTorch 1.6")
    for _ in ("version", "machine"):
        _Reader(file).load()
    kinds: dict[str, np.dtype[Any]] = {}

    def storage(pid: tuple[Any, ...]) -> str:
        kinds[str(pid[2])] = _STORAGES[pid[1]]
        return str(pid[2])

    state = _Reader(file, storage).load()
    storages = {}
    for key in _Reader(file).load():
        (count,) = struct.unpack("<q", file.read(8))
        kind = kinds[str(key)]
        storages[str(key)] = np.frombuffer(file.read(count * kind.itemsize), kind)
    tensors = {name: value for name, value in state.items() if isinstance(value, _Tensor)}
    return {name: _placed(one, storages[one.storage]) for name, one in tensors.items()}


def _placed(tensor: _Tensor, storage: NDArray[Any]) -> NDArray[Any]:
    reach = tensor.offset + sum(
        (size - 1) * step for size, step in zip(tensor.size, tensor.stride, strict=True)
    )
    if min((tensor.offset, *tensor.size, *tensor.stride), default=0) < 0 or reach >= storage.size:
        raise ValueError("a tensor reaches out of its storage")
    steps = [step * storage.itemsize for step in tensor.stride]
    return np.lib.stride_tricks.as_strided(
        storage[tensor.offset :], tensor.size, steps, writeable=False
    ).copy()


def _rebuild(
    storage: str, offset: int, size: tuple[int, ...], stride: tuple[int, ...], *_: object
) -> _Tensor:
    return _Tensor(storage, offset, tuple(size), tuple(stride))


class _Reader(pickle.Unpickler):
    """Builds tensors, dictionaries and the names of storages, and nothing else."""

    def __init__(
        self, file: BufferedReader, storage: Callable[[tuple[Any, ...]], str] | None = None
    ) -> None:
        super().__init__(file)
        self._storage = storage

    def find_class(self, module: str, name: str) -> Any:
        """Three names are known; what a pickle could run otherwise is refused."""
        if module == "torch" and name in _STORAGES:
            return name
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _rebuild
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        raise pickle.UnpicklingError(f"{module}.{name} is not allowed")

    def persistent_load(self, pid: Any) -> str:
        """A reference to a storage that follows after the pickle."""
        if self._storage is None:
            raise pickle.UnpicklingError("a storage is named where none may be")
        return self._storage(pid)
