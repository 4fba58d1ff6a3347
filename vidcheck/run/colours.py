"""How much of the subject shows the colours it must keep, at the beginning and at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from vidcheck.decode import open_clip
from vidcheck.errors import ClipError
from vidcheck.geometry import Size
from vidcheck.judge.rows import ColourRow
from vidcheck.motion import CELL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from vidcheck.geometry import Region
    from vidcheck.run.one_pass import Pass

    Floats = NDArray[np.float32]

LOOKS = 12
"""Moments at which it is looked, spread over the clip."""
HUE_DEGREES = 25.0
"""A twelfth of the circle is what one name of a colour covers; light moves a hue by less."""
LEAST_CHROMA = 12.0
"""CIE L*a*b*: a colour with less is a grey, whose hue is noise."""


def measured_colours(
    path: Path, seen: Pass, colours: Sequence[tuple[str, str, str]]
) -> tuple[ColourRow, ...]:
    """Share of the subject's box that has each colour's hue, over first and last third.

    Hue, because light changes it least; greys have none and are left unmeasured.

    Args:
        path: the clip that was measured.
        seen: the pass, for the subject's box at every moment.
        colours: (subject, part, '#rrggbb').
    """
    if not colours or seen.source == "none":
        return tuple(_row(one, None, None) for one in colours)
    try:
        patches = _patches(path, seen)
    except ClipError:
        patches = []
    middle = len(patches) // 3
    ends = patches[:middle], patches[-middle:] if middle else []
    return tuple(_row(one, *(_share(part, one[2]) for part in ends)) for one in colours)


def _row(colour: tuple[str, str, str], first: float | None, last: float | None) -> ColourRow:
    subject, part, code = colour
    return ColourRow(subject=subject, part=part, asked=code, first=first, last=last)


def _patches(path: Path, seen: Pass) -> list[Floats]:
    """The subject at a dozen moments, L*a*b*, (H, W, 3) each."""
    moments = np.linspace(seen.first_s, seen.last_s, LOOKS)
    waiting = [float(moment) for moment in moments]
    found: list[Floats] = []
    with open_clip(path, threads=1) as (_, frames):
        for frame in frames:
            if waiting and frame.time_s >= waiting[0] - 1e-6:
                waiting.pop(0)
                region = _nearest(seen.track, frame.time_s)
                half = Size(frame.lab.shape[1], frame.lab.shape[0])
                inside = region.scaled(1 / CELL, 1 / CELL).inside(half) if region else None
                if inside is not None:
                    found.append(np.array(frame.lab[inside.slices], np.float32))
            if not waiting:
                break
    return found


def _nearest(track: Sequence[tuple[float, Region | None]], time_s: float) -> Region | None:
    held = [(abs(at - time_s), region) for at, region in track if region is not None]
    return min(held, key=lambda one: one[0])[1] if held else None


def _share(patches: Sequence[Floats], code: str) -> float | None:
    """Share of the pixels with the hue of a colour, None for a grey or where nothing was seen."""
    a, b = _lab(code)[1:]
    if not patches or np.hypot(a, b) < LEAST_CHROMA:
        return None
    shares = []
    for patch in patches:
        chroma = np.hypot(patch[..., 1], patch[..., 2])
        turn = np.degrees(np.arctan2(patch[..., 2], patch[..., 1]) - np.arctan2(b, a))
        off = np.abs((turn + 180) % 360 - 180)
        shares.append(np.mean((off <= HUE_DEGREES) & (chroma >= LEAST_CHROMA)))
    return round(float(np.mean(shares)), 4)


def _lab(code: str) -> tuple[float, float, float]:
    rgb = np.array([[[int(code[i : i + 2], 16) for i in (1, 3, 5)]]], np.float32) / 255
    lightness, a, b = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB)[0, 0]
    return float(lightness), float(a), float(b)
