"""A browser on this machine, and pages printed by it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from vidcheck.errors import OutputError

NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "msedge",
)  # fmt: skip
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
VARIABLE = "VIDCHECK_CHROMIUM"
"""Names the browser to use; empty: none."""
QUIET = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--disable-dev-shm-usage",
)  # fmt: skip
LONGEST_S = 180
"""A sheet prints in a few seconds, on a busy machine in a minute; what takes longer hangs."""


def found() -> str | None:
    """Where a browser of the Chromium family is, or None.

    Raises: OutputError where `VIDCHECK_CHROMIUM` names one that is not there.
    """
    named = os.environ.get(VARIABLE)
    if named == "":
        return None
    if named is not None:
        if place := shutil.which(named):
            return place
        raise OutputError(
            f"{VARIABLE}: {named}: no such program",
            hint=f"name a Chromium or Chrome, or set {VARIABLE}= (empty) to print without one",
        )
    known = (path for name in NAMES if (path := shutil.which(name)))
    return next(known, None) or next((path for path in PLACES if Path(path).is_file()), None)


def printed(browser: str, page: str) -> bytes:
    """A page as PDF, by its own print styles.

    The page must forbid itself scripts and addresses (its Content-Security-Policy); the browser's
    profile goes away with it.

    Raises: OutputError where the browser fails.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, encoding="utf-8", errors="replace")
        command = [
            browser, "--headless", *QUIET, *_as_root(),
            f"--user-data-dir={folder}/profile", "--no-pdf-header-footer",
            f"--print-to-pdf={target}", source.as_uri(),
        ]  # fmt: skip
        try:
            done = subprocess.run(  # noqa: S603 (our own arguments)
                command, capture_output=True, check=False, timeout=LONGEST_S
            )
        except OSError as error:
            raise OutputError(f"{browser}: does not print: {error}", hint=_HINT) from error
        except subprocess.TimeoutExpired as error:
            raise OutputError(
                f"{browser}: does not print within {LONGEST_S} s", hint=_HINT
            ) from error
        if not target.is_file():
            said = done.stderr.decode("utf-8", "replace").splitlines()
            told = [line for line in said if line.strip() and "dbus" not in line]
            why = told[-1] if told else f"it ended with {done.returncode}"
            raise OutputError(f"{browser}: does not print: {why}", hint=_HINT)
        return target.read_bytes()


_HINT = f"set {VARIABLE}= (empty) to print without a browser, or write HTML and print that"


def _as_root() -> tuple[str, ...]:
    """Chromium refuses to keep its sandbox where root starts it, as in containers."""
    return ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
