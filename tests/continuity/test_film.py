from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.continuity.made import shot, vector
from vidcheck.continuity.film import (
    REFERENCE,
    Known,
    Role,
    Seen,
    Shown,
    cast,
    compare_subject,
    odd_ones,
)
from vidcheck.continuity.rows import Appearance
from vidcheck.continuity.signature import Figure, Signature
from vidcheck.continuity.yardstick import Apart, yardsticks

if TYPE_CHECKING:
    from vidcheck.continuity.rows import ContinuityFinding, SubjectMatrix
    from vidcheck.continuity.view import View

CLASSICAL = yardsticks(models=False)
MEI = Known("Mei", "person", {})


def seen(name: str, views: tuple[View, ...], look: str | None = "apron") -> Seen:
    return Seen(Appearance(shot=name, take=f"{name}.mp4", look=look, picture=f"{name}.webp"), views)


def compared(
    *those: Seen, known: Known = MEI
) -> tuple[SubjectMatrix, tuple[ContinuityFinding, ...]]:
    return compare_subject(known, those, CLASSICAL)


def test_a_subject_that_stays_the_same_gives_no_finding() -> None:
    matrix, found = compared(
        seen("1A", shot()), seen("1B", shot(wall=60)), seen("1C", shot(light=0.95))
    )
    assert found == ()
    assert {cell.verdict for cell in matrix.cells} == {"pass"}
    assert len(matrix.cells) == 6  # three pairs, identity and wardrobe each


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_the_odd_shot_is_named_wherever_it_stands(place: int) -> None:
    shots = [shot(), shot(wall=70), shot(light=0.97), shot(wall=160)]
    shots[place] = shot(coat=(150, 70, 160))
    _, found = compared(*(seen(f"S{i}", views) for i, views in enumerate(shots)))
    wardrobe = [one for one in found if one.aspect == "wardrobe"]
    assert [one.shots[0] for one in wardrobe] == [f"S{place}"]
    [one] = wardrobe
    assert one.verdict in ("warn", "fail")
    assert one.pictures == (f"{one.shots[0]}.webp", f"{one.shots[1]}.webp")
    assert "clothes" in one.evidence
    assert "redder" in one.evidence
    assert "衣服" in one.evidence_zh
    assert "偏红" in one.evidence_zh


def test_clothes_are_compared_within_a_look_only() -> None:
    matrix, found = compared(
        seen("1A", shot()), seen("1B", shot(coat=(150, 70, 160)), look="evening dress")
    )
    assert found == ()
    # Another look, and no face to go by: nothing is said, and nothing passes.
    assert [(cell.aspect, cell.verdict, cell.z) for cell in matrix.cells] == [
        ("identity", "unknown", None)
    ]


def test_more_colour_is_a_larger_z() -> None:
    zs = []
    for blue in (150, 120, 90, 60):
        matrix, _ = compared(seen("1A", shot()), seen("1B", shot(coat=(40, 70, blue))))
        zs += [cell.z for cell in matrix.cells if cell.aspect == "wardrobe"]
    assert zs == sorted(zs)
    assert len(set(zs)) == 4


def test_a_restless_subject_is_forgiven_more() -> None:
    """What changes all the time inside a shot tells shots less apart."""
    calm = [shot(), shot(coat=(50, 85, 140))]
    shades = [(40, 70, 150), (70, 90, 120), (40, 70, 150), (90, 100, 100)]
    restless = tuple(shot(1, coat=shade, wall=120 + i)[0] for i, shade in enumerate(shades))
    [steady] = [
        c
        for c in compared(seen("1A", calm[0]), seen("1B", calm[1]))[0].cells
        if c.aspect == "wardrobe"
    ]
    [moved] = [
        c
        for c in compared(
            seen("1A", restless),
            seen("1B", calm[1]),
        )[0].cells
        if c.aspect == "wardrobe"
    ]
    assert steady.z is not None
    assert moved.z is not None
    assert moved.z < steady.z


def test_a_product_is_compared_by_shape_and_colour() -> None:
    cup = Known("cup", "product", {})
    matrix, found = compared(
        seen("1A", shot(), None), seen("1B", shot(wall=60), None),
        seen("1C", shot(coat=(160, 140, 40), pattern=8), None), known=cup,
    )  # fmt: skip
    assert {cell.aspect for cell in matrix.cells} == {"product"}
    assert [one.shots[0] for one in found] == ["1C"]


def test_references_are_never_the_odd_one() -> None:
    bad = Apart(9.0, "fail", {}, {})
    good = Apart(0.0, "pass", {}, {})
    assert odd_ones(2, {(0, 1): bad}, anchored=True) == [(1, 0)]
    pairs = {(0, 1): bad, (0, 2): bad, (1, 2): good}
    assert {odd for odd, _ in odd_ones(3, pairs, anchored=True)} == {1, 2}
    assert [odd for odd, _ in odd_ones(3, pairs, anchored=False)] == [0]


def test_two_wrong_shots_are_both_named_and_no_right_one() -> None:
    far, near = Apart(8.0, "fail", {}, {}), Apart(0.2, "pass", {}, {})
    wrong = {1, 4}
    pairs = {(i, j): near if not {i, j} & wrong else far for i in range(6) for j in range(i + 1, 6)}
    found = odd_ones(6, pairs, anchored=False)
    assert {odd for odd, _ in found} == wrong
    assert not {other for _, other in found} & wrong


def faced(views: tuple[View, ...], angle: float) -> tuple[View, ...]:
    return tuple(
        replace(view, face=vector(angle + 0.03 * i), faces=1) for i, view in enumerate(views)
    )


def shown(
    name: str, roles: tuple[str, ...], *figures: tuple[View, ...], sure: bool = False
) -> Shown:
    return Shown(
        name, f"{name}.mp4", tuple(Role(one, None) for one in roles),
        Signature(tuple(Figure(views, i == 0) for i, views in enumerate(figures)),
                  np.zeros((2, 6), np.float32), ()), sure,
    )  # fmt: skip


PEOPLE = {"mei": Known("Mei", "person", {}), "jun": Known("Jun", "person", {})}


def test_two_people_are_told_apart_by_faces_known_from_their_own_shots() -> None:
    mei, jun = faced(shot(2), 0.1), faced(shot(2, coat=(150, 70, 160)), 1.5)
    film = [
        shown("1A", ("mei",), mei),
        shown("1B", ("jun",), jun),
        shown("1C", ("mei", "jun"), jun, mei),  # he stands in front
    ]
    parts = cast(film, PEOPLE, faces=True)
    assert [(one.shot, figure.views is mei) for one, _, figure in parts["mei"]] == [
        ("1A", True), ("1C", True),
    ]  # fmt: skip
    assert [(one.shot, figure.views is jun) for one, _, figure in parts["jun"]] == [
        ("1B", True), ("1C", True),
    ]  # fmt: skip


def test_whoever_is_left_over_is_whoever_is_missing() -> None:
    mei, other = faced(shot(2), 0.1), faced(shot(2, coat=(150, 70, 160)), 1.5)
    film = [shown("1A", ("mei",), mei), shown("1C", ("jun", "mei"), mei, other)]
    parts = cast(film, PEOPLE, faces=True)
    assert [figure.views is other for _, _, figure in parts["jun"]] == [True]


def test_without_faces_nobody_guesses_who_of_two_people_it_is() -> None:
    film = [shown("1A", ("mei",), shot(2)), shown("1C", ("mei", "jun"), shot(2))]
    assert [one.shot for one, _, _ in cast(film, PEOPLE, faces=False)["mei"]] == ["1A"]
    known = [shown("1C", ("mei", "jun"), shot(2), sure=True)]
    assert len(cast(known, PEOPLE, faces=False)["mei"]) == 1


def test_a_face_tells_who_it_is_in_another_look_and_against_references() -> None:
    known = yardsticks(models=True)
    same, other = faced(shot(3), 0.2), faced(shot(3, coat=(150, 70, 160)), 1.4)
    refs = Seen(Appearance(shot=REFERENCE, take=""), faced(shot(2), 0.15))
    matrix, found = compare_subject(
        MEI, [refs, seen("1A", same), seen("1B", other, "evening dress")], known
    )
    verdicts = {cell.shots: cell.verdict for cell in matrix.cells if cell.aspect == "identity"}
    assert verdicts[REFERENCE, "1A"] == "pass"
    assert verdicts[REFERENCE, "1B"] == "fail"
    assert verdicts["1A", "1B"] == "fail"
    assert [one.shots[0] for one in found] == ["1B"]
    assert "another face" in found[0].evidence


def test_what_was_found_is_itself_and_who_stands_before_it_is_told_by_the_face() -> None:
    """A rocket found by its pictures, and somebody who walks in before it."""
    rocket, mei = shot(2, coat=(230, 230, 235)), faced(shot(2), 0.1)
    people = {"rocket": Known("Rocket", "vehicle", {}), **PEOPLE}
    both = shown("2B", ("rocket", "mei"), rocket, mei, sure=True)
    parts = cast([shown("1A", ("mei",), faced(shot(2), 0.12)), both], people, faces=True)
    assert [figure.views is rocket for _, _, figure in parts["rocket"]] == [True]
    assert [figure.views is mei for _, _, figure in parts["mei"]] == [False, True]
