"""A small corpus of clips that are wrong in one way each, drawn anew: all end as rows.

`benchmarks/broken.py --count 2000` looks for more; what it finds gets its recipe here.
"""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING

import pytest

from tests.drawing import Coding, moving, write
from vidcheck.run.clip import score_clip

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Damage = Callable[[bytes], bytes]


def said(box: bytes, offset: int, number: int) -> Damage:
    """Another number, `offset` bytes behind the name of every such box of an MP4."""

    def damage(raw: bytes) -> bytes:
        out, at = bytearray(raw), raw.find(box)
        assert at > 0
        while at > 0:
            out[at + 4 + offset : at + 8 + offset] = struct.pack(">I", number)
            at = raw.find(box, at + 4)
        return bytes(out)

    return damage


def without(box: bytes) -> Damage:
    return lambda raw: raw.replace(box, b"free")


def with_title(raw: bytes) -> bytes:
    return raw + struct.pack(">I4s", 8 + (1 << 22), b"udta") + b"A" * (1 << 22)


DAMAGES: dict[str, Damage] = {
    "a picture of 16k by 16k in its track": said(b"tkhd", 76, 16384 << 16),
    "no duration": said(b"mdhd", 16, 0),
    "endless": said(b"mdhd", 16, 0xFFFFFFFF),
    "a clock without ticks": said(b"mdhd", 12, 0),
    "times below zero": said(b"ctts", 12, 0x80000001),
    "a frame that lasts for ever": said(b"stts", 12, 0x7FFFFFFF),
    "a billion samples": said(b"stsz", 8, 1_000_000_000),
    "samples at the end of the world": said(b"stco", 8, 0xFFFFFFF0),
    "no index": without(b"moov"),
    "no sample table": without(b"stbl"),
    "no sizes": without(b"stsz"),
    "no decoder settings": without(b"avcC"),
    "a title of four megabytes": with_title,
    "a PDF before it": lambda raw: b"%PDF-1.7\n" + raw,
    "a ZIP behind it": lambda raw: raw + b"PK\x05\x06" + bytes(18),
    "a GIF by its first bytes": lambda raw: b"GIF89a" + raw[6:],
    "an AVI by its first bytes": lambda raw: b"RIFF\xff\xff\xff\x7fAVI " + raw[12:],
    "twice": lambda raw: raw + raw,
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    reordered = Coding(options={"preset": "veryfast", "bf": "2"})
    return write(tmp_path_factory.mktemp("whole") / "a.mp4", moving(14), reordered).read_bytes()


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_clip_that_lies_ends_as_a_row(tmp_path: Path, whole: bytes, damage: str) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(DAMAGES[damage](whole))
    row = score_clip(path, threads=1)
    assert "internal error" not in (row.reason or "")
    assert (row.status == "scored") == (row.verdict != "unknown")
    if row.clip is not None and row.clip.duration_s is not None:
        assert 0 < row.clip.duration_s < 1e6
    assert json.loads(row.model_dump_json())["status"] == row.status


def test_what_stands_before_or_behind_a_clip_changes_nothing_in_it(
    tmp_path: Path, whole: bytes
) -> None:
    plain, longer = tmp_path / "plain.mp4", tmp_path / "longer.mp4"
    plain.write_bytes(whole)
    longer.write_bytes(with_title(whole))
    one, other = score_clip(plain, threads=1), score_clip(longer, threads=1)
    assert one.metrics == other.metrics
    assert one.events == other.events
