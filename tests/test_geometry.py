from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcheck.geometry import Region, Size

numbers = st.integers(-500, 500)
lengths = st.integers(1, 500)


@st.composite
def regions(draw: st.DrawFn) -> Region:
    return Region.from_xywh(draw(numbers), draw(numbers), draw(lengths), draw(lengths))


@given(regions())
def test_a_box_survives_its_own_notation(box: Region) -> None:
    assert Region.from_xywh(*box.to_xywh()) == box


@given(regions(), regions())
def test_overlap_is_symmetric_and_one_only_for_the_same_box(one: Region, other: Region) -> None:
    assert one.overlap(other) == other.overlap(one)
    assert 0 <= one.overlap(other) <= 1
    assert (one.overlap(other) == 1) == (one == other)


@given(regions(), lengths, lengths)
def test_the_part_inside_a_picture_is_inside(box: Region, width: int, height: int) -> None:
    part = box.inside(Size(width, height))
    if part is not None:
        assert part.top >= 0
        assert part.left >= 0
        assert part.bottom <= height
        assert part.right <= width
        assert part.area <= box.area


def test_an_empty_box_or_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one pixel"):
        Region(0, 0, 0, 5)
    with pytest.raises(ValueError, match="at least one pixel"):
        Size(0, 5)
