"""Clips that say themselves what is wrong with them: the words in the file are the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import vidcheck.run.batch
from vidcheck.files import sha256_of
from vidcheck.judge.rows import ClipFacts, ClipRow, Event

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from vidcheck.run.job import ClipJob


def told(job: ClipJob) -> ClipRow:
    """A row told by what the file says: `good`, or the kind of its defect."""
    word = job.path.read_bytes().split()[0].decode()
    if word == "broken":
        return ClipRow(path=str(job.path), status="unreadable", reason="torn", verdict="unknown")
    flaws = () if word == "good" else (
        Event(type=word, start_s=5.0, end_s=8.0, box=None, severity=0.8, metric="m",  # type: ignore[arg-type]
              p_value=0.01, evidence="e"),
    )  # fmt: skip
    facts = ClipFacts(width=1280, height=720, fps=24.0, frames=192, duration_s=8.0, codec="h264",
                      sha256=sha256_of(job.path))  # fmt: skip
    return ClipRow(
        path=str(job.path), status="scored", verdict="fail" if flaws else "pass",
        risk=0.9 if flaws else 0.1, clip=facts, events=flaws,
        clean_ranges_s=((0.0, 5.0),) if flaws else ((0.0, 8.0),),
    )  # fmt: skip


def believe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let clips be judged by what they say."""
    monkeypatch.setattr(vidcheck.run.batch.score_clips, "__kwdefaults__", {
        **(vidcheck.run.batch.score_clips.__kwdefaults__ or {}), "work": told
    })  # fmt: skip


def put(folder: Path, **files: str) -> None:
    """Write clips: their names (a leading _ is dropped) and what they say."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / f"{name.removeprefix('_')}.mp4").write_text(content)
