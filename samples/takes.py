"""Which files the samples have and what is true of each: take, flaw, right decision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING

import cv2
import numpy as np
import photos
import sets
from acting import bump, chain, displaced
from defects import (
    appears,
    boil,
    colour_drift,
    flashes,
    flickers,
    morph,
    shaken,
    stops,
    swap,
    texture_drift,
    vanishes,
)
from photos import Layer
from scene import Element, Pose, Take, about, ease, scale, shift, turn, wave
from sets import Flaw

if TYPE_CHECKING:
    from collections.abc import Callable

KLING, SEEDANCE = "kling-3.0", "seedance-2.0"


@dataclass(frozen=True)
class Sample:
    """One file and its truth.

    `defect` is an event type, `clean` or `innocent:KIND`; `start_s`..`end_s` is when it happens;
    `where` names the element whose box is the event's place, None where it is the whole picture.
    """

    path: str
    build: Callable[[], Take]
    subject: str
    defect: str = "clean"
    kind: str = ""
    start_s: float | None = None
    end_s: float | None = None
    where: str | None = None
    shot: str = ""
    take: int | None = None
    generator: str = ""
    status: str = "scored"


DECISIONS: dict[str, tuple[str, tuple[int, ...]]] = {
    "1A": ("keep", (2,)),
    "1B": ("keep", (3, 4)),
    "1C": ("keep", (1,)),
    "2A": ("keep", (3,)),
    "2B": ("rewrite", ()),
    "3A": ("reroll", ()),
}
"""The right decision per shot and the takes that may be kept (more than one: a tie).

2B: the same flaw in both takes that can be judged, so the prompt is to blame, not luck.
3A: three different flaws, so another seed may help.
"""

_ORANGE, _RED = 7, 4


_FACE = (
    (182, 140), (178, 112), (181, 93), (190, 81), (212, 79), (240, 82), (258, 84), (266, 92),
    (270, 112), (267, 140),
)  # fmt: skip
"""The face below the fringe, in the astronaut's photograph."""


@cache
def _other_woman() -> Layer:
    """Somebody else in the same suit: dark hair, broader face, closer eyes, small mouth."""
    layer = photos.woman()
    h, w = layer.alpha.shape
    x, y = np.meshgrid(np.arange(w, dtype=np.float64), np.arange(h, dtype=np.float64))
    jaw, mouth = bump((h, w), (224, 150), (75, 55)), bump((h, w), (224, 145), (34, 20))
    left, right = bump((h, w), (202, 101), (22, 18)), bump((h, w), (245, 103), (22, 18))
    dx = 0.22 * (x - 224) * jaw - 0.45 * (x - 224) * mouth + 5.5 * left - 5.5 * right
    nose = bump((h, w), (224, 122), (22, 30))
    dy = 0.35 * (y - 122) * nose - 0.5 * (y - 145) * mouth - 4.0 * (left + right)
    face = displaced(layer, dx + 0.12 * (x - 224) * nose, dy)
    hair = np.zeros((h, w), np.uint8)
    hair[:138] = 255
    cv2.fillPoly(hair, [np.array(_FACE, np.int32)], 0)
    hair = cv2.GaussianBlur(hair, (9, 9), 0)
    weight = (hair / 255.0)[..., None]
    dark = face.rgb * np.array([0.34, 0.27, 0.30])
    skin = bump((h, w), (224, 125), (70, 95))[..., None] * (1 - weight)
    rgb = face.rgb * (1 - weight) + dark * weight
    rgb = rgb * (1 - skin * np.array([0.14, 0.22, 0.28]))
    return Layer(np.clip(rgb + 0.5, 0, 255).astype(np.uint8), face.alpha)


@cache
def _other_cup() -> Layer:
    """Another cup: mirrored, taller, glazed teal."""
    layer = sets.orbit_cup()
    hsv = cv2.cvtColor(layer.rgb, cv2.COLOR_RGB2HSV)
    glaze = ((hsv[..., 0] + 14) % 180 <= 28).astype(np.uint8)
    cv2.ellipse(glaze, ((291.5, 112.5), (230.0, 182.0), 4.0), 0, -1)
    hsv[..., 0][glaze > 0] = 92
    hsv[..., 1] = np.round(hsv[..., 1] * (1 - 0.3 * glaze)).astype(np.uint8)
    teal = Layer(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), layer.alpha)
    mirrored = np.array([[-1.0, 0, 565], [0, 1.12, -22]])
    size = (600, 400)
    rgb = cv2.warpAffine(teal.rgb, mirrored, size, borderMode=cv2.BORDER_REFLECT_101)
    return Layer(rgb, cv2.warpAffine(teal.alpha, mirrored, size))


def _inside(layer: Layer, top: int = 0) -> np.ndarray:
    """Well inside the layer and below row `top`: 0..1, (H, W)."""
    core = cv2.erode(layer.alpha, np.ones((9, 9)))
    core[:top] = 0
    return cv2.GaussianBlur(core, (21, 21), 0) / 255.0


def _twin(phase: float) -> Element:
    """A second cup that comes out of the first one and moves off to its left."""
    return Element(
        "twin",
        sets.orbit_cup(),
        place=lambda t: (
            shift(-215 * ease(t, 1.1, 1.9), 46 * ease(t, 1.1, 1.9)) @ sets.orbit_drift(t, phase)
        ),
        presence=appears(1.1, 0.2),
    )


def _cut_in_orbit() -> Take:
    """After 1.5 s the same cup from a slightly other place: a cut that nobody asked for."""
    before, after = sets.cup_in_orbit(0.5), sets.cup_in_orbit(0.1, spin=-0.7)

    def camera(t: float) -> Pose:
        return Pose(500, 430, 1.75 - 0.05 * t, 4.0)

    return replace(before, cut=(1.5, replace(after, camera=camera)))


def _project(
    shot: str, take: int, generator: str, build: Callable[[], Take], subject: str, **truth: object
) -> Sample:
    path = f"project/takes/{shot}_{generator}_t{take}.mp4"
    fields: dict[str, object] = {"path": path, **truth}
    return Sample(build=build, subject=subject, shot=shot, take=take, generator=generator, **fields)  # type: ignore[arg-type]


def _inside_scene() -> tuple[Sample, ...]:
    cat_fur, suit = _inside(photos.cat()), _inside(photos.woman(), top=195)
    pale = colour_drift(0.8, 2.6, (4.0, -13.0, -17.0), hue=_RED, reach=6)
    return (
        _project("1A", 1, KLING, lambda: sets.cup_on_table(0.3, Flaw(change=pale)), "cup",
                 defect="drift", kind="colour", start_s=0.8, end_s=3.0, where="cup"),
        _project("1A", 2, KLING, lambda: sets.cup_on_table(0.6), "cup"),
        _project("1A", 3, SEEDANCE,
                 lambda: sets.cup_on_table(0.9, Flaw(extra=sets.coin_on_table(appears(1.4)))),
                 "cup", defect="pop_in", start_s=1.4, end_s=3.0, where="coin"),
        _project("1B", 1, KLING,
                 lambda: sets.cat_close(0.1, Flaw(change=morph(0.9, 1.7, 9.0, (230, 150)))), "cat",
                 defect="morph", start_s=0.9, end_s=3.0, where="cat"),
        _project("1B", 2, SEEDANCE,
                 lambda: sets.cat_close(0.4, Flaw(change=boil(1.0, 0.14, cat_fur))), "cat",
                 defect="flicker", kind="local", start_s=1.0, end_s=3.0, where="cat"),
        _project("1B", 3, SEEDANCE, lambda: sets.cat_close(0.7), "cat"),
        _project("1B", 4, KLING, lambda: sets.cat_close(0.9, lively=1.5), "cat",
                 path="project/takes/1B/download (3).mp4"),
        _project("1C", 1, KLING, lambda: sets.woman_portrait(0.2), "astronaut"),
        _project("1C", 2, KLING,
                 lambda: sets.woman_portrait(0.5, Flaw(change=swap(1.5, _other_woman()))),
                 "astronaut", defect="swap", start_s=1.5, end_s=3.0, where="astronaut"),
        _project("1C", 3, SEEDANCE,
                 lambda: sets.woman_portrait(
                     0.8, Flaw(change=texture_drift(0.7, 2.4, "gravel.png", suit, 0.8))),
                 "astronaut", defect="drift", kind="texture", start_s=0.7, end_s=3.0,
                 where="astronaut"),
        _project("1C", 4, KLING, lambda: sets.woman_portrait(0.1, Flaw(light=flashes(1.75))),
                 "astronaut", defect="flash", start_s=1.75, end_s=1.875),
    )  # fmt: skip


def _outside_scenes() -> tuple[Sample, ...]:
    return (
        _project("2A", 1, KLING, lambda: sets.rocket_at_dusk(0.1, Flaw(clock=stops(0.9, 1.9))),
                 "rocket", defect="freeze", start_s=0.9, end_s=1.9),
        _project("2A", 2, KLING, lambda: sets.rocket_at_dusk(0.4, Flaw(presence=vanishes(1.6))),
                 "rocket", defect="vanish", start_s=1.6, end_s=3.0, where="rocket"),
        _project("2A", 3, SEEDANCE, lambda: sets.rocket_at_dusk(0.6), "rocket"),
        _project("2A", 4, SEEDANCE,
                 lambda: sets.rocket_at_dusk(0.9, Flaw(light=flickers(0.5, 0.09, 7))), "rocket",
                 defect="flicker", kind="global", start_s=0.5, end_s=3.0),
        _project("2B", 1, KLING, lambda: sets.walks_in(0.2, Flaw(light=flickers(0.2, 0.08, 3))),
                 "astronaut", defect="flicker", kind="global", start_s=0.2, end_s=3.0),
        _project("2B", 2, KLING, lambda: sets.walks_in(0.6, Flaw(light=flickers(0.0, 0.1, 5))),
                 "astronaut", defect="flicker", kind="global", start_s=0.0, end_s=3.0),
        _project("2B", 3, SEEDANCE, lambda: sets.walks_in(0.9, Flaw(clock=lambda _: 2.2)),
                 "astronaut", defect="freeze", kind="whole clip", start_s=0.0, end_s=3.0,
                 status="not_assessable"),
        _project("3A", 1, KLING, lambda: sets.cup_in_orbit(0.2, Flaw(extra=(_twin(0.2),))), "cup",
                 defect="duplicate", start_s=1.1, end_s=3.0, where="twin"),
        _project("3A", 2, SEEDANCE, _cut_in_orbit, "cup", defect="cut", start_s=1.5, end_s=1.5),
        _project("3A", 3, SEEDANCE,
                 lambda: sets.cup_in_orbit(0.8, Flaw(change=swap(1.4, _other_cup(), 0.25))), "cup",
                 defect="swap", start_s=1.4, end_s=3.0, where="cup"),
        Sample("project/takes/final_FINAL_v2.mp4",
               lambda: replace(sets.rocket_at_dusk(0.3), seconds=1.5), "rocket"),
    )  # fmt: skip


def _passed() -> Take:
    """A man in a dark coat walks past close to the lens."""
    man = photos.passer_by()
    dark = Layer(
        cv2.GaussianBlur((man.rgb * 0.55).astype(np.uint8), (13, 13), 0),
        cv2.GaussianBlur(man.alpha, (13, 13), 0),
    )

    def walk(t: float) -> np.ndarray:
        return shift(-560 + 1260 * (t - 0.5) / 1.2, 10 - 6 * abs(wave(t, 0.9))) @ scale(1.15)

    extra = (Element("passer-by", dark, depth=1.25, place=walk),)
    return replace(sets.woman_portrait(0.4, Flaw(extra=extra)), seconds=2.5, shutter=4)


def _lit() -> Take:
    """The sun comes in from the left."""
    base = sets.cat_close(0.3)

    def light(t: float) -> tuple[float, float, float]:
        dim = 0.74 + 0.08 * ease(t, 0.5, 1.7)
        return dim, dim, dim * (1.08 - 0.06 * ease(t, 0.5, 1.7))

    return replace(base, light=light, seconds=2.5, glow=lambda t: 1.4 * ease(t, 0.5, 1.7),
                   glow_at=(0.0, 0.3))  # fmt: skip


def _whipped() -> Take:
    """A fast pan to the rocket."""

    def camera(t: float) -> Pose:
        x, y = shaken(t, 1.6, 0.3)
        return Pose(216 + 186 * ease(t, 0.7, 1.35) + x, 245 + y, 1.55)

    base = sets.rocket_at_dusk(0.2)
    return replace(base, camera=camera, home=Pose(320, 255, 1.55), seconds=2.5, shutter=7)


def _shaking() -> Take:
    """The cat shakes its head, faster than the shutter."""
    base = sets.cat_close(0.5)

    def shake(t: float) -> np.ndarray:
        strength = ease(t, 0.7, 0.9) * (1 - ease(t, 1.4, 1.8))
        return about(200, 320, turn(8.5 * strength * wave(t, 0.27)))

    cat = replace(base.elements[1], place=shake)
    return replace(base, elements=(base.elements[0], cat), seconds=2.5, shutter=7)


def _turning() -> Take:
    """The astronaut turns her body to one side and to the other."""
    base = sets.walks_in(
        0.3,
        path=lambda t: 150 + 12 * t,
        body=lambda t: -30 * ease(t, 0.2, 1.2) + 56 * ease(t, 1.3, 2.4),
    )
    return replace(base, seconds=2.5)


def _single(name: str, build: Callable[[], Take], subject: str, **truth: object) -> Sample:
    return Sample(f"single/{name}.mp4", build, subject, **truth)  # type: ignore[arg-type]


def _singles() -> tuple[Sample, ...]:
    away = Flaw(extra=())

    def path(t: float) -> float:
        return 90 - 540 * ease(t, 0.2, 1.0) + 540 * ease(t, 1.5, 2.3)

    def cut() -> Take:
        return replace(sets.rocket_at_dusk(0.7), seconds=2.5, cut=(1.25, sets.cat_close(0.2)))

    def coat_turns(t_phase: float, by: tuple[float, float, float]) -> Take:
        change = colour_drift(0.8, 2.2, by, hue=_ORANGE, reach=9, below=190)
        stands = lambda t: 50 + 40 * ease(t, -0.5, 1.8)  # noqa: E731
        return replace(sets.walks_in(t_phase, Flaw(change=change), path=stands), seconds=2.5)

    face = morph(0.6, 1.3, 7.0, (226, 110))
    return (
        _single("turn", _turning, "astronaut", defect="innocent:turn", start_s=0.2, end_s=2.4,
                where="astronaut"),
        _single("leaves_and_returns",
                lambda: replace(sets.walks_in(0.4, away, path), seconds=2.5), "astronaut",
                defect="innocent:reenter", start_s=0.2, end_s=2.3, where="astronaut"),
        _single("enters",
                lambda: replace(
                    sets.walks_in(0.7, path=lambda t: -420 + 510 * ease(t, -0.5, 1.9)),
                    seconds=2.5),
                "astronaut", defect="innocent:enter", start_s=0.0, end_s=1.9, where="astronaut"),
        _single("passed_by", _passed, "astronaut", defect="occlusion", kind="innocent",
                start_s=0.6, end_s=1.7, where="passer-by"),
        _single("sun_comes_in", _lit, "cat", defect="innocent:light", start_s=0.5, end_s=1.7),
        _single("whip_pan", _whipped, "rocket", defect="innocent:fast_pan", start_s=0.7,
                end_s=1.35),
        _single("shakes_head", _shaking, "cat", defect="innocent:motion_blur", start_s=0.7,
                end_s=1.8, where="cat"),
        _single("coat_turns_violet", lambda: coat_turns(0.2, (0.0, 10.0, -70.0)), "astronaut",
                defect="drift", kind="colour", start_s=0.8, end_s=2.5, where="astronaut"),
        _single("face_melts",
                lambda: replace(sets.woman_portrait(0.6, Flaw(change=chain(face))), seconds=2.5),
                "astronaut", defect="morph", start_s=0.6, end_s=2.5, where="astronaut"),
        _single("second_rocket",
                lambda: replace(sets.rocket_at_dusk(
                    0.8, Flaw(extra=(sets.second_rocket(appears(1.2, 0.3)),))), seconds=2.5),
                "rocket", defect="duplicate", start_s=1.2, end_s=2.5, where="second rocket"),
        _single("two_shots", cut, "rocket", defect="cut", start_s=1.25, end_s=1.25),
    )  # fmt: skip


def all_samples() -> tuple[Sample, ...]:
    """Every file of the samples, project first."""
    return _inside_scene() + _outside_scenes() + _singles()


def second_round() -> tuple[Sample, ...]:
    """New takes of the two shots that the first check sends back; nothing is wrong with them."""
    walks = [partial(sets.walks_in, phase) for phase in (0.35, 0.15, 0.6)]
    floats = [partial(sets.cup_in_orbit, phase) for phase in (0.55, 0.25, 0.8)]
    return (
        *(_project("2B", 4 + n, KLING, make, "astronaut") for n, make in enumerate(walks)),
        *(_project("3A", 4 + n, KLING, make, "cup") for n, make in enumerate(floats)),
    )
