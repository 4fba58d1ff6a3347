"""The picture in a shot's frame: given, from a take, or composed of its reference pictures."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from PIL import Image, ImageOps, UnidentifiedImageError

from vidcheck.errors import ClipError
from vidcheck.run.still import sharpest
from vidcheck.storyboard.defaults import camera_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from vidcheck.board.kept import Kept
    from vidcheck.paper.fonts import Told
    from vidcheck.storyboard.load import LoadedStoryboard
    from vidcheck.storyboard.model import Cast, Ref, Scene, Shot

Source = Literal["given", "take", "references", "empty"]
ORDERS: dict[str, tuple[Source, ...]] = {
    "auto": ("given", "take", "references"),
    "takes": ("take", "given", "references"),
    "references": ("references",),
    "empty": (),
}
"""Which pictures to look for, in their order; what is left is an empty frame."""
LONG_SIDE = 880
"""Of a frame in pixels: 250 to the inch on the largest frame of a sheet."""
QUALITY = 80
LARGEST_FILE = 64_000_000
"""Bytes of a picture file that is opened; a print master of 64 MB has no place on a sheet."""
MOST_TILES = 4
_CLOSE = ("MCU", "CU", "ECU")
_NO_PICTURE = ("voice", "motion", "style")
_PLACES = {"left": 0, "center": 1, None: 1, "right": 2}
_PAPER, _WHITE = (236, 233, 226), (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Frame:
    """A shot's picture as JPEG in the film's shape, and where it comes from."""

    source: Source
    jpeg: bytes | None = None


@dataclass
class Frames:
    """Finds the picture of every shot.

    `kept` are the takes to show, by shot; `warnings` collects what a person should know.
    """

    loaded: LoadedStoryboard
    order: Sequence[Source]
    kept: Mapping[str, Kept]
    warnings: list[Told] = field(default_factory=list)
    _opened: dict[Path, Image.Image | None] = field(default_factory=dict)

    def of(self, scene: Scene, shot: Shot) -> Frame:
        """The picture of a shot, in the film's shape."""
        for source in self.order:
            if (picture := self._picture(source, scene, shot)) is not None:
                return Frame(source, _jpeg(picture))
        return Frame("empty")

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of a frame in pixels."""
        across, down = (float(part) for part in self.loaded.storyboard.project.aspect.split(":"))
        scale = LONG_SIDE / max(across, down)
        return round(across * scale), round(down * scale)

    def _picture(self, source: Source, scene: Scene, shot: Shot) -> Image.Image | None:
        if source == "given":
            return self._given(shot)
        if source == "take":
            return self._of_take(shot)
        return self._composed(scene, shot)

    def _given(self, shot: Shot) -> Image.Image | None:
        picture = self._open(shot.frames.first or shot.frames.last)
        return ImageOps.fit(picture, self.size) if picture else None

    def _of_take(self, shot: Shot) -> Image.Image | None:
        take = self.kept.get(shot.id)
        if take is None:
            return None
        try:
            picture = Image.fromarray(sharpest(take.path, take.from_s, take.to_s))
        except ClipError as error:
            if take.picture is not None:
                return ImageOps.fit(take.picture, self.size)
            name = take.path.name
            self._warn(
                f"{shot.id}: {name}: no frame of the take can be shown: {error}",
                f"{shot.id}：{name}：无法显示成片画面：{error}",
            )
            return None
        return ImageOps.fit(picture, self.size)

    def _composed(self, scene: Scene, shot: Shot) -> Image.Image | None:
        """Subjects as cards before their place; side by side where the place has no picture."""
        place = self.loaded.storyboard.places.get(scene.place)
        behind = next(
            (p for ref in (place.refs if place else ()) if (p := self._of_ref(ref))), None
        )
        cards = list(self._cards(shot))[:MOST_TILES]
        if not cards:
            return ImageOps.fit(behind, self.size) if behind else None
        if behind is None:
            return _side_by_side(cards, self.size)
        return _before(ImageOps.fit(behind, self.size), cards)

    def _cards(self, shot: Shot) -> Iterator[Image.Image]:
        subjects = self.loaded.storyboard.subjects
        close = camera_of(self.loaded.storyboard, shot).size in _CLOSE
        people = sorted(shot.cast, key=lambda one: _PLACES[one.position])
        shown: set[str] = set()
        seen: list[tuple[str, Cast | None]] = [(one.who, one) for one in people]
        seen += [(prop, None) for prop in shot.props]
        for who, cast in seen:
            if who not in subjects:
                continue
            for ref in self._refs(who, cast, close=close):
                picture = None if ref.path in shown else self._of_ref(ref)
                shown.add(ref.path)
                if picture is not None:
                    yield picture
                    break

    def _refs(self, who: str, cast: Cast | None, *, close: bool) -> list[Ref]:
        """A subject's pictures, the fitting one first: in a close shot the face, else the look."""
        subject = self.loaded.storyboard.subjects[who]
        worn = (cast.look if cast else None) or subject.default_look
        look = subject.looks[worn].refs if worn in subject.looks else ()
        own = sorted(subject.refs, key=lambda ref: ref.role != "face")
        return [*own, *look] if close else [*look, *own]

    def _of_ref(self, ref: Ref) -> Image.Image | None:
        return None if ref.role in _NO_PICTURE else self._open(ref.path)

    def _open(self, named: str | None) -> Image.Image | None:
        if named is None:
            return None
        path = self.loaded.file(named)
        if path not in self._opened:
            picture = opened(path)
            if isinstance(picture, tuple):
                self._warn(f"'{named}': {picture[0]}", f"“{named}”：{picture[1]}")
            self._opened[path] = None if isinstance(picture, tuple) else picture
        return self._opened[path]

    def _warn(self, en: str, zh: str) -> None:
        self.warnings.append((en, zh))


def opened(path: Path) -> Image.Image | Told:
    """A picture upright, at most 2 × LONG_SIDE wide or high, on grey; or why there is none."""
    if not path.is_file():
        return ("no such file; the frame stays empty", "没有这个文件，画框留空")
    if path.stat().st_size > LARGEST_FILE:
        return ("too large a file; the frame stays empty", "文件过大，画框留空")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")) as picture:
                picture.draft("RGB", (2 * LONG_SIDE, 2 * LONG_SIDE))
                picture.thumbnail((2 * LONG_SIDE, 2 * LONG_SIDE))
                clear = ImageOps.exif_transpose(picture).convert("RGBA")
    except UnidentifiedImageError:
        return ("not a picture; the frame stays empty", "不是图片，画框留空")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return ("far too many pixels; the frame stays empty", "像素数过大，画框留空")
    except (OSError, ValueError, SyntaxError):  # SyntaxError: how Pillow reports a bad PNG
        return ("a damaged picture; the frame stays empty", "图片已损坏，画框留空")
    return Image.alpha_composite(Image.new("RGBA", clear.size, (*_PAPER, 255)), clear).convert(
        "RGB"
    )


def _side_by_side(cards: Sequence[Image.Image], size: tuple[int, int]) -> Image.Image:
    """Cards in columns (rows in an upright frame) that fill the frame, white lines between."""
    width, height = size
    gap = max(2, max(size) // 160)
    canvas = Image.new("RGB", size, _WHITE)
    upright = height > width
    room = (height if upright else width) - gap * (len(cards) - 1)
    for i, card in enumerate(cards):
        start, end = (round(room * k / len(cards)) for k in (i, i + 1))
        box = (width, end - start) if upright else (end - start, height)
        at = (0, start + gap * i) if upright else (start + gap * i, 0)
        canvas.paste(ImageOps.fit(card, box, centering=(0.5, 0.35)), at)
    return canvas


def _before(behind: Image.Image, cards: Sequence[Image.Image]) -> Image.Image:
    """Cards with white edges at the bottom of a picture that is paled, so that they stand out."""
    width, height = behind.size
    canvas = Image.blend(behind, Image.new("RGB", behind.size, _PAPER), 0.35)
    edge = max(3, max(behind.size) // 150)
    margin = min(width, height) // 16
    columns = len(cards) if width >= height else min(2, len(cards))
    rows = -(-len(cards) // columns)
    across = min(
        (width - margin * (columns + 1)) // columns,
        round(width * (0.42 if width >= height else 0.66)),
    )
    down = min(round(height * (0.72 if width >= height else 0.6)) // rows - margin, across * 5 // 4)
    for row in range(rows):
        mine = cards[row * columns : (row + 1) * columns]
        left = (width - len(mine) * across - (len(mine) - 1) * margin) // 2
        top = height - (rows - row) * (down + margin)
        for i, card in enumerate(mine):
            at = (left + i * (across + margin), top)
            inner = (across - 2 * edge, down - 2 * edge)
            canvas.paste(_WHITE, (at[0], at[1], at[0] + across, at[1] + down))
            fitted = ImageOps.fit(card, inner, centering=(0.5, 0.3))
            canvas.paste(fitted, (at[0] + edge, at[1] + edge))
    return canvas


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
