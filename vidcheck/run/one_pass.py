"""The one pass: every frame once, through the locator and all measures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING

from vidcheck.brief import PACE_FPS, Brief, pairs_in
from vidcheck.continuity.glimpse import Glimpses
from vidcheck.decode import open_clip
from vidcheck.detect import excused
from vidcheck.detect.base import Evidence
from vidcheck.locate import known_locator, locator_for
from vidcheck.measure import BUILT_IN
from vidcheck.measure.base import Metric, Outcome, Pair, Sample
from vidcheck.motion import Motion
from vidcheck.run.crew import Crew, keep_freed_memory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from vidcheck.brief import Reference
    from vidcheck.continuity.glimpse import Glimpse
    from vidcheck.decode import ClipInfo, Frame, Frames
    from vidcheck.geometry import Region
    from vidcheck.identity.watch import Watch
    from vidcheck.locate.base import Locator, Source, Subject
    from vidcheck.measure.base import MetricSpec

OPENING_PAIRS = pairs_in(1 / 2)
"""Pairs looked at before the subject is guessed."""
MOST_OPENING = 48
"""Frames held at once for that, however fast the clip."""


@dataclass(frozen=True, eq=False)
class Wanted:
    """A subject to look for: by its box in the first frame (source pixels), or by its pictures."""

    name: str = ""
    box: Region | None = None
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, eq=False)
class Pass:
    """What one pass over a clip gave.

    `track` holds the subject's box in working pixels with its time, `None` where it was lost;
    `source` and `confidence` say how the subject was found in the first frame; `damaged`, `breaks`
    and `resized` are what the file suffered from, as counted by `decode.Frames`; `is_part` where
    only a part of the file was looked at; `glimpses` are a few frames, for what is compared between
    clips. `others` are the same pass as seen on each further subject that was found, by name.
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
    others: tuple[tuple[str, Pass], ...] = ()

    @cached_property
    def evidence(self) -> Evidence:
        """What detectors are shown of it."""
        seen = Evidence(self.outcomes, self.track, self.first_s, self.last_s)
        return excused(seen, self.info.working)


def measure_clip(
    path: Path,
    *,
    subject: Region | None = None,
    references: Sequence[Reference] = (),
    others: Sequence[Wanted] = (),
    threads: int = 0,
    span: tuple[float, float] | None = None,
    watch: Watch | None = None,
    specs: Sequence[MetricSpec] = BUILT_IN,
) -> Pass:
    """Decode once, locate, measure; memory does not grow with the pictures.

    Args:
        path: the clip.
        subject: box of the subject in the first frame, source pixels, or None.
        references: pictures of the subject.
        others: further subjects; one that is not found in the first frame is left out.
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
        stride = stride_of(info.fps)
        opening = list(islice(coming, min(MOST_OPENING, 1 + OPENING_PAIRS * stride)))
        later = tuple(opening[2 * stride :: 2 * stride])
        first = Wanted("", subject, tuple(references))
        follow = [_Followed(first, info, later, specs)]
        follow += [_Followed(one, info, None, specs) for one in others]
        walk = _Walk(stride, crew, follow, watch)
        for frame in chain(opening, coming):
            walk.step(frame)
        seen = [_pass(one, walk, frames, is_part=span is not None) for one in walk.followed]
        names = (one.wanted.name for one in walk.followed[1:])
        return replace(
            seen[0],
            glimpses=walk.glimpses.chosen(),
            others=tuple(zip(names, seen[1:], strict=True)),
        )


def _pass(one: _Followed, walk: _Walk, frames: Frames, *, is_part: bool) -> Pass:
    """The pass as seen on one subject."""
    return Pass(
        info=frames.info,
        frames=walk.count,
        damaged=frames.damaged,
        first_s=walk.first_s,
        last_s=walk.last_s,
        source=one.source,
        confidence=one.locator.found if one.locator else 0.0,
        track=tuple(one.track),
        outcomes={name: metric.result() for name, metric in one.metrics.items()},
        breaks=frames.breaks,
        resized=frames.resized,
        is_part=is_part,
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


class _Followed:
    """One subject on its way through the clip, and what is measured of it."""

    def __init__(
        self,
        wanted: Wanted,
        info: ClipInfo,
        later: tuple[Frame, ...] | None,
        specs: Sequence[MetricSpec],
    ) -> None:
        """`later` are frames to guess a subject by; None where it is not to be guessed."""
        box = None
        if wanted.box is not None:
            across, down = info.scale
            box = wanted.box.scaled(1 / across, 1 / down).inside(info.working)
        self.wanted, self.may_guess = wanted, later is not None
        self.brief = Brief(info.working, info.fps, box, wanted.references, later or ())
        self.metrics: dict[str, Metric] = {spec.name: spec.make(self.brief) for spec in specs}
        self.locator: Locator | None = None
        self.subject: Subject | None = None
        self.track: list[tuple[float, Region | None]] = []

    @property
    def source(self) -> Source:
        """How it was found in the first frame."""
        return self.locator.source if self.locator else "none"

    def start(self, frame: Frame) -> bool:
        """Look for it in the first frame; says whether there is anything to follow."""
        find = locator_for if self.may_guess else known_locator
        self.locator = find(self.brief, frame)
        if self.locator is not None:
            self._arrive(frame, self.locator.start(frame))
        return self.may_guess or self.subject is not None

    def pair(self, motion: Motion) -> Pair:
        """Follow it along a motion."""
        before = self.subject
        after = self.locator.follow(motion) if self.locator else None
        self._arrive(motion.after, after)
        return Pair(motion, before, after)

    def _arrive(self, frame: Frame, subject: Subject | None) -> None:
        self.subject = subject
        self.track.append((frame.time_s, subject.region if subject else None))


class _Walk:
    """Turns frames into samples, pairs at the measuring pace, and hands them to the measures."""

    def __init__(
        self, stride: int, crew: Crew, followed: Sequence[_Followed], watch: Watch | None
    ) -> None:
        self.stride, self.crew, self.followed, self.watch = stride, crew, list(followed), watch
        self.glimpses = Glimpses()
        self.count, self.first_s, self.last_s = 0, 0.0, 0.0
        self._before: Frame | None = None
        self._anchor: Frame | None = None

    def step(self, frame: Frame) -> None:
        """One frame more."""
        motion = None
        if self._anchor is None:
            self.first_s, self._anchor = frame.time_s, frame
            self.followed = [one for one in self.followed if one.start(frame)]
        elif frame.index - self._anchor.index >= self.stride:
            motion = Motion(self._anchor, frame)
            self.crew.both(lambda: motion.backward, lambda: motion.forward)
            self._anchor = frame
        for number, one in enumerate(self.followed):
            sample = Sample(frame, self._before, one.pair(motion) if motion else None)
            # The watch looks on the first subject, and first: what takes longest begins first.
            also = (self.watch,) if self.watch is not None and number == 0 else ()
            self.crew.feed((*also, *one.metrics.values()), sample)
        if frame is self._anchor:
            self.glimpses.see(frame, self.followed[0].subject)
        self._before = frame
        self.count, self.last_s = self.count + 1, frame.time_s
