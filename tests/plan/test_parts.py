"""The planner's parts, each against a truth worked out by hand."""

import pytest

from vidcheck.generators.load import load_profiles, profile
from vidcheck.generators.profile import PromptRule
from vidcheck.plan.body import fill
from vidcheck.plan.elements import RANK, Piece
from vidcheck.plan.fit import fit
from vidcheck.plan.grammar import ShotText, joined, seconds_of
from vidcheck.plan.length import count, limit_of
from vidcheck.plan.phrases import MOVE, as_positive, move_words
from vidcheck.plan.picture import fit_picture
from vidcheck.plan.timing import beats, fit_time, grouped


@pytest.mark.parametrize(
    ("text", "unit", "length"),
    [
        ("abc", "characters", 3),
        ("红信", "characters", 2),
        ("🙂a", "characters", 2),
        ("🙂a", "utf16", 3),
        ("𠮷", "utf16", 2),
        ("cat", "tokens", 1),
        ("restrained", "tokens", 3),
        ("a, b", "tokens", 3),
        ("红信", "tokens", 4),
        ("24 fps", "tokens", 3),
    ],
)
def test_length_in_the_vendors_unit(text: str, unit: str, length: int) -> None:
    assert count(text, unit) == length


def test_the_cap_falls_where_chinese_comes_in() -> None:
    rule = PromptRule(max=26000, max_cjk=11000, unit="characters")
    assert limit_of(rule, "a red letter") == 26000
    assert limit_of(rule, "a red 信") == 11000


@pytest.mark.parametrize(
    ("template", "values", "made"),
    [
        ({"a": "$x", "b": "$y"}, {"x": 1}, {"a": 1}),
        ({"a": {"b": "$x"}}, {}, None),
        ({"a": "$x"}, {"x": False}, {"a": False}),
        ([{"$when": "x", "t": 1}, {"t": 2}], {}, [{"t": 2}]),
        (
            [{"$each": "xs", "p": "$path"}],
            {"xs": [{"path": "a"}, {"path": "b"}]},
            [{"p": "a"}, {"p": "b"}],
        ),
        ([{"$each": "xs", "$item": "$path"}], {"xs": [{"path": "a"}]}, ["a"]),
        ({"r": {"$when": "mode:t2v", "$value": "$x"}}, {"mode": "t2v", "x": 1}, {"r": 1}),
        ({"r": {"$when": "mode:t2v", "$value": "$x"}}, {"mode": "i2v", "x": 1}, None),
        ({"a": "plain", "n": 3}, {}, {"a": "plain", "n": 3}),
    ],
)
def test_templates(template: object, values: dict[str, object], made: object) -> None:
    assert fill(template, values) == made


def test_a_creators_dollar_is_no_placeholder() -> None:
    assert fill({"a": "$x"}, {"x": "$prompt"}) == {"a": "$prompt"}


@pytest.mark.parametrize(
    ("durations", "whole"),
    [([4, 3, 5], [4, 3, 5]), ([1.5, 1.5], [1, 2]), ([0.3, 0.3], [1, 1]), ([2.6, 2.6], [3, 3])],
)
def test_whole_seconds(durations: list[float], whole: list[int]) -> None:
    assert seconds_of(durations) == whole


# Each grammar as the vendor's guide writes it.
@pytest.mark.parametrize(
    ("grammar", "lang", "text"),
    [
        ("kling_lines", "en", "H shot 1, 2, a, b; shot 2, 3, c;"),
        ("second_ranges", "zh", "H\n0-2秒：a; b。\n2-5秒：c。"),
        ("second_ranges", "en", "H\n0-2s: a; b.\n2-5s: c."),
        ("numbered_shots", "zh", "H\n镜头1：a; b。\n镜头2：c。"),
        ("numbered_shots", "en", "H\nShot 1: a; b.\nCut to shot 2: c."),
        ("bracket_ranges", "en", "H\nShot 1 [0-2s] a; b.\nShot 2 [2-5s] c."),
        ("clock_ranges", "en", "H\n[00:00-00:02] a; b.\n[00:02-00:05] c."),
        (
            "h3_shots",
            "en",
            "H\n[Shot 1] a; b.\n[Shot 2] At 00:02.000, the camera cuts to: c.",
        ),
        ("shot_blocks", "en", "H\n\nShot 1:\na; b.\n\nShot 2:\nc."),
    ],
)
def test_grammars(grammar: str, lang: str, text: str) -> None:
    stop = "。" if lang == "zh" else "."
    shots = [ShotText(f"a; b{stop}", 2), ShotText(f"c{stop}", 3)]
    assert joined(grammar, "H", shots, lang) == text  # type: ignore[arg-type]


def test_beats() -> None:
    assert beats("She turns. He runs; it is 3.5 m. End") == [
        "She turns.",
        "He runs",
        "it is 3.5 m.",
        "End",
    ]
    assert beats("她转身。灯灭了，然后门开了。") == ["她转身。", "灯灭了", "门开了。"]
    assert grouped(["a", "b", "c", "d", "e"], 2) == [["a", "b"], ["c", "d", "e"]]


@pytest.mark.parametrize(
    ("name", "mode", "resolution", "wanted", "made"),
    [
        ("kling-3.0", "t2v", None, 3.2, 4),
        ("kling-3.0", "t2v", None, 1, 3),
        ("kling-3.0", "t2v", None, 40, 15),
        ("luma-ray-3.2", "t2v", None, 7, 10),
        ("luma-ray-3.2", "i2v", None, 7, 5),
        ("hailuo-2.3", "t2v", "768p", 7, 10),
        ("hailuo-2.3", "t2v", "1080p", 7, 6),
        ("ltx-2.5-api", "t2v", "4k", 15, 10),
        ("vidu-q3", "ref2v", None, 1, 3),
        ("hunyuan-vclm", "t2v", None, 5, None),
    ],
)
def test_seconds(name: str, mode: str, resolution: str | None, wanted: float, made: object) -> None:
    assert fit_time(wanted, profile(name), mode, resolution, None).duration_s == made


@pytest.mark.parametrize(
    ("name", "wanted", "frames"),
    [
        ("wan-2.2-open", 5, 81),  # 5 s at 16 fps = 80, the next 4k+1
        ("ltx-local", 5, 129),  # 125 at 25 fps, the next 8k+1
        ("cogvideox-open", 5, 81),
        ("cogvideox-open", 20, 161),  # the longest there is
        ("cogvideox-1.0-open", 6, 49),
        ("hunyuanvideo-1.5", 5.04, 121),
        ("mochi-1", 1, 31),
    ],
)
def test_frames(name: str, wanted: float, frames: int) -> None:
    assert fit_time(wanted, profile(name), "t2v", None, None).frames == frames


@pytest.mark.parametrize(
    ("name", "aspect", "resolution", "made"),
    [
        ("kling-3.0", "16:9", "1080p", ("16:9", None, "1080p")),
        ("kling-3.0", "2.39:1", None, ("16:9", None, None)),
        ("kling-4.0", "2.39:1", None, ("21:9", None, None)),
        ("kling-legacy", "9:16", "1920x1080", ("9:16", None, "pro")),
        ("kling-3.0", "1:1", "2k", ("1:1", None, "1080p")),
        ("runway", "9:16", None, ("9:16", (720, 1280), None)),
        ("cogvideox-3", "9:16", "1080p", ("9:16", (1080, 1920), "1080p")),
        ("wan-2.2-open", "16:9", "480p", ("16:9", (832, 480), "480p")),
        ("hunyuanvideo-1.5", "1:1", "480p", ("1:1", (480, 480), "480p")),
        ("ltx-local", "9:16", "704p", ("9:16", (704, 1248), "704p")),
    ],
)
def test_pictures(*, name: str, aspect: str, resolution: str | None, made: object) -> None:
    found = fit_picture(profile(name), aspect, resolution)
    assert (found.ratio, found.size, found.resolution_wire) == made


def test_sizes_always_divide() -> None:
    for item in load_profiles().values():
        if item.sizes.multiple_of is None:
            continue
        for aspect in ("16:9", "9:16", "1:1", "4:3", "3:4", "21:9", "2.39:1"):
            size = fit_picture(item, aspect, None).size
            assert size is not None
            assert size[0] % item.sizes.multiple_of == 0
            assert size[1] % item.sizes.multiple_of == 0


def piece(name: str, text: str) -> Piece:
    kind = {"identity": "subject", "look": "subject", "palette": "style"}.get(name, name)
    return Piece(kind, kind, text, name, RANK[name])  # type: ignore[arg-type]


def test_what_gives_way_first() -> None:
    pieces = [
        piece("identity", "Mei: thirty, short hair"),
        piece("action", "She turns"),
        piece("style", "film grain"),
        piece("palette", "blue"),
        piece("scene", "a shop"),
    ]
    recipe = ["subject", "action", "scene", "style"]
    lost = []
    for limit in range(90, 5, -1):
        fitted = fit(pieces, recipe, "en", PromptRule(max=limit, unit="characters"))
        assert len(fitted.text) <= limit
        lost.append(tuple(loss.field for loss in fitted.dropped))
    order = list(dict.fromkeys(lost))
    assert order[:4] == [(), ("palette",), ("palette", "style"), ("palette", "style", "scene")]
    assert not any("identity" in step for step in order[:4])


def test_a_short_prompt_is_left_alone() -> None:
    fitted = fit(
        [piece("action", "She turns")], ["action"], "en", PromptRule(max=10, unit="characters")
    )
    assert (fitted.text, fitted.dropped, fitted.cut) == ("She turns.", (), False)


@pytest.mark.parametrize(
    ("unwanted", "lang", "wanted"),
    [
        ("subtitles", "en", "a clean, bare camera picture"),
        ("多余的人", "zh", "画面中只有以上人物"),
        ("purple cows", "en", None),
    ],
)
def test_positive_wording(unwanted: str, lang: str, wanted: str | None) -> None:
    assert as_positive(unwanted, lang) == wanted


def test_every_move_of_the_storyboard_has_words() -> None:
    from vidcheck.storyboard.words import VOCABULARIES

    assert {word.code for word in VOCABULARIES["move"].words} == set(MOVE)
    assert move_words("dolly_in", "slow", "en") == "the camera slowly pushes in"
    assert move_words("pan_left", None, "zh") == "镜头向左摇"
    assert move_words("truck_left", "fast", "zh") == "镜头快速向左横移", "移 slides, 摇 turns"
