"""takes.yaml as people write it, as the page writes it, and as it is changed in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vidcheck.errors import StoryboardError
from vidcheck.takes import TakeEntry, read_takes, write_word

if TYPE_CHECKING:
    from pathlib import Path

WRITTEN = """\
# our takes
takes:
  12A: [seed11.mp4, {path: gen/seed12.mp4, take: 2}]  # from the night run
  12B: single.mp4
"""


def told(path: Path) -> list[tuple[str, str, int | None, str | None, str]]:
    return [(one.shot, one.path.name, one.take, one.word, one.note)
            for one in read_takes(path, {"12A", "12B"})]  # fmt: skip


def test_a_word_is_put_into_the_file_and_its_comments_stay(tmp_path: Path) -> None:
    path = tmp_path / "takes.yaml"
    path.write_text(WRITTEN, encoding="utf-8")
    for shot, name, word, note in (("12A", "seed11.mp4", "keep", "good: really #1"),
                                   ("12A", "gen/seed12.mp4", "hold", ""),
                                   ("12B", "single.mp4", "ng", "黑场")):  # fmt: skip
        write_word(path, TakeEntry(tmp_path / name, shot, word=word, note=note))  # type: ignore[arg-type]
    assert told(path) == [
        ("12A", "seed11.mp4", None, "keep", "good: really #1"),
        ("12A", "seed12.mp4", 2, "hold", ""),
        ("12B", "single.mp4", None, "ng", "黑场"),
    ]
    text = path.read_text(encoding="utf-8")
    assert "# our takes" in text
    assert "# from the night run" in text
    write_word(path, TakeEntry(tmp_path / "seed11.mp4", "12A", word="ng"))
    assert told(path)[0] == ("12A", "seed11.mp4", None, "ng", "")


def test_a_new_file_says_of_every_take_whose_it_is(tmp_path: Path) -> None:
    path = tmp_path / "takes" / "takes.yaml"
    others = [TakeEntry(tmp_path / "takes" / f"{i}.mp4", "12A", i, "kling-3.0") for i in (1, 2)]
    write_word(path, TakeEntry(tmp_path / "takes/2.mp4", "12A", 2, word="keep"), others)
    assert told(path) == [("12A", "1.mp4", 1, None, ""), ("12A", "2.mp4", 2, "keep", "")]


@pytest.mark.parametrize("text", ["[1, 2]", "takes: [a]", "takes: {12A: [3]}", "takes: {: : ["])
def test_what_is_no_takes_file_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "takes.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StoryboardError, match="takes: missing"):
        write_word(path, TakeEntry(tmp_path / "a.mp4", "12A", word="keep"))
    assert path.read_text(encoding="utf-8") == text


def test_an_unknown_verdict_is_said_at_its_place(tmp_path: Path) -> None:
    path = tmp_path / "takes.yaml"
    path.write_text("takes:\n  12A:\n    - {path: a.mp4, verdict: maybe}\n", encoding="utf-8")
    with pytest.raises(StoryboardError, match=r"takes.yaml:3:\d+: takes.12A.0.verdict"):
        read_takes(path, {"12A"})


def test_the_page_s_parts_of_a_file_come_back_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "takes.yaml"
    scene = tmp_path / "scene.mp4"
    others = [TakeEntry(scene, "12A", 1, "vidu-q2", span=(0.0, 2.083333))]
    write_word(path, TakeEntry(scene, "12B", 1, word="keep", span=(2.083333, 4.0)), others)
    assert [(one.shot, one.span, one.word) for one in read_takes(path, {"12A", "12B"})] == [
        ("12A", (0.0, 2.083333), None),
        ("12B", (2.083333, 4.0), "keep"),
    ]
