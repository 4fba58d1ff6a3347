"""What a plan must hold, known from the vendors' rules and the boards."""

from collections.abc import Callable

import pytest

from vidcheck.errors import StoryboardError
from vidcheck.generators.load import load_profiles
from vidcheck.plan.compile import compile_plan
from vidcheck.plan.model import PromptPlan, PromptRequest
from vidcheck.storyboard.load import LoadedStoryboard

Compiled = Callable[..., PromptPlan]
Changed = Callable[..., LoadedStoryboard]

MEI_ZH = "三十岁出头的女性，窄鹅蛋脸，齐下颌黑色短发，左眉有一道小疤"
MEI_EN = "woman, early 30s, narrow oval face, blunt black bob to the jaw"
IDENTITY = {"mei": (MEI_EN, MEI_ZH), "chen": ("man, about 60", "六十岁左右的男性")}


def one(plan: PromptPlan, shot: str) -> PromptRequest:
    return next(item for item in plan.requests if shot in item.shots)


def codes(request: PromptRequest) -> set[str]:
    return {warning.code for warning in request.warnings}


@pytest.mark.parametrize("name", ["kling-3.0", "seedance-2.0", "wan-3.0", "runway-gen4.5", "veo"])
def test_identity_is_said_word_for_word_in_every_shot(
    noodles: LoadedStoryboard, compiled: Compiled, name: str
) -> None:
    for request in compiled(noodles, name, stills=True).requests:
        for shot in request.shots:
            for member in noodles.storyboard.shot(shot).cast:
                words = IDENTITY[member.who][request.prompt_language == "zh"]
                assert words in request.prompt, (request.id, member.who)


def test_prompts_in_the_language_the_generator_reads_best(
    noodles: LoadedStoryboard, compiled: Compiled
) -> None:
    assert one(compiled(noodles, "kling-3.0"), "12D").prompt_language == "zh"
    assert one(compiled(noodles, "runway"), "12D").prompt_language == "en"
    assert "林梅" not in one(compiled(noodles, "runway"), "12B").prompt


def test_a_missing_language_is_said_and_nothing_is_translated(
    desert: LoadedStoryboard, compiled: Compiled
) -> None:
    request = compiled(desert, "kling-3.0").requests[0]
    assert request.prompt_language == "en"
    assert "VC203" in codes(request)
    assert "VC203" not in codes(compiled(desert, "veo").requests[0])


def test_the_projects_own_language_wins(compiled: Compiled, changed: Changed) -> None:
    board = changed("noodles", "language: zh", "language: zh\n  prompt_language: en")
    assert one(compiled(board, "kling-3.0"), "12D").prompt_language == "en"
    told = one(compiled(board, "hunyuan-vclm"), "12D")
    assert told.prompt_language == "zh", "this one reads Chinese only"
    assert "VC203" in codes(told)


def test_spoken_words_keep_their_language(noodles: LoadedStoryboard, compiled: Compiled) -> None:
    request = one(compiled(noodles, "veo"), "12C")
    assert request.prompt_language == "en"
    assert 'Mei says (flat, almost amused): "他不会来了，我们关门吧。"' in request.prompt


def test_a_silent_generator_gets_no_speech(noodles: LoadedStoryboard, compiled: Compiled) -> None:
    request = one(compiled(noodles, "runway"), "12C")
    assert "他不会来了" not in request.prompt
    assert "Mei speaks" in request.prompt
    assert ("dialogue", "this generator makes no sound") in {
        (loss.field, loss.why) for loss in request.dropped
    }


def test_a_given_first_frame_means_image_to_video(
    noodles: LoadedStoryboard, compiled: Compiled
) -> None:
    request = one(compiled(noodles, "seedance-2.0", shots=["12B"]), "12B")
    assert request.mode == "i2v"
    assert [slot.slot for slot in request.references] == ["first_frame"]
    roles = [part.get("role") for part in request.body["content"]]
    assert roles == [None, "first_frame"], "frames and references exclude each other"
    assert "VC114" in codes(request)


def test_references_and_mentions_agree_in_order(
    noodles: LoadedStoryboard, compiled: Compiled
) -> None:
    request = one(compiled(noodles, "seedance-2.0", shots=["12A"]), "12A")
    assert request.mode == "ref2v"
    files = [part["image_url"]["url"] for part in request.body["content"][1:]]
    assert files == [
        "refs/mei_face.png",
        "refs/mei_apron.png",
        "refs/shop.png",
        "refs/mei_turn.png",
    ]
    assert [slot.path for slot in request.references] == files
    assert [slot.mention for slot in request.references] == ["图片1", "图片2", "图片3", "图片4"]
    assert "图片1为林梅的面部，图片2为林梅的服装，图片3为场景" in request.prompt


def test_named_subjects(noodles: LoadedStoryboard, compiled: Compiled) -> None:
    request = one(compiled(noodles, "vidu-q3", shots=["12C"]), "12C")
    assert [subject["id"] for subject in request.body["subjects"]] == ["mei", "chen", "letter"]
    assert request.body["subjects"][0]["images"] == [
        "refs/mei_face.png",
        "refs/mei_apron.png",
        "refs/mei_turn.png",
    ]
    for name in ("@mei", "@chen", "@letter"):
        assert name in request.prompt


def test_without_reference_slots_a_still_is_made_first(
    noodles: LoadedStoryboard, compiled: Compiled
) -> None:
    plan = compiled(noodles, "kling-3.0", shots=["12A"], stills=True)
    still, clip = plan.requests
    assert still.mode == "image"
    assert still.id == "keyframe:12A"
    assert still.prompt_language == "zh"
    assert "镜头缓慢推近" not in still.prompt, "a still does not move"
    assert clip.mode == "i2v"
    assert clip.needs == ("keyframe:12A",)
    assert clip.body["contents"][1] == {"type": "first_frame", "url": "frames/12A_first.png"}
    assert still.file_stem == "12A_first"


def test_a_shot_without_pictures_is_text_to_video_with_a_still_on_offer(
    desert: LoadedStoryboard, compiled: Compiled
) -> None:
    plan = compiled(desert, "veo", shots=["sh010"], stills=True)
    assert [request.mode for request in plan.requests] == ["image", "t2v", "t2v"]


def test_continuous_shots_chain_the_last_frame(
    noodles: LoadedStoryboard, compiled: Compiled
) -> None:
    request = one(compiled(noodles, "kling-3.0"), "12D")
    assert request.mode == "i2v"
    assert request.references[0].path == "frames/12C_last.png"
    assert request.needs == ("shot:12C",)
    assert "VC208" in codes(request)


# Lengths from the vendors' pages: what is asked for, what must be sent.
@pytest.mark.parametrize(
    ("name", "shot", "sent"),
    [
        ("kling-1.6", "12A", "5"),
        ("kling-1.6", "12D", "10"),
        ("kling-3.0", "12B", 3),
        ("seedance-2.0", "12B", 4),
        ("cogvideox-3", "12D", 10),
        ("veo", "12B", 8),  # at 1080p only 8 s
        ("wan-2.7", "12A", 4),
    ],
)
def test_seconds_as_the_vendor_takes_them(
    noodles: LoadedStoryboard, compiled: Compiled, name: str, shot: str, sent: object
) -> None:
    body = one(compiled(noodles, name, shots=[shot]), shot).body
    flat = {**body, **body.get("settings", {}), **body.get("parameters", {})}
    found = flat.get("duration", flat.get("durationSeconds"))
    assert found == sent
    assert type(found) is type(sent)


@pytest.mark.parametrize(
    ("name", "shot", "frames"),
    [("jimeng-3.0", "12A", 121), ("jimeng-3.0", "12D", 241), ("wan-2.2-open", "12A", 65)],
)
def test_frames_where_the_vendor_counts_frames(
    noodles: LoadedStoryboard, compiled: Compiled, name: str, shot: str, frames: int
) -> None:
    request = one(compiled(noodles, name, shots=[shot]), shot)
    assert request.frames == frames


def test_resolution_limits_the_seconds(noodles: LoadedStoryboard, compiled: Compiled) -> None:
    request = one(compiled(noodles, "hailuo-2.3", shots=["12A"]), "12A")
    assert request.body["resolution"] == "1080P"
    assert request.body["duration"] == 6


def test_camera_words(noodles: LoadedStoryboard, compiled: Compiled, changed: Changed) -> None:
    assert "[Push in]" in one(compiled(noodles, "hailuo-2.3", shots=["12A"]), "12A").prompt
    assert "镜头缓慢推近" in one(compiled(noodles, "kling-3.0", shots=["12A"]), "12A").prompt
    orbit = changed("noodles", "move: dolly_in, move_speed: slow", "move: arc_left")
    full = one(compiled(orbit, "jimeng-3.0", shots=["12A"]), "12A").body
    assert full["req_key"] == "jimeng_i2v_first_v30_1080"  # the templates make 720p only
    assert "template_id" not in full
    words = ("move: dolly_in, move_speed: slow", "move: arc_left", "1080p", "720p")
    half = changed("noodles", *words)
    body = one(compiled(half, "jimeng-3.0", shots=["12A"]), "12A").body
    assert body["req_key"] == "jimeng_i2v_recamera_v30"
    assert body["template_id"] == "central_orbit"
    luma = one(compiled(noodles, "luma-ray-2", shots=["12A"]), "12A").body
    assert luma["concepts"] == [{"key": "push_in"}]


def test_a_held_camera_is_never_locked_off(compiled: Compiled, changed: Changed) -> None:
    board = changed("noodles", "move: dolly_in, move_speed: slow", "move: static, rig: handheld")
    zh = one(compiled(board, "kling-3.0", shots=["12A"]), "12A").prompt
    assert "手持拍摄，机位不移动" in zh
    assert "固定镜头" not in zh
    assert "[Shake]" in one(compiled(board, "hailuo-2.3", shots=["12A"]), "12A").prompt
    assert "--cf" not in one(compiled(board, "seedance-1.0", shots=["12A"]), "12A").prompt


def test_the_opening_still_shows_nobody_coming_and_going(
    noodles: LoadedStoryboard, compiled: Compiled
) -> None:
    plan = compiled(noodles, "hailuo-2.3", stills=True)
    still, clip = (next(one for one in plan.requests if one.id == name)
                   for name in ("keyframe:12C", "12C.minimax-hailuo-2.3.t1"))  # fmt: skip
    assert "正在入画" in still.prompt
    assert "镜头中入画" in clip.prompt
    assert "镜头中入画" not in still.prompt


def test_another_name_in_a_unit_says_whose_it_is(compiled: Compiled, changed: Changed) -> None:
    name, cook = "name: {en: Mei, zh: 林梅}", "aliases: [the cook]"
    board = changed(
        "noodles", "Mei presses the fold", "The cook presses the fold", name, f"{name}\n    {cook}"
    )
    plan = compiled(board, "minimax-h3", shots=["12A", "12B", "12C"])
    [request] = [one for one in plan.requests if "12B" in one.shots]
    assert "Mei: woman" in request.prompt
    assert "the cook (Mei): woman" in request.prompt


def test_kling_never_sends_the_disputed_parameters(compiled: Compiled, changed: Changed) -> None:
    extra = "target: {model: kling-1.6, extra: {camera_control: {type: simple, config: {pan: 3}}}}"
    board = changed("desert", "target: {seed: 7}", extra)
    request = one(compiled(board, "kling-1.6", shots=["sh010"]), "sh010")
    assert "camera_control" not in request.body
    assert "VC206" in codes(request)


def test_extra_fields_reach_the_body_of_their_own_generator_only(
    compiled: Compiled, changed: Changed
) -> None:
    board = changed(
        "desert", "target: {seed: 7}", "target: {model: veo, extra: {parameters: {a: 1}}}"
    )
    assert one(compiled(board, "veo"), "sh010").body["parameters"]["a"] == 1
    assert "parameters" not in one(compiled(board, "kling-3.0"), "sh010").body


def test_negatives_each_way(noodles: LoadedStoryboard, compiled: Compiled) -> None:
    parameter = one(compiled(noodles, "wan-2.7", shots=["12A"]), "12A")
    assert parameter.negative_prompt == "字幕，多余的人"
    assert parameter.body["input"]["negative_prompt"] == "字幕，多余的人"
    positive = one(compiled(noodles, "seedance-2.0", shots=["12A"]), "12A")
    assert positive.negative_prompt is None
    assert "字幕" not in positive.prompt
    assert "画面中只有以上人物" in positive.prompt


def test_the_sandbox_holds(compiled: Compiled, changed: Changed) -> None:
    board = changed("desert", "{{ weather }}", "{{ weather.__class__.__mro__ }}")
    with pytest.raises(StoryboardError):
        compiled(board, "veo")


def test_a_prompt_by_hand_is_used_as_it_is(compiled: Compiled, changed: Changed) -> None:
    board = changed(
        "noodles", "sound: {en: rain, zh: 雨声}", 'target: {prompt: "Only this.\\nAnd this."}'
    )
    request = one(compiled(board, "seedance-2.0", shots=["12A"]), "12A")
    assert request.prompt == "Only this.\nAnd this."
    assert "VC115" in codes(request)
    assert all(slot.mention is None for slot in request.references)


def test_shortening_keeps_identity_and_action_longest(
    noodles: LoadedStoryboard, compiled: Compiled
) -> None:
    request = one(compiled(noodles, "hunyuan-vclm", shots=["12A"]), "12A")
    assert request.prompt_length.value <= 200
    assert MEI_ZH in request.prompt
    assert "林梅站在吧台后" in request.prompt
    lost = [loss.field for loss in request.dropped if loss.why == "prompt limit"]
    assert lost[0] == "style.palette"
    assert "VC113" in codes(request)


def test_takes_and_budget(noodles: LoadedStoryboard, compiled: Compiled) -> None:
    plan = compiled(noodles, "veo", shots=["12A"], takes=3)
    assert [request.file_stem for request in plan.requests] == [
        "12A_veo-3.1_t1",
        "12A_veo-3.1_t2",
        "12A_veo-3.1_t3",
    ]
    assert "VC140" in codes(compiled(noodles, "veo", shots=["12A"], takes=5).requests[0])


def test_a_seed_nobody_honours_is_said(desert: LoadedStoryboard, compiled: Compiled) -> None:
    request = one(compiled(desert, "kling-3.0"), "sh010")
    assert request.seed is None
    assert "target.seed" in {loss.field for loss in request.dropped}


def test_unknown_shot(noodles: LoadedStoryboard) -> None:
    with pytest.raises(StoryboardError, match="no shot 12Z"):
        compile_plan(noodles, [], shots=["12Z"])


def test_own_targets_leave_out_what_nobody_asked_for(changed: Changed) -> None:
    board = changed("desert", "target: {seed: 7}", "target: {model: veo}")
    profiles = load_profiles()
    plan = compile_plan(board, [profiles["kling-3.0"], profiles["veo-3.1"]], own_targets=True)
    assert {r.generator for r in plan.requests if r.shots == ("sh010",)} == {"veo-3.1"}


def test_no_public_interface_means_prompts_only(
    noodles: LoadedStoryboard, compiled: Compiled
) -> None:
    for request in compiled(noodles, "新壹").requests:
        assert request.prompt
        assert request.path is None
        assert request.body is None
        assert "VC202" in codes(request)


def test_a_sourced_price_becomes_a_cost(noodles: LoadedStoryboard) -> None:
    known = load_profiles()["kling-3.0"].model_dump()
    price = {"per_second": 0.1, "currency": "USD", "source": "a contract", "as_of": "2026-11-01"}
    priced = type(load_profiles()["kling-3.0"]).model_validate({**known, "price": price})
    request = compile_plan(noodles, [priced], shots=["12D"]).requests[-1]
    assert request.cost.amount == pytest.approx(0.6)
    assert request.cost.as_of == "2026-11-01"
