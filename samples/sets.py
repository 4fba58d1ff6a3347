"""The sets, one builder per shot of the sample storyboard; takes differ in phase and flaw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import cv2
import numpy as np
import photos
from acting import Change, cat_acts, chain, plume, rises, woman_acts
from defects import Light, Presence, shaken
from photos import Layer
from scene import Element, Matrix, Pose, Take, about, ease, scale, shift, turn, wave, yaw

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 3.0


@dataclass(frozen=True)
class Flaw:
    """What is wrong in a take, by the hook it hangs on."""

    change: Change | None = None
    presence: Presence | None = None
    light: Light | None = None
    extra: tuple[Element, ...] = ()
    clock: Callable[[float], float] | None = None


SOUND = Flaw()


def _whole(rgb: np.ndarray) -> Layer:
    return Layer(rgb, np.full(rgb.shape[:2], 255, np.uint8))


_PAD = 120


def _backdrop(name: str, rgb: np.ndarray, depth: float = 1.0) -> Element:
    """A background, continued beyond the photograph's edges by its mirror image."""
    wide = cv2.copyMakeBorder(rgb, _PAD, _PAD, _PAD, _PAD, cv2.BORDER_REFLECT_101)
    return Element(name, _whole(wide), depth=depth, place=lambda _: shift(-_PAD, -_PAD))


def _graded(layer: Layer, red: float, green: float, blue: float) -> Layer:
    tinted = np.clip(layer.rgb * np.array([red, green, blue]) + 0.5, 0, 255)
    return Layer(tinted.astype(np.uint8), layer.alpha)


def _take(flaw: Flaw, take: Take) -> Take:
    light = flaw.light or take.light
    return replace(
        take,
        elements=take.elements + flaw.extra,
        light=light,
        clock=flaw.clock or take.clock,
    )


def _subject(name: str, layer: Layer, flaw: Flaw, acting: Change | None, **more: object) -> Element:
    change = chain(flaw.change, acting) if flaw.change or acting else None
    presence = flaw.presence or (lambda _: 1.0)
    return Element(name, layer, change=change, presence=presence, **more)  # type: ignore[arg-type]


def cup_on_table(phase: float, flaw: Flaw = SOUND) -> Take:
    """1A: the camera trucks right past the cup; steam rises."""

    def camera(t: float) -> Pose:
        x, y = shaken(t, 0.9, phase)
        return Pose(272 + 54 * ease(t, -0.4, 3.4) + x, 160 + 3 * phase + y, 1.21)

    steam = Element(
        "steam",
        plume(150, 190, (238, 226, 212)),
        place=lambda _: shift(216, -40),
        change=rises(62, 0.9, seed=round(phase * 10), aslant=8),
    )
    elements = (
        _backdrop("table", photos.table()),
        _subject("cup", photos.cup(), flaw, None, depth=1.04),
        *flaw.extra,
        steam,
    )
    return _take(replace(flaw, extra=()), Take(elements, camera, Pose(299, 160, 1.21), SECONDS))


def coin_on_table(presence: Presence) -> tuple[Element, ...]:
    """A coin and its shadow, lying to the right of the saucer."""
    coin = photos.coin()
    dark = Layer(np.full_like(coin.rgb, 12), cv2.GaussianBlur(coin.alpha, (9, 9), 0))
    where = shift(474, 46) @ scale(1.5, 1.18) @ about(27, 24, turn(25))
    shade = Element(
        "shade", dark, place=lambda _: shift(-5, 7) @ where, presence=lambda t: 0.75 * presence(t)
    )
    gold = _graded(coin, 1.2, 1.06, 0.80)
    return shade, Element("coin", gold, place=lambda _: where, presence=presence)


def cat_close(phase: float, flaw: Flaw = SOUND, lively: float = 1.0) -> Take:
    """1B: the cat looks about; handheld."""

    def camera(t: float) -> Pose:
        x, y = shaken(t, 3.2, phase)
        return Pose(226 + x, 148 + y, 1.72, 0.35 * wave(t, 2.3, phase))

    def sway(t: float) -> Matrix:
        return shift(3.0 * wave(t, 2.9, phase), 0) @ about(
            180, 330, turn(0.9 * wave(t, 3.3, phase))
        )

    elements = (
        _backdrop("blanket", photos.blanket(), 0.85),
        _subject("cat", photos.cat(), flaw, cat_acts(phase, lively), place=sway),
        *flaw.extra,
    )
    return _take(replace(flaw, extra=()), Take(elements, camera, Pose(226, 148, 1.72), SECONDS))


def woman_portrait(phase: float, flaw: Flaw = SOUND, lively: float = 1.0) -> Take:
    """1C: slow dolly in on the astronaut before flag and model."""

    def camera(t: float) -> Pose:
        x, y = shaken(t, 0.8, phase)
        near = ease(t, -0.8, 3.8)
        return Pose(281 - 12 * near + x, 166 - 6 * near + y, 1.12 + 0.16 * near)

    def sway(t: float) -> Matrix:
        return about(230, 560, turn(0.7 * wave(t, 3.6, phase + 0.1)))

    elements = (
        _backdrop("studio", photos.studio(), 0.6),
        _subject("astronaut", photos.woman(), flaw, woman_acts(phase, lively), place=sway),
        *flaw.extra,
    )
    return _take(replace(flaw, extra=()), Take(elements, camera, Pose(281, 166, 1.12), SECONDS))


def rocket_at_dusk(phase: float, flaw: Flaw = SOUND) -> Take:
    """2A: tilt up along the rocket; the floodlights come up as planned; vapour drifts off."""

    def camera(t: float) -> Pose:
        x, y = shaken(t, 0.7, phase)
        return Pose(322 + x, 264 - 46 * ease(t, -0.3, 3.3) + y, 1.22)

    vapour = Element(
        "vapour",
        plume(150, 130, (196, 190, 196)),
        place=lambda _: shift(300, 296),
        change=rises(16, 0.5, seed=40 + round(phase * 10), aslant=26),
    )
    elements = (
        _backdrop("pad", photos.pad()),
        _subject("rocket", photos.rocket(), flaw, None),
        *flaw.extra,
        vapour,
    )
    take = Take(
        elements, camera, Pose(322, 230, 1.22), SECONDS,
        glow=lambda t: 1.15 * ease(t, 0.7 + 0.3 * phase, 1.7 + 0.3 * phase), glow_at=(0.5, 0.95),
    )  # fmt: skip
    return _take(replace(flaw, extra=()), take)


def second_rocket(presence: Presence) -> Element:
    """Another rocket, where none was."""
    return Element("second rocket", photos.rocket(), place=lambda _: shift(88, 4),
                   presence=presence)  # fmt: skip


@cache
def _night_woman() -> Layer:
    """The astronaut lit by dusk and sodium lamps: dark, cool, the right side warm."""
    layer = photos.woman()
    across = np.linspace(0, 1, 512)[None, :, None]
    tint = np.array([0.50, 0.50, 0.62]) * (1 - across) + np.array([0.86, 0.70, 0.58]) * across
    return Layer(np.clip(layer.rgb * tint + 0.5, 0, 255).astype(np.uint8), layer.alpha)


@cache
def _far_pad() -> np.ndarray:
    full = photos.photograph("rocket.jpg")
    big = cv2.resize(full, None, fx=1.5, fy=1.5, interpolation=cv2.INTER_CUBIC)
    return cv2.GaussianBlur(big, (11, 11), 0)


def walks_in(
    phase: float,
    flaw: Flaw = SOUND,
    path: Callable[[float], float] | None = None,
    body: Callable[[float], float] = lambda _: 0.0,
) -> Take:
    """2B: the astronaut, half in frame, walks in from the left and stops; handheld.

    `path` overrides where she stands, in stage pixels; `body` turns her, in degrees.
    """

    def camera(t: float) -> Pose:
        x, y = shaken(t, 2.6, phase)
        return Pose(480 + x, 385 + y, 0.92, 0.3 * wave(t, 2.1, phase))

    def walk(t: float) -> Matrix:
        x = path(t) if path else -150 + 240 * ease(t, -0.5, 1.8)
        pace = 1 - ease(t, 1.4, 1.9) if path is None else 1.0
        bob = 5 * abs(wave(t, 1.0, phase)) * pace
        roll = turn(1.2 * wave(t, 1.0, phase) * pace)
        return shift(x, 236 - bob) @ about(230, 500, yaw(body(t), 1400), roll)

    elements = (
        _backdrop("pad", _far_pad(), 0.8),
        _subject("astronaut", _night_woman(), flaw, woman_acts(phase, 0.8), place=walk, depth=1.0),
        *flaw.extra,
    )
    take = Take(elements, camera, Pose(480, 385, 0.92), SECONDS, shutter=3)
    return _take(replace(flaw, extra=()), take)


@cache
def orbit_cup() -> Layer:
    """The cup in the cooler light of space."""
    return _graded(photos.cup(), 0.84, 0.88, 1.0)


def orbit_drift(t: float, phase: float, spin: float = 1.0) -> Matrix:
    """How the cup floats: drifts right and up, leans and turns."""
    lean = turn((-14 + 8 * t) * spin + 5 * phase)
    side = yaw(9 * wave(t, 4.5, phase), 900)
    where = shift(188 + 24 * t, 232 - 8 * t + 6 * wave(t, 3, phase))
    return where @ about(279, 200, side, lean, scale(0.70))


def cup_in_orbit(phase: float, flaw: Flaw = SOUND, *, spin: float = 1.0) -> Take:
    """3A: dolly out from the cup that drifts, turning, before a red planet and the stars."""

    def camera(t: float) -> Pose:
        return Pose(500, 430, 0.98 - 0.14 * ease(t, -0.8, 3.8))

    elements = (
        _backdrop("stars", photos.stars(), 0.35),
        Element("planet", photos.planet(), depth=0.5, place=lambda _: shift(600, 470) @ scale(1.5)),
        *flaw.extra,
        _subject("cup", orbit_cup(), flaw, None, place=lambda t: orbit_drift(t, phase, spin)),
    )
    return _take(replace(flaw, extra=()), Take(elements, camera, Pose(500, 430, 0.98), SECONDS))
