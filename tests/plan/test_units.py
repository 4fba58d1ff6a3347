"""Several shots in one request, shots in several, and variants of one."""

import pytest

from tests.plan.test_compile import MEI_ZH, Changed, Compiled, codes, one
from vidcheck.errors import StoryboardError
from vidcheck.storyboard.load import LoadedStoryboard


def test_a_unit_in_the_vendors_grammar(noodles: LoadedStoryboard, compiled: Compiled) -> None:
    kling = one(compiled(noodles, "kling-3.0"), "12A")
    assert kling.shots == ("12A", "12B", "12C")
    assert kling.body["settings"]["multi_shot"] is True
    assert kling.body["settings"]["duration"] == 12
    lines = [line for line in kling.prompt.split("shot ") if line]
    assert [line[:5] for line in lines] == ["1, 4,", "2, 3,", "3, 5,"]
    assert all("；" not in line for line in lines)
    assert all(line.rstrip().count(";") == 1 for line in lines)
    assert "0-4秒：" in one(compiled(noodles, "seedance-2.5"), "12A").prompt
    assert "镜头2：" in one(compiled(noodles, "seedance-2.0"), "12A").prompt
    assert "[00:04-00:07]" not in one(compiled(noodles, "veo"), "12A").prompt, "12 s are too long"


def test_each_shot_of_a_unit_says_style_and_identity_again(
    noodles: LoadedStoryboard, compiled: Compiled
) -> None:
    prompt = one(compiled(noodles, "seedance-2.0"), "12A").prompt
    assert prompt.count("克制的夜戏") == 3
    assert prompt.count(MEI_ZH) == 3


def test_a_unit_becomes_single_shots_where_it_cannot_be_one_request(
    noodles: LoadedStoryboard, compiled: Compiled
) -> None:
    plan = compiled(noodles, "runway")
    assert [request.shots for request in plan.requests] == [("12A",), ("12B",), ("12C",), ("12D",)]
    assert "VC212" in codes(plan.requests[0])
    alone = compiled(noodles, "kling-3.0", shots=["12B"])
    assert [request.shots for request in alone.requests] == [("12B",)]


def test_legacy_kling_takes_its_shots_as_a_parameter(
    noodles: LoadedStoryboard, compiled: Compiled
) -> None:
    body = one(compiled(noodles, "kling-legacy"), "12A").body
    assert "prompt" not in body
    assert [part["duration"] for part in body["multi_prompt"]] == ["4", "3", "5"]
    assert [part["index"] for part in body["multi_prompt"]] == [1, 2, 3]
    assert all(len(part["prompt"]) <= 512 for part in body["multi_prompt"])
    assert "<<<image_1>>>" in body["multi_prompt"][0]["prompt"]


def test_a_long_shot_is_split_at_its_beats(desert: LoadedStoryboard, compiled: Compiled) -> None:
    parts = [r for r in compiled(desert, "kling-3.0").requests if r.shots == ("sh020",)]
    assert [part.part for part in parts] == [1, 2]
    assert [part.duration_s for part in parts] == [12, 12]
    assert parts[1].references[0].path == "frames/sh020_p1_last.png"
    said = " ".join(part.prompt for part in parts)
    for beat in (
        "kneels at the hatch",
        "opens the case",
        "A blue light rises",
        "The light goes out",
    ):
        assert beat in said
    assert "Ada sits in the dark" in parts[1].prompt
    assert parts[0].file_stem == "sh020_kling-3.0_t1_p1"


def test_too_few_beats_are_a_warning(compiled: Compiled, changed: Changed) -> None:
    board = changed(
        "desert",
        "Ada kneels at the hatch. She opens the case. A blue light rises. She shields her eyes. "
        "The light goes out.",
        "Ada waits",
    )
    request = one(compiled(board, "kling-3.0"), "sh020")
    assert request.duration_s == 15
    assert "VC111" in codes(request)


def test_choices_and_variables(desert: LoadedStoryboard, compiled: Compiled) -> None:
    two = [r for r in compiled(desert, "veo").requests if r.shots == ("sh010",)]
    assert [request.take for request in two] == [1, 2]
    assert "a dust storm carrying a steel case" in two[0].prompt
    assert "a dust storm carrying a wooden case" in two[1].prompt
    assert two[1].variant == "action=wooden"
    assert [request.seed for request in two] == [7, 7], "one thing changes at a time"


def test_the_matrix_varies_shot_and_target(compiled: Compiled, changed: Changed) -> None:
    board = changed(
        "desert",
        "target: {seed: 7}",
        "variants: {matrix: {target.seed: [1, 2], camera.move: [static, dolly_out]}, max: 3}",
    )
    found = list(compiled(board, "veo", shots=["sh010"]).requests)
    assert len(found) == 3
    assert [request.seed for request in found] == [1, 1, 1]
    assert found[0].variant == "target.seed=1, camera.move=static, action=steel"


def test_a_variant_that_cannot_be_is_one_clear_error(compiled: Compiled, changed: Changed) -> None:
    board = changed("desert", "target: {seed: 7}", "variants: {matrix: {camera.moove: [static]}}")
    with pytest.raises(StoryboardError, match=r"desert\.yaml:\d+:\d+: variants\.matrix"):
        compiled(board, "veo")


def test_an_undefined_variable_has_its_place(compiled: Compiled, changed: Changed) -> None:
    board = changed("desert", "{{ weather }}", "{{ wether }}")
    with pytest.raises(StoryboardError, match=r"desert\.yaml:\d+:\d+: .*wether") as caught:
        compiled(board, "veo")
    assert "weather" in caught.value.hint
