"""What the tests of importing share: the scripts, and one way to import and load."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vidcheck.importers.read import import_file
from vidcheck.storyboard.load import load_storyboard

if TYPE_CHECKING:
    from vidcheck.storyboard.load import LoadedStoryboard
    from vidcheck.storyboard.model import Shot

SCRIPTS = Path(__file__).parent / "scripts"


def imported(path: Path, folder: Path) -> LoadedStoryboard:
    """The storyboard that a script becomes, written to a folder and loaded from there."""
    board = folder / "storyboard.yaml"
    board.write_text(import_file(path).text, encoding="utf-8")
    return load_storyboard(board)


def written(folder: Path, name: str, text: str | bytes) -> Path:
    """A file with that content."""
    path = folder / name
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return path


def shots(loaded: LoadedStoryboard) -> dict[str, Shot]:
    """The shots by id."""
    return {shot.id: shot for _, shot in loaded.storyboard.all_shots()}
