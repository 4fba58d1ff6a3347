"""A film's result as the continuity report is made from it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from tests.exchange.made import shot, take
from vidcheck.continuity.rows import (
    Appearance,
    Cell,
    Continuity,
    ContinuityFinding,
    StyleRow,
    SubjectMatrix,
)
from vidcheck.decide.rows import Asked, Ranked
from vidcheck.judge.rows import HumanRow
from vidcheck.paper.size import Paper
from vidcheck.report.model import RunReport
from vidcheck.run.film import film_of
from vidcheck.script.desk import sheet_of
from vidcheck.storyboard.load import load_storyboard

if TYPE_CHECKING:
    from vidcheck.script.sheet import Entry, Line, Sheet


STORYBOARDS = Path(__file__).parents[2] / "storyboards"


DRAMA = STORYBOARDS / "short-drama" / "storyboard.yaml"


A4 = Paper("a4")


def crossing() -> str:
    """The drama with 12C turned round, so that the line is crossed and the eyes do not meet."""
    text = DRAMA.read_text(encoding="utf-8")
    head, name, rest = text.partition('- id: "12C"')
    turned = rest.replace("facing: camera_right", "facing: camera_left", 1)
    assert turned != rest
    return head + name + turned


def strip(folder: Path) -> str:
    """A strip of ten frames, each of a grey of its own: 20, 40, …, 200."""
    greys = np.repeat(np.arange(1, 11, dtype=np.uint8) * 20, 32)
    picture = np.repeat(np.tile(greys, (18, 1))[:, :, None], 3, axis=2)
    Image.fromarray(picture).save(folder / "strip.webp", "WEBP", lossless=True)
    return "strip.webp"


def asked(path: str, verdict: str = "pass") -> Ranked:
    wishes = (
        Asked(what="camera_move", asked="static", measured="closer 7%", met=False,
              asked_zh="固定", measured_zh="靠近 7%"),
        Asked(what="colour", asked="#ba2226", measured=None, met=None),
    )  # fmt: skip
    return Ranked.model_validate(
        {"path": path, "rank": 1, "tied_with": (), "why": "no defect found",
         "why_zh": "没有发现缺陷", "asked": wishes, "verdict": verdict}
    )  # fmt: skip


def drama(folder: Path, text: str | None = None) -> RunReport:
    """A run of the short drama: two takes of 12A, one of 12B that a person keeps, 12C refused."""
    home = folder / "film"
    home.mkdir(exist_ok=True)
    path = home / "storyboard.yaml"
    path.write_text(text or DRAMA.read_text(encoding="utf-8"), encoding="utf-8")
    of, picture = Fraction(24), strip(folder)
    clips = (
        take("takes/12A_t1.mp4", "12A", 1, of, 96),
        take("takes/12A_t2.mp4", "12A", 2, of, 120, strip=picture),
        take("takes/12B_t1.mp4", "12B", 1, of, 96, verdict="fail", strip=picture,
             human=HumanRow(verdict="keep", note="his eyes", at="2026-11-26T10:00:00+00:00")),
        take("takes/12C_t1.mp4", "12C", 1, of, 96, human=HumanRow(verdict="ng")),
        take("takes/12C_t2.mp4", "12C", 2, of, 96, status="not_assessable", verdict="unknown",
             reason="too short", reason_zh="太短"),
    )  # fmt: skip
    first = shot("12A", "keep", "takes/12A_t2.mp4", "takes/12A_t2.mp4", "takes/12A_t1.mp4")
    second = shot("12B", "keep", "takes/12B_t1.mp4", "takes/12B_t1.mp4", cut_s=(1.0, 3.0))
    return RunReport(
        calibration=None,
        clips=clips,
        title="The Red Letter",
        title_zh="红信",
        created="2026-11-27T12:00:00+00:00",
        shots=(
            first.model_copy(update={"ranking": (asked("takes/12A_t2.mp4"), first.ranking[1])}),
            second,
            shot("12C", "reroll", None, "takes/12C_t1.mp4", "takes/12C_t2.mp4"),
        ),
        continuity=compared(),
        film=film_of(load_storyboard(path, unknown_ids="keep")),
    )


def compared() -> Continuity:
    finding = ContinuityFinding(
        shots=("12B", "12A"), aspect="wardrobe", verdict="warn", z=4.0,
        evidence="12B is the odd one out: other colours", evidence_zh="12B 与众不同：颜色不同",
    )  # fmt: skip
    cells = (
        Cell(shots=("12A", "12B"), aspect="wardrobe", z=4.0, verdict="warn"),
        Cell(shots=("refs", "12A"), aspect="face", z=0.4, verdict="pass"),
        Cell(shots=("refs", "12B"), aspect="face", z=None, verdict="unknown"),
    )
    seen = tuple(Appearance(shot=name, take="t") for name in ("12A", "12B"))
    return Continuity(
        subjects={"jun": (finding,)},
        matrix={"jun": SubjectMatrix(name="Jun", appearances=seen, cells=cells)},
        style=(StyleRow(shot="12A", take="t", verdict="pass"),
               StyleRow(shot="12B", take="t", verdict="warn", evidence="darker than the film")),
        note=None,
        note_zh=None,
    )  # fmt: skip


def sheet(report: RunReport, lang: str = "en", folder: Path | None = None) -> Sheet:
    pictures = {"strip.webp": (folder / "strip.webp").read_bytes()} if folder else {}
    return sheet_of(report, pictures, lang)


def entry(told: Sheet, name: str) -> Entry:
    return next(one for one in told.entries if one.shot == name)


def line(told: Sheet, name: str, label: str) -> Line:
    lines = (*entry(told, name).continuity, *entry(told, name).asked)
    return next(one for one in lines if one.label == label)
