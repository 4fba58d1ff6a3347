from __future__ import annotations

import json
import zipfile
from contextlib import suppress
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from tests.exchange.made import RATES, film
from vidcheck.cli.app import app
from vidcheck.errors import VidcheckError
from vidcheck.exchange import as_edl, as_fcp7xml, as_otio
from vidcheck.exchange.assemble import Wish, assemble
from vidcheck.exchange.cut import DEEPEST, MOST_BYTES, Shown, place_of, read_cut
from vidcheck.exchange.used import Conformed, conform
from vidcheck.ledger import journal
from vidcheck.ledger.entry import CheckEntry, Seen, ShotFacts
from vidcheck.ledger.history import PastTake, takes_by_shot
from vidcheck.ledger.store import home_of
from vidcheck.ledger.verdicts import latest, record

RENDER = {"otio": as_otio.render, "edl": as_edl.render, "xml": as_fcp7xml.render}


def past(path: Path, shot: str, content: str = "0" * 64) -> PastTake:
    nothing = dict.fromkeys(PastTake.__dataclass_fields__)
    return PastTake(**{
        **nothing, "shot": shot, "path": path, "sha256": content, "verdict": "pass", "events": (),
        "created_at": datetime(2026, 11, 1, tzinfo=UTC), "round": 1, "status": "scored",
    })  # type: ignore[arg-type]  # fmt: skip


def known(project: Path) -> list[PastTake]:
    paths = [("12A_t1", "12A"), ("12A_t2", "12A"), ("12B_t1", "12B"), ("12D_t1", "12D")]
    takes = [past(project / f"takes/{name}.mp4", shot, name) for name, shot in paths]
    file = project / "takes/u1.mp4"
    parts = [past(file, "12E", "u#t=0,2.083"), past(file, "12F", "u#t=2.083,4.1667")]
    return takes + parts


def held(path: Path, project: Path, rate: Fraction = Fraction(24)) -> Conformed:
    return conform(read_cut(path, rate), known(project), project, path)


@pytest.mark.parametrize("kind", RENDER)
@pytest.mark.parametrize("rate", [RATES[0], RATES[1], RATES[3]], ids=str)
def test_a_cut_tells_which_takes_and_which_part_it_uses(
    kind: str, rate: Fraction, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / f"cut.{kind}"
    drop = rate == RATES[3]
    made = assemble(film(rate), Wish(drop=drop, start=3600))
    path.write_text(RENDER[kind](made), encoding="utf-8")
    outcome = held(path, tmp_path, rate)
    assert [use.take.shot for use in outcome.uses] == ["12A", "12B", "12D", "12E", "12F"]
    assert [use.take.path.name for use in outcome.uses][:2] == ["12A_t2.mp4", "12B_t1.mp4"]
    assert outcome.uses[0].ranges == ((Fraction(0), 97 / rate),)
    assert outcome.uses[1].ranges == ((10 / rate, 40 / rate),)
    assert not any(use.moved for use in outcome.uses)
    assert outcome.unknown == ()


def shown(written: str) -> Shown:
    return Shown(written, Fraction(0), Fraction(1))


@pytest.mark.parametrize(
    "written",
    ["../../../etc/passwd", "/etc/passwd", "takes/../../secret.mp4", "C:/Windows/win.ini",
     "\\\\server\\share\\x.mp4", "", "takes/\x00.mp4", "https://example.org/x.mp4", "takes", "~"],
)  # fmt: skip
def test_what_is_no_take_is_said_and_never_opened(
    written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a file was opened")

    takes = known(tmp_path)
    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr("builtins.open", refuse)
    outcome = conform([shown(written)], takes, tmp_path, tmp_path / "cut.otio")
    assert outcome.uses == ()
    [told] = outcome.unknown
    assert told.en.endswith("no take of this project; passed over")


def test_a_file_elsewhere_with_a_takes_name_means_the_projects_take(tmp_path: Path) -> None:
    outcome = conform(
        [shown("D:\\rushes\\12A_t1.mp4"), shown("../../evil/12B_t1.mp4")], known(tmp_path),
        tmp_path, tmp_path / "cut.otio",
    )  # fmt: skip
    assert [use.take.path for use in outcome.uses] == [
        tmp_path / "takes/12A_t1.mp4", tmp_path / "takes/12B_t1.mp4",
    ]  # fmt: skip
    assert all(use.moved for use in outcome.uses)


def test_a_name_that_two_takes_have_is_not_guessed(tmp_path: Path) -> None:
    takes = [past(tmp_path / "a/x.mp4", "1", "a"), past(tmp_path / "b/x.mp4", "2", "b")]
    outcome = conform([shown("/elsewhere/x.mp4")], takes, tmp_path, tmp_path / "c.edl")
    assert outcome.uses == ()
    assert "several takes are called x.mp4" in outcome.unknown[0].en
    exact = conform([shown("b/x.mp4")], takes, tmp_path, tmp_path / "c.edl")
    assert [use.take.shot for use in exact.uses] == ["2"]


def test_addresses_become_places() -> None:
    assert place_of("file:///a/%E7%BA%A2%20b.mp4") == "/a/红 b.mp4"
    assert place_of("file://localhost/a/b.mp4") == "/a/b.mp4"
    assert place_of("file:///C:/a/b.mp4") == "C:/a/b.mp4"
    assert place_of("takes/100%25.mp4") == "takes/100%25.mp4"


def test_media_with_timecode_of_their_own_are_counted_from_their_first_frame(
    tmp_path: Path,
) -> None:
    time, span = otio.opentime.RationalTime, otio.opentime.TimeRange
    reference = otio.schema.ExternalReference(
        "takes/12A_t1.mp4", available_range=span(time(86400, 24), time(96, 24))
    )
    clip = otio.schema.Clip("x", reference, span(time(86424, 24), time(48, 24)))
    track = otio.schema.Track("V1", [clip], kind=otio.schema.TrackKind.Video)
    made = otio.schema.Timeline("t")
    made.tracks.append(track)
    path = tmp_path / "cut.otio"
    otio.adapters.write_to_file(made, str(path))
    assert held(path, tmp_path).uses[0].ranges == ((Fraction(1), Fraction(3)),)


def test_a_bundle_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.otioz"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("content.otio", "w") as timeline,
    ):
        for _ in range(5):
            timeline.write(b" " * 16_000_000)
    with pytest.raises(VidcheckError, match="larger than 64 MB"):
        read_cut(path, Fraction(24))


def test_a_bundle_is_read_and_its_media_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "cut.otioz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.otio", as_otio.render(assemble(film(), Wish())))
        archive.writestr("../../evil.mp4", b"x")
        with archive.open("media/long.mp4", "w") as take:  # a bundle holds its clips
            for _ in range(5):
                take.write(bytes(16_000_000))
    assert path.stat().st_size > MOST_BYTES
    assert len(read_cut(path, Fraction(24))) == 5
    assert not (tmp_path.parent.parent / "evil.mp4").exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.otio", b"{", "not a cut that can be read"),
        ("a.otio", b'{"a":' * (DEEPEST + 2) + b"1" + b"}" * (DEEPEST + 2), "nested deeper"),
        ("a.otio", b"[" * 200_000, "nested deeper"),
        ("a.otioz", b"PK", "not an OTIO bundle"),
        ("a.edl", b"000 what is this\n", "not a cut that can be read"),
        ("a.xml", b"<xmeml", "not a cut that can be read"),
        ("a.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><xmeml/>', "declares entities"),
        ("a.txt", b"", "no kind of cut known here"),
        ("a.otio", b"\xff\x00\x81", "UTF-8"),
    ],
)  # fmt: skip
def test_what_is_no_cut_is_said(name: str, content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(VidcheckError, match=words):
        read_cut(path, Fraction(24))


@given(
    st.sampled_from([".edl", ".xml", ".otio"]),
    st.text(max_size=200) | st.lists(
        st.sampled_from(["001  AX V C ", "00:00:00:00 ", "00:00:01:00 ", "\n",
                         "* FROM CLIP NAME: x", "* LOC: ",
                         "<xmeml>", "</xmeml>", "<sequence>", "M2 ", "D 024 ", "{", "}"])
    ).map("".join),
)  # fmt: skip
def test_any_text_is_a_cut_or_an_error_that_says_so(
    tmp_path_factory: pytest.TempPathFactory, ending: str, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{ending}"
    path.write_bytes(text.encode("utf-8", "replace"))
    with suppress(VidcheckError):
        assert all(isinstance(one, Shown) for one in read_cut(path, Fraction(24)))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with takes that an earlier check has seen, and a cut that uses one of them."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "takes").mkdir()
    seen = []
    for number in (1, 2):
        path = tmp_path / f"takes/12A_t{number}.mp4"
        path.write_bytes(bytes([number]))
        seen.append(Seen.model_validate({
            "shot": "12A", "path": f"takes/12A_t{number}.mp4", "sha256": f"{number}" * 64,
            "take": number, "status": "scored", "verdict": "pass",
        }))  # fmt: skip
    entry = CheckEntry(
        id=journal.new_id(), at=journal.now(), vidcheck="0", storyboard="storyboard.yaml",
        takes=tuple(seen), shots=(ShotFacts(shot="12A", wording="w", duration_s=4),),
    )  # fmt: skip
    journal.write(home_of(tmp_path), entry)
    text = as_otio.render(assemble(film(), Wish()))
    (tmp_path / "cut.otio").write_text(text, encoding="utf-8")
    return tmp_path


def test_nothing_is_written_unless_asked_for(project: Path) -> None:
    done = CliRunner().invoke(app, ["conform", "cut.otio"])
    assert done.exit_code == 0, done.output
    assert done.stdout == "12A  12A_t2.mp4  0.000-4.042 s  vidcheck says: pass\n"
    assert "12B_t1.mp4: no take of this project" in done.stderr
    assert "nothing was written" in done.stderr
    assert all(take.human is None for take in takes_by_shot(project)["12A"])


def test_the_used_take_is_kept_with_apply(project: Path) -> None:
    done = CliRunner().invoke(app, ["conform", "cut.otio", "--apply"])
    assert done.exit_code == 0, done.output
    [word] = [
        json.loads(path.read_text()) for path in (project / ".vidcheck/journal").rglob("*")
        if path.is_file() and '"verdict":' in path.read_text() and '"note"' in path.read_text()
    ]  # fmt: skip
    assert (word["shot"], word["path"], word["verdict"]) == ("12A", "takes/12A_t2.mp4", "keep")
    assert word["note"] == "used in cut.otio"


def test_import_points_to_conform(project: Path) -> None:
    done = CliRunner().invoke(app, ["import", str(project / "cut.otio")])
    assert done.exit_code == 2
    assert "vidcheck conform" in done.stderr


def test_a_word_on_a_shot_that_shares_its_file_is_found_again(project: Path) -> None:
    path = project / "takes/12A_t1.mp4"
    record(project, "12A", path, "keep", "", part=(0.0, 2.083))
    [(shot, content)] = latest(project)
    assert (shot, content.partition("#")[2]) == ("12A", "t=0,2.083")
    whole = past(path, "12A", content)
    assert whole.part == (0.0, 2.083)
