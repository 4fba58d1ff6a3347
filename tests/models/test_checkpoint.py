from __future__ import annotations

import io
import os
import pickle
import struct
import sys
from collections import OrderedDict
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from vidcheck.models.checkpoint import MAGIC, read_checkpoint

if TYPE_CHECKING:
    from pathlib import Path


class Tensor:
    """Pickles as a tensor of the old format does."""

    def __init__(
        self, key: str, offset: int, size: tuple[int, ...], stride: tuple[int, ...]
    ) -> None:
        self.parts = (Storage(key), offset, size, stride, False, OrderedDict())

    def __reduce__(self) -> tuple[Any, ...]:
        return sys.modules["torch._utils"]._rebuild_tensor_v2, self.parts


class Storage:
    def __init__(self, key: str) -> None:
        self.key = key


class Writer(pickle.Pickler):
    def persistent_id(self, obj: object) -> object:
        if isinstance(obj, Storage):
            return ("storage", sys.modules["torch"].FloatStorage, obj.key, "cpu", 6, None)
        return None


@pytest.fixture
def torch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Just enough of the package for its names to be pickled."""
    for name, member in (("torch", "FloatStorage"), ("torch._utils", "_rebuild_tensor_v2")):
        module = ModuleType(name)
        made = type(member, (), {"__module__": name, "__qualname__": member})
        setattr(module, member, made)
        monkeypatch.setitem(sys.modules, name, module)


def written(path: Path, state: object, values: np.ndarray) -> Path:
    out = io.BytesIO()
    for part in (MAGIC, 1001, {"little_endian": True}):
        pickle.dump(part, out, protocol=2)
    Writer(out, protocol=2).dump(state)
    pickle.dump(["0"], out, protocol=2)
    out.write(struct.pack("<q", values.size) + values.astype("<f4").tobytes())
    path.write_bytes(out.getvalue())
    return path


@pytest.mark.usefixtures("torch")
def test_tensors_come_out_as_they_were_laid_down(tmp_path: Path) -> None:
    values = np.arange(6, dtype=np.float32)
    state = OrderedDict(
        plain=Tensor("0", 0, (2, 3), (3, 1)),
        turned=Tensor("0", 0, (3, 2), (1, 3)),
        last=Tensor("0", 5, (), ()),
        steps=7,
    )
    read = read_checkpoint(written(tmp_path / "x.pth", state, values))
    assert read["plain"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert read["turned"].tolist() == [[0, 3], [1, 4], [2, 5]]
    assert read["last"] == 5
    assert "steps" not in read


@pytest.mark.usefixtures("torch")
def test_a_tensor_cannot_reach_beyond_its_numbers(tmp_path: Path) -> None:
    state = OrderedDict(w=Tensor("0", 0, (4, 3), (3, 1)))
    with pytest.raises(ValueError, match="out of its storage"):
        read_checkpoint(written(tmp_path / "x.pth", state, np.zeros(6, np.float32)))


def test_a_pickle_that_would_run_something_is_refused(tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[Any, ...]:
            return os.mkdir, (str(tmp_path / "ran"),)

    path = tmp_path / "x.pth"
    path.write_bytes(pickle.dumps(MAGIC, 2) + pickle.dumps(Evil(), 2))
    with pytest.raises(ValueError, match="mkdir is not allowed"):
        read_checkpoint(path)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04zip", b"not a pickle", pickle.dumps(3, 2)])
def test_any_other_file_is_refused_in_words(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "x.pth"
    path.write_bytes(raw)
    with pytest.raises(ValueError, match="checkpoint"):
        read_checkpoint(path)
