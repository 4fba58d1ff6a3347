"""Several subjects in one clip: each followed by itself, in one pass, and one of them at fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from tests.drawing import write
from tests.stage import Layer, Stage, disc_alpha, draw, paint
from vidcheck.brief import Also
from vidcheck.geometry import Region
from vidcheck.run.clip import score_clip
from vidcheck.run.fingerprint import key_of
from vidcheck.run.job import ClipJob

if TYPE_CHECKING:
    from pathlib import Path

AT, COUNT, SCALE = 14, 30, 2
FIRST, SECOND = (50.0, 60.0), (140.0, 66.0)


def _clip(path: Path) -> Path:
    """Two discs side by side, two by two pixels each; from frame 14 on the right one is another."""

    def change(index: int, stage: Stage) -> None:
        look = paint(7, (100, 120, 170)) if index >= AT else paint(4, (120, 150, 90))
        centre = (SECOND[0] - 0.7 * index, SECOND[1])
        stage.things.append(Layer(look, disc_alpha(26), centre))

    pictures = [
        np.asarray(cv2.resize(picture, None, fx=SCALE, fy=SCALE), np.uint8)
        for picture in draw(COUNT, change=change, start=FIRST).pictures
    ]
    return write(path, pictures, per_second=8)


def _box(centre: tuple[float, float]) -> Region:
    return Region.from_xywh(SCALE * (centre[0] - 26), SCALE * (centre[1] - 26), 104, 104)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return _clip(tmp_path / "two.mkv")


def test_the_one_that_changes_is_named_and_the_row_is_as_bad(clip: Path) -> None:
    other = Also("jun", _box(SECOND))
    row = score_clip(clip, subject=_box(FIRST), others=[other], threads=1)
    alone = score_clip(clip, subject=_box(FIRST), threads=1)
    by_itself = score_clip(clip, subject=_box(SECOND), threads=1)
    assert row.verdict == "fail"
    assert row.risk == by_itself.risk
    assert alone.risk is not None
    assert by_itself.risk is not None
    assert alone.risk < by_itself.risk
    swaps = [one for one in row.events if one.type in ("swap", "vanish") and one.subject == "jun"]
    assert swaps
    assert swaps[0].start_s == pytest.approx(AT / 8, abs=0.26)
    assert swaps[0].evidence.startswith("jun: ")
    assert [(one.name, one.risk) for one in row.others] == [("jun", by_itself.risk)]
    assert row.clip == alone.clip


def test_one_that_is_not_there_is_said_and_not_guessed(clip: Path, tmp_path: Path) -> None:
    picture = tmp_path / "mei.png"
    checks = (np.indices((90, 70)).sum(0) // 9 % 2 * 255).astype(np.uint8)
    cv2.imwrite(str(picture), np.dstack([checks, 255 - checks, checks]))
    missing = Also("mei", references=(picture,))
    row = score_clip(clip, subject=_box(FIRST), others=[missing], threads=1)
    assert row.others == ()
    assert "mei was not found in the first frame and is not measured" in row.warnings


def test_whom_one_looks_at_is_part_of_what_a_result_is_kept_under(clip: Path) -> None:
    one, two = (ClipJob(clip, others=(Also("jun", _box(centre)),)) for centre in (FIRST, SECOND))
    assert key_of(one) != key_of(two)
    assert key_of(one) == key_of(ClipJob(clip, others=(Also("jun", _box(FIRST)),)))
