from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.run.watch import landings

if TYPE_CHECKING:
    from pathlib import Path


def test_takes_are_told_once_they_have_come_to_rest(tmp_path: Path) -> None:
    """What happens between two looks is written down as a script; no clock is needed."""
    takes, board = tmp_path / "takes", tmp_path / "storyboard.yaml"
    takes.mkdir()
    board.write_text("x")
    growing = takes / "12A_t1.mp4"
    script = iter([
        lambda: None,
        lambda: growing.write_bytes(b"1"),  # a download begins …
        lambda: growing.write_bytes(b"12"),  # … grows …
        lambda: growing.write_bytes(b"123"),
        lambda: None,  # … and rests
        lambda: None,
        growing.unlink,
        lambda: None,
    ])  # fmt: skip
    looks = 0

    def sleep(_: float) -> None:
        nonlocal looks
        looks += 1
        next(script)()

    seen = landings(takes, board, sleep=sleep)
    assert next(seen) == ("storyboard.yaml",)
    assert next(seen) == ("12A_t1.mp4",)
    assert looks == 5  # not while it grew
    assert next(seen) == ()  # it has gone
    assert looks == 8


def test_a_folder_that_is_not_there_yet_is_waited_for(tmp_path: Path) -> None:
    takes, board = tmp_path / "takes", tmp_path / "storyboard.yaml"
    board.write_text("x")

    def sleep(_: float) -> None:
        if not takes.exists():
            takes.mkdir()
            (takes / "a.mp4").write_bytes(b"1")

    seen = landings(takes, board, sleep=sleep)
    assert next(seen) == ("a.mp4", "storyboard.yaml")
