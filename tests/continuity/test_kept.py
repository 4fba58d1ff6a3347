from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from tests.continuity.made import NO_MODELS, doll
from vidcheck.continuity.glimpse import MOST, Glimpses
from vidcheck.continuity.kept import keep, packed, read, signed
from vidcheck.continuity.signature import sign
from vidcheck.decode import Frame
from vidcheck.judge.rows import ClipRow
from vidcheck.locate.base import Subject

if TYPE_CHECKING:
    from pathlib import Path

    from vidcheck.continuity.signature import Signature

ROW = ClipRow(path="1A.mp4", status="scored", verdict="pass")


def signature() -> Signature:
    made = sign([doll(step=3 * i) for i in range(3)], NO_MODELS, sure=True)
    assert made is not None
    return made


def test_a_signature_comes_back_as_it_was(tmp_path: Path) -> None:
    made = signature()
    row = keep(ROW, made, tmp_path, "pictures/1A")
    assert row.signature == "pictures/1A/signature.npz"
    assert row.figures == ("pictures/1A/figure_1.webp",)
    with Image.open(tmp_path / row.figures[0]) as picture:
        assert max(picture.size) == 300
    again = read(tmp_path / row.signature)
    assert again is not None
    assert again.palette == made.palette
    [figure], [old] = again.figures, made.figures
    for view, was in zip(figure.views, old.views, strict=True):
        assert view.colours == pytest.approx(was.colours, abs=0.1)
        assert (view.corners == was.corners).all()
        assert view.face is None
    assert packed(made) == packed(signature())
    assert (tmp_path / row.signature).stat().st_size < 150_000


@pytest.mark.parametrize("damage", ["cut", "text", "other arrays", "bomb"])
def test_a_damaged_signature_is_none(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "signature.npz"
    raw = packed(signature())
    if damage == "cut":
        path.write_bytes(raw[: len(raw) // 2])
    elif damage == "text":
        path.write_text("not a signature", encoding="utf-8")
    elif damage == "other arrays":
        np.savez(path, format=np.array([1]), figures=np.array([[3, 1]]))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
            box.writestr("format.npy", bytes(1 << 25))
    assert read(path) is None
    assert read(tmp_path / "missing.npz") is None


def test_only_what_was_made_is_named() -> None:
    row = signed(ROW, "pictures/x", {"figure_1.webp", "figure_3.webp"})
    assert row.signature is None
    assert row.figures == ("pictures/x/figure_1.webp",)


@pytest.mark.parametrize("count", [1, 2, 5, 9, 10, 11, 37, 400])
def test_glimpses_are_spread_over_a_clip_of_any_length(count: int) -> None:
    glimpses = Glimpses()
    for index in range(count):
        picture = np.zeros((2, 2, 3), np.uint8)
        glimpses.see(Frame(index, float(index), picture), Subject(np.ones((2, 2), np.float32), 1.0))
        assert len(glimpses._kept) <= 2 * MOST
    times = [one.time_s for one in glimpses.chosen()]
    assert len(times) == min(MOST, count)
    assert times == sorted(set(times))
    if count > 10:
        assert times[0] == 0
        assert times[-1] > 0.7 * count
        gaps = np.diff(times)
        assert gaps.max() <= 2.1 * gaps.min()


def test_no_frame_is_no_signature() -> None:
    assert sign([], NO_MODELS, sure=True) is None
    lost = [type(doll())(0.0, doll().rgb, None)]
    made = sign(lost, NO_MODELS, sure=True)
    assert made is not None
    assert made.figures == ()
