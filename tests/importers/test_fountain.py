from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.importers.made import SCRIPTS, imported, shots, written
from vidcheck.importers.read import import_file

if TYPE_CHECKING:
    from pathlib import Path

FILM = SCRIPTS / "film.fountain"


def test_scenes_have_number_place_and_time(tmp_path: Path) -> None:
    board = imported(FILM, tmp_path).storyboard
    told = [(s.number, str(board.places[s.place].prompt), board.places[s.place].int_ext, s.time)
            for s in board.scenes]  # fmt: skip
    assert told == [
        ("12", "COFFEE SHOP", "INT", "day"),
        (None, "STREET", "EXT", "night"),
        (None, "ROOFTOP", "INT", "dawn"),
    ]
    assert str(board.project.title) == "The Last Bus"
    assert str(board.scenes[1].synopsis) == "Mei walks home."


def test_a_paragraph_of_action_is_a_shot_and_speech_belongs_to_it(tmp_path: Path) -> None:
    shot = shots(imported(FILM, tmp_path))["12A"]
    assert str(shot.action) == "MEI (30s, calm) pours tea into a chipped cup. Steam rises."
    said = [
        (line.by, str(line.text), line.mode, str(line.delivery or "")) for line in shot.dialogue
    ]
    assert said == [
        ("mei", "You came back.\nI knew.", "on_screen", "softly"),
        ("jun", "I did not.", "voice_over", ""),
        ("mei", "Listen.", "on_screen", ""),
    ]
    assert [one.who for one in shot.cast] == ["mei"]
    assert "FADE IN:" in str(shot.notes)
    assert "dual dialogue: MEI" in str(shot.notes)


def test_shot_notes_divide_a_scene_and_fill_the_camera(tmp_path: Path) -> None:
    made = shots(imported(FILM, tmp_path))
    seven, second = made["7"], made["2B"]
    assert (seven.camera.size, seven.camera.move, seven.camera.move_speed) == (
        "MCU", "dolly_in", "slow",
    )  # fmt: skip
    assert (seven.duration, str(seven.action)) == (4, "Rain. Mei runs.")
    assert (second.camera.size, second.camera.move, second.duration) == ("LS", "static", 2.5)
    assert str(second.notes).splitlines() == ["glowing", "the last bus of the year"]
    assert any("glowing" in one.en and one.line == 32 for one in import_file(FILM).remarks)


def test_a_shot_note_at_the_end_of_a_line_is_about_that_line(tmp_path: Path) -> None:
    text = (
        "INT. A - DAY\n\nMei waits. [[shot: MCU, dolly_in, 4s]]\n\nRain. [[shot: wide]] [[wet]]\n"
    )
    one, two = shots(imported(written(tmp_path, "a.fountain", text), tmp_path)).values()
    assert (str(one.action), one.camera.size, one.camera.move, one.duration) == (
        "Mei waits.",
        "MCU",
        "dolly_in",
        4,
    )
    assert (str(two.action), two.camera.size, str(two.notes)) == ("Rain.", "LS", "wet")


def test_a_voice_from_nowhere_is_not_said_to_be_seen(tmp_path: Path) -> None:
    text = "INT. A - DAY\n\nMEI (V.O.)\nLate.\n\nJUN\nYes.\n"
    [shot] = shots(imported(written(tmp_path, "a.fountain", text), tmp_path)).values()
    assert str(shot.action) == "JUN speaks."
    assert [one.who for one in shot.cast] == ["jun"]


def test_what_is_cut_stays_cut_and_time_words_stay_notes(tmp_path: Path) -> None:
    loaded = imported(FILM, tmp_path)
    assert "not" not in str(shots(loaded)["7"].action)
    assert "CONTINUOUS" in str(shots(loaded)["7"].notes)
    assert [shots(loaded)[name].transition for name in ("12A", "3A")] == ["cut", "fade_out"]


def test_chinese_names_get_safe_ids_and_their_own_name(tmp_path: Path) -> None:
    loaded = imported(FILM, tmp_path)
    names = {made: str(one.name) for made, one in loaded.storyboard.subjects.items()}
    assert names == {"mei": "MEI", "jun": "JUN", "c3": "林梅"}
    line = shots(loaded)["3A"].dialogue[0]
    assert (line.by, line.mode, str(line.text)) == ("c3", "off_screen", "天亮了。")


def test_every_line_of_the_script_is_kept_word_for_word(tmp_path: Path) -> None:
    kept = "\n".join(shot.source or "" for shot in shots(imported(FILM, tmp_path)).values())
    body = FILM.read_text(encoding="utf-8").partition("INT.")[2]
    for line in ("INT." + body).splitlines():
        if line.strip() and not line.startswith(("=", "[[the", "of the")):
            assert line.partition(" /*")[0].strip() in kept or "this */" in line


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("INT. COFFEE SHOP - DAY", ("COFFEE SHOP", "INT", "day", None)),
        ("ext. the old pier — blue hour", ("the old pier", "EXT", "blue_hour", None)),
        ("INT./EXT. CAR - NIGHT #4-A#", ("CAR", "INT/EXT", "night", "4-A")),
        ("I/E TRAIN - MOMENTS LATER", ("TRAIN", "INT/EXT", None, None)),
        ("EST. CITY - GATE 4 - DAWN", ("CITY - GATE 4", "EXT", "dawn", None)),
        ("内景 咖啡馆 夜", ("咖啡馆", "INT", "night", None)),
        ("外景．码头，黄昏", ("码头", "EXT", "dusk", None)),
        ("12、咖啡馆 日 内", ("咖啡馆", "INT", "day", "12")),
        ("3-2 老街 夜 外", ("老街", "EXT", "night", "3-2")),
        (".书店 内 夜", ("书店", "INT", "night", None)),
    ],
)
def test_headings(
    heading: str, told: tuple[str, str, str | None, str | None], tmp_path: Path
) -> None:
    path = written(tmp_path, "a.fountain", f"{heading}\n\nSomething happens.\n")
    board = imported(path, tmp_path).storyboard
    [scene] = board.scenes
    found = (str(board.places[scene.place].prompt), board.places[scene.place].int_ext, scene.time,
             scene.number)  # fmt: skip
    assert found == told


def test_ordinary_lines_are_no_headings_and_no_characters(tmp_path: Path) -> None:
    text = "INT. A - DAY\n\nInterested, he waits.\n\n3 cups stand there.\n\nBANG!\n\nEnd."
    board = imported(written(tmp_path, "a.fountain", text), tmp_path).storyboard
    assert len(board.scenes) == 1
    assert board.subjects == {}
    assert len(board.scenes[0].shots) == 4


def test_braces_of_the_author_are_no_variables(tmp_path: Path) -> None:
    text = "INT. A - DAY\n\nHe types {{ name }} and {yes|no}.\n"
    path = written(tmp_path, "a.fountain", text)
    [shot] = shots(imported(path, tmp_path)).values()
    assert str(shot.action) == "He types ｛｛ name ｝｝ and ｛yes|no｝."
    assert "{{ name }} and {yes|no}" in (shot.source or "")


def test_speech_without_action_gets_a_stand_in_that_is_said(tmp_path: Path) -> None:
    path = written(tmp_path, "a.fountain", "INT. A - DAY\n\n@林梅\n好。\n")
    [shot] = shots(imported(path, tmp_path)).values()
    assert "林梅" in str(shot.action)
    assert any("without a description" in one.en for one in import_file(path).remarks)


def test_a_long_speech_gets_the_time_it_takes(tmp_path: Path) -> None:
    words = " ".join(["word"] * 50)  # 20 s at 2.5 words a second
    path = written(tmp_path, "a.fountain", f"INT. A - DAY\n\nANN\n{words}\n")
    [shot] = shots(imported(path, tmp_path)).values()
    assert shot.duration == 20
