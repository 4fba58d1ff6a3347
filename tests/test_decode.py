from __future__ import annotations

import os
import weakref
from itertools import pairwise
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow

from tests import broken
from tests.drawing import Coding, marked, moving, number_on, numbered, plain, write
from vidcheck.decode import _Clock, open_clip, working_size
from vidcheck.errors import ClipError
from vidcheck.geometry import Size

if TYPE_CHECKING:
    from pathlib import Path

    from vidcheck.decode import Frame

FAST = {"preset": "ultrafast", "crf": "8"}
X265 = FAST | {"x265-params": "log-level=none"}
VPX = {"crf": "10", "b": "0", "deadline": "realtime", "cpu-used": "8"}
GOOD = {"qscale": "2"}
CODINGS = {
    "h264.mp4": Coding("libx264", options=FAST),
    "b_frames.mp4": Coding("libx264", options={"preset": "medium", "bf": "3", "crf": "8"}),
    "b_frames.avi": Coding("libx264", options={"preset": "medium", "bf": "3", "crf": "8"}),
    "h264.mov": Coding("libx264", "yuv444p", FAST),
    "h264.ts": Coding("libx264", options=FAST),
    "hevc.mp4": Coding("libx265", options=X265),
    "hevc_10bit.mp4": Coding("libx265", "yuv420p10le", X265),
    "vp9.webm": Coding("libvpx-vp9", options=VPX),
    "vp9_alpha.webm": Coding("libvpx-vp9", "yuva420p", VPX),
    "vp8.webm": Coding("libvpx", options=VPX | {"b": "1M"}),
    "gif.gif": Coding("gif", "rgb8", {}),
    "mpeg4.avi": Coding("mpeg4", options=GOOD),
    "mjpeg.mov": Coding("mjpeg", "yuvj420p", GOOD),
    "ffv1.mkv": Coding("ffv1", "yuv444p", {}),
    "ffv1_gray.mkv": Coding("ffv1", "gray", {}),
    "ffv1_rgb.mkv": Coding("ffv1", "bgr0", {}),
    "prores_alpha.mov": Coding("prores_ks", "yuva444p10le", {}),
    "png_alpha.mov": Coding("png", "rgba", {}),
    "apng.apng": Coding("apng", "rgb24", {}),
    "wmv.wmv": Coding("wmv2", options=GOOD),
    "flv.flv": Coding("flv", options=GOOD),
}


def read(path: Path, short_side: int = 48) -> list[Frame]:
    with open_clip(path, short_side, threads=1) as (_, frames):
        return list(frames)


@pytest.mark.parametrize("name", CODINGS)
def test_every_picture_arrives_in_order_at_its_time(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, numbered(8), CODINGS[name], per_second=20)
    with open_clip(path, 48, threads=1) as (info, frames):
        seen = list(frames)
    assert [number_on(frame.rgb, 8) for frame in seen] == list(range(8))
    assert [frame.index for frame in seen] == list(range(8))
    assert [frame.time_s for frame in seen] == pytest.approx([i / 20 for i in range(8)], abs=6e-4)
    assert (info.size, info.fps) == (Size(64, 48), pytest.approx(20))
    assert frames.damaged == frames.breaks == frames.resized == 0


def test_av1_is_decoded(tmp_path: Path) -> None:
    assert av.codec.Codec("libdav1d", "r").name == "libdav1d"
    try:
        av.codec.Codec("libsvtav1", "w")
    except ValueError:  # pragma: no cover
        pytest.skip("this build of PyAV has no AV1 encoder to draw a clip with")
    coding = Coding("libsvtav1", options={"preset": "12", "crf": "10", "svtav1-params": "lp=1"})
    path = write(tmp_path / "av1.mp4", numbered(8), coding)
    assert [number_on(frame.rgb, 8) for frame in read(path)] == list(range(8))


def test_gif_palette_and_delays(tmp_path: Path) -> None:
    path, delays_ms = tmp_path / "a.gif", [100, 40, 500, 30]
    colours = [(250, 20, 20), (20, 250, 20), (20, 20, 250), (250, 250, 20)]
    pictures = [Pillow.fromarray(plain(colour)).quantize() for colour in colours]
    pictures[0].save(path, save_all=True, append_images=pictures[1:], duration=delays_ms, loop=0)
    seen = read(path)
    assert [frame.time_s for frame in seen] == pytest.approx([0, 0.1, 0.14, 0.64])
    for frame, colour in zip(seen, colours, strict=True):
        assert np.abs(frame.rgb.astype(int) - colour).max() <= 4


def test_animated_webp_is_read_or_refused(tmp_path: Path) -> None:
    path, pictures = tmp_path / "a.webp", [Pillow.fromarray(one) for one in numbered(4)]
    pictures[0].save(path, save_all=True, append_images=pictures[1:], duration=40)
    try:
        av.ContainerFormat("webp_anim", "r")
    except ValueError:  # FFmpeg before 8.1 (PyAV before 19) reads only the stills
        with pytest.raises(ClipError, match="not one frame"):
            read(path)
        return
    seen = read(path)
    assert [number_on(frame.rgb, 4) for frame in seen] == [0, 1, 2, 3]
    assert [frame.time_s for frame in seen] == pytest.approx([0, 0.04, 0.08, 0.12])


@pytest.mark.parametrize("name", ["a.mp4", "a.mov", "a.mkv"])
def test_varying_frame_rate_keeps_the_written_times(tmp_path: Path, name: str) -> None:
    ticks = [0, 7, 8, 40, 300, 301, 333, 600]
    path = write(tmp_path / name, numbered(8), ticks=ticks, per_second=300)
    exact = 1e-9 if name != "a.mkv" else 5e-4 + 1e-9  # Matroska counts in milliseconds
    assert [f.time_s for f in read(path)] == pytest.approx([t / 300 for t in ticks], abs=exact)


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.mkv", -30),
        ("a.ts", -30),
        ("a.nut", -30),
        *((n, 2400) for n in ("a.mkv", "a.ts", "a.mov")),
    ],
)
def test_time_begins_at_the_first_frame(tmp_path: Path, name: str, start: int) -> None:
    path = write(tmp_path / name, numbered(6), ticks=range(start, start + 6))
    times = [frame.time_s for frame in read(path)]
    assert times == pytest.approx([i / 24 for i in range(6)], abs=6e-4)
    assert times[0] == 0


def test_pictures_before_time_zero_of_an_mp4_are_not_shown(tmp_path: Path) -> None:
    # The edit list of ISO/IEC 14496-12, 8.6.6 trims them; players leave them out, too.
    seen = read(write(tmp_path / "a.mp4", numbered(6), ticks=range(-2, 4)))
    assert [number_on(frame.rgb, 6) for frame in seen] == [2, 3, 4, 5]
    assert [frame.time_s for frame in seen] == pytest.approx([i / 24 for i in range(4)])


def test_missing_timestamps_count_frames(tmp_path: Path) -> None:
    path = write(tmp_path / "raw.h264", numbered(6))
    with open_clip(path, 48, threads=1) as (info, frames):
        times = [frame.time_s for frame in frames]
        assert info.fps
    assert times == pytest.approx([i / info.fps for i in range(6)])


def test_a_clock_that_starts_again_goes_on(tmp_path: Path) -> None:
    one = write(tmp_path / "one.ts", numbered(48)).read_bytes()
    path = tmp_path / "two.ts"
    path.write_bytes(one + one)
    with open_clip(path, 48, threads=1) as (_, frames):
        times = [frame.time_s for frame in frames]
        assert frames.breaks == 1
    assert len(times) == 96
    assert np.diff(times) == pytest.approx(1 / 24, abs=1e-3)


STAMPS = st.none() | st.floats(-1e7, 1e7) | st.sampled_from([0.0, 0.04, 0.08, 1e-9])


@given(st.none() | st.floats(-1e6, 1e6), st.lists(STAMPS, min_size=1, max_size=30))
def test_time_always_advances(origin_s: float | None, stamps_s: list[float | None]) -> None:
    clock = _Clock(origin_s, 1 / 24)
    times = [clock.advance(stamp) for stamp in stamps_s]
    assert 0 <= times[0] < 60
    assert all(0 < later - earlier < 61 for earlier, later in pairwise(times))


@pytest.mark.parametrize(
    ("clockwise", "size", "red", "blue"),
    [
        (0, Size(64, 48), "top left", "top right"),
        (90, Size(48, 64), "top right", "bottom right"),
        (180, Size(64, 48), "bottom right", "bottom left"),
        (270, Size(48, 64), "bottom left", "top left"),
    ],
)
def test_rotation_flag_turns_the_picture(
    tmp_path: Path, clockwise: int, size: Size, red: str, blue: str
) -> None:
    path = write(tmp_path / "phone.mp4", [marked()] * 3)
    broken.rotate_flag(path, clockwise)
    with open_clip(path, 48, threads=1) as (info, frames):
        seen = list(frames)
    assert info.size == info.working == size
    for frame in seen:
        assert frame.size == size
        corners = _corners(frame)
        assert max(corners, key=lambda c: corners[c][0] - corners[c][2]) == red
        assert max(corners, key=lambda c: corners[c][2] - corners[c][0]) == blue


def _corners(frame: Frame) -> dict[str, list[int]]:
    rows, columns = {"top": 6, "bottom": -6}, {"left": 6, "right": -6}
    return {
        f"{row} {column}": frame.rgb[rows[row], columns[column]].astype(int).tolist()
        for row in rows
        for column in columns
    }


@pytest.mark.parametrize(
    ("width", "height", "working"),
    [
        (321, 241, Size(340, 256)),
        (2, 2, Size(256, 256)),
        (1, 1, Size(256, 256)),
        (5000, 16, Size(1024, 64)),
        (16, 5000, Size(64, 1024)),
        (3, 720, Size(64, 1024)),
        (1280, 720, Size(456, 256)),
    ],
)
def test_odd_sizes_come_in_a_bounded_working_size(
    tmp_path: Path, width: int, height: int, working: Size
) -> None:
    coding = Coding("ffv1", "yuv444p", {})
    path = write(tmp_path / "a.mkv", [plain((200, 60, 60), width, height)] * 2, coding)
    with open_clip(path, threads=1) as (info, frames):
        seen = list(frames)
    assert info.size == Size(width, height)
    assert info.scale == (width / working.width, height / working.height)
    assert [frame.rgb.shape for frame in seen] == [(working.height, working.width, 3)] * 2
    assert np.abs(seen[1].rgb.astype(int) - (200, 60, 60)).max() <= 3


@given(st.integers(1, 20000), st.integers(1, 20000), st.sampled_from([48, 256, 360]))
def test_working_size_is_even_and_bounded(width: int, height: int, short_side: int) -> None:
    working = working_size(Size(width, height), short_side)
    assert working.width % 2 == working.height % 2 == 0
    assert min(64, short_side) <= working.short_side <= short_side + 1
    assert max(working.width, working.height) <= 4 * short_side + 1
    if max(width, height) <= 4 * min(width, height):
        assert working.short_side >= short_side - 1


def test_frames_are_read_only_and_share_their_views(tmp_path: Path) -> None:
    for coding in (Coding("libx264", options=FAST), Coding("libx264", options=FAST, full=True)):
        first, *_ = read(write(tmp_path / "a.mp4", moving(2), coding))
        for view in (first.rgb, first.gray, first.lab):
            with pytest.raises(ValueError, match="read-only"):
                view[0, 0] = 0
        assert first.gray is first.gray
        assert first.rgb.dtype == np.uint8
        assert first.rgb.flags.c_contiguous


def test_memory_does_not_grow_with_length(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", numbered(120))
    pictures: list[weakref.ref[np.ndarray]] = []
    alive = []
    with open_clip(path, 48, threads=1) as (_, frames):
        for frame in frames:
            pictures.append(weakref.ref(frame.rgb))
            alive.append(sum(picture() is not None for picture in pictures))
    assert len(alive) == 120
    assert max(alive) <= 2


def test_a_change_of_size_in_the_middle_keeps_one_working_size(tmp_path: Path) -> None:
    small = write(tmp_path / "small.h264", numbered(6)).read_bytes()
    large = write(tmp_path / "large.h264", numbered(6, 96, 96)).read_bytes()
    path = tmp_path / "both.h264"
    path.write_bytes(small + large)
    with open_clip(path, 48, threads=1) as (info, frames):
        seen = list(frames)
        assert frames.resized == 1
    assert len(seen) == 12
    assert {frame.size for frame in seen} == {info.working}


NAMES = [
    "with space.mp4",
    'it\'s "quoted".mp4',
    "镜头 一.mp4",
    "new\nline.mp4",
    "-leading-dash.mp4",
    "a:b.mp4",
    "http:__x.mp4",
    "%03d.mp4",
    "concat:a|b.mp4",
    "no_extension",
    "really_mp4.gif",
    "notes.txt",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_mean_nothing(tmp_path: Path, name: str) -> None:
    made = write(tmp_path / "made.mp4", numbered(3))
    assert len(read(made.rename(tmp_path / name))) == 3


def test_a_name_that_is_no_unicode_and_a_link_are_opened(tmp_path: Path) -> None:
    made = write(tmp_path / "made.mp4", numbered(3))
    link = tmp_path / "link.mp4"
    link.symlink_to(made)
    assert len(read(link)) == 3
    try:
        odd = made.rename(tmp_path / os.fsdecode(b"\xff\xfe.mp4"))
    except OSError:  # pragma: no cover
        pytest.skip("this file system keeps only Unicode names")
    assert len(read(odd)) == 3


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.avi"])
def test_a_title_that_is_no_utf8_is_no_hindrance(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, numbered(3), CODINGS["mpeg4.avi"], title="XXXXXXXX")
    raw = path.read_bytes()
    assert b"XXXXXXXX" in raw
    path.write_bytes(raw.replace(b"XXXXXXXX", "镜头一成".encode("gbk")))
    assert len(read(path)) == 3


@pytest.mark.parametrize(
    ("name", "make", "words"), broken.REFUSED, ids=[r[0] for r in broken.REFUSED]
)
def test_what_is_no_clip_is_refused_in_words(
    tmp_path: Path, name: str, make: broken.Make, words: str
) -> None:
    path = tmp_path / name
    make(path)
    with pytest.raises(ClipError, match=words), open_clip(path, threads=1) as (_, frames):
        list(frames)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_nobody_may_read_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", numbered(3))
    path.chmod(0)
    with pytest.raises(ClipError, match="ermission denied"), open_clip(path):
        pass


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_cut_off_mkv_gives_what_is_there(tmp_path: Path, share: float) -> None:
    path = write(tmp_path / "a.mkv", moving(24), Coding(options=FAST | {"g": "2"}))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    assert 1 <= len(read(path)) < 24


def test_a_mp4_cut_in_its_pictures_gives_what_is_there(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", moving(24))
    broken.cut_in_pictures(path)
    with open_clip(path, 48, threads=1) as (info, frames):
        seen = list(frames)
    assert info.frames == 24
    assert 1 <= len(seen) < 24


@pytest.mark.parametrize("name", ["h264.mp4", "hevc.mp4", "vp9.webm", "mpeg4.avi", "gif.gif"])
def test_flipped_bits_end_as_frames_or_as_a_refusal(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, moving(12), CODINGS[name])
    whole = path.read_bytes()
    for seed in range(12):
        path.write_bytes(broken.flipped(whole, seed, 0.002))
        try:
            seen = read(path)
        except ClipError:
            continue
        times = [frame.time_s for frame in seen]
        assert times == sorted(set(times))
        assert times


def test_cover_art_is_no_clip(tmp_path: Path) -> None:
    path = tmp_path / "song.m4a"
    broken.song_with_cover(path)
    with av.open(str(path)) as container:
        assert len(container.streams.video) == 1
    with pytest.raises(ClipError, match="no video stream"), open_clip(path):
        pass
