"""Frame rates as exact fractions, and timecode, with and without dropped numbers.

Film runs at 24000/1001, not at 23.976: an hour counted with the rounded number is off by frames.
Source: SMPTE ST 12-1 for timecode; dropped are numbers, never pictures.
"""

from __future__ import annotations

import re
from fractions import Fraction

from vidcheck.errors import VidcheckError

NTSC = tuple(Fraction(whole * 1000, 1001) for whole in (24, 30, 48, 60, 120))
_NEAR = 0.0045
"""Frames a second: 23.98 and 29.97 are read as the exact rates they stand for, 12.01 is not."""
_CODE = re.compile(r"(\d\d):([0-5]\d):([0-5]\d)([:;])(\d\d)")


def exact_rate(fps: float) -> Fraction:
    """The rate that a rounded number stands for.

    >>> exact_rate(23.976), exact_rate(29.97), exact_rate(25.0)
    (Fraction(24000, 1001), Fraction(30000, 1001), Fraction(25, 1))
    """
    known = (Fraction(max(1, round(fps))), *NTSC)
    nearest = min(known, key=lambda rate: abs(float(rate) - fps))
    if abs(float(nearest) - fps) <= _NEAR:
        return nearest
    return Fraction(fps).limit_denominator(1001)


def rate_named(text: str) -> Fraction:
    """A rate as a person writes it: `24`, `29.97`, `30000/1001`.

    Raises: VidcheckError where it is none.
    """
    try:
        said = Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        said = Fraction(0)
    if not 1 <= said <= 240:
        raise VidcheckError(
            f"--fps {text}: not a frame rate",
            hint="23.976, 24, 25, 29.97, 30, 60, or a fraction such as 30000/1001",
        )
    return said if "/" in text else exact_rate(float(said))


def drops(rate: Fraction) -> bool:
    """Whether timecode of this rate can drop numbers: 29.97 and 59.94 only."""
    return rate in (NTSC[1], NTSC[3])


def spelt(rate: Fraction) -> str:
    """For people: `24`, `23.976`, `29.97`."""
    return str(rate.numerator) if rate.denominator == 1 else f"{float(rate):.3f}".rstrip("0")


def timecode(frame: int, rate: Fraction, *, drop: bool) -> str:
    """The timecode of a frame; hours count on from 0 after 23.

    >>> timecode(1800, Fraction(30000, 1001), drop=True)
    '00:01:00;02'
    """
    base = _base(rate)
    if drop:
        skipped = base // 15
        tens, rest = divmod(frame, base * 600 - 9 * skipped)
        minutes = max(0, rest - skipped) // (base * 60 - skipped)
        frame += skipped * (9 * tens + minutes)
    seconds, frames = divmod(frame, base)
    sign = ";" if drop else ":"
    hours, minutes = seconds // 3600 % 24, seconds // 60 % 60
    return f"{hours:02d}:{minutes:02d}:{seconds % 60:02d}{sign}{frames:02d}"


def frame_at(code: str, rate: Fraction, *, drop: bool) -> int:
    """The frame that a timecode names.

    Raises: VidcheckError where it is no timecode, or one that drop-frame leaves out.
    """
    match = _CODE.fullmatch(code.strip())
    base = _base(rate)
    if match is None or int(match[5]) >= base:
        raise VidcheckError(
            f"--start {code}: not a timecode at {spelt(rate)} frames a second",
            hint="write hours:minutes:seconds:frames, such as 01:00:00:00",
        )
    hours, minutes, seconds, frames = (int(match[i]) for i in (1, 2, 3, 5))
    count = ((hours * 60 + minutes) * 60 + seconds) * base + frames
    if not drop:
        return count
    skipped = base // 15
    if frames < skipped and seconds == 0 and minutes % 10:
        raise VidcheckError(
            f"--start {code}: drop-frame timecode leaves this number out",
            hint=f"frames {', '.join(f'{i:02d}' for i in range(skipped))} of a minute are skipped, "
            "but for every tenth minute",
        )
    total = hours * 60 + minutes
    return count - skipped * (total - total // 10)


def _base(rate: Fraction) -> int:
    """Numbers a second: 24 at 23.976."""
    return -(-rate.numerator // rate.denominator)
