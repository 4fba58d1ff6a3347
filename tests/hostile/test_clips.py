"""Damaged clips end as pictures in order or as one clear error; `benchmarks/broken.py` does more.

The clips are small, so that hypothesis can try many and name the bytes that did it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drawing import Coding, numbered, write
from tests.hostile.damage import complaint, damaged, tries
from vidcheck.decode import open_clip

if TYPE_CHECKING:
    from pathlib import Path

CODINGS = {
    "h264.mp4": Coding(options={"preset": "veryfast", "bf": "2"}),
    "vp9.webm": Coding("libvpx-vp9", options={"cpu-used": "8", "deadline": "realtime"}),
    "mpeg4.ts": Coding("mpeg4", options={}),
    "mjpeg.avi": Coding("mjpeg", "yuvj420p", {}),
    "gif.gif": Coding("gif", "rgb8", {}),
}
FRAMES = 6
MOST = 5000
"""Frames that the largest lie about a clip of these few bytes may have it show."""


@pytest.fixture(scope="module")
def wholes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    return {
        name: write(folder / name, numbered(FRAMES), coding).read_bytes()
        for name, coding in CODINGS.items()
    }


def times(path: Path) -> list[float]:
    """The times of all its pictures."""
    with open_clip(path) as (_, frames):
        return [frame.time_s for frame in frames]


@pytest.mark.parametrize("name", CODINGS)
def test_whole_they_are_clips(tmp_path: Path, wholes: dict[str, bytes], name: str) -> None:
    path = tmp_path / name
    path.write_bytes(wholes[name])
    assert len(times(path)) == FRAMES


@pytest.mark.parametrize("name", CODINGS)
@tries(25)
@given(data=st.data())
def test_a_damaged_clip_is_pictures_in_order_or_a_clear_error(
    tmp_path: Path, wholes: dict[str, bytes], name: str, data: st.DataObject
) -> None:
    path = tmp_path / name
    path.write_bytes(data.draw(damaged(wholes[name])))
    seen: list[float] = []
    said = complaint(lambda: seen.extend(times(path)))
    assert said is None or str(path) in said
    assert all(before < after for before, after in pairwise(seen))
    assert len(seen) < MOST


@tries(40)
@given(data=st.data())
def test_any_bytes_under_any_suffix_are_a_clip_or_a_clear_error(
    tmp_path: Path, data: st.DataObject
) -> None:
    head = data.draw(st.sampled_from([
        b"", b"\x00\x00\x00\x18ftypisom", b"\x1aE\xdf\xa3", b"RIFF\x10\x00\x00\x00AVI LIST",
        b"GIF89a", b"FLV\x01", b"G@\x00\x10", b"\x00\x00\x01\xba", b"#EXTM3U\n",
        b"ffconcat version 1.0\n",
    ]))  # fmt: skip
    path = (
        tmp_path / f"a{data.draw(st.sampled_from(['.mp4', '.webm', '.avi', '.gif', '.txt', '']))}"
    )
    path.write_bytes(head + data.draw(st.binary(max_size=400)))
    said = complaint(lambda: times(path))
    assert said is None or str(path) in said
