"""The only place that opens a video: any container FFmpeg reads, straight to the working size.

Frames come out as RGB (BGR or YUV never leave this module), read-only, at a bounded working size,
with the decoder's own timestamps: on clips of varying frame rate `index / fps` is wrong.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

import av
import cv2
import numpy as np
from av.error import FFmpegError
from av.video.reformatter import Interpolation

from vidcheck.errors import ClipError
from vidcheck.geometry import Size

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]
    Floats = NDArray[np.float32]

Pixel = TypeVar("Pixel", bound=np.generic)

SHORT_SIDE = 256
"""Working size: SSIM at short side 256 correlates 0.975 with native size (docs/measure.md)."""
LONGEST_SIDE = 4 * SHORT_SIDE
LARGEST_AREA = 1 << 27
"""Pixels of the largest picture that is opened (8K is 2^25); a larger claim is a bomb."""
MOST_ERRORS = 200
"""Damaged packets in a row after which a clip is given up."""


@dataclass(frozen=True)
class ClipInfo:
    """What the container says of a clip, before a frame is decoded.

    `size` is the displayed picture (rotation applied); `fps` the container's average rate and
    `frames` its claim, None where it makes none; `working` the size that frames come in.
    """

    path: Path
    size: Size
    working: Size
    fps: float | None
    frames: int | None
    codec: str

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
        return Size(self.rgb.shape[1], self.rgb.shape[0])

    @cached_property
    def gray(self) -> Image:
        """Luma (BT.601 weights), uint8, shape (H, W), read-only."""
        return _locked(np.asarray(cv2.cvtColor(self.rgb, cv2.COLOR_RGB2GRAY), np.uint8))

    @cached_property
    def lab(self) -> Floats:
        """CIE L*a*b* (L 0..100, a, b -128..127), float32, (H, W, 3), blurred by σ = 2.5 px.

        The blur takes sensor noise and codec ringing out of colour comparisons, and makes up for
        the 8-bit conversion, which is five times faster than the float one.
        """
        lab = cv2.cvtColor(self.rgb, cv2.COLOR_RGB2LAB).astype(np.float32)
        lab[..., 0] *= 100 / 255
        lab[..., 1:] -= 128
        return _locked(np.asarray(cv2.GaussianBlur(lab, (0, 0), 2.5), np.float32))


@dataclass
class Frames:
    """The frames of an open clip, once, in time order; counts what could not be decoded."""

    pictures: Iterator[VideoFrame]
    info: ClipInfo
    reading: _Reading
    decoded: int = 0
    _last_s: float = field(default=-1.0, repr=False)

    @property
    def damaged(self) -> int:
        """Packets that could not be decoded so far."""
        return self.reading.damaged

    def __iter__(self) -> Iterator[Frame]:
        for picture in self.pictures:
            yield self._frame(picture)

    def _frame(self, picture: VideoFrame) -> Frame:
        rgb = _to_rgb(picture, self.info.working)
        step = 1 / (self.info.fps or 24.0)
        time_s = picture.time if picture.time is not None else self._last_s + step
        if self.decoded and time_s <= self._last_s:
            time_s = self._last_s + step / 100  # time never stands still or runs back
        frame = Frame(self.decoded, float(time_s), rgb)
        self._last_s, self.decoded = frame.time_s, self.decoded + 1
        return frame


@dataclass
class _Reading:
    """Pictures out of an open container; a damaged packet costs its pictures, not the clip."""

    container: InputContainer
    stream: VideoStream
    damaged: int = 0

    def pictures(self) -> Iterator[VideoFrame]:
        in_a_row = 0
        packets = self.container.demux(self.stream)
        while in_a_row <= MOST_ERRORS:
            try:
                decoded = next(packets).decode()
            except StopIteration:
                return
            except FFmpegError:
                self.damaged, in_a_row = self.damaged + 1, in_a_row + 1
                continue
            in_a_row = 0
            yield from decoded


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
    _refuse_what_is_no_file(path)
    try:
        container = av.open(str(path), mode="r", metadata_errors="replace")
    except (FFmpegError, OSError, ValueError) as error:
        raise ClipError(f"{path}: not a readable video: {_reason(error)}") from error
    with container:
        stream = _video_stream(container, path)
        stream.thread_type = "AUTO"
        stream.codec_context.thread_count = threads
        reading = _Reading(container, stream)
        pictures = reading.pictures()
        first = next(pictures, None)
        if first is None:
            raise ClipError(f"{path}: not one frame of it can be decoded")
        info = _describe(path, stream, first, short_side)
        yield info, Frames(chain((first,), pictures), info, reading)


def _refuse_what_is_no_file(path: Path) -> None:
    if not path.is_file():
        what = "is a folder, not a clip" if path.is_dir() else "no such file"
        raise ClipError(f"{path}: {what}")
    if path.stat().st_size == 0:
        raise ClipError(f"{path}: the file is empty", hint="the download may not have finished")


def _video_stream(container: InputContainer, path: Path) -> VideoStream:
    if not container.streams.video:
        raise ClipError(f"{path}: holds no video stream")
    stream = container.streams.video[0]
    if stream.codec_context is None:
        raise ClipError(f"{path}: no decoder for its video codec")
    width, height = stream.codec_context.width, stream.codec_context.height
    if width * height > LARGEST_AREA:
        raise ClipError(f"{path}: claims a picture of {width}×{height}, more than can be opened")
    return stream


def _describe(path: Path, stream: VideoStream, first: VideoFrame, short_side: int) -> ClipInfo:
    rate = stream.average_rate or stream.guessed_rate
    size = Size(first.width, first.height)
    if _turns(first) % 2:
        size = Size(first.height, first.width)
    return ClipInfo(
        path=path,
        size=size,
        working=working_size(size, short_side),
        fps=float(rate) if rate else None,
        frames=stream.frames or None,
        codec=stream.codec_context.name,
    )


def working_size(size: Size, short_side: int) -> Size:
    """The size frames are handed out in: same shape, even sides, long side bounded.

    >>> working_size(Size(1280, 720), 256)
    Size(width=456, height=256)
    """
    longest = short_side * (LONGEST_SIDE // SHORT_SIDE)
    scale = min(short_side / size.short_side, longest / max(size.width, size.height))
    return Size(
        max(16, round(size.width * scale / 2) * 2), max(16, round(size.height * scale / 2) * 2)
    )


def _turns(picture: VideoFrame) -> int:
    """Display rotation in quarter turns counter-clockwise, 0..3."""
    return round(picture.rotation / 90) % 4


_TURN = {1: cv2.ROTATE_90_COUNTERCLOCKWISE, 2: cv2.ROTATE_180, 3: cv2.ROTATE_90_CLOCKWISE}


def _to_rgb(picture: VideoFrame, size: Size) -> Image:
    turns = _turns(picture)
    width, height = (size.height, size.width) if turns % 2 else (size.width, size.height)
    shrinks = picture.width >= width and picture.height >= height
    small = picture.reformat(
        width=width,
        height=height,
        format="yuv420p",
        interpolation=Interpolation.AREA if shrinks else Interpolation.BICUBIC,
    )
    rgb = cv2.cvtColor(small.to_ndarray(), cv2.COLOR_YUV2RGB_I420)
    if turns:
        rgb = cv2.rotate(rgb, _TURN[turns])
    return _locked(np.asarray(rgb, np.uint8))


def _locked(array: NDArray[Pixel]) -> NDArray[Pixel]:
    array.flags.writeable = False
    return array


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
