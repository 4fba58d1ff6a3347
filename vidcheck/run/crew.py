"""Two cores for one clip: pictures are decoded ahead, and the measures shared between two threads.

OpenCV and FFmpeg let go of Python's lock while they work, so threads are enough. Where several
clips are measured at once, each has one core and works alone.
"""

from __future__ import annotations

import ctypes
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future
    from types import TracebackType
    from typing import Self

    from vidcheck.decode import Frame
    from vidcheck.measure.base import Sample

AHEAD = 4
"""Frames decoded ahead: two pairs at 24 frames a second."""
KEPT_BYTES = 64 << 20
M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_THRESHOLD = -1, -2, -3


@cache
def keep_freed_memory() -> bool:
    """Ask glibc not to give the pages of every freed picture back to the system at once.

    Each measure makes and frees arrays of half a megabyte; fetching their pages anew costs three
    times the arithmetic (SSIM of one pair 0.95 instead of 3.3 ms). Says whether it was possible.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if hasattr(ctypes, "CDLL") else None
    if mallopt is None:
        return False
    wanted = (M_MMAP_THRESHOLD, KEPT_BYTES // 4), (M_TRIM_THRESHOLD, KEPT_BYTES)
    return all(mallopt(*pair) == 1 for pair in (*wanted, (M_TOP_PAD, KEPT_BYTES // 8)))


class Looker(Protocol):
    """Whoever takes samples in: a measure, or models that watch."""

    def update(self, sample: Sample) -> None:
        """Take in one moment."""


class Crew:
    """A thread that decodes and one that helps to measure; with `alone`, none of them."""

    def __init__(self, *, alone: bool) -> None:
        self._decoder = None if alone else ThreadPoolExecutor(1, "vidcheck-decode")
        self._helper = None if alone else ThreadPoolExecutor(1, "vidcheck-measure")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for pool in (self._decoder, self._helper):
            if pool is not None:
                pool.shutdown(cancel_futures=True)

    def ahead(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """The frames, a few of them decoded in advance, with luma and L*a*b* at hand."""
        if self._decoder is None:
            yield from frames
            return
        coming: deque[Future[Frame | None]] = deque()
        source = iter(frames)
        while True:
            while len(coming) < AHEAD:
                coming.append(self._decoder.submit(_next, source))
            frame = coming.popleft().result()
            if frame is None:
                return
            yield frame

    def both(self, beside: Callable[[], object], here: Callable[[], object]) -> None:
        """Run two things at once."""
        if self._helper is None:
            here()
            beside()
            return
        other = self._helper.submit(beside)
        here()
        other.result()

    def feed(self, metrics: Iterable[Looker], sample: Sample) -> None:
        """Hand one sample to every measure; whoever is free takes the next one."""
        waiting = deque(metrics)
        if sample.pair is None:
            _work_off(waiting, sample)
        else:
            self.both(lambda: _work_off(waiting, sample), lambda: _work_off(waiting, sample))


def _next(frames: Iterator[Frame]) -> Frame | None:
    frame = next(frames, None)
    if frame is not None:
        _ = frame.gray, frame.lab8
    return frame


def _work_off(waiting: deque[Looker], sample: Sample) -> None:
    while True:
        try:
            metric = waiting.popleft()
        except IndexError:
            return
        metric.update(sample)
