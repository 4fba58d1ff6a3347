"""Reference pictures are described once, kept by what is in them, and the same afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from tests.stage import paint
from vidcheck.run import described as room
from vidcheck.run.described import described
from vidcheck.run.store import FolderStore

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often models, or what stands in for them, were asked; each process starts afresh."""
    made: list[int] = []
    real = room.sign_pictures

    def counted(*args: object) -> object:
        made.append(1)
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(room, "sign_pictures", counted)
    room._made.cache_clear()
    return made


def picture(path: Path, seed: int) -> Path:
    Image.fromarray(paint(seed, (150, 90, 60)).astype(np.uint8)).save(path)
    return path


def test_a_second_process_asks_no_model_and_gets_the_same(tmp_path: Path, calls: list[int]) -> None:
    store, face = FolderStore(tmp_path / "cache"), picture(tmp_path / "face.png", 1)
    first = described([face], store)
    room._made.cache_clear()
    second = described([face], store)
    assert len(calls) == 1
    assert first is not None
    assert second is not None
    assert first.picture == second.picture
    (one,), (other,) = first.figure.views, second.figure.views
    assert np.array_equal(one.colours, other.colours)
    assert np.array_equal(one.corners, other.corners)


def test_another_picture_is_described_anew_and_a_copy_is_not(
    tmp_path: Path, calls: list[int]
) -> None:
    store = FolderStore(tmp_path / "cache")
    face = picture(tmp_path / "face.png", 1)
    described([face], store)
    copy = tmp_path / "copy.png"
    copy.write_bytes(face.read_bytes())
    assert described([copy], store) is not None
    assert len(calls) == 1
    described([picture(face, 2)], store)
    assert len(calls) == 2


def test_a_damaged_entry_is_made_anew_and_written_over(tmp_path: Path, calls: list[int]) -> None:
    store, face = FolderStore(tmp_path / "cache"), picture(tmp_path / "face.png", 1)
    described([face], store)
    (kept,) = (tmp_path / "cache").glob("??/*.zip")
    whole = kept.read_bytes()
    for damage in (b"", whole[:60], whole.replace(b"signature", b"signatura")):
        kept.write_bytes(damage)
        room._made.cache_clear()
        assert described([face], store) is not None
        assert kept.read_bytes() == whole
    assert len(calls) == 4


def test_without_a_store_and_without_pictures(tmp_path: Path, calls: list[int]) -> None:
    assert described([], None) is None
    assert described([tmp_path / "missing.png"], None) is None
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    assert described([broken], None) is None
    face = picture(tmp_path / "face.png", 1)
    assert described([face, broken], None) is not None
    assert described([face, broken], None) is not None
    assert len(calls) == 3  # of the last two the second was known
