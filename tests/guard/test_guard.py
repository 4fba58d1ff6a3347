"""Baselines and waivers, from clips that say what is wrong with them to the exit code."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from tests.cli.test_project import run
from tests.told import believe, put
from vidcheck.errors import StoryboardError
from vidcheck.guard.waivers import read_until, read_waivers

if TYPE_CHECKING:
    from pathlib import Path

BOARD = """\
vidcheck: 1
project: {title: The Red Letter, aspect: "16:9"}
style: {prompt: night drama}
places: {shop: {prompt: ramen counter}}
scenes:
  - id: sc01
    place: shop
    shots:
      - {id: "12A", duration: 8, action: A letter lies on the counter.}
"""
TODAY = dt.datetime.now(dt.UTC).date()


@pytest.fixture
def clips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a good clip and one that flickers, and their baseline."""
    believe(monkeypatch)
    monkeypatch.chdir(tmp_path)
    put(tmp_path, good="good 1", bad="flicker 1")
    assert score()[0] == 1
    code, out, err = run("accept", "now.json")
    assert (code, err) == (0, "vidcheck-baseline.json\n")
    assert "good.mp4: – → pass" in out
    assert "failing in this baseline: 1" in out
    return tmp_path


def score(*more: object) -> tuple[int, dict[str, Any], str]:
    """Exit code, JSON and terminal text of scoring every clip here."""
    from pathlib import Path

    names = sorted(str(path) for path in Path().glob("*.mp4"))
    code, _, err = run("score", *names, "-j", 1, "--json", "now.json", *more)
    assert code != 2, err
    text = run("report", "now.json", "-f", "terminal")[1]
    return code, json.loads(Path("now.json").read_text()), text


def held() -> tuple[int, dict[str, Any], str]:
    code, told, text = score("--baseline", "vidcheck-baseline.json")
    return code, told["guard"], text


@pytest.mark.usefixtures("clips")
def test_what_is_as_bad_as_before_is_no_news() -> None:
    code, guard, text = held()
    assert (code, guard["regressions"]) == (0, [])
    assert "held against vidcheck-baseline.json: nothing is worse" in text
    assert "✗ fail" in text, "the clip that failed is still shown as failing"


@pytest.mark.parametrize(
    ("change", "kind", "level", "said"),
    [
        ({"good": "drift 1"}, "verdict", "fail", "good.mp4: pass → fail: drift 5.0–8.0 s"),
        ({"good": "broken 1"}, "verdict", "fail", "good.mp4: pass → unknown: torn"),
        ({"bad": "morph 1"}, "defect", "warn", "bad.mp4: fail → fail: now with morph"),
        ({"another": "swap 1"}, "new", "fail", "another.mp4: fail: new, and swap 5.0–8.0 s"),
    ],
)
def test_what_is_worse_is_named(
    clips: Path, change: dict[str, str], kind: str, level: str, said: str
) -> None:
    put(clips, **change)
    code, guard, text = held()
    [one] = guard["regressions"]
    assert (one["kind"], one["level"], one["text"]) == (kind, level, said)
    assert code == int(level == "fail")
    assert said in text
    strict = score("--baseline", "vidcheck-baseline.json", "--fail-on", "warn")[0]
    assert strict == 1
    assert score("--baseline", "vidcheck-baseline.json", "--fail-on", "never")[0] == 0


def test_a_clip_that_is_gone_guards_nothing_and_fails(clips: Path) -> None:
    (clips / "good.mp4").unlink()
    code, guard, _ = held()
    assert (code, [one["kind"] for one in guard["regressions"]]) == (1, ["missing"])


def test_what_got_better_is_no_news_and_can_be_accepted(clips: Path) -> None:
    put(clips, bad="good 2")
    assert held()[0] == 0
    assert "bad.mp4: fail → pass" in run("accept", "now.json")[1]
    put(clips, bad="flicker 3")
    assert held()[0] == 1, "the new baseline holds"


def test_risk_beyond_noise_is_told_and_not_across_calibrations(clips: Path) -> None:
    path = clips / "vidcheck-baseline.json"
    told = json.loads(path.read_text())
    told["clips"][1]["risk"] = 0.01
    path.write_text(json.dumps(told))
    [one] = held()[1]["regressions"]
    assert (one["kind"], one["level"]) == ("risk", "warn")
    assert "risk 0.01 → 0.10; the file is the same" in one["text"]
    told["calibration"]["id"] = "another"
    path.write_text(json.dumps(told))
    _, guard, text = held()
    assert guard["regressions"] == []
    assert "the baseline rests on calibration another" in text


def test_a_baseline_is_small(clips: Path) -> None:
    told = json.loads((clips / "vidcheck-baseline.json").read_text())
    assert all(row["curves"] is None and row["strip"] is None for row in told["clips"])


# -- waivers ---------------------------------------------------------------------------------------


def waive(*more: object, clip: str = "bad.mp4", until: str = "30d") -> tuple[int, str, str]:
    return run(
        "accept", "now.json", "--waive", clip, "--note", "neon sign", "--until", until, *more
    )


@pytest.mark.usefixtures("clips")
def test_a_waived_failure_is_shown_as_waived_and_ends_well() -> None:
    code, out, err = waive()
    day = (TODAY + dt.timedelta(days=30)).isoformat()
    assert (code, out, err) == (
        0,
        f"bad.mp4: waived until {day}: neon sign\n",
        "vidcheck-waivers.yaml\n",
    )
    code, told, text = score("--waivers", "vidcheck-waivers.yaml")
    assert code == 0
    [row] = [row for row in told["clips"] if row["path"] == "bad.mp4"]
    assert row["verdict"] == "fail", "a waiver changes no verdict"
    assert told["guard"]["waived"] == [
        {"path": "bad.mp4", "shot": None, "defects": ["flicker"], "note": "neon sign", "until": day}
    ]
    assert "✗ fail (waived)" in text
    assert f"waived until {day}: bad.mp4: flicker: neon sign" in text


def test_a_waiver_is_for_this_content_and_these_defects(clips: Path) -> None:
    waive("--defect", "flicker")
    assert score("--waivers", "vidcheck-waivers.yaml")[0] == 0
    put(clips, bad="flicker 2")
    code, _, text = score("--waivers", "vidcheck-waivers.yaml")
    assert code == 1
    assert "for another file of that name" in text
    run("accept", "now.json", "--waive", "bad.mp4", "--defect", "morph", "--note", "n",
        "--until", "9d")  # fmt: skip
    assert score("--waivers", "vidcheck-waivers.yaml")[0] == 1, (
        "it flickers, and that is not waived"
    )


def test_a_waiver_runs_out_and_says_so(clips: Path) -> None:
    waive(until=TODAY.isoformat())
    assert score("--waivers", "vidcheck-waivers.yaml")[0] == 0, "its day is included"
    path = clips / "vidcheck-waivers.yaml"
    path.write_text(path.read_text().replace(TODAY.isoformat(), "2026-01-31"))
    code, told, text = score("--waivers", "vidcheck-waivers.yaml")
    assert code == 1
    assert told["guard"]["waived"] == []
    assert "the waiver of bad.mp4 ran out on 2026-01-31: neon sign" in text


def test_a_waiver_covers_what_is_worse_than_the_baseline(clips: Path) -> None:
    put(clips, good="drift 9")
    score()
    waive(clip="good.mp4")
    code, told, text = score(
        "--baseline", "vidcheck-baseline.json", "--waivers", "vidcheck-waivers.yaml"
    )
    assert code == 0
    assert told["guard"]["regressions"][0]["waived"].startswith("neon sign (")
    assert "[waived: neon sign (" in text


def test_comments_and_order_of_a_waiver_file_stay(clips: Path) -> None:
    path = clips / "vidcheck-waivers.yaml"
    path.write_text(
        '# ours\nwaivers:\n  - shot: "9Z"   # until the reshoot\n    note: "grain: film"\n'
        "    until: 2027-01-01\n"
    )
    waive()
    text = path.read_text()
    assert text.startswith('# ours\nwaivers:\n  - shot: "9Z"   # until the reshoot\n')
    first, second = read_waivers(path)
    assert (first.shot, first.note, second.clip) == ("9Z", "grain: film", "bad.mp4")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--waive", "nobody.mp4", "--note", "n", "--until", "9d"), "no clip or shot is called so"),
        (("--waive", "bad.mp4", "--note", "n", "--until", "someday"), "--until someday: not a day"),
        (("--waive", "bad.mp4", "--note", "n", "--until", "2020-01-01"), "that day is over"),
        (("--waive", "bad.mp4", "--until", "9d"), "needs --note and --until"),
        (("--note", "n"), "needs --waive"),
        (("--waive", "bad.mp4", "--note", "n", "--until", "9d", "--defect", "x"), "one of: drift"),
    ],
)
def test_a_waiver_that_says_too_little_is_refused(
    clips: Path, args: tuple[str, ...], said: str
) -> None:
    code, _, err = run("accept", "now.json", *args)
    assert code == 2
    assert said in err
    assert not (clips / "vidcheck-waivers.yaml").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("waiver: []\n", "1:1: waivers: missing or no list"),
        ("waivers:\n  - {clip: a.mp4, note: n}\n", "2:5: waivers.0.until: Field required"),
        (
            "waivers:\n  - clip: a\n    note: n\n    until: soon\n",
            "4:5: waivers.0.until: Value error",
        ),
        ("waivers:\n  - clip: a\n    note: ''\n    until: 2027-01-01\n", "3:5: waivers.0.note"),
        ("waivers:\n  - {note: n, until: 2027-01-01}\n", "2:5: waivers.0: name a clip or a shot"),
        ("waivers:\n  - {clip: a, nope: n}\n", "waivers.0."),
        ("waivers: [\n", "not valid YAML"),
    ],
)
def test_a_waiver_file_at_fault_names_line_and_field(clips: Path, text: str, said: str) -> None:
    (clips / "w.yaml").write_text(text)
    code, _, err = run("score", "good.mp4", "--waivers", "w.yaml")
    assert code == 2
    assert said in err
    assert "w.yaml:" in err


@pytest.mark.usefixtures("clips")
def test_files_that_are_not_there_are_said_before_anything_is_measured() -> None:
    for option in ("--baseline", "--waivers"):
        code, out, err = run("score", "good.mp4", "-j", 1, option, "gone")
        assert (code, out) == (2, "")
        assert "gone" in err


def test_a_day_is_a_date_or_a_number_of_days() -> None:
    day = dt.date(2026, 11, 27)
    assert read_until("30d", day) == "2026-12-27"
    assert read_until("2026-11-27", day) == "2026-11-27"
    with pytest.raises(StoryboardError, match="not a day"):
        read_until("2026-02-30", day)


# -- a project, and the formats --------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    believe(monkeypatch)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "storyboard.yaml").write_text(BOARD)
    put(tmp_path / "takes", _12A_t1="good 1")
    assert run("check", "storyboard.yaml", "-j", 1)[0] == 0
    assert run("accept", "vidcheck-report/run.json")[0] == 0
    put(tmp_path / "takes", _12A_t1="flicker 2")
    return tmp_path


def waive_shot(note: str) -> None:
    words = ("--waive", "12A", "--note", note, "--until", "9d")
    assert run("accept", "vidcheck-report/run.json", *words)[0] == 0


@pytest.mark.usefixtures("project")
def test_a_shot_that_lost_its_take_fails_and_a_waiver_of_the_shot_covers_it() -> None:
    code, out, _ = run("check", "storyboard.yaml", "-j", 1, "--baseline", "vidcheck-baseline.json")
    assert code == 1
    assert "✗ 12A: keep → reroll" in out
    assert "! takes/12A_t1.mp4: pass → fail: flicker 5.0–8.0 s" in out
    waive_shot("temp take")
    again = run("check", "storyboard.yaml", "-j", 1, "--baseline", "vidcheck-baseline.json")
    assert again[0] == 0
    assert "[waived: temp take (" in again[1]
    assert run("check", "storyboard.yaml", "-j", 1)[0] == 0, "waivers beside the storyboard hold"


def told_in(format_: str) -> str:
    return run("report", "vidcheck-report/run.json", "-f", format_)[1]


@pytest.mark.usefixtures("project")
def test_build_servers_see_what_is_worse_and_what_is_waived() -> None:
    run("check", "storyboard.yaml", "-j", 1, "--baseline", "vidcheck-baseline.json")
    worse = {
        suite.get("name"): suite
        for suite in ET.fromstring(told_in("junit"))  # noqa: S314
    }["baseline"]
    assert (worse.get("tests"), worse.get("failures")) == ("2", "1")
    results = json.loads(told_in("sarif"))["runs"][0]["results"]
    guard = [one for one in results if one["ruleId"] == "worse"]
    assert [one["level"] for one in guard] == ["warning", "error"]
    assert guard[1]["locations"][0]["physicalLocation"]["region"]["startLine"] == 9
    assert {one["baselineState"] for one in guard} == {"new"}
    lines = told_in("github").splitlines()
    assert lines[0].startswith("::error file=storyboard.yaml,line=9,title=vidcheck worse than")
    run(
        "accept",
        "vidcheck-report/run.json",
        "--waive",
        "12A",
        "--note",
        "temp, take",
        "--until",
        "9d",
    )
    run("check", "storyboard.yaml", "-j", 1, "--baseline", "vidcheck-baseline.json")
    top = ET.fromstring(told_in("junit"))  # noqa: S314
    skipped = [one.get("message") or "" for one in top.iter("skipped")]
    assert len(skipped) == 3
    assert any(one.startswith("fail, waived until") and "temp, take" in one for one in skipped)
    assert list(top.iter("failure")) == []
    results = json.loads(told_in("sarif"))["runs"][0]["results"]
    assert all(one["suppressions"][0]["kind"] == "external" for one in results)
    lines = told_in("github").splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["::notice"]
    assert "flicker: temp, take" in lines[0]
