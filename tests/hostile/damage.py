"""Damage done to whole files, by chance that hypothesis can make smaller."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from vidcheck.errors import VidcheckError

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES = int(os.environ.get("VIDCHECK_FUZZ", "1"))
"""`make fuzz` tries so many times as many examples."""


def tries(count: int) -> settings:
    """Settings of a property that is tried `count` times, more often when asked for."""
    return settings(
        max_examples=count * TIMES, deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )  # fmt: skip


QUICK = tries(60)


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """Bytes with pieces cut out, doubled, flipped, or replaced by others."""
    raw = bytearray(whole)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(raw) - 1)))
        length = draw(st.integers(0, 40))
        piece = draw(st.one_of(
            st.just(b""), st.binary(max_size=20), st.just(bytes(raw[at : at + length]) * 2),
            st.sampled_from([b"\x00", b"\xff\xfe", b"{{", b"&a ", b"*a", b"<!DOCTYPE x>", b"\t",
                             b": ", b"- ", b'"', b"[" * 40, b"!!python/object:os.system ",
                             "\N{RIGHT-TO-LEFT OVERRIDE}".encode()]),
        ))  # fmt: skip
        raw[at : at + length] = piece
    return bytes(raw)


def complaint(read: Callable[[], object]) -> str | None:
    """What a reader said to the user, None where it read; a bug is raised."""
    try:
        read()
    except VidcheckError as error:
        return error.message
    return None


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)
