"""Signatures as files beside the pictures of a run, so that shots can be compared at any time."""

from __future__ import annotations

import io
import zipfile
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from vidcheck.continuity.signature import Figure, Signature
from vidcheck.continuity.view import View
from vidcheck.files import NO_ZIP, write_whole

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

    from numpy.typing import NDArray

    from vidcheck.judge.rows import ClipRow

FILE = "signature.npz"
FORMAT = 1
MOST_BYTES = 1 << 24
"""Of a signature's file, and of what it unpacks to; ours have a few hundred thousand."""
_ARRAYS = tuple(field.name for field in fields(View) if field.name != "faces")


def keep(row: ClipRow, signature: Signature, folder: Path, home: str) -> ClipRow:
    """Write a signature and its figures' pictures; returns the row with their names.

    Args:
        row: the clip's row.
        signature: what its frames show.
        folder: where run.json stands.
        home: the folder of the clip's pictures, relative to `folder`.

    Raises: OutputError where the folder cannot be written.
    """
    write_whole(folder / home / FILE, packed(signature))
    made = {FILE}
    for number, figure in enumerate(signature.figures):
        if figure.picture is not None:
            write_whole(folder / home / _picture(number), webp(figure.picture))
            made.add(_picture(number))
    return signed(row, home, made)


def signed(row: ClipRow, home: str, made: Container[str]) -> ClipRow:
    """The row with the names of its signature and figures, where they were made."""
    figures: list[str] = []
    while _picture(len(figures)) in made:
        figures.append(f"{home}/{_picture(len(figures))}")
    return row.model_copy(
        update={"signature": f"{home}/{FILE}" if FILE in made else None, "figures": tuple(figures)}
    )


def _picture(number: int) -> str:
    return f"figure_{number + 1}.webp"


def packed(signature: Signature) -> bytes:
    """A signature as an npz file; the same signature gives the same bytes."""
    arrays: dict[str, Any] = {
        "format": np.array([FORMAT]),
        "grades": signature.grades,
        "palette": np.array([int(one[1:], 16) for one in signature.palette], np.int64),
        "figures": np.array([[len(one.views), one.main] for one in signature.figures], np.int64),
    }
    for number, figure in enumerate(signature.figures):
        for place, view in enumerate(figure.views):
            for name in _ARRAYS:
                values = getattr(view, name)
                if values is not None:
                    small = values.astype(np.float16) if values.dtype == np.float32 else values
                    arrays[f"{number}.{place}.{name}"] = small
            if view.faces is not None:
                arrays[f"{number}.{place}.faces"] = np.array([view.faces])
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)
    return out.getvalue()


def read(path: Path) -> Signature | None:
    """A signature from its file; None where it is missing, damaged or of another format."""
    try:
        return unpacked(path.read_bytes()) if path.stat().st_size <= MOST_BYTES else None
    except OSError:
        return None


def unpacked(raw: bytes) -> Signature | None:
    """A signature from what `packed` made of it; None where it is damaged or of another format."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as box:
            if sum(one.file_size for one in box.infolist()) > MOST_BYTES:
                return None
        with np.load(io.BytesIO(raw), allow_pickle=False) as arrays:
            return _unpacked(arrays)
    except NO_ZIP:
        return None


def _unpacked(arrays: Any) -> Signature | None:
    if arrays["format"].tolist() != [FORMAT]:
        return None
    figures = [
        Figure(
            tuple(_view(arrays, f"{number}.{place}.") for place in range(int(views))), bool(main)
        )
        for number, (views, main) in enumerate(arrays["figures"].reshape(-1, 2))
    ]
    palette = tuple(f"#{int(one):06x}" for one in arrays["palette"])
    return Signature(tuple(figures), arrays["grades"].astype(np.float32), palette)


def _view(arrays: Any, prefix: str) -> View:
    def part(name: str) -> NDArray[Any] | None:
        if prefix + name not in arrays:
            return None
        values: NDArray[Any] = arrays[prefix + name]
        return values.astype(np.float32) if values.dtype == np.float16 else values

    faces = part("faces")
    found = {name: part(name) for name in _ARRAYS}
    if any(found[name] is None for name in ("colours", "heights", "corners", "edges")):
        raise ValueError("a view lacks what every view has")
    return View(**found, faces=None if faces is None else int(faces[0]))  # type: ignore[arg-type]


def webp(rgb: NDArray[np.uint8]) -> bytes:
    """A picture as WebP."""
    out = io.BytesIO()
    Image.fromarray(rgb).save(out, "WEBP", quality=85, method=4)
    return out.getvalue()
