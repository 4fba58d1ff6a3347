from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.importers.made import SCRIPTS, imported, shots, written
from vidcheck.errors import StoryboardError
from vidcheck.importers.film_words import read_phrase
from vidcheck.importers.read import import_file

if TYPE_CHECKING:
    from pathlib import Path


def test_shot_lines(tmp_path: Path) -> None:
    loaded = imported(SCRIPTS / "shots.txt", tmp_path)
    board = loaded.storyboard
    assert str(board.project.title) == "雨夜书店"
    [scene] = board.scenes
    assert (scene.number, scene.time, str(board.places[scene.place].prompt)) == (
        "1",
        "night",
        "书店",
    )
    one, two = scene.shots
    assert (one.id, one.duration, one.camera.size, one.camera.move) == ("001", 4, "ECU", "static")
    assert (str(one.action), str(one.sound)) == ("水珠沿着瓶身滑落。", "滴水声")
    assert [(line.by, str(line.text)) for line in one.dialogue] == [("c1", "今晚好安静。")]
    assert (two.duration, two.camera.move, str(two.action)) == (6, "dolly_in", "她回头。")
    assert (two.dialogue[0].by, two.dialogue[0].mode) == (None, "voice_over")
    assert str(two.notes) == "很梦幻"


def test_shot_lines_typed_in_full_width(tmp_path: Path) -> None:
    path = written(
        tmp_path, "a.txt", "［镜003｜5秒｜全景｜右摇］街道。\n【镜4｜2秒｜特写｜固定】信。\n"
    )
    one, two = shots(imported(path, tmp_path)).values()
    assert (one.duration, one.camera.size, one.camera.move) == (5, "FS", "pan_right")
    assert (two.duration, str(two.action)) == (2, "信。")


def test_text_without_shot_lines_is_read_as_a_screenplay(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", "INT. ROOM - DAY\n\nA cup.\n")
    assert imported(path, tmp_path).storyboard.scenes[0].time == "day"


def test_storyboarder_boards_of_one_shot_add_up(tmp_path: Path) -> None:
    loaded = imported(SCRIPTS / "boards.storyboarder", tmp_path)
    assert loaded.storyboard.project.aspect == "16:9"
    one, two = shots(loaded).values()
    assert (one.id, one.duration) == ("1A", 5)  # 3 s, and the project's usual 2 s
    assert str(one.action) == "A boat on a still lake.\nThe boat turns."
    assert one.meta == {"storyboarder_boards": "board-1-A1B2C.png board-2-D3E4F.png"}
    assert (two.id, two.duration, two.dialogue[0].by) == ("2A", 1.5, "ola")


@pytest.mark.parametrize(
    ("text", "says"),
    [("{", r":1:2: not valid JSON"), ("[]", "has no boards"), ('{"boards": [1]}', "boards.0"),
     ("[" * 200_000, "not JSON that can be read"), ('{"boards": []}', "nothing in it"),
     ('{"boards": [' + "{}," * 3001 + "{}]}", "more than 3000")],
    ids=["cut off", "list", "no mapping", "deep", "empty", "many"],
)  # fmt: skip
def test_storyboarder_files_that_are_none(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(StoryboardError, match=says):
        import_file(written(tmp_path, "a.storyboarder", text))


@pytest.mark.parametrize(
    ("phrase", "camera", "seconds", "unknown"),
    [
        ("MCU, dolly_in, 4s", {"size": "MCU", "move": "dolly_in"}, 4, []),
        (
            "slow push in | 85mm",
            {"move_speed": "slow", "move": "push in", "lens_mm": "85"},
            None,
            [],
        ),
        ("手持跟拍", {"rig": "手持", "move": "跟拍"}, None, []),
        ("OTS / low angle", {"setup": "OTS", "angle": "low angle"}, None, []),
        ("近景 俯拍 3秒", {"size": "近景", "angle": "俯拍"}, 3, []),
        ("dreamlike", {}, None, ["dreamlike"]),
    ],
)
def test_phrases(
    phrase: str, camera: dict[str, str], seconds: float | None, unknown: list[str]
) -> None:
    found = read_phrase(phrase)
    assert (found.camera, found.seconds, found.unknown) == (camera, seconds, unknown)


def test_unknown_kinds_and_missing_files_are_said(tmp_path: Path) -> None:
    with pytest.raises(StoryboardError, match=r"'\.fountian' is no kind") as caught:
        import_file(tmp_path / "a.fountian")
    assert caught.value.hint == "did you mean '.fountain'?"
    with pytest.raises(StoryboardError, match="cannot be read"):
        import_file(tmp_path / "a.fountain")
    with pytest.raises(StoryboardError, match="larger than 8 MB"):
        import_file(written(tmp_path, "b.fountain", b"x" * 8_000_001))
