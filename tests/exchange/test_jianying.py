from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyJianYingDraft import DraftFolder
from typer.testing import CliRunner

from tests.exchange.made import film
from vidcheck.cli.app import app
from vidcheck.errors import OutputError, VidcheckError
from vidcheck.exchange.as_jianying import write
from vidcheck.exchange.assemble import Wish, assemble
from vidcheck.report import as_json

if TYPE_CHECKING:
    from vidcheck.report.model import RunReport

TAKE = Path(__file__).parents[2] / "samples/project/takes/1A_kling-3.0_t1.mp4"
"""72 frames at 24 a second."""


def with_clip() -> RunReport:
    """The film of which only 12A has a take, and that take is a real file."""
    report = film()
    facts = report.clips[1].clip
    assert facts is not None
    clip = report.clips[1].model_copy(
        update={"path": str(TAKE), "clip": facts.model_copy(update={"frames": 72})}
    )
    ranked = report.shots[0].ranking[0].model_copy(update={"path": str(TAKE)})
    shot = report.shots[0].model_copy(update={"take": str(TAKE), "ranking": (ranked,)})
    return report.model_copy(update={"clips": (clip,), "shots": (shot,)})


def test_a_draft_is_read_back(tmp_path: Path) -> None:
    write(assemble(with_clip(), Wish(lang="zh")), tmp_path / "红色的信")
    content = DraftFolder(str(tmp_path)).load_template("红色的信").content
    pictures, words = content["tracks"]
    [segment] = pictures["segments"]
    assert segment["target_timerange"] == {"start": 0, "duration": 3_000_000}
    assert segment["source_timerange"] == {"start": 0, "duration": 3_000_000}
    assert content["materials"]["videos"][0]["path"] == str(TAKE)
    assert content["canvas_config"]["width"] == 1280
    assert len(words["segments"]) == 3
    assert "他不会来了。" in content["materials"]["texts"][0]["content"]
    assert [one.name for one in tmp_path.iterdir()] == ["红色的信"]


def test_frames_that_meet_meet_in_microseconds(tmp_path: Path) -> None:
    made = assemble(with_clip(), Wish(rate=Fraction(30000, 1001)))
    write(made, tmp_path / "x")
    content = DraftFolder(str(tmp_path)).load_template("x").content
    assert content["fps"] == 30
    [segment] = content["tracks"][0]["segments"]
    assert segment["target_timerange"]["duration"] == round(89 * 1_001_000 / 30)


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    with pytest.raises(OutputError, match="is there already"):
        write(assemble(with_clip(), Wish()), tmp_path / "x")


def test_a_clip_that_is_gone_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(VidcheckError, match=r"takes/12A_t2\.mp4: cannot be read"):
        write(assemble(film(), Wish()), tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


def test_the_command_needs_a_place_and_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = tmp_path / "run.json"
    run.write_text(as_json.render(with_clip()), encoding="utf-8")
    asked = ["report", str(run), "--format", "jianying"]
    done = CliRunner().invoke(app, asked)
    assert (done.exit_code, "writes a folder" in done.stderr) == (2, True)
    done = CliRunner().invoke(app, [*asked, "--out", str(tmp_path / "draft")])
    assert done.exit_code == 0, done.stderr
    assert "an experiment" in done.stderr
    monkeypatch.setitem(sys.modules, "pyJianYingDraft", None)
    done = CliRunner().invoke(app, [*asked, "--out", str(tmp_path / "other")])
    assert (done.exit_code, "vidcheck[draft]" in done.stderr) == (2, True)
