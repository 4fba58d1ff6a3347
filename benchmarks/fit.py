"""Refit the shipped calibration from labelled clips, scene by scene held out.

    python benchmarks/fit.py --clips CLIPS --injected INJECTED --cache CACHE [--write]

CLIPS is a folder with labels.csv (path, kind, label, confidence, subject_box, source, …); INJECTED
one with truth.csv (path, defect, subject, source, …): real clips with known defects put into them.
Measuring every clip takes minutes and is kept in CACHE; fitting takes seconds. Without --write it
only prints what held-out scenes give; with it, vidcheck/calibration/default.json is written.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import hashlib
import math
import pickle
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from scipy.stats import rankdata

from vidcheck.calibration import DEFAULT
from vidcheck.calibration.fit import Example, fit
from vidcheck.calibration.model import Calibration, ModeCalibration
from vidcheck.detect import BUILT_IN, detect, excused
from vidcheck.detect.base import Evidence
from vidcheck.errors import ClipError
from vidcheck.files import write_whole
from vidcheck.geometry import Region
from vidcheck.measure.base import Measurement
from vidcheck.run.one_pass import Pass, measure_clip

if TYPE_CHECKING:
    from collections.abc import Callable

RECURRING = ("car-turn", "carphone", "bear", "swan")
"""Names of scenes that several sources carry: they stay on one side of every split."""
DEFECTS = {"drifts", "swap/morph", "pop-in/out", "flicker"}


@dataclass(frozen=True)
class Clip:
    """A clip with the truth about it; `truth` None where it is only there to be looked at."""

    path: Path
    subject: str
    scene: str
    family: str
    tag: str
    truth: bool | None


def labelled(folder: Path) -> list[Clip]:
    """The clips of labels.csv; truth only where the label is sure enough to learn from."""
    clips = []
    with (folder / "labels.csv").open(newline="", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            tags = set(row["label"].split(";"))
            sure = row["confidence"] in ("high", "med") and not tags & {"static", "multi-shot", ""}
            family = "real" if row["kind"] == "real" else "ai"
            scene = scene_of(row["path"], row["source"], family)
            truth = bool(tags & DEFECTS) if sure else None
            path = folder / row["path"]
            clips.append(Clip(path, row["subject_box"], scene, family, row["label"], truth))
    return clips


def injected(folder: Path) -> list[Clip]:
    """The clips of truth.csv."""
    clips = []
    with (folder / "truth.csv").open(newline="", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            scene, tag = scene_of(row["source"], row["source"], "real"), row["defect"]
            path = folder / row["path"]
            clips.append(Clip(path, row["subject"], scene, "injected", tag, tag != "clean"))
    return clips


def scene_of(path: str, source: str, family: str) -> str:
    """What must not be split: an AI clip's whole source, a real clip's scene."""
    for name in RECURRING:
        if name in path:
            return name
    return source.split(":", maxsplit=1)[0] if family == "ai" else Path(path).stem


def measured(job: tuple[Clip, bool, Path]) -> Pass | None:
    """The pass over one clip, from the cache where it is there; None where it is unreadable."""
    clip, located, cache = job
    name = hashlib.sha256(str(clip.path.resolve()).encode()).hexdigest()[:16]
    kept = cache / f"{name}-{'located' if located else 'guessed'}.pickle"
    if kept.exists():
        return pickle.loads(kept.read_bytes())  # noqa: S301 - written by this script
    cv2.setNumThreads(1)
    box = None
    if located and clip.subject:
        box = Region.from_xywh(*(float(part) for part in clip.subject.split(",")))
    try:
        seen = measure_clip(clip.path, subject=box, threads=1)
    except ClipError:
        return None
    write_whole(kept, pickle.dumps(seen))
    return seen


def strengths_of(seen: Pass) -> dict[str, float]:
    """By detector, the strongest candidate; detectors that could not look are left out."""
    evidence = Evidence(seen.outcomes, seen.track, seen.first_s, seen.last_s)
    found = detect(excused(evidence, seen.info.working))
    return {name: candidates[0].strength for name, candidates in found.items() if candidates}


def fastest(seen: Pass) -> float:
    """The motion that the guard against still clips looks at."""
    amount = seen.outcomes["motion_amount"]
    if not isinstance(amount, Measurement):
        return 0.0
    return float(np.nanpercentile(amount.series["value"], 90))


def auc(good: np.ndarray, bad: np.ndarray) -> float:
    """Chance that a bad clip has the higher risk; 0.5 where one side is empty."""
    if not len(good) or not len(bad):
        return 0.5
    ranks = rankdata(np.concatenate([good, bad]))
    return float((ranks[len(good) :].sum() - len(bad) * (len(bad) + 1) / 2) / len(good) / len(bad))


def report(clips: list[Clip], risks: np.ndarray, fail: float) -> None:
    """Print what held-out scenes give."""

    def of(test: Callable[[Clip], bool]) -> np.ndarray:
        return risks[np.array([test(clip) for clip in clips])]

    kinds = list(dict.fromkeys(c.tag for c in clips if c.family == "injected" and c.truth))
    clean = of(lambda c: c.family == "injected" and not c.truth)
    scores = {
        k: auc(clean, of(lambda c, k=k: c.family == "injected" and c.tag == k)) for k in kinds
    }
    good, bad = (of(lambda c, d=d: c.family == "ai" and c.truth is d) for d in (False, True))
    drifts = of(lambda c: c.family == "ai" and "drifts" in c.tag)
    real = of(lambda c: c.family == "real" and not c.truth)
    mean = np.mean(list(scores.values()))
    print(f"  injected, mean AUC {mean:.3f}:", *(f"{k} {v:.2f}" for k, v in scores.items()))
    print(
        f"  AI, AUC {auc(good, bad):.3f} (n {len(good)}/{len(bad)}), drifts {auc(good, drifts):.3f}"
    )
    print(f"  real against consistent AI {auc(real, good):.2f}; at or above {fail:.3f}:")
    for name, part in (("real", real), ("AI good", good), ("AI bad", bad), ("clean", clean)):
        print(f"    {name}: {np.mean(part >= fail):.1%} of {len(part)}")


def fit_mode(
    clips: list[Clip], cache: Path, *, located: bool
) -> tuple[ModeCalibration, list[tuple[Clip, Pass]]]:
    """Measure, fit and report one mode."""
    usable = [clip for clip in clips if not located or clip.subject]
    with ProcessPoolExecutor(max_workers=2) as pool:
        passes = list(pool.map(measured, [(clip, located, cache) for clip in usable], chunksize=4))
    both = [(clip, seen) for clip, seen in zip(usable, passes, strict=True) if seen is not None]
    taught = [(clip, seen) for clip, seen in both if clip.truth is not None]
    examples = [Example(strengths_of(seen), bool(c.truth), c.scene, c.family) for c, seen in taught]
    mode, risks = fit(examples, {spec.name: spec.floor for spec in BUILT_IN})
    print(
        "located" if located else "guessed",
        dict(Counter((e.family, e.defective) for e in examples)),
    )
    report([clip for clip, _ in taught], risks, mode.fail)
    return mode, both


def still_motion(both: list[tuple[Clip, Pass]]) -> float:
    """The motion that parts clips labelled static from moving ones; a lost mover counts double."""
    pairs = sorted(
        (fastest(seen), "static" in clip.tag) for clip, seen in both if clip.family != "injected"
    )

    def mistakes(cut: int) -> int:
        return sum(s for _, s in pairs[cut:]) + 2 * sum(not s for _, s in pairs[:cut])

    cut = max(1, min(range(len(pairs)), key=mistakes))
    limit = math.sqrt(max(pairs[cut - 1][0], 1e-4) * pairs[cut][0])
    found, lost = sum(s for _, s in pairs[:cut]), sum(not s for _, s in pairs[:cut])
    print(f"  still below {limit:.3f}: {found} of {sum(s for _, s in pairs)} static, {lost} others")
    return limit


def main() -> None:
    """Fit both modes and write the calibration where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clips", type=Path, required=True)
    parser.add_argument("--injected", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    clips = labelled(arguments.clips) + injected(arguments.injected)
    located, both = fit_mode(clips, arguments.cache, located=True)
    guessed, seen = fit_mode(clips, arguments.cache, located=False)
    day = dt.datetime.now(tz=dt.UTC).date().isoformat()
    body = Calibration(
        id="",
        date=day,
        clips=sum(clip.family == "real" and clip.truth is False for clip, _ in both),
        command="python benchmarks/fit.py --clips CLIPS --injected INJECTED --cache CACHE --write",
        footage="real single-shot footage, the same with injected defects, and AI clips labelled "
        "by a viewer; only these statistics are shipped",
        modes={"located": located, "guessed": guessed},
        still_motion=round(still_motion(seen), 5),
    )
    if arguments.write:
        digest = hashlib.sha256(body.model_dump_json().encode()).hexdigest()[:12]
        final = body.model_copy(update={"id": f"default-{day}-{digest}"})
        write_whole(DEFAULT, final.model_dump_json(indent=1) + "\n")
        print(f"wrote {DEFAULT.name}")


if __name__ == "__main__":
    main()
