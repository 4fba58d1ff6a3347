"""The only place that opens a video: any container FFmpeg reads, straight to the working size.

Frames come out as RGB (BGR or YUV never leave this module), read-only, at a bounded working size,
with the decoder's own timestamps: on clips of varying frame rate `index / fps` is wrong.
What is accepted, and what each refusal means: docs/decode.md.
"""

from __future__ import annotations

import stat
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

import av
import cv2
import numpy as np
from av.error import FFmpegError, InvalidDataError
from av.stream import Disposition

from vidcheck.errors import ClipError
from vidcheck.geometry import Size
from vidcheck.picture import Scaler, locked, turns_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]
    Floats = NDArray[np.float32]

SHORT_SIDE = 256
"""Working size: SSIM at short side 256 correlates 0.975 with native size (docs/measure.md)."""
LONGEST_SIDE = 4 * SHORT_SIDE
LEAST_SIDE = 64
"""Sides are stretched to at least this, so that a ribbon can be measured: flow needs 24 pixels."""
LARGEST_AREA = 1 << 26  # pixels of a picture (8K is 2^25); a larger claim is a bomb
MOST_ERRORS = 200
"""Damaged packets in a row after which a clip is given up."""
BREAK_BACK_S, BREAK_AHEAD_S = 1.0, 60.0
"""A clock that runs back or leaps ahead by more has been reset; it goes on one frame later."""
RATES = (0.1, 1000.0)  # frames a second that are believed; what lies outside is a damaged header
CONTAINERS = (
    "mov,matroska,avi,gif,mpegts,mpeg,mpegvideo,m4v,flv,asf,ogg,ivf,obu,av1,h264,hevc,vvc,mjpeg,"
    "nut,mxf,dv,yuv4mpegpipe,apng,webp_anim,webp_pipe,png_pipe,jpeg_pipe"
)
"""Demuxers a clip may be opened with. Playlists (hls, dash, concat, sdp) are left out on purpose,
since they name other files, and so are those that make a picture of any text (tty)."""

_FROM_8_BITS = np.array([[100 / 255, 0, 0, 0], [0, 1, 0, -128], [0, 0, 1, -128]], np.float32)
"""From OpenCV's 8-bit L*a*b* to its own units."""
_LENIENT: dict[str, Any] = (
    {"metadata_errors": "replace"} if int(av.__version__.split(".")[0]) < 19 else {}
)
"""Titles that are no UTF-8 are common (GBK); from 19 on PyAV reads them without being asked."""


@dataclass(frozen=True)
class ClipInfo:
    """What the container says of a clip, before a frame is decoded.

    `size` is the displayed picture (rotation applied); `fps` and `frames` are the container's
    claim, None where it makes none; `working` the size frames come in; `sound` whether it has any.
    """

    path: Path
    size: Size
    working: Size
    fps: float | None
    frames: int | None
    codec: str
    sound: bool = False

    @property
    def scale(self) -> tuple[float, float]:
        """Source pixels per working pixel, horizontally and vertically."""
        return self.size.width / self.working.width, self.size.height / self.working.height


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture: RGB, uint8, shape (H, W, 3), read-only; `time_s` from the decoder."""

    index: int
    time_s: float
    rgb: Image

    @property
    def size(self) -> Size:
        """Width and height in pixels."""
        return Size(*self.rgb.shape[1::-1])

    @cached_property
    def gray(self) -> Image:
        """Luma (BT.601 weights), uint8, shape (H, W), read-only."""
        return locked(np.asarray(cv2.cvtColor(self.rgb, cv2.COLOR_RGB2GRAY), np.uint8))

    @cached_property
    def half(self) -> Image:
        """The picture at half the size, RGB, uint8, ((H + 1) // 2, (W + 1) // 2, 3), read-only."""
        size = [(side + 1) // 2 for side in self.rgb.shape[1::-1]]
        return locked(np.asarray(cv2.resize(self.rgb, size), np.uint8))

    @cached_property
    def lab8(self) -> Image:
        """CIE L*a*b* of `half` in 8 bits: L scaled to 0..255, a and b plus 128; uint8."""
        return locked(np.asarray(cv2.cvtColor(self.half, cv2.COLOR_RGB2LAB), np.uint8))

    @cached_property
    def lab(self) -> Floats:
        """CIE L*a*b* (L 0..100, a, b -128..127) of `half`, float32, blurred by σ = 2.4 px.

        The blur takes sensor noise and codec ringing out of colour comparisons, and makes up for
        the 8-bit conversion, which is five times faster than the float one.
        """
        lab = cv2.transform(self.lab8.astype(np.float32), _FROM_8_BITS)
        return locked(np.asarray(cv2.blur(cv2.blur(lab, (3, 3)), (3, 3)), np.float32))


@dataclass
class Frames:
    """The frames of an open clip, once, in time order; counts what was wrong with them.

    `breaks` counts resets of the clip's clock, `resized` changes of its picture size.
    """

    pictures: Iterator[VideoFrame]
    info: ClipInfo
    reading: _Reading
    decoded: int = 0
    breaks: int = 0
    resized: int = 0
    _clock: _Clock = field(init=False, repr=False)
    _scaler: Scaler = field(init=False, repr=False)
    _raw: tuple[int, int] = field(default=(0, 0), repr=False)

    def __post_init__(self) -> None:
        self._clock = _Clock(self.reading.origin_s, 1 / (self.info.fps or 24.0))
        self._scaler = Scaler(self.info.working)

    @property
    def damaged(self) -> int:
        """Packets and pictures that could not be used so far."""
        return self.reading.damaged

    @property
    def lead_s(self) -> float:
        """Seconds of the file before its first picture: sound may begin earlier."""
        return self.reading.lead_s

    def __iter__(self) -> Iterator[Frame]:
        for picture in self.pictures:
            try:
                rgb = self._scaler.rgb(picture)
            except (FFmpegError, ValueError):
                self.reading.damaged += 1
                continue
            raw = (picture.width, picture.height)
            self.resized += self.decoded > 0 and raw != self._raw
            self._raw = raw
            time_s = self._clock.advance(self.reading.stamp_s(picture))
            self.breaks = self._clock.breaks
            self.decoded += 1
            yield Frame(self.decoded - 1, time_s, rgb)
        if not self.decoded:
            raise ClipError(f"{self.info.path}: its pictures are in a form that cannot be shown")


@dataclass
class _Clock:
    """Seconds since the clip's beginning, from timestamps that may be missing or jump.

    Args:
        origin_s: the file's own time that counts as 0, or None for that of the first picture.
        step_s: between frames, where the file does not say.
    """

    origin_s: float | None
    step_s: float
    breaks: int = 0
    _last_s: float | None = None

    def advance(self, stamp_s: float | None) -> float:
        """The time of the next picture, later than that of the one before."""
        if self.origin_s is None and stamp_s is not None:
            self.origin_s = stamp_s
        shown = None if stamp_s is None or self.origin_s is None else stamp_s - self.origin_s
        if self._last_s is None:
            self._last_s = self._first(shown)
        else:
            self._last_s = self._next(shown, self._last_s)
        return self._last_s

    def _first(self, shown_s: float | None) -> float:
        if shown_s is None or 0 <= shown_s < BREAK_AHEAD_S:
            return shown_s or 0.0
        self.origin_s = shown_s + (self.origin_s or 0.0)
        return 0.0

    def _next(self, shown_s: float | None, last_s: float) -> float:
        if shown_s is None:
            return last_s + self.step_s
        if not -BREAK_BACK_S <= shown_s - last_s <= BREAK_AHEAD_S:
            self.breaks += 1
            self.origin_s = (self.origin_s or 0.0) + shown_s - (last_s + self.step_s)
            return last_s + self.step_s
        if shown_s <= last_s:
            return last_s + self.step_s / 100  # time never stands still or runs back
        return shown_s


@dataclass
class _Reading:
    """Pictures out of an open container; a damaged packet costs its pictures, not the clip."""

    container: InputContainer
    stream: VideoStream
    damaged: int = 0

    @property
    def origin_s(self) -> float | None:
        """When the stream begins on the file's own clock, or None where it does not say."""
        start, base = self.stream.start_time, self.stream.time_base
        return None if start is None or base is None or self._has_no_pts else float(start * base)

    @property
    def lead_s(self) -> float:
        """From the file's first moment to the stream's, in seconds; 0 where it does not say."""
        start, origin = self.container.start_time, self.origin_s
        if start is None or origin is None:
            return 0.0
        return max(0.0, origin - start / av.time_base)

    @property
    def _has_no_pts(self) -> bool:
        # FFmpeg makes them up in decoding order, so that with B-frames they run to and fro.
        return self.container.format.name == "avi"

    def stamp_s(self, picture: VideoFrame) -> float | None:
        """When a picture is shown on the file's own clock; AVI knows only when it is decoded."""
        known = picture.dts if picture.pts is None or self._has_no_pts else picture.pts
        return (
            None if known is None or picture.time_base is None else float(known * picture.time_base)
        )

    def pictures(self) -> Iterator[VideoFrame]:
        in_a_row = 0
        packets = self.container.demux(self.stream)
        while in_a_row <= MOST_ERRORS:
            try:
                packet = next(packets, None)
            except FFmpegError:
                self.damaged, in_a_row = self.damaged + 1, in_a_row + 1
                packets = self.container.demux(self.stream)  # a generator that raised is over
                continue
            if packet is None:
                return
            try:
                decoded = packet.decode()
            except FFmpegError:
                self.damaged, in_a_row = self.damaged + 1, in_a_row + 1
                continue
            in_a_row = 0 if decoded else in_a_row
            self.damaged += sum(picture.is_corrupt for picture in decoded)
            yield from decoded
        yield from self._flushed()

    def _flushed(self) -> list[VideoFrame]:
        """What the decoder still holds when the container is given up."""
        try:
            return self.stream.decode(None)
        except FFmpegError:
            return []


@contextmanager
def open_clip(
    path: Path, short_side: int = SHORT_SIDE, *, threads: int = 0
) -> Iterator[tuple[ClipInfo, Frames]]:
    """Open a clip for one pass.

    Args:
        path: the file.
        short_side: of the frames handed out, in pixels; smaller pictures are enlarged to it, so
            that thresholds in pixels mean the same on every clip.
        threads: decoder threads, 0 for as many as there are cores.

    Raises:
        ClipError: where the file is missing, is no video, claims an absurd size, or where not one
            frame of it can be decoded.
    """
    with _opened(path) as container:
        stream = _video_stream(container, path)
        stream.thread_type = "AUTO"
        stream.codec_context.thread_count = threads
        stream.codec_context.options = {"max_pixels": str(LARGEST_AREA)}
        reading = _Reading(container, stream)
        pictures = reading.pictures()
        first = next(pictures, None)
        if first is None:
            raise ClipError(f"{path}: not one frame of it can be decoded")
        info = _describe(path, stream, first, short_side)
        yield info, Frames(chain((first,), pictures), info, reading)


def tags_of(path: Path) -> dict[str, str]:
    """What is written in a clip's metadata, by tag. Raises: ClipError where it cannot be opened."""
    with _opened(path) as container:
        return {str(key): str(value) for key, value in container.metadata.items()}


def _opened(path: Path) -> InputContainer:
    _refuse_what_is_no_file(path)
    try:
        opened: InputContainer = av.open(
            f"file:{path}",  # or FFmpeg takes "a:b.mp4" for a protocol
            mode="r",
            **_LENIENT,
            options={"max_pixels": str(LARGEST_AREA)},
            container_options={"format_whitelist": CONTAINERS, "protocol_whitelist": "file"},
        )
    except (FFmpegError, OSError, ValueError) as error:
        raise ClipError(f"{path}: not a readable video: {_reason(error)}") from error
    return opened


def _refuse_what_is_no_file(path: Path) -> None:
    try:
        found = path.stat()
    except (FileNotFoundError, ValueError) as error:  # ValueError: a name with a NUL in it
        raise ClipError(f"{path}: no such file") from error
    except OSError as error:
        raise ClipError(f"{path}: cannot be opened: {error.strerror or error}") from error
    if stat.S_ISDIR(found.st_mode):
        raise ClipError(f"{path}: is a folder, not a clip")
    if not stat.S_ISREG(found.st_mode):
        raise ClipError(f"{path}: is no ordinary file")
    if found.st_size == 0:
        raise ClipError(f"{path}: the file is empty", hint="the download may not have finished")


def _video_stream(container: InputContainer, path: Path) -> VideoStream:
    streams = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    if not streams:
        raise ClipError(f"{path}: holds no video stream")
    stream = streams[0]
    if stream.codec_context is None:
        raise ClipError(f"{path}: no decoder for its video codec")
    width, height = stream.codec_context.width, stream.codec_context.height
    if width * height > LARGEST_AREA:
        raise ClipError(f"{path}: claims a picture of {width}×{height}, more than can be opened")
    return stream


def _describe(path: Path, stream: VideoStream, first: VideoFrame, short_side: int) -> ClipInfo:
    rate = float(stream.average_rate or stream.guessed_rate or 0)
    size = Size(first.width, first.height)
    if turns_of(first) % 2:
        size = Size(first.height, first.width)
    return ClipInfo(
        path=path,
        size=size,
        working=working_size(size, short_side),
        fps=rate if RATES[0] <= rate <= RATES[1] else None,
        frames=stream.frames or None,
        codec=stream.codec_context.name,
        sound=bool(stream.container.streams.audio),
    )


def working_size(size: Size, short_side: int) -> Size:
    """The size frames are handed out in: same shape, even sides, long side bounded.

    Pictures longer than 16:1 are stretched across; `ClipInfo.scale` knows by how much.

    >>> working_size(Size(1280, 720), 256)
    Size(width=456, height=256)
    """
    longest = short_side * (LONGEST_SIDE // SHORT_SIDE)
    least = min(LEAST_SIDE, short_side)
    scale = min(short_side / size.short_side, longest / max(size.width, size.height))
    return Size(
        max(least, round(size.width * scale / 2) * 2),
        max(least, round(size.height * scale / 2) * 2),
    )


def _reason(error: Exception) -> str:
    if isinstance(error, InvalidDataError):
        return "no video format that is known, or its header is damaged or missing"
    if isinstance(error, EOFError):
        return "it ends before its first picture"
    return getattr(error, "strerror", None) or str(error)
