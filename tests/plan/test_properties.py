"""Any storyboard and generator: within the limits, mentions that agree, the same bytes."""

import json
import re
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vidcheck.generators.load import load_profiles
from vidcheck.generators.profile import GeneratorProfile
from vidcheck.plan.compile import compile_plan
from vidcheck.plan.length import count
from vidcheck.plan.model import PromptRequest
from vidcheck.storyboard.load import LoadedStoryboard
from vidcheck.storyboard.model import Storyboard

KNOWN = load_profiles()
IN_USE = [name for name, item in KNOWN.items() if item.status in {"active", "gateway"}]

WORDS = [
    "rain",
    "a red letter",
    "她转身",
    "looks up",
    "慢慢地",
    "🙂",
    "then stops.",
    "灯灭了。",
    "50% off",
]
plain = st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join)
text = st.one_of(plain, st.fixed_dictionaries({"en": plain, "zh": plain}))
names = st.sampled_from(["mei", "chen", "cat", "box"])
moves = st.sampled_from(["static", "dolly_in", "pan_left", "arc_right", "follow", "whip_pan"])
roles = st.sampled_from(["face", "body", "turnaround", "wardrobe", "product", "style"])


@st.composite
def refs(draw: st.DrawFn, most: int = 5) -> list[dict[str, str]]:
    number = draw(st.integers(0, most))
    mark = draw(st.integers(0, 10**6))
    return [{"path": f"refs/{mark}_{i}.png", "role": draw(roles)} for i in range(number)]


@st.composite
def shots(draw: st.DrawFn, number: int, who: list[str]) -> dict[str, Any]:
    shot: dict[str, Any] = {
        "id": f"s{number}",
        "duration": draw(st.floats(0.4, 50).map(lambda x: round(x, 2))),
        "action": draw(text),
        "camera": {"move": draw(moves), "size": draw(st.sampled_from(["LS", "MS", "CU"]))},
        "cast": [{"who": name, "position": "left"} for name in who if draw(st.booleans())],
        "avoid": draw(st.lists(text, max_size=3)),
        "frames": draw(
            st.sampled_from([{}, {"first": "a.png"}, {"first": "a.png", "last": "b.png"}])
        ),
    }
    if draw(st.booleans()):
        shot["end_state"] = draw(text)
    if draw(st.booleans()):
        shot["dialogue"] = [{"text": draw(plain), "by": who[0]}]
    if number and draw(st.booleans()):
        shot["continuity"] = {"from": f"s{number - 1}", "kind": "continuous"}
    return shot


@st.composite
def boards(draw: st.DrawFn) -> LoadedStoryboard:
    who = sorted(draw(st.sets(names, min_size=1, max_size=3)))
    number = draw(st.integers(1, 4))
    made = [draw(shots(i, who)) for i in range(number)]
    raw = {
        "vidcheck": 1,
        "project": {
            "title": "x",
            "aspect": draw(st.sampled_from(["16:9", "9:16", "1:1", "2.39:1", "3:4"])),
            "resolution": draw(st.sampled_from([None, "480p", "1080p", "4k", "1920x1080"])),
        },
        "style": {"prompt": draw(text), "negative": draw(st.lists(text, max_size=3))},
        "subjects": {name: {"identity": draw(text), "refs": draw(refs())} for name in who},
        "places": {"p": {"prompt": draw(text), "refs": draw(refs(2))}},
        "defaults": {"target": {"audio": draw(st.sampled_from([None, True, False])), "seed": 5}},
        "scenes": [{"id": "a", "place": "p", "shots": made}],
    }
    if number > 1 and draw(st.booleans()):
        raw["units"] = [{"id": "u", "shots": [shot["id"] for shot in made]}]
    return LoadedStoryboard(Storyboard.model_validate(raw), Path("any.yaml"), "")


some = st.lists(st.sampled_from(IN_USE), min_size=6, max_size=6, unique=True)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(board=boards(), ids=some)
def test_every_request_is_one_the_facts_allow(board: LoadedStoryboard, ids: list[str]) -> None:
    profiles = [KNOWN[name] for name in ids]
    plan = compile_plan(board, profiles)
    assert {one.generator for one in plan.requests} == set(ids)
    for request in plan.requests:
        _mentions_agree(request)
        if request.mode != "image":
            _within_limits(request, KNOWN[request.generator])
    assert len({one.id for one in plan.requests}) == len(plan.requests)
    clips = [one.file_stem for one in plan.requests if one.mode != "image"]
    assert len(set(clips)) == len(clips)
    again = compile_plan(board, profiles)
    assert again.model_dump_json() == plan.model_dump_json()


def _within_limits(request: PromptRequest, profile: GeneratorProfile) -> None:
    unit, most = profile.prompt.unit, profile.prompt.max
    if most is not None:
        assert count(request.prompt, unit) <= most
    if profile.prompt.max_cjk is not None and re.search(r"[\u4e00-\u9fff]", request.prompt):
        assert count(request.prompt, unit) <= profile.prompt.max_cjk
    _time(request, profile)
    offered = profile.aspect_ratios
    if offered and not profile.sizes.free and request.aspect_ratio is not None:
        assert request.aspect_ratio in offered
    if profile.resolutions and request.resolution is not None:
        pixels = {f"{width}x{height}" for width, height in profile.sizes.list}
        mode = request.mode if request.mode in profile.modes else None
        steps = {step.name for step in profile.steps(mode)}
        assert request.resolution in steps | pixels or profile.sizes.free
    negative = profile.negative_prompt
    if negative.max is not None:
        assert count(request.negative_prompt or "", negative.unit) <= negative.max
    _references(request, profile)
    body = json.dumps(request.body, ensure_ascii=False)
    assert '"$' not in re.sub(r'"[^"]*50% off[^"]*"', "", body), "an unfilled place in the body"


def _time(request: PromptRequest, profile: GeneratorProfile) -> None:
    rule = profile.frames_rule
    if rule is not None and rule.sent and request.frames is not None:
        assert (request.frames - rule.offset) % rule.step == 0
        assert rule.max is None or request.frames <= rule.max
        assert rule.min is None or request.frames >= rule.min
    seconds = request.duration_s
    timed = profile.durations
    if timed.values and seconds is not None:
        assert seconds in timed.values
    elif timed.max is not None and seconds is not None:
        assert timed.min is not None
        assert min(timed.min, 2) <= seconds <= timed.max
        assert seconds == int(seconds)


def _references(request: PromptRequest, profile: GeneratorProfile) -> None:
    frames = [slot for slot in request.references if slot.slot.endswith("_frame")]
    others = [slot for slot in request.references if not slot.slot.endswith("_frame")]
    assert not (frames and others) or profile.references.with_frames
    if profile.references.max_images is not None:
        assert len(others) <= max(profile.references.max_images, 0)
    if request.mode == "i2v":
        assert [slot.slot for slot in frames] == ["first_frame"]
    body = json.dumps(request.body, ensure_ascii=False)
    if request.body is not None and profile.host_kind == "api":
        for slot in request.references:
            assert slot.path in body, "attached, but not sent"


def _mentions_agree(request: PromptRequest) -> None:
    places = []
    for slot in request.references:
        if slot.mention is None:
            continue
        found = re.search(re.escape(slot.mention) + r"(?!\d)", request.prompt)
        assert found is not None, slot
        places.append(found.start())
    numbered = [int(n) for n in re.findall(r"(?:@image_|Image |图片)(\d+)", request.prompt)]
    attached = [
        slot for slot in request.references if slot.mention and slot.slot.startswith("image")
    ]
    assert all(1 <= number <= len(attached) for number in numbered)
