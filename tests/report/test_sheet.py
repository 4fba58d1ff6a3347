"""Contact sheets and plots: read back as pictures, with what they show at its place."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from tests.report.made import CLIPS, RUN
from vidcheck.cli.app import app
from vidcheck.errors import VidcheckError
from vidcheck.report import lettering
from vidcheck.report.as_sheet import EDGE, LABEL, STRIP, TAKES, WIDTH, plot, sheet

if TYPE_CHECKING:
    from pathlib import Path

FRAMES = [(20 * i, 250 - 20 * i, 90) for i in range(10)]
HOSTILE = '"><script>\x1b[2J\x00\n{7*7}'


def strip() -> bytes:
    """Ten frames of 32 × 18, each of one colour, side by side."""
    out = io.BytesIO()
    whole = np.repeat(np.array([FRAMES], np.uint8), 18, axis=0).repeat(32, axis=1)
    Image.fromarray(whole).save(out, "WEBP", lossless=True)
    return out.getvalue()


def with_strip() -> object:
    first = CLIPS[0].model_copy(update={"strip": "a.webp"})
    return RUN.model_copy(update={"clips": (first, *CLIPS[1:])})


def test_the_strip_runs_from_the_first_frame_to_the_last() -> None:
    picture = sheet(with_strip(), {"a.webp": strip()}, shot="12A")  # type: ignore[arg-type]
    assert picture.width == WIDTH
    # Take 1 stands second: its row is the one that has colour.
    seen = np.asarray(picture)[:, EDGE + LABEL + 20]
    row = int(np.flatnonzero(np.ptp(seen.astype(int), axis=1) > 60)[0]) + STRIP // 2
    line = np.asarray(picture)[row, EDGE + LABEL : WIDTH - EDGE].astype(int)
    reds = [line[int((i + 0.5) / 6 * len(line)), 0] for i in range(6)]
    assert reds == sorted(reds)
    assert reds[0] < 60
    assert reds[-1] > 140


def test_every_shot_has_its_row() -> None:
    one = RUN.model_copy(update={"shots": RUN.shots[:1]})
    assert sheet(RUN, {}).height > sheet(one, {}).height + 2 * STRIP


def test_a_plot_draws_each_take_in_its_colour() -> None:
    pixels = np.asarray(plot(RUN, shot="12A")).reshape(-1, 3)
    for colour in TAKES[:2]:
        wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
        assert (pixels == wanted).all(axis=1).sum() > 500


def test_shots_that_are_not_there_are_said() -> None:
    with pytest.raises(VidcheckError, match="no such shot"):
        sheet(RUN, {}, shot="99")
    with pytest.raises(VidcheckError, match="one shot"):
        plot(RUN)
    with pytest.raises(VidcheckError, match="no curve"):
        plot(RUN, shot="12C")


@pytest.mark.parametrize("chinese", [True, False])
def test_any_name_can_be_drawn(monkeypatch: pytest.MonkeyPatch, chinese: bool) -> None:
    if not chinese:
        monkeypatch.setattr(lettering, "chinese_font", lambda: None)
        lettering.font.cache_clear()
        assert lettering.drawable("One Last Coffee · 起飞前") == "One Last Coffee"
    shot = RUN.shots[0].model_copy(update={"reason": HOSTILE + " 镜头" * 40, "shot": HOSTILE})
    sheet(RUN.model_copy(update={"shots": (shot,), "title": HOSTILE * 30}), {})
    lettering.font.cache_clear()


@pytest.mark.parametrize(("name", "kind"), [("film.png", "PNG"), ("film.WEBP", "WEBP")])
def test_the_command_writes_what_the_name_says(tmp_path: Path, name: str, kind: str) -> None:
    run = tmp_path / "run.json"
    run.write_text(RUN.model_dump_json(), encoding="utf-8")
    out = tmp_path / name
    done = CliRunner().invoke(app, ["report", str(run), "--format", "sheet", "--out", str(out)])
    assert done.exit_code == 0, done.output
    with Image.open(out) as picture:
        assert picture.format == kind


@pytest.mark.parametrize("out", [(), ("--out", "film.jpg"), ("--out", "-")])
def test_a_picture_needs_a_file(tmp_path: Path, out: tuple[str, ...]) -> None:
    run = tmp_path / "run.json"
    run.write_text(RUN.model_dump_json(), encoding="utf-8")
    done = CliRunner().invoke(app, ["report", str(run), "--format", "plot", *out])
    assert done.exit_code == 2
    assert "film.png" in done.output
