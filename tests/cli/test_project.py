"""The verbs that need a storyboard: lint, plan, check, advise, demo and what vidcheck knows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

import vidcheck.run.batch
from vidcheck.cli.app import app
from vidcheck.judge.rows import ClipFacts, ClipRow, Event
from vidcheck.report.model import load_report

if TYPE_CHECKING:
    from pathlib import Path

    from vidcheck.run.job import ClipJob

BOARD = """\
vidcheck: 1
project: {title: The Red Letter, aspect: "16:9"}
style: {prompt: night drama}
places: {shop: {prompt: ramen counter}}
scenes:
  - id: sc01
    place: shop
    shots:
      - id: "12A"
        duration: 8   # seconds
        action: A letter lies on the counter.
      - id: "12B"
        duration: 4
        action: A hand takes the letter.
"""


def run(*args: object, lang: str = "C") -> tuple[int, str, str]:
    done = CliRunner().invoke(app, [str(arg) for arg in args], env={"LC_ALL": lang})
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def board(tmp_path: Path) -> Path:
    path = tmp_path / "storyboard.yaml"
    path.write_text(BOARD, encoding="utf-8")
    (tmp_path / "takes").mkdir()
    return path


@pytest.fixture
def takes(board: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Takes whose rows are told by their names: `bad` drifts, `good` passes."""

    def told(job: ClipJob) -> ClipRow:
        bad = job.path.read_bytes().startswith(b"bad")
        facts = ClipFacts(width=1280, height=720, fps=24.0, frames=192, duration_s=8.0,
                          codec="h264", sha256="0")  # fmt: skip
        drift = Event(type="drift", start_s=5.0, end_s=8.0, box=None, severity=0.8, metric="m",
                      p_value=0.01, evidence="e")  # fmt: skip
        return ClipRow(
            path=str(job.path), status="scored", verdict="fail" if bad else "pass",
            risk=0.9 if bad else 0.1, clip=facts, events=(drift,) if bad else (),
            clean_ranges_s=((0.0, 5.0),) if bad else ((0.0, 8.0),),
        )  # fmt: skip

    monkeypatch.setattr(vidcheck.run.batch.score_clips, "__kwdefaults__", {
        **(vidcheck.run.batch.score_clips.__kwdefaults__ or {}), "work": told
    })  # fmt: skip
    folder = board.parent / "takes"
    (folder / "12A_t1.mp4").write_bytes(b"bad 1")
    (folder / "12A_t2.mp4").write_bytes(b"bad 2")
    (folder / "12B_t1.mp4").write_bytes(b"good")
    return folder


def checked(board: Path, *more: object) -> tuple[int, str, str]:
    out = board.parent / "report"
    return run("check", board, "--out", out, "--jobs", 1, *more)


def test_check_decides_every_shot_and_writes_its_folder(board: Path, takes: Path) -> None:
    code, out, err = checked(board, takes)
    report = load_report(board.parent / "report" / "run.json")
    assert code == 1
    assert [(shot.shot, shot.decision) for shot in report.shots] == [
        ("12A", "rewrite"), ("12B", "keep")
    ]  # fmt: skip
    assert [clip.shot for clip in report.clips] == ["12A", "12A", "12B"]
    assert out.splitlines()[0].startswith("12A  rewrite")
    assert str(board.parent / "report" / "report.html") in err
    page = (board.parent / "report" / "report.html").read_text(encoding="utf-8")
    assert 'href="../takes/12A_t1.mp4"' in page
    assert "The Red Letter" in page


def test_check_of_one_shot_is_about_that_shot(board: Path, takes: Path) -> None:
    code, _, _ = checked(board, takes, "--shot", "12B", "--target", "kling-3.0")
    report = load_report(board.parent / "report" / "run.json")
    assert (code, [shot.shot for shot in report.shots]) == (0, ["12B"])


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--shot", "12Z", "--target", "kling-3.0"], "no shot 12Z"),
        (["--target", "klong-3.0"], "klong-3.0"),
    ],
)
def test_check_refuses_what_does_not_exist(
    board: Path, takes: Path, args: list[str], said: str
) -> None:
    code, out, err = checked(board, takes, *args)
    assert (code, out) == (2, "")
    assert said in err
    assert "hint:" in err


def test_check_without_takes_ends_with_3(board: Path) -> None:
    code, out, _ = checked(board)
    assert code == 3
    assert "no take yet: 12A, 12B" in out


def test_check_says_at_once_that_a_folder_cannot_be_written(board: Path, takes: Path) -> None:
    (board.parent / "file").write_text("x")
    code, out, err = run("check", board, takes, "--out", board.parent / "file" / "out")
    assert (code, out) == (2, "")
    assert "cannot be written" in err


def test_the_old_report_survives_a_full_disk(
    board: Path, takes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked(board, takes)
    old = (board.parent / "report" / "run.json").read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    code, _, err = checked(board, takes)
    assert code == 2
    assert "No space left on device" in err
    assert (board.parent / "report" / "run.json").read_bytes() == old


def test_a_folder_instead_of_a_storyboard_is_one_clear_error(tmp_path: Path) -> None:
    code, _, err = run("check", tmp_path)
    assert code == 2
    assert "is a folder, not a storyboard" in err


def test_advise_shows_the_patch_and_apply_makes_it(board: Path, takes: Path) -> None:
    checked(board, takes)
    result = board.parent / "report" / "run.json"
    code, out, _ = run("advise", board, result)
    assert code == 0
    assert "+        duration: 6   # seconds" in out
    assert board.read_text(encoding="utf-8") == BOARD
    code, _, err = run("advise", board, result, "--apply")
    assert code == 0
    assert "storyboard.yaml.bak" in err
    assert board.read_text(encoding="utf-8") == BOARD.replace("duration: 8 ", "duration: 6 ")
    assert (board.parent / "storyboard.yaml.bak").read_text(encoding="utf-8") == BOARD


def test_advise_takes_the_result_alone(board: Path, takes: Path) -> None:
    checked(board, takes)
    assert run("advise", board.parent / "report" / "run.json")[0] == 0


def test_advice_of_another_day_is_refused_and_nothing_is_written(board: Path, takes: Path) -> None:
    checked(board, takes)
    changed = BOARD.replace("duration: 8 ", "duration: 5 ")
    board.write_text(changed, encoding="utf-8")
    code, _, err = run("advise", board, board.parent / "report" / "run.json", "--apply")
    assert code == 2
    assert "has changed since" in err
    assert board.read_text(encoding="utf-8") == changed
    assert not (board.parent / "storyboard.yaml.bak").exists()


def test_advise_for_a_shot_that_is_not_there(board: Path, takes: Path) -> None:
    checked(board, takes)
    code, _, err = run("advise", board, board.parent / "report" / "run.json", "--shot", "9")
    assert code == 2
    assert "no shot 9" in err


def test_a_patch_that_names_a_file_outside_is_refused(board: Path, takes: Path) -> None:
    checked(board, takes)
    path = board.parent / "report" / "run.json"
    (board.parent.parent / "victim.yaml").write_text(BOARD)
    path.write_text(path.read_text().replace("--- storyboard.yaml", "--- ../victim.yaml"))
    code, _, err = run("advise", board, path, "--apply")
    assert code == 2
    assert "outside" in err
    assert (board.parent.parent / "victim.yaml").read_text() == BOARD


def test_lint_tells_findings_in_every_format(board: Path) -> None:
    board.write_text(BOARD.replace("place: shop", "place: shopp"), encoding="utf-8")
    code, out, _ = run("lint", board, "--format", "json")
    raw = json.loads(out)
    assert code == 1
    assert any(one["code"] == "VC101" for one in raw["findings"])
    assert json.loads(run("lint", board, "-f", "sarif")[1])["version"] == "2.1.0"
    assert run("lint", board, "-f", "github")[1].startswith("::error ")
    assert run("lint", board, "--fail-on", "never")[0] == 0
    assert "VC101" in run("lint", board, "--lang", "zh")[1]


def test_lint_of_what_is_no_storyboard_ends_with_2(board: Path) -> None:
    board.write_text("vidcheck: 1\nprojct: {}\n", encoding="utf-8")
    code, _, err = run("lint", board)
    assert code == 2
    assert f"{board}:2:1" in err


def test_plan_is_the_same_bytes_each_time_in_every_format(board: Path) -> None:
    for form in ("text", "md", "json", "csv"):
        args = ("plan", board, "--target", "kling-3.0", "--target", "seedance-2.0", "-f", form)
        assert run(*args) == run(*args)
    raw = json.loads(run("plan", board, "--target", "kling-3.0", "-f", "json")[1])
    assert {"schema_version", "storyboard", "plan_hash", "requests"} <= set(raw)
    assert all(one["shots"] for one in raw["requests"])


def test_plan_of_one_shot_writes_a_folder_with_bodies(board: Path) -> None:
    out = board.parent / "prompts"
    code, _, err = run("plan", board, "--target", "可灵", "--shot", "12B", "--out", out)
    assert code == 0
    assert "requests in" in err
    assert (out / "plan.txt").is_file()
    assert (out / "12B_kling-3.0_t1.json").is_file()


def test_plan_says_which_names_are_taken(board: Path) -> None:
    for name in ("12A_kling-3.0_t1.mp4", "12A_kling-3.0_t2.webm"):
        (board.parent / "takes" / name).write_bytes(b"a take")
    code, out, err = run("plan", board, "--target", "kling-3.0")
    assert code == 0
    assert "12A_kling-3.0_t1 is there already: call the next one 12A_kling-3.0_t3" in err
    assert "12B" not in err
    assert "there already" not in out
    assert (
        "新的一条请命名为 12A_kling-3.0_t3"
        in run("plan", board, "--target", "kling-3.0", lang="zh_CN.UTF-8")[2]
    )


def test_plan_without_a_generator_says_how_to_name_one(board: Path) -> None:
    code, _, err = run("plan", board)
    assert code == 2
    assert "names no generator" in err
    assert "--target" in err


def test_an_unknown_generator_gets_a_suggestion_in_chinese_too(board: Path) -> None:
    assert "did you mean" in run("plan", board, "--target", "klingg-3.0")[2]
    assert "没有这个生成模型" in run("plan", board, "--target", "klingg-3.0", lang="zh_CN")[2]


def test_generators_metrics_and_schema_are_listed() -> None:
    assert "kling-3.0" in run("generators", "list")[1]
    assert json.loads(run("generators", "show", "可灵", "-f", "json")[1])["id"] == "kling-3.0"
    shown = run("generators", "show", "kling-3.0")[1]
    [line] = [row for row in shown.splitlines() if row.split()[:1] == ["prompt.max"]]
    assert line.split()[1:] == ["3072", "[1][2]", "2026-11-23"]
    assert "  [1] https://kling.ai/document-api" in shown
    assert "Not established:" in shown
    assert "ssim_adjacent" in run("metrics", "list")[1]
    assert json.loads(run("schema")[1])["$schema"].endswith("draft-07/schema#")


@pytest.mark.usefixtures("takes")  # measuring is told here; the regression tests measure
def test_the_demo_runs_the_whole_loop(tmp_path: Path) -> None:
    code, out, err = run("demo", "--out", tmp_path / "demo", "--jobs", 1)
    assert code == 0
    assert "kling-3.0" in out
    assert "seedance-2.0" in out
    assert "keep" in out
    assert "report.html" in err
    report = load_report(tmp_path / "demo" / "report" / "run.json")
    assert len(report.shots) >= 4


@pytest.mark.usefixtures("takes")
def test_the_demo_leaves_a_storyboard_that_was_changed_as_it_is(tmp_path: Path) -> None:
    assert run("demo", "--out", tmp_path / "demo", "--jobs", 1)[0] == 0
    mine = tmp_path / "demo" / "storyboard.yaml"
    changed = mine.read_text(encoding="utf-8").replace("One Last Coffee", "Two Last Coffees")
    mine.write_text(changed, encoding="utf-8")
    assert run("demo", "--out", tmp_path / "demo", "--jobs", 1)[0] == 0
    assert mine.read_text(encoding="utf-8") == changed


def test_the_demo_into_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    code, _, err = run("demo", "--out", tmp_path / "file" / "demo")
    assert code == 2
    assert "cannot be written" in err


@pytest.mark.parametrize(
    ("lang", "seed"), [("en", []), ("zh", []), ("en", ["--seed", "night-bus"])],
    ids=["en", "zh", "seed"],
)  # fmt: skip
def test_init_makes_a_project_that_lints_and_plans(
    tmp_path: Path, lang: str, seed: list[str]
) -> None:
    code, out, err = run("init", tmp_path / "film", "--lang", lang, *seed)
    board = tmp_path / "film" / "storyboard.yaml"
    assert code == 0
    assert str(board) in out
    assert "vidcheck lint" in err
    assert (tmp_path / "film" / "takes").is_dir()
    assert board.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=./story")
    assert json.loads((board.parent / "storyboard.schema.json").read_text(encoding="utf-8"))
    assert run("lint", board)[0] == 0
    assert run("plan", board, "--target", "kling-3.0")[0] == 0


def test_init_from_a_seed_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    code, _, err = run("init", tmp_path / "film", "--seed", "night-buss")
    assert code == 2
    assert "night-bus" in err
    assert not (tmp_path / "film").exists()


def test_init_never_overwrites(board: Path) -> None:
    code, _, err = run("init", board.parent)
    assert code == 2
    assert "is there already" in err
    assert board.read_text(encoding="utf-8") == BOARD


def test_init_into_a_file_is_one_clear_error(board: Path) -> None:
    code, _, err = run("init", board / "film")
    assert code == 2
    assert "cannot be written" in err


def test_init_speaks_two_languages_only(tmp_path: Path) -> None:
    assert run("init", tmp_path, "--lang", "fr")[0] == 2


def test_old_facts_are_found_and_their_absence_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "generators"
    folder.mkdir()
    (folder / "mine.yaml").write_text(
        "id: my-model\nextends: kling-3.0\nas_of: 2020-01-01\n", encoding="utf-8"
    )
    code, out, _ = run("generators", "list", "--stale", "1000", "--project", str(tmp_path))
    assert code == 0
    assert [row.split()[0] for row in out.splitlines()] == ["id", "my-model"]
    code, out, err = run("generators", "list", "--stale", "30000")
    assert (code, out.strip()) == (0, "")
    assert "30000 days" in err
