from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from skimage import data

from tests.conftest import INSTALLED
from tests.models import made
from vidcheck.geometry import Region
from vidcheck.models import network
from vidcheck.models import shelf as shelf_module
from vidcheck.models.embedding import Embedder, on_grey, pooled
from vidcheck.models.mask import Masker
from vidcheck.models.network import open_network
from vidcheck.models.shelf import Absent, Shelf
from vidcheck.models.store import stored
from vidcheck.models.verify import verified

if TYPE_CHECKING:
    from pathlib import Path

    from vidcheck.models.store import Stored


def test_without_models_everything_is_absent_with_a_reason(tmp_path: Path) -> None:
    for shelf in (Shelf(tmp_path / "nothing"), Shelf(None)):
        for model in (shelf.faces, shelf.embedding, shelf.mask, shelf.vbench):
            assert isinstance(model, Absent)
            assert model.reason
            assert not model.broken
        assert shelf.used() == ()
        assert shelf.broken() == ()


def test_a_model_of_ones_own_serves(tmp_path: Path) -> None:
    made.put(tmp_path, "mask", made.redness())
    shelf = Shelf(tmp_path)
    assert isinstance(shelf.mask, Masker)
    assert shelf.used() == ()  # outlines are for pictures by themselves
    assert [row.state for row in verified(shelf)].count("serves") == 1


@pytest.mark.parametrize("damage", ["one byte", "cut off", "no network"])
def test_a_changed_file_is_not_used_and_said(tmp_path: Path, damage: str) -> None:
    made.put(tmp_path, "mask", made.redness() if damage != "no network" else b"\x00" * 99)
    [one] = [each for each in stored(tmp_path) if each.state == "installed"]
    raw = one.path.read_bytes()
    if damage == "one byte":
        one.path.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    elif damage == "cut off":
        one.path.write_bytes(raw[: len(raw) // 2])
    shelf = Shelf(tmp_path)
    assert isinstance(shelf.mask, Absent)
    assert shelf.broken() == (shelf.mask,)
    assert "own-mask.onnx" in shelf.mask.reason
    assert [row.id for row in verified(shelf) if row.state == "broken"] == ["own-mask"]


def test_a_file_without_its_note_is_not_used(tmp_path: Path) -> None:
    made.put(tmp_path, "mask", made.redness())
    (tmp_path / "own-mask.json").write_text("{", encoding="utf-8")
    assert isinstance(Shelf(tmp_path).mask, Absent)


def test_a_processor_without_avx_gets_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "cpuinfo"
    told.write_text("processor: 0\nflags : fpu sse sse2\n", encoding="ascii")
    assert not network._has_avx(told)
    told.write_text("processor: 0\nflags : fpu avx\n", encoding="ascii")
    assert network._has_avx(told)
    monkeypatch.setattr(network, "_has_avx", lambda: False)
    monkeypatch.setattr(network.platform, "machine", lambda: "x86_64")
    with pytest.raises(ValueError, match="AVX"):
        open_network(made.redness(), "mask")


def picture(
    background: int, spot: tuple[int, int, int] = (200, 60, 60)
) -> tuple[np.ndarray, np.ndarray]:
    """A disc of one colour before a striped background, and its mask."""
    rows, columns = np.mgrid[:120, :160]
    rgb = np.where((rows // 8 % 2)[..., None], background, 255 - background).astype(np.uint8)
    rgb = np.repeat(rgb, 3, axis=2) if rgb.shape[2] == 1 else rgb
    mask = (np.hypot(rows - 60, columns - 90) < 30).astype(np.float32)
    rgb[mask > 0] = spot
    return rgb, mask


def test_the_background_does_not_reach_the_vector() -> None:
    embedder = Embedder(open_network(made.embedder(), "embedding"))
    vectors = [embedder.vector(*picture(level)) for level in (0, 90, 250)]
    for one in vectors[1:]:
        assert one is not None
        assert float(one @ vectors[0]) == pytest.approx(1, abs=1e-4)
    other = embedder.vector(*picture(90, (60, 60, 200)))
    assert other is not None
    assert float(other @ vectors[0]) < 0.9


def test_a_subject_keeps_its_proportions_on_grey() -> None:
    rgb, mask = picture(10)
    mask[:, :75] = 0
    cut = on_grey(rgb, mask, 64)
    assert cut is not None
    small, share = cut
    wide, high = share.max(0) > 0.5, share.max(1) > 0.5
    assert wide.sum() / high.sum() == pytest.approx(45 / 60, abs=0.08)
    assert (small[0, 0] == 127).all()
    assert on_grey(rgb, np.zeros_like(mask), 64) is None


def test_answers_of_every_form_are_pooled_where_the_mask_is() -> None:
    mask = np.zeros((64, 64), np.float32)
    mask[:, :32] = 1
    places = np.zeros((1, 2, 2, 2), np.float32)
    places[0, 0, :, 0] = places[0, 1, :, 1] = 1  # left answers (1, 0), right (0, 1)
    assert pooled(places, mask) == pytest.approx([1, 0])
    tokens = places[0].reshape(2, 4).T[None]
    assert pooled(tokens, mask) == pytest.approx([1, 0])
    with_class = np.concatenate([np.full((1, 1, 2), 9, np.float32), tokens], axis=1)
    assert pooled(with_class, mask) == pytest.approx([1, 0])
    assert pooled(np.array([[3, 4]], np.float32), mask) == pytest.approx([0.6, 0.8])


def test_the_mask_stays_in_its_box() -> None:
    masker = Masker(open_network(made.redness(), "mask"))
    rgb = np.full((90, 120, 3), 80, np.uint8)
    rgb[20:70, 10:40] = rgb[20:70, 80:110] = (220, 40, 40)
    whole = masker.salient(rgb)
    assert (whole[25:65, 14:36] > 0.9).all()
    assert (whole[25:65, 84:106] > 0.9).all()
    one = masker.inside(rgb, Region(18, 8, 72, 42))
    assert one is not None
    assert (one[25:65, 14:36] > 0.9).all()
    assert not one[:, 60:].any()
    assert masker.inside(rgb, Region(18, 46, 72, 74)) is None


REAL = Shelf(INSTALLED)
NEEDS_WEIGHTS = pytest.mark.skipif(
    INSTALLED is None or {one.state for one in stored(INSTALLED)} != {"installed"},
    reason="no models on this machine: `vidcheck models install` brings them",
)


@NEEDS_WEIGHTS
def test_real_weights_find_and_tell_the_astronaut() -> None:
    assert not isinstance(REAL.faces, Absent)
    rgb = data.astronaut()
    [face] = REAL.faces.faces(rgb)
    assert face.region.overlap(Region(63, 178, 176, 268)) > 0.6  # marked by hand
    dark = np.ascontiguousarray((rgb[:, ::-1] * 0.7).astype(np.uint8))
    [again] = REAL.faces.faces(dark)
    assert float(face.vector @ again.vector) > 0.6
    assert REAL.faces.faces(data.coffee()) == ()


@NEEDS_WEIGHTS
def test_real_weights_tell_photographs_apart() -> None:
    assert not isinstance(REAL.embedding, Absent)
    assert not isinstance(REAL.mask, Absent)
    vectors = {}
    for name in ("chelsea", "coffee"):
        rgb = getattr(data, name)()
        mask = REAL.mask.salient(rgb)
        turned = np.ascontiguousarray(rgb[:, ::-1]), np.ascontiguousarray(mask[:, ::-1])
        vectors[name] = [REAL.embedding.vector(rgb, mask), REAL.embedding.vector(*turned)]
    same = min(float(one @ other) for one, other in vectors.values())
    apart = max(float(one @ other) for one in vectors["chelsea"] for other in vectors["coffee"])
    assert same > 0.85
    assert apart < 0.4


@NEEDS_WEIGHTS
def test_a_damaged_weight_falls_back(tmp_path: Path) -> None:
    assert INSTALLED is not None
    home = tmp_path / "models"
    shutil.copytree(INSTALLED, home)
    path = home / "efficientnet-lite0.pth"
    raw = bytearray(path.read_bytes())
    raw[1000] ^= 1
    path.write_bytes(raw)
    shelf = Shelf(home)
    assert isinstance(shelf.embedding, Absent)
    assert shelf.embedding.broken
    assert cv2.__version__
    assert not isinstance(shelf.mask, Absent)


@NEEDS_WEIGHTS
def test_what_tells_faces_apart_is_loaded_at_the_first_face() -> None:
    shelf = Shelf(INSTALLED)
    reader = shelf.quick_faces
    assert not isinstance(reader, Absent)
    assert reader.faces(data.coffee()) == ()
    assert "recogniser" not in vars(reader)
    assert len(reader.faces(data.astronaut())) == 1
    assert "recogniser" in vars(reader)


@NEEDS_WEIGHTS
def test_a_recogniser_that_opencv_cannot_read_is_absent_with_a_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shelf_module, "_model_bytes", broken_recogniser)
    shelf = Shelf(INSTALLED)
    assert not isinstance(shelf.quick_faces, Absent)
    assert isinstance(shelf.faces, Absent)
    assert "cannot tell faces apart" in shelf.faces.reason
    with pytest.raises(ValueError, match="cannot tell faces apart"):
        shelf.quick_faces.faces(data.astronaut())


def broken_recogniser(one: Stored) -> bytes:
    """The files as they are, and nonsense in place of the recogniser."""
    return b"\x00" * 99 if one.purpose == "face" else one.path.read_bytes()
