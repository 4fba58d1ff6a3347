"""Writing files so that a reader sees the old content or the new, never half of it."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from vidcheck.errors import OutputError


def write_whole(path: Path, content: str | bytes) -> None:
    """Write beside the target, flush, then rename over it; the old file survives any failure.

    Raises: OutputError where the folder cannot be written or the disk is full.
    """
    raw = content.encode("utf-8") if isinstance(content, str) else content
    draft: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        draft = Path(name)
        with os.fdopen(handle, "wb") as out:
            out.write(raw)
            out.flush()
            os.fsync(out.fileno())
        draft.chmod(0o644)
        draft.replace(path)
    except OSError as error:
        if draft is not None:
            draft.unlink(missing_ok=True)
        raise OutputError(
            f"{path}: cannot be written: {error.strerror or error}",
            hint="choose another place with --out, or make room; what was there is untouched",
        ) from error


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes as 64 hex digits, read in blocks of 1 MiB."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
