"""Reference pictures: there, pictures at all, large enough, in a usable shape."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from vidcheck.lint.finding import Both, Hit
from vidcheck.storyboard.references import named_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vidcheck.lint.finding import View
    from vidcheck.storyboard.references import NamedFile

SMALLEST_SIDE_PX = 300
"""Kling refuses references below 300 px a side; a smaller one carries too little anywhere."""
LONGEST_RATIO = 2.5
"""Kling and Seedance refuse pictures longer than 1 : 2.5."""
FRAME_TOLERANCE = 0.03
"""A first frame whose shape is off by more is cropped or stretched by the generator."""

_NOT_PICTURES = {
    "voice": (".wav", ".mp3", ".m4a", ".flac", ".ogg", ".aac"),
    "motion": (".mp4", ".mov", ".webm", ".mkv", ".gif"),
}


@dataclass(frozen=True, slots=True)
class _Picture:
    """Width and height in pixels, or why there are none."""

    size: tuple[int, int] | None = None
    why: Both | None = None


def unusable(view: View) -> Iterator[Hit]:
    """A reference that is missing, not a picture, or too small."""
    smallest = _smallest(view)
    for named in named_files(view.board):
        path = view.loaded.file(named.path)
        if named.role in _NOT_PICTURES:
            yield from _other_kind(named, path)
            continue
        picture = _opened(path)
        if picture.why is not None:
            says = Both(f"'{named.path}': {picture.why.en}", f"“{named.path}”：{picture.why.zh}")
            yield Hit(named.keys, says, _shot(view, named))
        elif picture.size and min(picture.size) < smallest:
            width, height = picture.size
            yield Hit(
                named.keys,
                Both(
                    f"'{named.path}' is {width}×{height} px; the short side needs {smallest}",
                    f"“{named.path}”只有 {width}×{height} 像素，短边至少要 {smallest}",
                ),
                _shot(view, named),
                severity="warn",
                hint=Both("use a larger picture", "换一张更大的图"),
            )


def misshapen(view: View) -> Iterator[Hit]:
    """A given frame in another shape than the film, or a reference too long to be taken."""
    across, down = (float(part) for part in view.board.project.aspect.split(":"))
    for named in named_files(view.board):
        if named.role in _NOT_PICTURES or not (size := _opened(view.loaded.file(named.path)).size):
            continue
        ratio = size[0] / size[1]
        is_frame = named.role in {"first_frame", "last_frame"}
        if is_frame and abs(ratio / (across / down) - 1) > FRAME_TOLERANCE:
            aspect = view.board.project.aspect
            yield Hit(
                named.keys,
                Both(
                    f"'{named.path}' is {size[0]}×{size[1]}, not {aspect}",
                    f"“{named.path}”是 {size[0]}×{size[1]}，不是 {aspect}",
                ),
                _shot(view, named),
            )
        elif not is_frame and max(ratio, 1 / ratio) > LONGEST_RATIO:
            yield Hit(
                named.keys,
                Both(
                    f"'{named.path}' is {size[0]}×{size[1]}: longer than 1 : {LONGEST_RATIO:g}",
                    f"“{named.path}”是 {size[0]}×{size[1]}，超过 1 : {LONGEST_RATIO:g}",
                ),
                _shot(view, named),
            )


def _smallest(view: View) -> int:
    generators = [view.generator(placed) for placed in view.shots]
    known = [g.references.min_side_px for g in generators if g and g.references.min_side_px]
    return max([SMALLEST_SIDE_PX, *known])


def _shot(view: View, named: NamedFile) -> str | None:
    return next((placed.id for placed in view.shots if placed.keys == named.keys[:4]), None)


def _other_kind(named: NamedFile, path: Path) -> Iterator[Hit]:
    kinds = _NOT_PICTURES[named.role]
    if not path.is_file():
        yield Hit(
            named.keys, Both(f"'{named.path}': no such file", f"“{named.path}”：没有这个文件")
        )
    elif PurePosixPath(named.path).suffix.lower() not in kinds:
        yield Hit(
            named.keys,
            Both(
                f"'{named.path}' is no file for the role {named.role}",
                f"“{named.path}”不能用作 {named.role}",
            ),
            hint=Both(f"use one of {' '.join(kinds)}", f"请用 {' '.join(kinds)}"),
        )


def _opened(path: Path) -> _Picture:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - only lint needs it

    if not path.is_file():
        return _Picture(why=Both("no such file", "没有这个文件"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path) as picture:
                size = picture.size
                picture.verify()
    except UnidentifiedImageError:
        return _Picture(why=Both("not a picture", "不是图片"))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return _Picture(why=Both("far too many pixels", "像素数过大"))
    except (OSError, ValueError, SyntaxError) as error:  # SyntaxError: how Pillow reports bad PNG
        return _Picture(why=Both(f"a damaged picture ({error})", f"图片已损坏（{error}）"))
    return _Picture(size=size)
