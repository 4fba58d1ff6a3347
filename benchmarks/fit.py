"""Refit the shipped calibration from labelled clips, scene by scene held out.

    python benchmarks/fit.py --clips CLIPS … --injected INJECTED … --cache CACHE [--write]

CLIPS are folders with labels.csv (path, kind, label, confidence, subject_box, source, …); INJECTED
are folders with truth.csv (path, defect, subject, source, …): real clips with known defects put
into them, and once without.
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
import re
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from scipy.stats import rankdata

from vidcheck.calibration import DEFAULT
from vidcheck.calibration.fit import Example, fit
from vidcheck.calibration.model import Calibration, ModeCalibration
from vidcheck.detect import BUILT_IN, detect, strongest
from vidcheck.detect.context import context_of
from vidcheck.errors import ClipError
from vidcheck.files import write_whole
from vidcheck.geometry import Region
from vidcheck.judge.assessable import fastest
from vidcheck.measure.base import Measurement
from vidcheck.run.one_pass import Pass, measure_clip

if TYPE_CHECKING:
    from collections.abc import Callable

RECURRING = ("car-turn", "carphone", "bear", "swan", "wolf", "woman-running", "womanrunning")
"""Names of scenes that several sources carry: they stay on one side of every split."""
SLOW_PAN = 0.07
"""Short sides a second at which a camera shows enough of anything to judge it: a whole picture
width in half a minute."""
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
    twin: str = ""


def labelled(folder: Path) -> list[Clip]:
    """The clips of labels.csv; truth only where the label is sure enough to learn from."""
    clips = []
    with (folder / "labels.csv").open(newline="", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            tags = set(row["label"].split(";"))
            sure = row["confidence"] in ("high", "med") and not tags & {"static", "multi-shot", ""}
            family = row["kind"] if row["kind"] in ("real", "animation") else "ai"
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
            twin = f"{folder.name}/{row['clip']}"
            clips.append(Clip(path, row["subject"], scene, "injected", tag, tag != "clean", twin))
    return clips


def scene_of(path: str, source: str, family: str) -> str:
    """What must not be split: an AI clip's whole source, a real clip's scene.

    Pieces of one scene are called SCENE_01_a, SCENE_01_b, SCENE_02 …
    """
    for name in RECURRING:
        if name in path:
            return name
    if family == "ai":
        return source.split(":", maxsplit=1)[0]
    return re.sub(r"_\d+(_[a-z])?$", "", Path(path).stem)


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
        seen = replace(measure_clip(clip.path, subject=box, threads=1), glimpses=())
    except ClipError:
        return None
    write_whole(kept, pickle.dumps(seen))
    return seen


def example_of(clip: Clip, seen: Pass) -> Example:
    """One clip to learn from."""
    return Example(
        strongest(detect(seen.evidence)),
        bool(clip.truth),
        clip.scene,
        clip.family,
        clip.twin,
        context_of(seen.evidence),
    )


def speeds(seen: Pass) -> tuple[float, float]:
    """The speeds that the guard against still clips looks at: of the picture, of the subject."""
    amount, own = seen.outcomes["motion_amount"], seen.outcomes["subject_motion"]
    picture = fastest(amount) if isinstance(amount, Measurement) else 0.0
    return picture, fastest(own) if isinstance(own, Measurement) else picture


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
    limit = np.quantile(clean, 0.9, method="higher")
    found = {
        k: float(np.mean(of(lambda c, k=k: c.family == "injected" and c.tag == k) > limit))
        for k in kinds
    }
    for what, table in (("mean AUC", scores), ("true positives at 10 % false", found)):
        mean = np.mean(list(table.values()))
        print(f"  injected, {what} {mean:.3f}:", *(f"{k} {v:.2f}" for k, v in table.items()))
    print(f"  same-clip pairs won: {pairs_won(clips, risks):.3f}")
    print(
        f"  AI, AUC {auc(good, bad):.3f} (n {len(good)}/{len(bad)}), drifts {auc(good, drifts):.3f}"
    )
    print(f"  real against consistent AI {auc(real, good):.2f}; at or above {fail:.3f}:")
    drawn = of(lambda c: c.family == "animation" and not c.truth)
    parts = {"real": real, "clean": clean, "animation": drawn, "AI good": good, "AI bad": bad}
    for name, part in parts.items():
        if not len(part):
            continue
        print(f"    {name}: {np.mean(part >= fail):.1%} of {len(part)}")


def pairs_won(clips: list[Clip], risks: np.ndarray) -> float:
    """Share of injected clips that get a higher risk than the same clip without the defect."""
    clean = {c.twin: r for c, r in zip(clips, risks, strict=True) if c.twin and not c.truth}
    won = [
        r > clean[c.twin] for c, r in zip(clips, risks, strict=True) if c.truth and c.twin in clean
    ]
    return float(np.mean(won)) if won else math.nan


def fit_mode(
    clips: list[Clip], cache: Path, *, located: bool
) -> tuple[ModeCalibration, list[tuple[Clip, Pass]]]:
    """Measure, fit and report one mode."""
    usable = [clip for clip in clips if not located or clip.subject]
    with ProcessPoolExecutor(max_workers=2) as pool:
        passes = list(pool.map(measured, [(clip, located, cache) for clip in usable], chunksize=4))
    both = [(clip, seen) for clip, seen in zip(usable, passes, strict=True) if seen is not None]
    taught = [(clip, seen) for clip, seen in both if clip.truth is not None]
    examples = [example_of(clip, seen) for clip, seen in taught]
    mode, risks = fit(examples, [spec.name for spec in BUILT_IN])
    print(
        "located" if located else "guessed",
        dict(Counter((e.family, e.defective) for e in examples)),
    )
    report([clip for clip, _ in taught], risks, mode.fail)
    return mode, both


def still_speeds(both: list[tuple[Clip, Pass]]) -> tuple[float, float]:
    """Speeds that part clips labelled static from moving ones.

    Of all pairs of limits that take at most one in nine of the others along, the one that finds
    most of the static ones: a slow pan over a calm subject is still worth a look.
    """
    seen = [(*speeds(s), "static" in c.tag) for c, s in both if c.family != "injected"]
    static = [(picture, own) for picture, own, still in seen if still]
    others = [(picture, own) for picture, own, still in seen if not still]

    def below(speed: list[tuple[float, float]], most: float, limit: float) -> int:
        return sum(picture < most and own < limit for picture, own in speed)

    limits = [(1.02 * p, 1.02 * o) for p, _ in static for _, o in static if p < SLOW_PAN]
    fair = [pair for pair in limits if below(others, *pair) <= 0.11 * len(others)]
    best = max(fair, key=lambda pair: (below(static, *pair), -below(others, *pair)))
    print(
        f"  still: picture below {best[0]:.3f}, subject below {best[1]:.3f}: "
        f"{below(static, *best)} of {len(static)} static, "
        f"{below(others, *best)} of {len(others)} others"
    )
    return best


def main() -> None:
    """Fit both modes and write the calibration where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clips", type=Path, nargs="+", required=True)
    parser.add_argument("--injected", type=Path, nargs="+", required=True)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    clips = [clip for folder in arguments.clips for clip in labelled(folder)]
    clips += [clip for folder in arguments.injected for clip in injected(folder)]
    located, both = fit_mode(clips, arguments.cache, located=True)
    guessed, seen = fit_mode(clips, arguments.cache, located=False)
    picture, subject = still_speeds(seen)
    day = dt.datetime.now(tz=dt.UTC).date().isoformat()
    body = Calibration(
        id="",
        date=day,
        clips=sum(clip.family == "real" and clip.truth is False for clip, _ in both),
        command="python benchmarks/fit.py --clips CLIPS … --injected INJECTED … --cache CACHE "
        "--write",
        footage="real single-shot footage, the same with injected defects, and AI clips labelled "
        "by a viewer; only these statistics are shipped",
        modes={"located": located, "guessed": guessed},
        still_motion=round(picture, 4),
        still_subject=round(subject, 4),
    )
    if arguments.write:
        digest = hashlib.sha256(body.model_dump_json().encode()).hexdigest()[:12]
        final = body.model_copy(update={"id": f"default-{day}-{digest}"})
        write_whole(DEFAULT, final.model_dump_json(indent=1) + "\n")
        print(f"wrote {DEFAULT.name}")


if __name__ == "__main__":
    main()
