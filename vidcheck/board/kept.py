"""Which take stands for a shot: the one a person kept, else the one that was decided for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vidcheck.ledger.history import all_takes
from vidcheck.ledger.store import opened
from vidcheck.report.beside import PLACES, pictures_of
from vidcheck.report.model import load_report
from vidcheck.report.sections import USABLE
from vidcheck.report.strip import cell, cells_of
from vidcheck.run.recall import with_human_words

if TYPE_CHECKING:
    from PIL import Image

    from vidcheck.decide.rows import ShotRow
    from vidcheck.judge.rows import ClipRow


LONGEST_S = 8.0
"""Of a take, in which its sharpest frame is looked for."""


@dataclass(frozen=True)
class Kept:
    """A take, the seconds of it that are used, and a small picture where its file has gone."""

    path: Path
    from_s: float
    to_s: float
    picture: Image.Image | None = None


def kept_in(run: Path) -> dict[str, Kept]:
    """The takes that a result uses, by shot, with people's words until now.

    Raises: VidcheckError where the file is no result.
    """
    result = with_human_words(load_report(run))
    strips = {
        name: picture
        for name, picture in pictures_of(result, run.parent).items()
        if name.endswith("strip.webp")
    }
    found = {}
    for shot in result.shots:
        row = result.clip_of(shot) if shot.take and shot.decision in USABLE else None
        if row is not None and row.clip is not None:
            found[shot.shot] = _kept(shot, row, strips.get(row.strip or ""))
    return found


def kept_by_people(project: Path) -> dict[str, Kept]:
    """The takes that people kept, by shot, as the ledger knows them; the last word counts."""
    with opened(project) as ledger:
        takes = all_takes(ledger.connection, project)
    said = [(take.human, take) for take in takes if take.human and take.human.verdict == "keep"]
    return {
        take.shot: _used(take.path, (0.0, take.duration_s or LONGEST_S))
        for _, take in sorted(said, key=lambda one: one[0].at)
    }


def _kept(shot: ShotRow, row: ClipRow, strip: bytes | None) -> Kept:
    end_s = row.clip.duration_s if row.clip else None
    used = shot.cut_s or row.span_s or (0.0, end_s or LONGEST_S)
    cells = cells_of(row)
    return _used(Path(row.path), used, cell(strip, cells // 2, cells) if strip else None)


def _used(path: Path, used: tuple[float, float], picture: Image.Image | None = None) -> Kept:
    """The middle of what is used: where a shot shows what it is about."""
    middle, half = sum(used) / 2, min(used[1] - used[0], LONGEST_S) / 2
    return Kept(path, middle - half, middle + half, picture)


def kept_beside(storyboard: Path) -> dict[str, Kept]:
    """What the result beside a storyboard uses, else what people kept by the ledger's word."""
    project = storyboard.parent
    run = next((project / name for name in PLACES if (project / name).is_file()), None)
    if run is None:
        return kept_by_people(project)
    about = load_report(run).storyboard
    return kept_in(run) if about and Path(about).name == storyboard.name else {}
