from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vidcheck.cli.manifest import parse_subject, parse_subjects, read_manifest
from vidcheck.errors import VidcheckError
from vidcheck.geometry import Region

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    (tmp_path / "ref.png").write_bytes(b"x")
    return tmp_path / "clips.csv"


def test_rows_become_jobs_with_paths_beside_the_manifest(manifest: Path) -> None:
    manifest.write_text(
        '\ufeffpath,label,subject,reference\na.mp4,x,"10,20,30,40",ref.png\n/b.mp4,,,\n',
        encoding="utf-8",
    )
    first, second = read_manifest(manifest)
    assert first.path == manifest.parent / "a.mp4"
    assert first.subject == Region(top=20, left=10, bottom=60, right=40)
    assert first.references == (manifest.parent / "ref.png",)
    assert (str(second.path), second.subject, second.references) == ("/b.mp4", None, ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("file,subject\na.mp4,\n", r"clips\.csv:1: no column 'path' \(found: file, subject\)"),
        ("", r"clips\.csv:1: no column"),
        ("path,subject\n", r"clips\.csv:1: no clips"),
        ("path,subject\na.mp4,\n,\n", r"clips\.csv:3: path: empty"),
        ("path,subject\na.mp4,nose\n", r"clips\.csv:2: subject: 'nose' is not x,y,w,h"),
        ('path,subject\na.mp4,"1,2,0,4"\n', r"clips\.csv:2: subject: .* empty box"),
        ('path,subject\na.mp4,"1,2,inf,4"\n', r"clips\.csv:2: subject: "),
        ("path,subject\na.mp4,1,2,3,4\n", r"clips\.csv:2: more cells than columns"),
        ("path,reference\na.mp4,gone.png\n", r"clips\.csv:2: reference: .*gone.png: no such file"),
        ('path,subject\n"a.mp4\n', r"clips\.csv:\d+: not CSV"),
        (b"path\n\xff\xfe\n", r"clips\.csv:2: not UTF-8"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(manifest: Path, text: str | bytes, said: str) -> None:
    manifest.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(VidcheckError, match=said):
        read_manifest(manifest)


def test_a_folder_or_a_missing_manifest_is_said(tmp_path: Path) -> None:
    with pytest.raises(VidcheckError, match="is a folder"):
        read_manifest(tmp_path)
    with pytest.raises(VidcheckError, match="No such file"):
        read_manifest(tmp_path / "none.csv")


@pytest.mark.parametrize("text", ["1,2,3", "1;2;3;4", "a,b,c,d", "1,2,-3,4", "nan,1,2,3", ","])
def test_a_box_that_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"x,y,w,h|empty box"):
        parse_subject(text)


def test_further_boxes_are_further_subjects(manifest: Path) -> None:
    manifest.write_text('path,subject\na.mp4,"1,2,3,4; 5,6,7,8"\nb.mp4,"1,2,3,4"\n')
    both, one = read_manifest(manifest)
    assert both.subject == one.subject == Region.from_xywh(1, 2, 3, 4)
    assert [(other.name, other.box) for other in both.others] == [
        ("subject 2", Region.from_xywh(5, 6, 7, 8))
    ]
    assert one.others == ()
    assert parse_subjects([]) == (None, ())
