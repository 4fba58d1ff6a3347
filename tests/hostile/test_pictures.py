"""Damaged pictures and signatures: read, or one clear error, or none; and no bombs."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.continuity.test_kept import signature
from tests.hostile.damage import complaint, damaged, tries
from vidcheck.continuity import kept
from vidcheck.errors import StoryboardError
from vidcheck.run.reference import read_reference

if TYPE_CHECKING:
    from pathlib import Path


def picture(form: str) -> bytes:
    out = io.BytesIO()
    square = np.arange(48 * 64 * 3, dtype=np.uint8).reshape(48, 64, 3)
    Image.fromarray(square).save(out, form)
    return out.getvalue()


WHOLE = {form: picture(form) for form in ("PNG", "JPEG", "WEBP", "GIF", "TIFF", "BMP")}


@pytest.mark.parametrize("form", WHOLE)
@tries(40)
@given(data=st.data())
def test_a_damaged_reference_is_a_picture_or_a_clear_error(
    tmp_path: Path, form: str, data: st.DataObject
) -> None:
    path = tmp_path / "face.png"
    path.write_bytes(data.draw(damaged(WHOLE[form])))
    said = complaint(lambda: read_reference(path))
    assert said is None or said.startswith(str(path))


SIGNATURE = kept.packed(signature())


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@pytest.mark.parametrize("side", [9_600, 16_384, 60_000])
def test_a_reference_that_unpacks_to_far_too_many_pixels_is_refused(
    tmp_path: Path, side: int
) -> None:
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    path = tmp_path / "face.png"
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    with pytest.raises(StoryboardError, match="decompression bomb"):
        read_reference(path)


@tries(60)
@given(data=st.data())
def test_a_damaged_signature_is_none_or_whole(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "signature.npz"
    path.write_bytes(data.draw(damaged(SIGNATURE)))
    assert complaint(lambda: kept.read(path)) is None
