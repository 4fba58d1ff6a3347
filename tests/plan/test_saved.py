"""Subjects that the vendor keeps: asked for by their id where the facts say how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vidcheck.generators.load import profile
from vidcheck.plan.compile import compile_plan
from vidcheck.plan.render import render
from vidcheck.plan.saved import provider_id
from vidcheck.storyboard.model import Subject

if TYPE_CHECKING:
    from collections.abc import Callable

    from vidcheck.plan.model import PromptPlan, PromptRequest
    from vidcheck.storyboard.load import LoadedStoryboard

    Changed = Callable[..., LoadedStoryboard]


@pytest.fixture
def kept(changed: Changed) -> Callable[[str], LoadedStoryboard]:
    """The noodles board with an id for Mei."""
    return lambda ids: changed("noodles", "subjects:\n  mei:\n",
                               f"subjects:\n  mei:\n    provider_ids: {ids}\n")  # fmt: skip


def clip(plan: PromptPlan) -> PromptRequest:
    return next(one for one in plan.requests if one.mode != "image")


def ask(board: LoadedStoryboard, generator: str, shot: str = "12A") -> PromptRequest:
    return clip(compile_plan(board, [profile(generator)], shots=[shot]))


@pytest.mark.parametrize(
    ("keys", "generator", "found"),
    [
        ({"kling": "8812"}, "kling-3.0-omni", "8812"),
        ({"可灵": "8812"}, "kling-o1", "8812"),
        ({"Kling": "1", "kling-3.0-omni": "2"}, "kling-3.0-omni", "2"),
        ({"kling-3.0-omni": "2"}, "kling-o1", None),
        ({"kling-3.0": "2"}, "kling-3.0-omni", "2"),
        ({"vidu": "Mei"}, "vidu-q3", "Mei"),
        ({"kling": "8812"}, "vidu-q3", None),
        ({"k": "8812"}, "kling-o1", None),
    ],
)
def test_whose_id_it_is(keys: dict[str, str], generator: str, found: str | None) -> None:
    subject = Subject.model_validate({"identity": "a woman", "provider_ids": keys})
    assert provider_id(subject, profile(generator)) == found


@pytest.mark.parametrize("generator", ["kling-3.0-omni", "kling-o1"])
def test_klings_elements_take_the_place_of_the_subjects_own_pictures(
    generator: str, kept: Callable[[str], LoadedStoryboard]
) -> None:
    request = ask(kept("{kling: '8812'}"), generator)
    first = request.references[0]
    assert (first.slot, first.path, first.subject, first.mention) == (
        "element_1", "8812", "mei", "@element_1",
    )  # fmt: skip
    assert "@element_1 is " in request.prompt or "@element_1为" in request.prompt
    assert request.body is not None
    parts = request.body["contents"]
    assert {"type": "element", "element_id": "8812", "id": "element_1"} in parts
    assert all("mei_face" not in str(part) for part in parts)
    wardrobe = [one.path for one in request.references if one.role == "wardrobe"]
    assert all(path in str(parts) for path in wardrobe)


def test_klings_image_to_video_takes_elements_beside_the_first_frame(
    kept: Callable[[str], LoadedStoryboard],
) -> None:
    request = ask(kept("{kling: '8812'}"), "kling-3.0")
    assert request.mode == "i2v"
    assert request.body is not None
    kinds = [part["type"] for part in request.body["contents"]]
    assert kinds == ["prompt", "first_frame", "element"]
    assert "@element_1" in request.prompt


def test_the_older_kling_lists_elements_beside_its_images(
    kept: Callable[[str], LoadedStoryboard],
) -> None:
    request = ask(kept("{kling: '8812'}"), "kling-legacy")
    assert request.body is not None
    assert request.body["element_list"] == [{"element_id": "8812"}]
    assert "<<<element_1>>>" in request.prompt


def test_vidus_subjects_go_by_the_name_they_have_there(
    kept: Callable[[str], LoadedStoryboard],
) -> None:
    request = ask(kept("{vidu: 林小梅}"), "vidu-q3")
    assert request.body is not None
    names = [one["id"] for one in request.body["subjects"]]
    assert "林小梅" in names
    assert "mei" not in names
    assert "@林小梅" in request.prompt
    assert "@mei" not in request.prompt


@pytest.mark.parametrize("generator", ["kling-4.0", "kling-1.6"])
def test_where_nobody_knows_how_it_is_said_and_the_pictures_are_used(
    generator: str, kept: Callable[[str], LoadedStoryboard]
) -> None:
    request = ask(kept("{kling: '8812'}"), generator)
    said = [one.message for one in request.warnings if one.code == "VC214"]
    assert said == [f"mei: how {generator} takes subjects by their id is not established; not used"]
    assert "8812" not in str(request.body)


def test_another_vendors_id_is_no_business_of_this_one(
    kept: Callable[[str], LoadedStoryboard], noodles: LoadedStoryboard
) -> None:
    with_id, without = ask(kept("{kling: '8812'}"), "veo-3.1"), ask(noodles, "veo-3.1")
    assert (with_id.prompt, with_id.body) == (without.prompt, without.body)
    assert all(one.code != "VC214" for one in with_id.warnings)


def test_the_sheet_says_which_slot_the_saved_subject_takes(
    kept: Callable[[str], LoadedStoryboard],
) -> None:
    plan = compile_plan(kept("{kling: '8812'}"), [profile("kling-o1")], shots=["12A"])
    assert "element slot 1 = 8812 (mei saved subject, called @element_1)" in render(plan, "text")
    assert "平台主体" in render(plan, "text", "zh")
