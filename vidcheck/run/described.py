"""Reference pictures described by models, kept under what is in them: an outline takes 0.25 s."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from vidcheck.contents import content_of
from vidcheck.continuity.kept import FILE, packed, unpacked, webp
from vidcheck.continuity.signature import Signature, sign_pictures
from vidcheck.errors import OutputError, StoryboardError
from vidcheck.files import NO_ZIP
from vidcheck.models.shelf import shelf
from vidcheck.run.fingerprint import analyzer
from vidcheck.run.reference import read_reference

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vidcheck.continuity.signature import Figure
    from vidcheck.run.store import Store

PICTURE = "figure.webp"
FORMAT = 1
"""Of what is kept here; what it is made by counts through `analyzer`."""
NOTHING = Signature((), np.zeros((0, 6), np.float32), ())
"""Of pictures in which there is nobody."""


@dataclass(frozen=True, eq=False)
class Described:
    """A subject by its reference pictures, each a view, and the best of them as WebP."""

    figure: Figure
    picture: bytes


def described(paths: Sequence[Path], store: Store | None) -> Described | None:
    """A subject's reference pictures described; None where nothing is in them.

    Pictures that cannot be read are left out: lint and the locator say so.
    """
    there = [path for path in paths if path.is_file()]
    whole = "\n".join((analyzer(), *(content_of(path) for path in there)))
    key = hashlib.sha256(f"references {FORMAT}\n{whole}".encode()).hexdigest()
    name = f"{key[:2]}/{key}.zip"
    found = _read(store.read(name)) if store is not None else None
    if found is None:
        raw = _made(tuple(there), key)
        found = _read(raw)  # also where it was made just now: numbers are rounded when kept
        if store is not None:
            _write(store, name, raw)
    if found is None or not found[0].figures:
        return None
    return Described(found[0].figures[0], found[1])


@lru_cache(maxsize=64)
def _made(paths: tuple[Path, ...], _key: str) -> bytes:
    """A zip of a signature of at most one figure; once a process for the same contents."""
    pictures = []
    for path in paths:
        try:
            pictures.append(read_reference(path))
        except StoryboardError:
            continue
    figure = sign_pictures(pictures, shelf())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        figures = () if figure is None else (figure,)
        box.writestr(zipfile.ZipInfo(FILE), packed(replace(NOTHING, figures=figures)))
        shown = None if figure is None else figure.picture
        box.writestr(zipfile.ZipInfo(PICTURE), b"" if shown is None else webp(shown))
    return out.getvalue()


def _read(raw: bytes | None) -> tuple[Signature, bytes] | None:
    """What is kept; None where nothing is, or where it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw or b"")) as box:
            signature = unpacked(box.read(FILE))
            return None if signature is None else (signature, box.read(PICTURE))
    except NO_ZIP:
        return None


def _write(store: Store, name: str, raw: bytes) -> None:
    try:
        store.write(name, raw)
    except OutputError:
        return  # without a cache the run is slower, and nothing else
