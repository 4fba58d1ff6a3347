"""Never measure twice: rows, and their pictures, kept under what they depend on.

An entry is `ab/<key>.json`, the row without its path, and, where pictures were made,
`ab/<key>.zip` with them. The key says everything (vidcheck.run.fingerprint), so nothing is ever
stale: a changed clip or a changed analyzer has another key.
"""

from __future__ import annotations

import io
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from vidcheck.errors import OutputError
from vidcheck.files import NO_ZIP, write_whole
from vidcheck.judge.rows import ClipRow
from vidcheck.run.fingerprint import analyzer, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from vidcheck.run.job import ClipJob
    from vidcheck.run.store import Store

    Work = Callable[[ClipJob], ClipRow]

_PICTURE = re.compile(r"[\w.-]{1,80}\.(?:webp|npz)")
LARGEST_PICTURE = 1 << 24
"""Bytes of a picture that is unpacked; ours have a few ten thousand."""
READERS = 4
"""Clips looked up at a time; hashing and reading leave Python's lock."""


@dataclass(frozen=True)
class Kept:
    """Work that is done once: a job whose result is kept is answered without doing it."""

    work: Work
    store: Store

    def __call__(self, job: ClipJob) -> ClipRow:
        """The row of a job, kept from now on."""
        try:
            key = key_of(job)
        except OSError:
            return self.work(job)  # which says what cannot be read
        row = _row(job, key, self.store)
        if row is None:
            row = self.work(job)
            _keep_row(row, key, self.store)
        elif job.pictures is None:
            return row
        elif (whole := _with_kept_pictures(row, job, key, self.store)) is not None:
            return whole
        elif job.sign:
            row = self.work(job)  # a signature is made of frames that are kept no longer
        else:
            row = _with_new_pictures(row, job, job.pictures)
        if job.pictures is not None:
            _keep_pictures(row, key, job.pictures, self.store)
        return row


def recall(job: ClipJob, store: Store) -> ClipRow | None:
    """The row of a job where all that it asks for is kept, pictures put into their folder.

    Raises: OutputError where the folder for the pictures cannot be written.
    """
    try:
        key = key_of(job)
    except OSError:
        return None
    row = _row(job, key, store)
    if row is None or job.pictures is None:
        return row
    return _with_kept_pictures(row, job, key, store)


def recall_all(jobs: Sequence[ClipJob], store: Store) -> list[ClipRow | None]:
    """What is kept of each job, in their order."""
    analyzer()  # once, and not by every reader at the same time
    with ThreadPoolExecutor(READERS) as readers:
        return list(readers.map(lambda job: recall(job, store), jobs))


def _row(job: ClipJob, key: str, store: Store) -> ClipRow | None:
    raw = store.read(_name(key, "json"))
    if raw is None:
        return None
    try:
        kept = ClipRow.model_validate_json(raw)
    except ValidationError:
        return None  # of another version, or damaged: it is measured anew and written over
    return kept.model_copy(update={"path": str(job.path)})


def _keep_row(row: ClipRow, key: str, store: Store) -> None:
    if row.clip is None or row.status == "unreadable":
        return  # a crash or a time limit may have another outcome next time
    bare = row.without_pictures().model_copy(update={"path": ""})
    _write(store, _name(key, "json"), bare.model_dump_json().encode())


def _keep_pictures(row: ClipRow, key: str, folder: Path, store: Store) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:  # WebP is compressed already
        for name in row.pictures:
            if (folder / name).is_file():
                bundle.writestr(zipfile.ZipInfo((folder / name).name), (folder / name).read_bytes())
    _write(store, _name(key, "zip"), packed.getvalue())


def _with_new_pictures(row: ClipRow, job: ClipJob, folder: Path) -> ClipRow:
    from vidcheck.evidence import make_evidence  # noqa: PLC0415 (heavy)

    return make_evidence(row, job.path, folder)


def _with_kept_pictures(row: ClipRow, job: ClipJob, key: str, store: Store) -> ClipRow | None:
    """The row with its pictures in the job's folder; None where they are not kept."""
    from vidcheck.continuity.kept import signed  # noqa: PLC0415 (heavy)
    from vidcheck.evidence import home_of, named  # noqa: PLC0415

    raw = store.read(_name(key, "zip"))
    pictures = _unpacked(raw) if raw is not None else None
    if pictures is None or job.pictures is None:
        return None
    home = home_of(row, job.path)
    for name, content in pictures.items():
        _put(job.pictures / home / name, content)
    return signed(named(row, home, pictures), home, pictures)


def _unpacked(raw: bytes) -> dict[str, bytes] | None:
    """Pictures by name; None where it is no bundle of ours. Names cannot lead out of a folder."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as bundle:
            inside = bundle.infolist()
            if any(
                not _PICTURE.fullmatch(one.filename) or one.file_size > LARGEST_PICTURE
                for one in inside
            ):
                return None
            return {one.filename: bundle.read(one) for one in inside}
    except NO_ZIP:
        return None


def _put(path: Path, content: bytes) -> None:
    """Write it unless it stands there already: waiting for the disk is most of a second run."""
    try:
        same = path.read_bytes() == content
    except OSError:
        same = False
    if not same:
        write_whole(path, content)


def _write(store: Store, name: str, content: bytes) -> None:
    try:
        store.write(name, content)
    except OutputError:
        return  # without a cache the run is slower, and nothing else


def _name(key: str, kind: str) -> str:
    return f"{key[:2]}/{key}.{kind}"
