"""What takes its time: things that fade in or away, and subjects that were away for a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.stage import (
    FPS,
    Change,
    Layer,
    Stage,
    Take,
    another,
    crossing,
    disc_alpha,
    draw,
    evidence_of,
    gone,
    slowly,
    texture,
    thing,
)
from vidcheck.detect import detect, excused

if TYPE_CHECKING:
    from collections.abc import Callable

COUNT, AT = 34, 16
SEES = ("unexplained_change", "unexplained_fade", "histogram_hsv_adjacent", "histogram_hsv_first")


def _ball(share: float) -> Change:
    return thing(opacity=share)


def _other(share: float) -> Change:
    return another(0, share=share)


def _less(share: float) -> Change:
    return gone(0, share=share)


def _strength(take: Take, detector: str) -> tuple[float, str, float]:
    found = detect(evidence_of(take, *SEES))[detector]
    return (found[0].strength, found[0].type, found[0].start_s) if found else (0.0, "", 0.0)


@pytest.mark.parametrize(
    ("what", "detector", "kind"),
    [(_ball, "fade", "pop_in"), (_other, "turn", "swap"), (_less, "turn", "vanish")],
)
def test_what_fades_within_a_quarter_of_a_second_is_found(
    what: Callable[[float], Change], detector: str, kind: str
) -> None:
    takes = [draw(COUNT, change=slowly(what, share, AT)) for share in (0.0, 0.35, 1.0)]
    ladder = [_strength(take, detector) for take in takes]
    strengths = [strength for strength, *_ in ladder]
    assert strengths == sorted(strengths)
    assert strengths[0] < 1
    assert strengths[-1] > 4
    assert ladder[-1][1] == kind
    # stretches of a third of a second say when
    assert ladder[-1][2] == pytest.approx(AT / FPS, abs=0.35)


def test_what_rolls_through_is_neither_jump_nor_fade() -> None:
    through = _strength(draw(COUNT, change=crossing()), "fade")[0]
    assert through < 0.4 * _strength(draw(COUNT, change=slowly(_ball, 1.0, AT)), "fade")[0]


def _passing(size: int = 44) -> Change:
    """A grey-blue board as large as the disc passes before it, from the right to the left."""
    rgb = texture(2 * size + 3, 2 * size + 3, 41, (90, 100, 150))

    def change(index: int, stage: Stage) -> None:
        board = Layer(rgb, disc_alpha(size), (250 - 8.0 * index, 64.0))
        stage.things.append(stage.disc)
        stage.disc = board

    return change


def test_a_subject_that_was_covered_and_came_back_is_excused() -> None:
    take = draw(40, change=_passing(), own=(0.0, 0.0), pan=(0.3, 0.0))
    evidence = excused(evidence_of(take, *SEES), take.frames()[0].size)
    assert [excuse.why for excuse in evidence.excused] == ["covered"]
    excuse = evidence.excused[0]
    # the board's middle passes the disc's at frame 22, and touches it from frame 14 to 31
    assert 12 / FPS - 0.3 < excuse.start_s < 22 / FPS < excuse.end_s < 33 / FPS + 0.3


def test_a_subject_that_does_not_come_back_has_no_excuse() -> None:
    for change in (gone(AT), another(AT), None):
        take = draw(COUNT, change=change)
        assert excused(evidence_of(take, *SEES), take.frames()[0].size).excused == ()
