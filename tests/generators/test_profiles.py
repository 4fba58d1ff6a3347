from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import vidcheck
from vidcheck.errors import ProfileError
from vidcheck.generators.facts import fact_rows, generator_rows, render_list, render_profile
from vidcheck.generators.load import load_profiles, profile
from vidcheck.generators.profile import FramesRule, GeneratorProfile

ROOT = Path(__file__).parents[2]
DATA = Path(vidcheck.__file__).parent / "generators" / "data"
PROFILES = load_profiles()


@pytest.mark.parametrize("item", PROFILES.values(), ids=PROFILES.keys())
def test_each_profile_holds_together(item: GeneratorProfile) -> None:
    assert item.sources, "a fact without a source is a rumour"
    assert (DATA / f"{item.id}.yaml").is_file()
    assert len(set(item.recipe)) == len(item.recipe)
    for mode in item.modes:
        call = item.request.call(mode)
        gap = item.id == "vidu-q4" or item.status == "none"
        assert gap or call is not None, f"{mode} without a call"
    if item.frames_rule and item.frames_rule.default:
        assert item.frames_rule.allows(item.frames_rule.default)
    if item.sizes.multiple_of:
        sides = [side for size in item.sizes.list for side in size]
        assert all(side % item.sizes.multiple_of == 0 for side in sides)
    if "ref2v" in item.modes and item.references.max_images is not None:
        most = (item.references.max_images, item.references.max_videos or 0)
        assert max(most) > 0


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("可灵", "kling-3.0"),
        ("Kling 3.0", "kling-3.0"),
        ("豆包", "seedance-2.5"),
        ("SEEDANCE_2.0", "seedance-2.0"),
        ("即梦", "jimeng-3.0"),
        ("生数", "vidu-q3"),
        ("混元", "hunyuan-vclm"),
        ("通义万相", "wan-3.0"),
        ("智谱清影", "cogvideox-3"),
        ("海螺", "minimax-h3"),
        ("百度蒸汽机", "musesteamer"),
        ("蒸汽机 有声", "musesteamer-audio"),
        ("新壹", "xinyi"),
        ("可灵1.6", "kling-1.6"),
        ("host-comfyui", "comfyui-wan-2.2"),
        ("host-diffusers", "diffusers-wan-2.2"),
        ("doubao-seedance-2-0-260128", "seedance-2.0"),
    ],
)
def test_names_people_use(said: str, meant: str) -> None:
    assert profile(said).id == meant


def test_no_alias_means_two_generators() -> None:
    owners: dict[str, str] = {}
    for item in PROFILES.values():
        for name in (item.id, *item.aliases):
            folded = name.casefold().replace(" ", "")
            assert owners.setdefault(folded, item.id) == item.id, name


def test_a_typo_names_the_neighbour() -> None:
    with pytest.raises(ProfileError, match=r"klng-3\.0: no such generator") as caught:
        profile("klng-3.0")
    assert "kling-3.0" in caught.value.hint


# Figures read by hand in the vendors' pages and SDKs, so that a slip in a data file is seen.
@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("kling-4.0", lambda p: (p.prompt.max, p.prompt.max_cjk), (26000, 11000)),
        ("kling-3.0", lambda p: (p.durations.min, p.durations.max), (3, 15)),
        ("kling-1.6", lambda p: p.durations.values, (5, 10)),
        ("seedance-2.5", lambda p: p.references.max_images, 30),
        ("seedance-2.0", lambda p: p.references.max_images, 9),
        ("hunyuan-vclm", lambda p: p.prompt.max, 200),
        ("cogvideox-3", lambda p: p.prompt.max, 512),
        ("runway-gen4.5", lambda p: (p.prompt.max, p.prompt.unit), (1000, "utf16")),
        ("wan-2.6", lambda p: p.prompt.max, 800),
        ("minimax-hailuo-2.3", lambda p: p.camera.words["dolly_in"], "[Push in]"),
        ("seedance-2.0", lambda p: p.seed.supported, False),
        ("jimeng-3.0", lambda p: p.frames_rule.nearest(5 * 24), 121),
        ("jimeng-3.0", lambda p: p.frames_rule.nearest(10 * 24), 241),
        ("jimeng-3.0", lambda p: p.request.call("t2v").models["1080p"], "jimeng_t2v_v30_1080p"),
        ("musesteamer-audio", lambda p: (p.durations.values, p.audio.native), ((5, 10), True)),
        ("grok-imagine-video", lambda p: [s.name for s in p.steps("ref2v")], ["480p", "720p"]),
        ("minimax-hailuo-2.3", lambda p: [s.name for s in p.steps("ref2v")], ["720p"]),
        ("sora-2", lambda p: p.status, "retired"),
        ("luma-ray-2", lambda p: p.status, "retired"),
        ("xinyi", lambda p: p.status, "none"),
        ("ltx-local", lambda p: (p.frames_rule.step, p.frames_rule.offset), (8, 1)),
        ("minimax-h3", lambda p: (p.frames_rule.step, p.frames_rule.offset), (17, 5)),
    ],
)
def test_figures(name: str, field: Callable[[GeneratorProfile], object], value: object) -> None:
    assert field(PROFILES[name]) == value


def test_no_profile_offers_the_disputed_camera_parameters() -> None:
    for item in PROFILES.values():
        if item.id.startswith("kling"):
            assert not item.camera.words


def test_frames_rule_by_enumeration() -> None:
    rule = FramesRule(step=4, offset=1, min=5, max=81)
    legal = [4 * k + 1 for k in range(1, 21)]
    assert [n for n in range(100) if rule.allows(n)] == legal
    for wanted in range(100):
        expected = next((n for n in legal if n >= wanted), legal[-1])
        assert rule.nearest(wanted) == expected


def test_a_users_file_overrides_and_adds(tmp_path: Path) -> None:
    folder = tmp_path / "generators"
    folder.mkdir()
    (folder / "mine.yaml").write_text(
        "id: studio-model\nextends: kling-3.0\nname: {en: Studio}\nprompt: {max: 99}\n"
        "price: {per_second: 0.1, currency: USD, source: our contract, as_of: 2026-11-01}\n"
    )
    (folder / "runway.yml").write_text("id: runway-gen4.5\nprompt: {max: 500}\n")
    known = load_profiles(tmp_path)
    assert known["studio-model"].prompt.max == 99
    assert known["studio-model"].durations.max == 15, "the rest is inherited"
    assert known["studio-model"].price.as_of == date(2026, 11, 1)
    assert known["runway-gen4.5"].prompt.max == 500
    assert known["runway-gen4.5"].prompt.unit == "utf16"
    assert load_profiles()["runway-gen4.5"].prompt.max == 1000, "ours are untouched"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id: a\nextends: klng-3.0\n", "extends: klng-3.0: no such generator"),
        ("id: kling-3.0\npromt: {max: 3}\n", "promt: Extra inputs"),
        ("name: {en: x}\n", "id: missing"),
        ("- 3\n", "a generator file is a mapping"),
        ("id: [\n", "not YAML"),
    ],
)
def test_a_broken_file_is_one_clear_error(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text)
    with pytest.raises(ProfileError, match=r"bad\.yaml") as caught:
        load_profiles(path)
    assert says in caught.value.message


def test_show_prints_every_fact_with_source_and_date() -> None:
    text = render_profile(PROFILES["kling-3.0"])
    for line in text.splitlines():
        if line.startswith("  prompt.max"):
            assert "3072" in line
            assert "[1]" in line
            assert "2026-11-23" in line
    assert all(source in text for source in PROFILES["kling-3.0"].sources)
    assert "unknown" in next(x for x in text.splitlines() if x.startswith("  fps.default"))
    assert "来源" in render_profile(PROFILES["kling-3.0"], "zh")


def test_price_is_unknown_everywhere_until_someone_sources_it() -> None:
    for item in PROFILES.values():
        assert item.price is None
        row = next(row for row in fact_rows(item) if row.field == "price")
        assert row.value is None


def test_list_and_stale() -> None:
    rows = generator_rows(PROFILES.values(), today=date(2027, 3, 1))
    assert len(rows) == len(PROFILES)
    assert generator_rows(PROFILES.values(), today=date(2026, 12, 1), stale_days=90) == []
    assert len(generator_rows(PROFILES.values(), today=date(2027, 3, 1), stale_days=90)) == len(
        rows
    )
    assert "可灵 3.0" in render_list(
        generator_rows(PROFILES.values(), today=date(2026, 12, 1), lang="zh")
    )


def test_docs_list_each_generator_with_status_and_confidence() -> None:
    page = (ROOT / "docs/generators.md").read_text(encoding="utf-8")
    for item in PROFILES.values():
        line = next((x for x in page.splitlines() if x.startswith(f"| `{item.id}` |")), "")
        assert f"| {item.status} | {item.confidence} |" in line, item.id
