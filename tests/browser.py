"""A real browser for tests: Debian's Chromium, driven by Playwright.

`.ci/browser` installs one where it may. Where there is none, these tests are skipped, but never on
a build server (CI set): there a missing browser is a failure.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from vidcheck.paper import chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Page

ARGS = ("--no-sandbox", *chromium.QUIET)


def found() -> str:
    """Where a browser is; the test is skipped, or fails on a build server, where none is."""
    place = chromium.found()
    if place is not None:
        return place
    said = "no Chromium found: install it (apt install chromium) or name it in VIDCHECK_CHROMIUM"
    if os.environ.get("CI", "").lower() in {"1", "true", "yes"}:
        pytest.fail(said)
    pytest.skip(said)


@contextmanager
def browser() -> Iterator[BrowserContext]:
    """A window of 1280 × 900 with a memory of its own."""
    executable = found()
    api = pytest.importorskip("playwright.sync_api")
    with tempfile.TemporaryDirectory() as profile, api.sync_playwright() as driver:
        window = driver.chromium.launch_persistent_context(
            profile,
            executable_path=executable,
            args=list(ARGS),
            viewport={"width": 1280, "height": 900},
            accept_downloads=True,
        )
        try:
            yield window
        finally:
            window.close()


class Watch:
    """Everything a page complains of, and everything it asks of any server."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda said: self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: self.asked.append(request.url))
