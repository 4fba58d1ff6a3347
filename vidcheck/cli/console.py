"""Data to stdout, talk to stderr; colour only where a person looks and wants it."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from vidcheck.cli.language import either
from vidcheck.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from vidcheck.errors import VidcheckError

    Progress = Callable[[int, int, str], None]


LINE_S = 60.0
"""Seconds between two lines of progress where nobody watches a bar."""


def emit(text: str) -> None:
    """Print data to stdout, ending in one newline."""
    plain = text.removesuffix("\n")
    _print(visible(plain) if sys.stdout.isatty() else plain, sys.stdout)


def say(text: str) -> None:
    """Talk to the person, on stderr."""
    _print(visible(text), sys.stderr)


def complain(error: VidcheckError) -> None:
    """One message and its hint, on stderr, in the person's language."""
    from vidcheck.cli.translate import translated

    message, hint = translated(error)
    red, off = ("\033[1;31m", "\033[0m") if wants_colour(sys.stderr) else ("", "")
    say(f"{red}{either('error', '错误')}{off}: {message}")
    if hint:
        say(f"{either('hint', '提示')}: {hint}")


def wants_colour(stream: TextIO) -> bool:
    """Whether to colour: a terminal, and neither NO_COLOR nor a dumb terminal."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def put(path: Path | None, text: str) -> None:
    """Write data to a file, or to stdout where the path is `-` or None.

    Bytes of file names that are no UTF-8 become question marks.
    """
    from vidcheck.files import write_whole

    if path is None or str(path) == "-":
        emit(text)
    else:
        write_whole(path, text.encode("utf-8", "replace"))


class _Lines:
    """Progress for a log: a line each minute, with what is left at the pace so far."""

    def __init__(self) -> None:
        self._start = self._said = time.monotonic()
        self._known: int | None = None

    def __call__(self, done: int, total: int, _name: str) -> None:
        """Take note of `done` of `total`."""
        now = time.monotonic()
        if self._known is None:
            self._known = done  # what was recalled at once says nothing of the pace
        if now - self._said < LINE_S or done <= self._known:
            return
        self._said = now
        left_s = (now - self._start) / (done - self._known) * (total - done)
        minutes = max(1, round(left_s / 60)) if done < total else 0
        say(either(f"{done} of {total} measured, about {minutes} min left",
                   f"已测量 {done}/{total}，约剩 {minutes} 分钟"))  # fmt: skip


@contextmanager
def progress_bar(total: int) -> Iterator[Progress]:
    """A bar on stderr in a terminal, elsewhere a line each minute; called with (done, total, name).

    Args:
        total: how many at first sight; below 2 there is no bar.
    """
    if total < 2 or not sys.stderr.isatty():
        yield _Lines()
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    colour = None if wants_colour(sys.stderr) else True
    console = Console(stderr=True, no_color=colour)
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(either("measuring", "测量中"), total=total)

        def advance(done: int, counted: int, name: str) -> None:
            bar.update(
                task, completed=done, total=counted, description=name[-40:].replace("[", "\\[")
            )

        yield advance


def _print(text: str, stream: TextIO) -> None:
    safe = text.encode(stream.encoding or "utf-8", "replace").decode(stream.encoding or "utf-8")
    print(safe, file=stream, flush=True)
