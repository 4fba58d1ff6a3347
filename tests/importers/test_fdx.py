from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.importers.made import SCRIPTS, imported, shots, written
from vidcheck.errors import StoryboardError
from vidcheck.importers.read import import_file

if TYPE_CHECKING:
    from pathlib import Path


def test_paragraph_types_become_fields(tmp_path: Path) -> None:
    loaded = imported(SCRIPTS / "film.fdx", tmp_path)
    board = loaded.storyboard
    assert str(board.project.title) == "The Red Book"
    [scene] = board.scenes
    assert (scene.number, scene.time, board.places[scene.place].int_ext) == ("3", "night", "INT")
    first, second = scene.shots
    assert str(first.action) == "Ada opens the red book."
    assert str(first.notes) == "real book, no title"
    assert (second.camera.size, str(second.action)) == ("CU", "A page turns.")
    assert [(line.by, line.mode) for line in second.dialogue] == [
        ("ada", "on_screen"),
        ("ben", "off_screen"),
    ]
    assert second.transition == "dissolve"
    assert [one.who for one in shots(loaded)["3A"].cast] == ["ada"]


def test_entities_and_document_types_are_refused(tmp_path: Path) -> None:
    bomb = (
        '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c SYSTEM "file:///etc/passwd">'
        "]>\n<FinalDraft><Content><Paragraph><Text>&c;</Text></Paragraph></Content></FinalDraft>"
    )
    path = written(tmp_path, "a.fdx", bomb)
    with pytest.raises(StoryboardError, match=r"a\.fdx:2: a document type is not allowed"):
        import_file(path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<FinalDraft><Content>", r":1:\d+: not valid XML"),
        ("<html></html>", ":1: not Final Draft"),
        ("", "not valid XML"),
        ("<FinalDraft/>", "nothing in it makes a shot"),
        ("<FinalDraft>" + "<a>" * 200, "nested deeper"),
    ],
)
def test_what_is_no_screenplay_is_said_with_its_line(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(StoryboardError, match=says):
        import_file(written(tmp_path, "a.fdx", text))


def test_an_encoding_nobody_knows_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "film.fdx"
    path.write_bytes(b'<?xml version="1.0" encoding="TF-8"?><FinalDraft/>')
    with pytest.raises(StoryboardError, match=r"film.fdx:1: not valid XML: unknown encoding"):
        import_file(path)
