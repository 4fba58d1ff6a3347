"""The one pass: every frame once, through the locator and all measures."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from vidcheck.brief import PACE_FPS, Brief
from vidcheck.continuity.glimpse import Glimpses
from vidcheck.decode import open_clip
from vidcheck.locate import locator_for
from vidcheck.measure import BUILT_IN
from vidcheck.measure.base import Outcome, Pair, Sample
from vidcheck.motion import Motion
from vidcheck.run.crew import Crew, keep_freed_memory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from vidcheck.continuity.glimpse import Glimpse
    from vidcheck.decode import ClipInfo, Frame
    from vidcheck.geometry import Region
    from vidcheck.identity.watch import Watch
    from vidcheck.locate.base import Locator, Source, Subject
    from vidcheck.measure.base import MetricSpec

OPENING_PAIRS = 6
"""Pairs (half a second) looked at before the subject is guessed."""
MOST_OPENING = 48
"""Frames held at once for that, however fast the clip."""


@dataclass(frozen=True, eq=False)
class Pass:
    """What one pass over a clip gave.

    `track` holds the subject's box in working pixels with its time, `None` where it was lost;
    `source` and `confidence` say how the subject was found in the first frame; `damaged`, `breaks`
    and `resized` are what the file suffered from, as counted by `decode.Frames`; `is_part` where
    only a part of the file was looked at; `glimpses` are a few
    frames, for what is compared between clips.
    """

    info: ClipInfo
    frames: int
    damaged: int
    first_s: float
    last_s: float
    source: Source
    confidence: float
    track: tuple[tuple[float, Region | None], ...]
    outcomes: dict[str, Outcome]
    breaks: int = 0
    resized: int = 0
    is_part: bool = False
    glimpses: tuple[Glimpse, ...] = ()


def measure_clip(
    path: Path,
    *,
    subject: Region | None = None,
    references: Sequence[NDArray[np.uint8]] = (),
    threads: int = 0,
    span: tuple[float, float] | None = None,
    watch: Watch | None = None,
    specs: Sequence[MetricSpec] = BUILT_IN,
) -> Pass:
    """Decode once, locate, measure; memory does not grow with the pictures.

    Args:
        path: the clip.
        subject: box of the subject in the first frame, source pixels, or None.
        references: pictures of the subject, RGB uint8.
        threads: decoder threads, 0 for as many as there are cores.
        span: the part to look at, from the first second to before the second; None for all.
        watch: who looks on with models; changes nothing of what is measured without them.
        specs: the measures to take.

    Raises:
        ClipError: where no frame of it can be decoded.
    """
    keep_freed_memory()
    with open_clip(path, threads=threads) as (info, frames), Crew(alone=threads == 1) as crew:
        coming = crew.ahead(_within(frames, span))
        opening = list(islice(coming, min(MOST_OPENING, 1 + OPENING_PAIRS * stride_of(info.fps))))
        brief = _brief(info, subject, references, opening)
        walk, glimpses = _Walk(brief, crew), Glimpses()
        metrics = {spec.name: spec.make(brief) for spec in specs}
        first_s = last_s = 0.0
        count = 0
        for frame in chain(opening, coming):
            first_s, last_s = (frame.time_s if count == 0 else first_s), frame.time_s
            count += 1
            sample = walk.step(frame)
            if sample.pair is not None or count == 1:
                glimpses.see(frame, walk.subject)
            if watch is not None and count == 1:
                watch.begin(walk.locator.source if walk.locator else "none")
            # (the watch first: what takes longest should not begin last)
            crew.feed((*((watch,) if watch else ()), *metrics.values()), sample)
        return Pass(
            info=info,
            frames=count,
            damaged=frames.damaged,
            first_s=first_s,
            last_s=last_s,
            source=walk.locator.source if walk.locator else "none",
            confidence=walk.locator.found if walk.locator else 0.0,
            track=tuple(walk.track),
            outcomes={name: metric.result() for name, metric in metrics.items()},
            breaks=frames.breaks,
            resized=frames.resized,
            is_part=span is not None,
            glimpses=glimpses.chosen(),
        )


def _within(frames: Iterable[Frame], span: tuple[float, float] | None) -> Iterator[Frame]:
    """The frames of a part; what comes after it is not decoded."""
    for frame in frames:
        if span is not None and frame.time_s >= span[1] - 1e-6:
            return
        if span is None or frame.time_s >= span[0] - 1e-6:
            yield frame


def stride_of(fps: float | None) -> int:
    """Frames from one end of a pair to the other; 1 where the clip is slower than the pace."""
    return max(1, round((fps or PACE_FPS) / PACE_FPS))


def _brief(
    info: ClipInfo,
    subject: Region | None,
    references: Sequence[NDArray[np.uint8]],
    opening: Sequence[Frame],
) -> Brief:
    box = None
    if subject is not None:
        across, down = info.scale
        box = subject.scaled(1 / across, 1 / down).inside(info.working)
    stride = stride_of(info.fps)
    later = tuple(opening[2 * stride :: 2 * stride])
    return Brief(info.working, info.fps, box, tuple(references), later)


class _Walk:
    """Turns frames into samples: pairs at the measuring pace, the subject followed along."""

    def __init__(self, brief: Brief, crew: Crew) -> None:
        self.brief, self.crew = brief, crew
        self.stride = stride_of(brief.fps)
        self.locator: Locator | None = None
        self.track: list[tuple[float, Region | None]] = []
        self._before: Frame | None = None
        self._anchor: Frame | None = None
        self._subject: Subject | None = None

    @property
    def subject(self) -> Subject | None:
        """The subject at the last moment that was measured."""
        return self._subject

    def step(self, frame: Frame) -> Sample:
        """The sample that ends with `frame`."""
        pair = None
        if self._anchor is None:
            self.locator = locator_for(self.brief, frame)
            self._subject = self.locator.start(frame) if self.locator else None
            self._arrive(frame)
        elif frame.index - self._anchor.index >= self.stride:
            motion = Motion(self._anchor, frame)
            self.crew.both(lambda: motion.backward, lambda: motion.forward)
            after = self.locator.follow(motion) if self.locator else None
            pair = Pair(motion, self._subject, after)
            self._subject = after
            self._arrive(frame)
        sample = Sample(frame, self._before, pair)
        self._before = frame
        return sample

    def _arrive(self, frame: Frame) -> None:
        self._anchor = frame
        self.track.append((frame.time_s, self._subject.region if self._subject else None))
