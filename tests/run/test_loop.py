"""Twice round the loop, for real: plan, takes, check, advise --apply, plan, new takes, check."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from tests import stage
from tests.drawing import write
from vidcheck.cli.app import app
from vidcheck.ledger.verdicts import record
from vidcheck.report.model import load_report
from vidcheck.run.recall import compared_as_kept, with_human_words

if TYPE_CHECKING:
    from pathlib import Path

BOARD = """\
# The ball.
vidcheck: 1
project: {title: The Ball, fps: 12}
style: {prompt: plain daylight}
subjects:
  ball: {kind: prop, identity: a red woollen ball, track: object}
places: {wall: {prompt: a green wall}}
defaults: {target: {model: kling-3.0}, budget: {max_takes: 6}}
scenes:
  - id: sc01
    place: wall
    shots:
      - id: "1A"
        duration: 2   # short
        action: The ball floats before the wall.
        props: [ball]
        camera: {move: truck_right}
      - id: "1B"
        duration: 2
        action: The ball goes on floating.
        props: [ball]
        camera: {move: truck_right}
        continuity: {from: "1A", kind: continuous}
"""


class Loop:
    """A project on disk and the commands a creator types."""

    def __init__(self, root: Path) -> None:
        self.root, self.board = root, root / "storyboard.yaml"
        (root / "takes").mkdir()
        self.board.write_text(BOARD, encoding="utf-8")

    def run(self, *words: str) -> str:
        done = CliRunner().invoke(app, [*words])
        assert done.exit_code in (0, 1), done.output
        return done.stdout

    def plan(self) -> dict[str, tuple[str, list[str]]]:
        """Prompt and pictures of every request, by file stem."""
        raw = self.run("plan", str(self.board), "--target", "kling-3.0", "--format", "json")
        return {
            one["file_stem"]: (one["prompt"], [ref["path"] for ref in one["references"]])
            for one in json.loads(raw)["requests"]
            if one["mode"] != "image"
        }

    def take(self, stem: str, drawn: stage.Take) -> None:
        write(self.root / "takes" / f"{stem}.mp4", drawn.pictures, per_second=12)

    def check(self) -> dict[str, Any]:
        out = self.root / "report"
        self.run("check", str(self.board), "--out", str(out), "--jobs", "2", "--no-cache")
        result: dict[str, Any] = json.loads((out / "run.json").read_text(encoding="utf-8"))
        return result | {"by": {shot["shot"]: shot for shot in result["shots"]}}

    def advise(self, *more: str) -> str:
        return self.run("advise", str(self.board), str(self.root / "report/run.json"), *more)


@pytest.fixture
def loop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Loop:
    monkeypatch.setenv("LC_ALL", "C")
    return Loop(tmp_path)


def good(number: int) -> stage.Take:
    return stage.draw(24, pan=(1.8 + number / 10, 0.0), own=(0.6, 0.1 * number))


def another_ball(number: int) -> stage.Take:
    """From the middle on it is another ball."""
    return stage.draw(24, pan=(1.8 + number / 10, 0.0), change=stage.another(11 + number))


def test_twice_round_the_loop(loop: Loop) -> None:
    first = loop.plan()
    assert set(first) == {"1A_kling-3.0_t1", "1B_kling-3.0_t1"}
    loop.take("1A_kling-3.0_t1", good(1))
    loop.take("1B_kling-3.0_t1", another_ball(0))
    loop.take("1B_kling-3.0_t2", another_ball(1))

    seen = loop.check()["by"]
    assert seen["1A"]["decision"] == "keep"
    assert seen["1B"]["decision"] == "rewrite"
    moves = [one for one in seen["1A"]["ranking"][0]["asked"] if one["what"] == "camera_move"]
    assert [one["met"] for one in moves] == [True]

    told = loop.advise("--shot", "1B", "--apply")
    assert "prompt for kling-3.0:" in told
    assert loop.board.with_name("storyboard.yaml.bak").read_text(encoding="utf-8") == BOARD
    assert "duration: 2   # short" in loop.board.read_text(encoding="utf-8")

    second = loop.plan()  # the one change shows in the request of 1B, and only there
    assert second["1A_kling-3.0_t1"] == first["1A_kling-3.0_t1"]
    assert second["1B_kling-3.0_t1"] != first["1B_kling-3.0_t1"]
    loop.take("1B_kling-3.0_t3", good(2))

    result = loop.check()
    after = result["by"]["1B"]
    assert (after["decision"], after["round"]) == ("keep", 2)
    assert after["take"].endswith("1B_kling-3.0_t3.mp4")
    assert "in 0 of 1 takes, before it in 2 of 2" in str(result["notes"])
    assert "1B: keep" in loop.advise("--shot", "1B")


def test_shots_in_one_file_are_judged_apart(loop: Loop) -> None:
    text = BOARD + "units: [{id: u1, shots: [1A, 1B]}]\n"
    loop.board.write_text(text, encoding="utf-8")
    [stem] = loop.plan()
    loop.take(stem, stage.Take(good(1).pictures + another_ball(0).pictures, ()))
    result = loop.check()
    assert [clip["shot"] for clip in result["clips"]] == ["1A", "1B"]
    spans = [clip["span_s"] for clip in result["clips"]]
    assert spans == [[0.0, pytest.approx(2, abs=0.01)], [pytest.approx(2, abs=0.01), 4.0]]
    assert result["by"]["1A"]["decision"] == "keep"  # the cut between them is no defect
    assert result["by"]["1B"]["decision"] in ("reroll", "fix_in_post")
    assert all(event["start_s"] >= 2.0 for event in result["clips"][1]["events"])


def test_shots_are_compared_by_the_take_that_a_person_kept(loop: Loop) -> None:
    for stem, drawn in (("1A_kling-3.0_t1", good(1)), ("1A_kling-3.0_t2", good(2)),
                        ("1B_kling-3.0_t1", good(0))):  # fmt: skip
        loop.take(stem, drawn)
    chosen = loop.check()["by"]["1A"]["take"]
    [other] = {str(path) for path in (loop.root / "takes").glob("1A*")} - {chosen}
    record(loop.root, "1A", loop.root / "takes" / other, "keep", "")

    run = loop.root / "report" / "run.json"
    known = with_human_words(load_report(run))
    assert known.continuity is not None
    assert [row.take for row in known.continuity.style if row.shot == "1A"] == [chosen]
    after = compared_as_kept(known, run.parent).continuity
    assert after is not None
    assert [row.take for row in after.style if row.shot == "1A"] == [other]
    shown = [one for them in after.matrix.values() for one in them.appearances if one.shot == "1A"]
    assert {one.take for one in shown} == {other}
    assert all(one.picture and (run.parent / one.picture).is_file() for one in shown)

    again = loop.check()["continuity"]["style"]
    assert [row["take"] for row in again if row["shot"] == "1A"] == [other]
