"""Each defect as a ladder of strengths, with its time and type, beside what only looks like it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.lab import held, relit, spliced
from tests.stage import (
    FPS,
    Stage,
    Take,
    another,
    boiling,
    crossing,
    draw,
    evidence_of,
    frame,
    gone,
    melting,
    photograph,
    shifted,
    slowly,
    thing,
    towards,
    twin,
    wobbling,
)
from vidcheck.detect import BUILT_IN, detect

if TYPE_CHECKING:
    from collections.abc import Callable

    from vidcheck.detect.base import Candidate

COUNT, AT = 36, 12
"""Frames of every take, and the frame at which things happen: one second in."""


def _repainted(share: float) -> Take:
    return draw(COUNT, change=another(AT, share=share))


def _vanishing(share: float) -> Take:
    return draw(COUNT, change=gone(AT, share=share))


def _popping(opacity: float) -> Take:
    return draw(COUNT, change=thing(since=AT, opacity=opacity))


def _fading_in(opacity: float) -> Take:
    return draw(COUNT, change=slowly(lambda share: thing(opacity=share), opacity, AT + 4))


def _turning(share: float) -> Take:
    return draw(COUNT, change=slowly(lambda part: another(0, share=part), share, AT + 4))


def _taken_away(opacity: float) -> Take:
    return draw(COUNT, change=thing(until=AT, opacity=opacity))


def _drifting(delta_e: float) -> Take:
    return draw(COUNT, change=towards(delta_e, first=9, last=19))


def _flickering(levels: float) -> Take:
    return relit(draw(COUNT), *(levels * (-1) ** index for index in range(COUNT)))


def _frozen(count: float) -> Take:
    return held(draw(COUNT, pan=(2.0, 0.0)), AT, int(count))


def _cut(share: float) -> Take:
    other = photograph("coffee")[:, :192].astype(np.float32)
    mixed = tuple(
        frame((1 - share) * picture + share * other).rgb for picture in draw(COUNT).pictures
    )
    return spliced(draw(COUNT), replace(draw(COUNT), pictures=mixed), AT)


def _twinned(share: float) -> Take:
    return draw(COUNT, change=twin(AT, share=share))


def _dissolving(share: float) -> Take:
    """Within six frames, `share` of another picture comes over this one."""
    other = photograph("coffee")[:, :192].astype(np.float32)
    mixed = []
    for index, picture in enumerate(draw(COUNT).pictures):
        part = share * min(1.0, max(0.0, (index - AT) / 6))
        mixed.append(frame((1 - part) * picture + part * other).rgb)
    return replace(draw(COUNT), pictures=tuple(mixed))


def _flashing(levels: float) -> Take:
    return relit(draw(COUNT), *(levels * (index == AT) for index in range(COUNT)))


def _boiling(levels: float) -> Take:
    return draw(COUNT, change=boiling(levels))


def _melting(share: float) -> Take:
    return draw(COUNT, change=melting(share))


def _wobbling(pixels: float) -> Take:
    return wobbling(pixels)


def _all_drifts() -> Take:
    def change(index: int, stage: Stage) -> None:
        share = min(1.0, max(0.0, (index - 9) / 10))
        stage.disc.rgb = shifted(stage.disc.rgb, 12 * share)
        stage.background = shifted(stage.background, 12 * share)

    return draw(COUNT, change=change)


def _grain() -> Take:
    rng, take = np.random.default_rng(8), draw(COUNT)
    grainy = (frame(picture + rng.normal(0, 12, picture.shape)) for picture in take.pictures)
    return replace(take, pictures=tuple(now.rgb for now in grainy))


def _still() -> Take:
    take = draw(1)
    return Take(take.pictures * COUNT, take.centres * COUNT)


QUIET, BALL, PAN, DUSK, LAMP, GRAIN, STILL, TINT = (
    "nothing happens", "a ball rolls through", "a fast pan", "dusk falls", "the lamp goes on",
    "grain on everything", "nothing moves", "the light's colour changes",
)  # fmt: skip
TWINS: dict[str, Callable[[], Take]] = {
    QUIET: lambda: draw(COUNT),
    BALL: lambda: draw(COUNT, change=crossing()),
    PAN: lambda: draw(COUNT, pan=(3.0, 0.0), own=(0.0, 0.0)),
    DUSK: lambda: relit(draw(COUNT), *(-1.5 * index for index in range(COUNT))),
    LAMP: lambda: relit(draw(COUNT), *(18.0 * (index >= AT) for index in range(COUNT))),
    GRAIN: _grain,
    STILL: _still,
    TINT: _all_drifts,
}

CHANGE = ("unexplained_change", "sudden_change", "histogram_hsv_adjacent")
SLOWLY = ("unexplained_fade", "histogram_hsv_adjacent")
LUMA, STEP = ("luma_flicker",), ("colour_step",)


@dataclass(frozen=True)
class Defect:
    """What is done to a take, in steps of strength, and what must not be taken for it."""

    detector: str
    type: str
    make: Callable[[float], Take]
    steps: tuple[float, ...]
    twins: tuple[str, ...]
    sees: tuple[str, ...]
    start_s: float | None = AT / FPS
    box: tuple[float, float] | None = None
    within_s: float = 0.15


HALVES, PLACE = (0.3, 0.6, 1.0), (150 - 0.8 * AT, 40)
DEFECTS = {
    "a ball that fades in": Defect(
        "fade", "pop_in", _fading_in, HALVES, (QUIET, BALL, PAN), SLOWLY, (AT + 4) / FPS,
        (150 - 0.8 * (AT + 4), 40), 0.35
    ),
    "a subject that turns into another": Defect(
        "turn", "swap", _turning, (0.25, 0.4, 0.6), (QUIET, BALL, PAN, LAMP), SLOWLY,
        (AT + 4) / FPS, None, 0.35
    ),
    "another subject": Defect("swap", "swap", _repainted, HALVES, (QUIET, BALL, PAN, LAMP), CHANGE),
    "the subject is gone": Defect("swap", "vanish", _vanishing, HALVES, (QUIET, DUSK, PAN), CHANGE),
    "a ball from nowhere": Defect(
        "pop", "pop_in", _popping, HALVES, (QUIET, BALL, LAMP), CHANGE, box=PLACE
    ),
    "a ball that is gone": Defect(
        "pop", "vanish", _taken_away, HALVES, (QUIET, PAN), CHANGE, box=PLACE
    ),
    "a colour that drifts": Defect(
        "colour_drift", "drift", _drifting, (3, 6, 12), (QUIET, TINT, DUSK), ("appearance_drift",)
    ),
    "a colour that walks": Defect(
        "walk", "drift", _drifting, (6, 12, 24), (QUIET, TINT, DUSK), ("appearance_walk",), None
    ),
    "wobbling": Defect(
        "bend", "morph", _wobbling, (1, 2, 4), (QUIET, PAN, DUSK), ("bend",), None
    ),
    "a jolt": Defect(
        "jolt", "morph", _repainted, HALVES, (QUIET, PAN, DUSK), ("sudden_change",)
    ),
    "a palette that drifts": Defect(
        "palette_drift", "drift", _drifting, (6, 12, 24), (QUIET, BALL), ("histogram_hsv_first",)
    ),
    "flicker": Defect(
        "flicker", "flicker", _flickering, (1, 3, 8), (QUIET, DUSK, LAMP), LUMA, None
    ),
    "a freeze": Defect(
        "freeze", "freeze", _frozen, (4, 6, 9), (QUIET, STILL), ("repeated_frames",)
    ),
    "a cut": Defect("cut", "cut", _cut, (0.4, 0.7, 1), (QUIET, PAN, DUSK, BALL), ("novelty",)),
    "a flash": Defect("flash", "flash", _flashing, (10, 20, 40), (QUIET, LAMP, DUSK), LUMA),
    "boiling": Defect(
        "boil", "flicker", _boiling, (2, 6, 14), (QUIET, GRAIN, DUSK), ("local_flicker",), None
    ),
    "melting": Defect("melt", "morph", _melting, (0.35, 0.6, 0.9), (QUIET, PAN, GRAIN), STEP, None),
    "a break": Defect("rupture", "morph", _repainted, HALVES, (QUIET, PAN, GRAIN), STEP),
    "incoherence": Defect(
        "incoherence", "morph", _melting, (0.5, 0.7, 0.95), (QUIET, PAN), ("flow_failure",), None
    ),
    "a loss": Defect(
        "loss", "morph", _vanishing, (0.4, 0.7, 1.0), (QUIET, PAN), ("appearance_drift",)
    ),
    "one becomes two": Defect(
        "double", "duplicate", _twinned, (0.75, 0.9, 1.0), (QUIET, BALL, PAN),
        ("second_subject",), AT / FPS, None, 0.3
    ),
    "a dissolve": Defect(
        "dissolve", "cut", _dissolving, (0.35, 0.5, 1.0), (QUIET, PAN, DUSK, LAMP, BALL),
        ("dissolve",), AT / FPS, None, 0.3
    ),
    "a jump of colour": Defect(
        "colour_jump", "morph", _repainted, (0.08, 0.16, 0.3), (QUIET, DUSK, PAN),
        ("histogram_hsv_adjacent",),
    ),
}  # fmt: skip
EACH = pytest.mark.parametrize("defect", DEFECTS.values(), ids=DEFECTS)


@cache
def _found(
    sees: tuple[str, ...], make: Callable[..., Take], *step: float
) -> dict[str, tuple[Candidate, ...]]:
    return detect(evidence_of(make(*step), *sees))


def _strongest(defect: Defect) -> Candidate:
    return _found(defect.sees, defect.make, defect.steps[-1])[defect.detector][0]


def _strength(candidates: tuple[Candidate, ...]) -> float:
    return max((candidate.strength for candidate in candidates), default=0.0)


@EACH
def test_more_of_a_defect_is_stronger(defect: Defect) -> None:
    found = [_found(defect.sees, defect.make, step)[defect.detector] for step in defect.steps]
    ladder = [_strength(candidates) for candidates in found]
    assert all(one < other for one, other in itertools.pairwise(ladder)), ladder
    floor = next(spec.floor for spec in BUILT_IN if spec.name == defect.detector)
    assert ladder[-1] > floor


@EACH
def test_it_is_named_and_dated_right(defect: Defect) -> None:
    strongest = _strongest(defect)
    assert strongest.type == defect.type
    if defect.start_s is not None:
        assert strongest.start_s == pytest.approx(defect.start_s, abs=defect.within_s)
    if defect.box is not None:
        box = strongest.box
        assert box is not None
        assert (box.left + box.right) / 2 == pytest.approx(defect.box[0], abs=10)
        assert (box.top + box.bottom) / 2 == pytest.approx(defect.box[1], abs=10)


@EACH
def test_its_innocent_twins_are_far_weaker(defect: Defect) -> None:
    for innocent in defect.twins:
        found = _found(defect.sees, TWINS[innocent])[defect.detector]
        assert _strength(found) < 0.4 * _strongest(defect).strength, innocent


def test_every_detector_has_its_ladder() -> None:
    assert {defect.detector for defect in DEFECTS.values()} == {spec.name for spec in BUILT_IN}


def test_candidates_come_strongest_first_and_lie_in_the_clip() -> None:
    for defect in DEFECTS.values():
        for candidates in _found(defect.sees, defect.make, defect.steps[-1]).values():
            strengths = [candidate.strength for candidate in candidates]
            assert strengths == sorted(strengths, reverse=True)
            for candidate in candidates:
                assert 0 <= candidate.start_s <= candidate.end_s <= (COUNT - 1) / FPS + 1e-9
                assert candidate.evidence.strip()
                assert candidate.evidence_zh.strip()


def test_a_freeze_is_as_long_as_it_was_held() -> None:
    """Six repeats after frame 11: the picture stands from frame 11 to frame 17."""
    freeze = _found(("repeated_frames",), _frozen, 6)["freeze"][0]
    assert freeze.start_s == pytest.approx(11 / FPS)
    assert freeze.end_s == pytest.approx(17 / FPS)
    assert freeze.strength == pytest.approx(6 / (COUNT - 1))
