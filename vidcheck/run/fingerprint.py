"""What a result depends on besides the clip: the code that measures, and its libraries."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vidcheck.calibration import load_calibration
from vidcheck.contents import content_of
from vidcheck.files import sha256_of
from vidcheck.models.store import folder, stored

if TYPE_CHECKING:
    from vidcheck.run.job import ClipJob

PACKAGE = Path(__file__).resolve().parents[1]
WITHOUT_INFLUENCE = (
    "_shipped", "board", "chinese", "cli", "contents.py", "decide", "exchange", "generators",
    "guard", "importers", "ledger", "lint", "match", "paper", "plan", "proxy.py",
    "pytest_plugin.py", "report", "review", "script", "storyboard", "takes.py",
    "run/across.py", "run/described.py",
    "run/batch.py", "run/check.py", "run/fetched.py", "run/film.py", "run/fingerprint.py",
    "run/footage.py",
    "run/hashes.py", "run/job.py", "run/kept.py", "run/on_ray.py", "run/pasts.py", "run/planned.py",
    "run/prune.py", "run/staging.py",
    "run/preview.py", "run/recall.py", "run/remember.py", "run/result.py", "run/shards.py",
    "run/still.py", "run/store.py", "run/telling.py", "run/watch.py", "run/workers.py",
)  # fmt: skip
"""What cannot change a row. Named by exclusion on purpose: a room that is forgotten here costs one
measurement too many, one forgotten in a list of what counts would cost a wrong result."""
LIBRARIES = (
    "av",
    "numpy",
    "onnxruntime",
    "opencv-contrib-python",
    "opencv-contrib-python-headless",
    "opencv-python",
    "opencv-python-headless",
    "pillow",
    "scipy",
)
"""What decodes and computes; another release may round, or decode, another way."""
NO_INFLUENCE = ("path", "pictures", "threads", "url")
"""Fields of a job that change where things lie and how fast it goes, but no number."""


@lru_cache(maxsize=1)
def analyzer() -> str:
    """64 hex digits for all that measures and judges: sources, calibration, libraries, models."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        name = path.relative_to(PACKAGE).as_posix()
        if not path.is_file() or "__pycache__" in path.parts or _without_influence(name):
            continue
        digest.update(f"{name}\0{sha256_of(path)}\n".encode())
    digest.update(f"{load_calibration().id}\n".encode())
    for library in LIBRARIES:
        digest.update(f"{library}\0{_version(library)}\n".encode())
    home = folder()
    for model in stored(home) if home else ():  # (by content: a changed file does not serve)
        digest.update(f"{model.id}\0{model.state}\0{model.sha256}\n".encode())
    return digest.hexdigest()


def key_of(job: ClipJob) -> str:
    """64 hex digits for a clip's bytes and all that its row depends on.

    Files (the clip, references) count by content, so that a copy or another name is the same; a
    field that is added to ClipJob counts without being named here.

    Raises: OSError where the clip or a reference cannot be read.
    """
    asked = {
        field.name: _content(getattr(job, field.name))
        for field in fields(job)
        if field.name not in NO_INFLUENCE
    }
    whole = {"analyzer": analyzer(), "clip": content_of(job.path), "asked": asked}
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def _without_influence(name: str) -> bool:
    return any(name == one or name.startswith(f"{one}/") for one in WITHOUT_INFLUENCE)


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "-"


def _content(value: Any) -> Any:
    """A value as JSON that is the same where its meaning is."""
    if isinstance(value, Path):
        return content_of(value)
    if isinstance(value, tuple | list):
        return [_content(one) for one in value]
    if is_dataclass(value):
        return {field.name: _content(getattr(value, field.name)) for field in fields(value)}
    return value if value is None or isinstance(value, str | int | float) else repr(value)
