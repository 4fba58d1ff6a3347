"""What every listed measure owes, whatever it measures: listing one is enough to have it tested."""

from __future__ import annotations

import gc
import pickle
import weakref
from functools import cache
from typing import TYPE_CHECKING, assert_never

import cv2
import numpy as np
import pytest

from tests.stage import FPS, Stage, Take, TrueDisc, box_of, draw, run, samples
from vidcheck.brief import Brief
from vidcheck.locate.base import Subject
from vidcheck.locate.carry import CarriedMask
from vidcheck.measure import BUILT_IN
from vidcheck.measure.base import Measurement, Outcome, Sample, Unmeasured

if TYPE_CHECKING:
    from collections.abc import Callable

    from vidcheck.decode import Frame
    from vidcheck.locate.base import Locator
    from vidcheck.measure.base import MetricSpec
    from vidcheck.motion import Motion

EACH = pytest.mark.parametrize("spec", BUILT_IN, ids=[spec.name for spec in BUILT_IN])


class Lost(TrueDisc):
    """The subject is in sight until the eighth frame, then never again."""

    def follow(self, motion: Motion) -> Subject | None:  # type: ignore[override]
        return super().follow(motion) if motion.after.index < 8 else None


class Tiny(TrueDisc):
    """A subject of five pixels: too small for most measures."""

    def _at(self, frame: Frame) -> Subject:
        mask = np.zeros(frame.gray.shape, np.float32)
        mask[60, 60:65] = 1
        return Subject(mask, 1.0)


class Nowhere(TrueDisc):
    """There is a subject, and not one pixel of it is in sight."""

    def _at(self, frame: Frame) -> Subject:
        return Subject(np.zeros(frame.gray.shape, np.float32), 0.0)


class Nobody(TrueDisc):
    """No subject at all."""

    def start(self, frame: Frame) -> None:  # type: ignore[override]  # noqa: ARG002
        return None

    def follow(self, motion: Motion) -> None:  # type: ignore[override]  # noqa: ARG002
        return None


def _black(_: int, stage: Stage) -> None:
    stage.background = np.zeros_like(stage.background)
    stage.disc.alpha = np.zeros_like(stage.disc.alpha)


def _still(count: int) -> Take:
    take = draw(1)
    return Take(take.pictures * count, take.centres * count)


def _carried(take: Take) -> Locator:
    return CarriedMask(box_of(take.centres[0]), "given", 1.0)


CASES: dict[str, tuple[Callable[[], Take], Callable[[Take], Locator]]] = {
    "moving disc": (lambda: draw(14), TrueDisc),
    "moving disc, mask carried": (lambda: draw(14), _carried),
    "standing still": (lambda: _still(8), TrueDisc),
    "one frame": (lambda: draw(1), TrueDisc),
    "two frames": (lambda: draw(2), TrueDisc),
    "subject lost half way": (lambda: draw(14), Lost),
    "tiny subject": (lambda: draw(8), Tiny),
    "subject without a pixel": (lambda: draw(8), Nowhere),
    "no subject": (lambda: draw(8), Nobody),
    "black": (lambda: draw(8, change=_black), TrueDisc),
}


@cache
def _outcomes(case: str) -> dict[str, Outcome]:
    make, locator = CASES[case]
    take = make()
    return run(take, locator=locator(take))


@EACH
@pytest.mark.parametrize("case", CASES)
def test_a_number_within_its_bounds_or_a_reason(spec: MetricSpec, case: str) -> None:
    outcome = _outcomes(case)[spec.name]
    assert outcome.metric == spec.name
    match outcome:
        case Measurement():
            assert np.isfinite(outcome.value)
            assert spec.low is None or outcome.value >= spec.low
            assert spec.high is None or outcome.value <= spec.high
            assert "value" in outcome.series
            for column in outcome.series.values():
                assert column.shape == outcome.times_s.shape
            assert (np.diff(outcome.times_s) > 0).all()
        case Unmeasured():
            assert outcome.reason.strip()
        case _:
            assert_never(outcome)


@EACH
def test_a_moving_disc_can_be_measured(spec: MetricSpec) -> None:
    assert isinstance(_outcomes("moving disc")[spec.name], Measurement)


@EACH
def test_nothing_seen_is_a_reason_and_no_number(spec: MetricSpec) -> None:
    outcome = spec.make(Brief(draw(1).frames()[0].size, FPS)).result()
    assert isinstance(outcome, Unmeasured)
    assert outcome.reason.strip()


def test_the_same_clip_gives_the_same_numbers_however_many_threads() -> None:
    take, threads = draw(10), cv2.getNumThreads()
    try:
        cv2.setNumThreads(1)
        one = run(take)
        cv2.setNumThreads(2)
        other = run(take)
    finally:
        cv2.setNumThreads(threads)
    assert {name: _plain(outcome) for name, outcome in one.items()} == {
        name: _plain(outcome) for name, outcome in other.items()
    }


def _plain(outcome: Outcome) -> object:
    if isinstance(outcome, Unmeasured):
        return outcome.reason
    return outcome.value, {name: column.tobytes() for name, column in outcome.series.items()}


def test_no_frame_outlives_its_turn() -> None:
    """All measures together hold on to at most the last frames, never to all they saw."""
    take = draw(12)
    metrics = [spec.make(Brief(take.frames()[0].size, FPS)) for spec in BUILT_IN]
    alive: list[weakref.ref[object]] = []
    for moment in samples(take.frames(), TrueDisc(take)):
        for metric in metrics:
            metric.update(moment)
        alive.append(weakref.ref(moment.frame))
    del moment
    gc.collect()
    assert sum(ref() is not None for ref in alive) <= 2
    assert len(metrics) == len(BUILT_IN)


@cache
def _moments() -> tuple[Sample, ...]:
    """The samples of one take; what is shared between measures is computed once."""
    take = draw(20)
    return tuple(samples(take.frames(), TrueDisc(take)))


@EACH
def test_memory_grows_by_numbers_never_by_pictures(spec: MetricSpec) -> None:
    """Eight frames more cost less than one picture; asking twice changes nothing.

    Eight, because what is remembered for a step of four pairs is forgotten at its end.
    """
    moments = _moments()
    metric = spec.make(Brief(moments[0].frame.size, FPS))
    for moment in moments[:9]:
        metric.update(moment)
    early = len(pickle.dumps(metric))
    for moment in moments[9:17]:
        metric.update(moment)
    assert len(pickle.dumps(metric)) - early < moments[0].frame.rgb.nbytes
    assert _plain(metric.result()) == _plain(metric.result())


@EACH
def test_what_measures_share_stays_as_it_is(spec: MetricSpec) -> None:
    moments = _moments()[:6]
    metric = spec.make(Brief(moments[0].frame.size, FPS))
    for moment in moments:
        before = _shared(moment.pair.motion) if moment.pair else []
        metric.update(moment)
        assert before == (_shared(moment.pair.motion) if moment.pair else [])


def _shared(motion: Motion) -> list[bytes]:
    arrays = (
        motion.forward, motion.backward, motion.residual, motion.residual_size, motion.broken,
        motion.inside, motion.before.rgb, motion.after.rgb, motion.before.lab,
        motion.after.lab, motion.after.gray,
    )  # fmt: skip
    return [array.tobytes() for array in arrays]


def test_a_frame_says_no_to_being_written_into() -> None:
    now = draw(1).frames()[0]
    for picture in (now.rgb, now.gray, now.lab):
        with pytest.raises(ValueError, match="read-only"):
            picture[0, 0] = 0


@EACH
def test_a_measure_says_what_it_is_in_both_languages(spec: MetricSpec) -> None:
    assert spec.summary.strip()
    assert spec.unit.strip()
    assert spec.source.strip()
    assert any("\u4e00" <= letter <= "\u9fff" for letter in spec.summary_zh)
    assert spec.name.isidentifier()
    assert spec.name == spec.name.lower()
    assert spec.low is None or spec.high is None or spec.low < spec.high


def test_no_two_measures_share_a_name() -> None:
    names = [spec.name for spec in BUILT_IN]
    assert len(names) == len(set(names))
