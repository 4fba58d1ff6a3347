"""Where results are kept between runs: named bytes, written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from vidcheck.errors import OutputError, VidcheckError
from vidcheck.files import write_whole

PLACE = "VIDCHECK_CACHE"
"""The environment variable that names another place, a folder or a URL; `off` for none."""
WHOLE = ("s3", "s3a", "gs", "gcs", "az", "abfs", "adl", "oss", "obs", "memory")
"""Stores in which an object appears only when it is complete; others are written and renamed."""


class Store(Protocol):
    """Named bytes. Two writers of one name write the same, so the last may win."""

    def read(self, name: str) -> bytes | None:
        """What is kept under a name such as `ab/abcd.json`; None where nothing is."""

    def write(self, name: str, content: bytes) -> None:
        """Keep it. Raises: OutputError where there is no room or no permission."""


@dataclass(frozen=True)
class FolderStore:
    """A folder of this machine, or one that several machines share."""

    folder: Path

    def read(self, name: str) -> bytes | None:
        """See Store."""
        path = self.folder / name
        try:
            content = path.read_bytes()
        except OSError:
            return None
        with contextlib.suppress(OSError):  # used just now: vidcheck.run.prune takes the others
            os.utime(path)
        return content

    def write(self, name: str, content: bytes) -> None:
        """See Store."""
        write_whole(self.folder / name, content)


@dataclass(frozen=True)
class UrlStore:
    """Anything fsspec reaches: s3://bucket/results, gs://…, memory://… are examples.

    Credentials are those of the machine (environment, instance role); none pass through here.
    """

    url: str

    def read(self, name: str) -> bytes | None:
        """See Store."""
        system, root = self._opened()
        try:
            return bytes(system.cat_file(f"{root}/{name}"))
        except OSError:
            return None

    def write(self, name: str, content: bytes) -> None:
        """See Store."""
        system, root = self._opened()
        target = f"{root}/{name}"
        try:
            if self.url.split("://")[0] in WHOLE:
                system.pipe_file(target, content)
                return
            system.makedirs(target.rpartition("/")[0], exist_ok=True)
            draft = f"{target}.{os.getpid()}.part"
            system.pipe_file(draft, content)
            system.mv(draft, target)
        except OSError as error:
            raise OutputError(f"{self.url}: cannot be written: {error}") from error

    def _opened(self) -> tuple[Any, str]:
        system, root = filesystem_of(self.url)
        return system, root.rstrip("/")


def folder_of(store: Store | None) -> Path | None:
    """Where a store lies on this machine; None where it does not, or there is none."""
    return store.folder if isinstance(store, FolderStore) else None


def filesystem_of(url: str) -> tuple[Any, str]:
    """The file system of a URL and the path in it; fsspec keeps one connection for each.

    Raises: VidcheckError where fsspec, or its driver for this kind of URL, is not installed.
    """
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 (optional)
    except ImportError as error:
        raise VidcheckError(
            f"{url}: reading other stores than folders needs the package fsspec",
            hint="pip install 'vidcheck[store]'",
        ) from error
    try:
        system, root = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise VidcheckError(
            f"{url}: no such store can be reached: {error}",
            hint="install the driver of this store, for example s3fs or gcsfs",
        ) from error
    return system, str(root)


def open_store(place: str) -> Store:
    """The store at a folder's path or a URL.

    Raises: VidcheckError where its URL cannot be used.
    """
    if "://" not in place:
        return FolderStore(Path(place).expanduser())
    store = UrlStore(place)
    filesystem_of(place)
    return store


def usual_place() -> str | None:
    """Where results are kept unless a command says otherwise; None where that is switched off."""
    if (named := os.environ.get(PLACE)) is not None:
        return None if named in ("", "off") else named
    if sys.platform == "darwin":
        return str(Path.home() / "Library" / "Caches" / "vidcheck" / "results")
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return str(Path(home or Path.home() / ".cache") / "vidcheck" / "results")
