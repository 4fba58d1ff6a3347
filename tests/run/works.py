"""Jobs for workers: told by the clip's name what to do. Imported by name in other processes."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

from vidcheck.errors import OutputError
from vidcheck.judge.rows import ClipFacts, ClipRow

if TYPE_CHECKING:
    from pathlib import Path

    from vidcheck.run.job import ClipJob


FACTS = ClipFacts(
    width=64, height=48, fps=24.0, frames=24, duration_s=1.0, codec="h264", sha256="0" * 64
)


def act(job: ClipJob) -> ClipRow:
    name = job.path.stem
    if name.startswith("die"):
        os.kill(os.getpid(), signal.SIGSEGV)
    if name.startswith("leave"):
        os._exit(7)
    if name.startswith("hang"):
        time.sleep(60)
    if name.startswith("bug"):
        raise ValueError("nobody expected this")
    if name.startswith("full"):
        raise OutputError("out: cannot be written: no space", hint="make room")
    while name.startswith("gate") and not (job.path.parent / "open").exists():
        time.sleep(0.05)
    if name.startswith("huge"):
        bytearray(10 << 30)
    if name.startswith("slow"):
        time.sleep(0.4)
    return ClipRow(path=str(job.path), status="scored", verdict="pass", risk=0.1)


def pid(job: ClipJob) -> ClipRow:
    time.sleep(0.3)
    return ClipRow(path=str(job.path), status="scored", verdict="pass", reason=str(os.getpid()))


def act_with_facts(job: ClipJob) -> ClipRow:
    return act(job).model_copy(update={"clip": FACTS})


def pictured(row: ClipRow, folder: Path) -> ClipRow:
    """The row with a picture of its own in `folder`."""
    strip = folder / "pictures" / "a" / "strip.webp"
    strip.parent.mkdir(parents=True, exist_ok=True)
    strip.write_bytes(b"picture")
    return row.model_copy(update={"strip": strip.relative_to(folder).as_posix()})


def row_of(path: str) -> ClipRow:
    return ClipRow(path=path, status="scored", verdict="pass", risk=0.1, clip=FACTS)


def noted(job: ClipJob) -> ClipRow:
    """Takes a moment, and writes the clip's name beside it when it is done."""
    time.sleep(0.3)
    row = act_with_facts(job)
    with (job.path.parent / "finished.txt").open("a") as notes:
        notes.write(f"{job.path.name}\n")
    return row
