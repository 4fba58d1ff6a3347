"""Files that are no clips, or were one once; the truth about each is in how it is made."""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING

import av
import numpy as np
from av.stream import Disposition
from PIL import Image

from tests.drawing import Coding, moving, numbered, plain, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Make = Callable[[Path], object]


def rotate_flag(path: Path, clockwise: int) -> None:
    """Write the display matrix of ISO/IEC 14496-12, 8.3.2 into an mp4: quarter turns clockwise."""
    cosine, sine = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[clockwise]
    one = 1 << 16
    matrix = [cosine * one, sine * one, 0, -sine * one, cosine * one, 0, 0, 0, 1 << 30]
    raw = bytearray(path.read_bytes())
    start = raw.index(b"tkhd") + 44
    raw[start : start + 36] = struct.pack(">9i", *matrix)
    path.write_bytes(raw)


def flipped(raw: bytes, seed: int, share: float, start: int = 0) -> bytes:
    """`raw` with `share` of its bytes after `start` changed by one bit."""
    rng = np.random.default_rng(seed)
    out = np.frombuffer(raw, np.uint8).copy()
    count = max(1, int((len(raw) - start) * share))
    at = rng.integers(start, len(raw), count)
    out[at] ^= (1 << rng.integers(0, 8, count)).astype(np.uint8)
    return out.tobytes()


def cut_in_pictures(path: Path) -> None:
    """Move an mp4's index to the front, then lose the last half of its pictures."""
    front = path.with_name("front.mp4")
    with (
        av.open(str(path)) as source,
        av.open(str(front), "w", options={"movflags": "faststart"}) as out,
    ):
        stream = out.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                out.mux(packet)
    raw = front.read_bytes()
    start = raw.index(b"mdat")
    path.write_bytes(raw[: start + (len(raw) - start) // 2])


def song(path: Path) -> None:
    """One tenth of a second of silence."""
    with av.open(str(path), "w", format="mp4") as out:
        _silence(out)


def song_with_cover(path: Path) -> None:
    """Silence with a picture of the record's sleeve."""
    with av.open(str(path), "w", format="mp4") as out:
        cover = out.add_stream("mjpeg", rate=1)
        cover.width, cover.height, cover.pix_fmt = 64, 48, "yuvj420p"
        cover.disposition = Disposition.attached_pic
        picture = av.VideoFrame.from_ndarray(plain((9, 99, 9)), format="rgb24")
        packets = [*cover.encode(picture.reformat(format="yuvj420p")), *cover.encode(None)]
        _silence(out, first=packets)


def _silence(out: av.container.OutputContainer, first: list[av.Packet] | None = None) -> None:
    stream = out.add_stream("aac", rate=44100, layout="mono")
    frame = av.AudioFrame.from_ndarray(np.zeros((1, 4096), np.float32), "fltp", "mono")
    frame.sample_rate = 44100
    packets = [*stream.encode(frame), *stream.encode(None)]
    for packet in (*(first or []), *packets):
        out.mux(packet)


def _text(path: Path) -> None:
    path.write_text("This is a letter, not a clip.\n" * 200)


def _playlist(path: Path) -> None:
    write(path.with_name("other.mp4"), numbered(3))
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nother.mp4\n#EXT-X-ENDLIST\n")


def _concatenation(path: Path) -> None:
    write(path.with_name("other.mp4"), numbered(3))
    path.write_text("ffconcat version 1.0\nfile other.mp4\n")


def _terminal_art(path: Path) -> None:
    path.write_text("\x1b[31mred\x1b[0m plain\n" * 300)


def _page(path: Path) -> None:
    path.write_text("<!doctype html><html><body>403 Forbidden: link expired</body></html>")


def _no_frames(path: Path) -> None:
    with av.open(str(path), "w", format="matroska") as out:
        stream = out.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        out.start_encoding()


def _no_index(path: Path) -> None:
    write(path, moving(12))
    raw = path.read_bytes()
    path.write_bytes(raw[: raw.index(b"moov") - 4])


def _header_zeroed(path: Path) -> None:
    write(path, moving(12))
    raw = path.read_bytes()
    path.write_bytes(bytes(4096) + raw[4096:])


def _pictures_zeroed(path: Path) -> None:
    write(path, moving(12))
    raw = path.read_bytes()
    start, stop = raw.index(b"mdat") + 4, raw.index(b"moov") - 4
    path.write_bytes(raw[:start] + bytes(stop - start) + raw[stop:])


def _huge_gif(path: Path) -> None:
    screen = b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0xF7, 0, 0) + bytes(768)
    image = b"\x2c" + struct.pack("<HHHHB", 0, 0, 65535, 65535, 0) + b"\x08\x04\x00\x01\x04\x05\x00"
    path.write_bytes(screen + image + b"\x3b")


def _large_gif(path: Path) -> None:
    """A size just above 2^26 pixels, which FFmpeg itself would decode."""
    with Image.new("P", (1, 1)) as dot:
        dot.save(path)
    raw = bytearray(path.read_bytes())
    raw[6:10] = struct.pack("<HH", 8200, 8200)  # of the screen; the dot stays one
    path.write_bytes(raw)


def _huge_jpeg(path: Path) -> None:
    write(path, [plain((9, 99, 9))] * 3, Coding("mjpeg", "yuvj420p", {}))
    size, huge = struct.pack(">HH", 48, 64), struct.pack(">HH", 65500, 65500)
    raw = path.read_bytes()
    start = b"\xff\xc0\x00\x11\x08"
    assert raw.count(start + size) == 3
    path.write_bytes(raw.replace(start + size, start + huge))


REFUSED: list[tuple[str, Make, str]] = [
    ("missing.mp4", lambda _: None, "no such file"),
    ("nul\0.mp4", lambda _: None, "no such file"),
    (f"{'long' * 100}.mp4", lambda _: None, "cannot be opened: File name too long"),
    ("folder.mp4", lambda path: path.mkdir(), "is a folder"),
    ("loop.mp4", lambda path: path.symlink_to(path), "cannot be opened: Too many levels"),
    ("dangling.mp4", lambda path: path.symlink_to("nowhere"), "no such file"),
    ("pipe.mp4", os.mkfifo, "no ordinary file"),
    ("empty.mp4", lambda path: path.touch(), "the file is empty"),
    ("one_byte.mp4", lambda path: path.write_bytes(b"\0"), "not a readable video"),
    ("zeros.mp4", lambda path: path.write_bytes(bytes(100_000)), "not a readable video"),
    ("text.mp4", _text, "not a readable video"),
    ("text.txt", _text, "not a readable video"),
    ("page.mp4", _page, "not a readable video"),
    ("playlist.mp4", _playlist, "not a readable video"),
    ("playlist.m3u8", _playlist, "not a readable video"),
    ("list.ffconcat", _concatenation, "not a readable video"),
    ("art.ans", _terminal_art, "not a readable video"),
    ("song.m4a", song, "no video stream"),
    ("no_frames.mkv", _no_frames, "ends before its first picture"),
    ("no_index.mp4", _no_index, "not a readable video"),
    ("header_zeroed.mp4", _header_zeroed, "not a readable video"),
    ("pictures_zeroed.mp4", _pictures_zeroed, "not one frame"),
    ("bomb.gif", _huge_gif, "65535×65535|not one frame|not a readable"),
    ("bomb.avi", _huge_jpeg, "65500×65500|not one frame|not a readable"),
    ("large.gif", _large_gif, "8200×8200|not one frame|not a readable"),
]
