"""What models add inside a clip, side by side with none; with --write the statistics are refitted.

    python benchmarks/identity.py --clips CLIPS … --injected INJECTED … --cache CACHE --looks LOOKS
        [--speed CLIP] [--write]

CLIPS, INJECTED and CACHE are those of benchmarks/fit.py: clips with labels.csv or truth.csv, and
passes over them. What the installed models see of each clip is kept in LOOKS. A clip without a pass
in CACHE is measured, which takes seconds each; with `--only-looks` it counts for the nulls alone.
Scenes are parted into five: nulls, weights of the classical risk and thresholds come from four, the
figures from the fifth. Writes benchmarks/identity.md, and with --write
vidcheck/identity/usual.json.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import math
import os
import pickle
import re
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from fit import Clip, auc, example_of, injected, labelled, measured, pairs_won
from scipy.stats import rankdata

from vidcheck.calibration.fit import fit, folds_of
from vidcheck.decode import open_clip
from vidcheck.detect import BUILT_IN
from vidcheck.errors import ClipError
from vidcheck.files import write_whole
from vidcheck.geometry import Region
from vidcheck.identity.opinion import opinion
from vidcheck.identity.usual import NOISE, SHIPPED, Fused, ModeUsual, Null, Usual
from vidcheck.identity.watch import Watch
from vidcheck.models.shelf import Absent, Shelf
from vidcheck.models.store import best_for, folder
from vidcheck.run.one_pass import measure_clip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from vidcheck.calibration.fit import Example
    from vidcheck.calibration.model import Mode
    from vidcheck.identity.usual import Strength
    from vidcheck.identity.watch import Looks

    Strengths = dict[Strength, float]

NAMES: tuple[Strength, ...] = ("jump", "halves", "step", "face")
WEIGHTS: dict[Strength, float] = {"jump": 1.0, "halves": 1.0, "face": 1.0}
"""Not fitted; chosen seeing these clips: with one half each, AUC on generated clips gains 0.038 and
not 0.046, on injected defects as much."""
FEWEST_GOOD = 10
COMMAND = (
    "python benchmarks/identity.py --clips CLIPS … --injected INJECTED … --cache CACHE "
    "--looks LOOKS --write"
)
TARGET = Path(__file__).with_name("identity.md")


@dataclass(frozen=True, eq=False)
class Seen:
    """One clip: what classical measures gave (None where nobody asked), and what models saw.

    `guess` is the box of the classical lock in the first frame, working pixels.
    """

    clip: Clip
    example: Example | None
    looks: Looks
    strengths: Strengths
    guess: Region | None

    @property
    def good(self) -> bool:
        """Whether it may teach what is usual: real footage, untouched."""
        return not self.clip.truth and self.clip.family in ("real", "injected")


def scene_of(clip: Clip) -> str:
    """The scene, with the pieces of one film together."""
    return re.sub(r"_\d+(_[a-z])?$", "", clip.scene)


def looked(
    clip: Clip, mode: Mode, place: Path, models: Shelf
) -> tuple[Looks, Region | None] | None:
    """What models see of a clip, from `place` where it is there; None where it is unreadable."""
    name = hashlib.sha256(str(clip.path.resolve()).encode()).hexdigest()[:16]
    kept = place / f"{name}-{mode}.pickle"
    if not kept.exists():
        box = None
        if mode == "located":
            box = Region.from_xywh(*(float(part) for part in clip.subject.split(",")))
        watch = Watch(models)
        try:
            seen = measure_clip(clip.path, subject=box, threads=1, watch=watch, specs=())
        except ClipError:
            return None
        write_whole(kept, pickle.dumps((watch.looks(), seen.track, seen.source)))
    looks, track, _ = pickle.loads(kept.read_bytes())  # noqa: S301 (written by this script)
    return looks, track[0][1]


def read(told: argparse.Namespace, mode: Mode, models: Shelf) -> list[Seen]:
    """All clips whose truth is known, with both kinds of answers."""
    clips = [clip for place in told.clips for clip in labelled(place)]
    clips += [clip for place in told.injected for clip in injected(place)]
    found = []
    for clip in clips:
        if clip.truth is None or (mode == "located" and not clip.subject):
            continue
        both = looked(clip, mode, told.looks, models)
        if both is None:
            continue
        example, excused = None, ()
        name = hashlib.sha256(str(clip.path.resolve()).encode()).hexdigest()[:16]
        there = (told.cache / f"{name}-{mode}.pickle").exists()
        if (there or not told.only_looks) and (
            seen := measured((clip, mode == "located", told.cache))
        ):
            example = replace(example_of(clip, seen), scene=scene_of(clip))
            excused = seen.evidence.excused
        strengths = opinion(both[0], excused).strengths
        found.append(
            Seen(replace(clip, scene=scene_of(clip)), example, both[0], strengths, both[1])
        )
    return found


def usual_of(good: Sequence[Strengths], real: Sequence[tuple[float, Strengths]]) -> ModeUsual:
    """Nulls of good clips, and the pairs of those whose classical risk is known."""
    nulls = {}
    for name in NAMES:
        logs = sorted(round(math.log(one[name] + NOISE), 4) for one in good if name in one)
        if len(logs) >= FEWEST_GOOD:
            nulls[name] = Null(logs=tuple(logs))
    weights = {name: weight for name, weight in WEIGHTS.items() if name in nulls}
    blank = ModeUsual(nulls=nulls, weights=weights, pairs=((0.5, 0.0),))
    ranks = (rankdata([risk for risk, _ in real]) - 0.5) / max(1, len(real))
    pairs = [
        (round(float(rank), 4), round(blank.side(looks), 4))
        for rank, (_, looks) in zip(ranks, real, strict=True)
    ]
    return blank.model_copy(update={"pairs": tuple(sorted(pairs))})


@dataclass(frozen=True, eq=False)
class Held:
    """Every clip's risk by statistics that never saw its scene; alarms by such thresholds."""

    clips: list[Clip]
    without: np.ndarray
    with_models: np.ndarray
    alarms_without: np.ndarray
    alarms_with: np.ndarray


def held_out(seen: Sequence[Seen]) -> tuple[Held, ModeUsual]:
    """Fit on four parts of the scenes, ask the fifth, five times; and what all of them give."""
    both = [one for one in seen if one.example is not None]
    examples = [one.example for one in both if one.example is not None]
    mode, risks = fit(examples, [spec.name for spec in BUILT_IN])
    fold = folds_of(examples, 0)
    parts = {one.clip.scene: int(own) for one, own in zip(both, fold, strict=True)}

    def usual(without: int | None) -> tuple[ModeUsual, list[float]]:
        good = [one.strengths for one in seen if one.good and parts.get(one.clip.scene) != without]
        real = [
            (float(risk), one.strengths)
            for one, risk, own in zip(both, risks, fold, strict=True)
            if own != without and one.clip.family == "real" and not one.clip.truth
        ]
        return usual_of(good, real), [risk for risk, _ in real]

    fused, alarms, before = (np.zeros(len(both)) for _ in range(3))
    for part in sorted(set(fold.tolist())):
        known, real = usual(part)
        joint = Fused(tuple(sorted(real)), known)
        for index in np.flatnonzero(fold == part).tolist():
            fused[index] = joint.risk(float(risks[index]), both[index].strengths)
            alarms[index] = fused[index] >= joint.fail
            before[index] = risks[index] >= mode.fail
    held = Held([one.clip for one in both], np.asarray(risks), fused, before, alarms)
    return held, usual(None)[0]


def table(held: Held) -> list[str]:
    """Figures side by side, as Markdown rows."""

    def where(test: Callable[[Clip], bool]) -> np.ndarray:
        return np.array([test(clip) for clip in held.clips])

    kinds = list(dict.fromkeys(c.tag for c in held.clips if c.family == "injected" and c.truth))
    clean = where(lambda c: c.family == "injected" and not c.truth)
    good, bad = (where(lambda c, d=d: c.family == "ai" and c.truth is d) for d in (False, True))
    drifts = where(lambda c: c.family == "ai" and bool(c.truth) and "drifts" in c.tag)
    real = where(lambda c: c.family == "real" and not c.truth)
    rows: list[tuple[str, list[str]]] = []
    sides = ((held.without, held.alarms_without), (held.with_models, held.alarms_with))

    def add(name: str, of: Callable[[np.ndarray, np.ndarray], float], form: str = ".3f") -> None:
        rows.append((name, [format(of(*side), form) for side in sides]))

    counts = f"{int(good.sum())} consistent, {int(bad.sum())} defective"
    add(f"generated clips, AUC ({counts})", lambda r, _: auc(r[good], r[bad]))
    add(f"… drifts alone ({int(drifts.sum())})", lambda r, _: auc(r[good], r[drifts]))
    if kinds:
        of = {k: where(lambda c, k=k: c.family == "injected" and c.tag == k) for k in kinds}

        def found(risks: np.ndarray, kind: str) -> float:
            limit = np.quantile(risks[clean], 0.9, method="higher")
            return float(np.mean(risks[of[kind]] > limit))

        add(
            f"injected defects, mean AUC ({len(kinds)} kinds, {int(clean.sum())} clean)",
            lambda r, _: float(np.mean([auc(r[clean], r[of[k]]) for k in kinds])),
        )
        add(
            "… true positives at 10 % false, mean",
            lambda r, _: float(np.mean([found(r, k) for k in kinds])),
        )
        for kind in kinds:
            add(f"… {kind}: true positives at 10 % false", lambda r, _, k=kind: found(r, k), ".2f")
        add("… same-clip pairs won", lambda r, _: pairs_won(held.clips, r))
    names = (("real", real), ("untouched copies", clean), ("consistent generated", good))
    for name, part in (*names, ("defective generated", bad)):
        count = int(part.sum())
        add(f"failed, {name} ({count})", lambda _, a, p=part: float(a[p].mean()), ".1%")
    return [f"| {name} | {' | '.join(cells)} |" for name, cells in rows]


def locks(seen: Iterable[Seen]) -> str:
    """How well boxes that nobody gave overlap the known ones, classical guess and network."""
    ours: list[float] = []
    theirs: list[float] = []
    for one in seen:
        if not one.clip.subject or one.clip.family == "injected" or not one.looks.boxes:
            continue
        with open_clip(one.clip.path, threads=1) as (info, _):
            across, down = info.scale
        given = Region.from_xywh(*(float(part) for part in one.clip.subject.split(",")))
        truth = given.scaled(1 / across, 1 / down)
        ours.append(0.0 if one.guess is None else truth.overlap(one.guess))
        theirs.append(truth.overlap(one.looks.boxes[0]))
    if not ours:
        return "No clip with a known box was looked at."
    apart = [b - a for a, b in zip(ours, theirs, strict=True)]
    share = [sum(v > 0.5 for v in them) / len(them) for them in (ours, theirs)]
    return (
        f"Of {len(ours)} clips with a known box, overlap (IoU) in the first frame: classical guess "
        f"{np.mean(ours):.2f} ({share[0]:.0%} above one half), network {np.mean(theirs):.2f} "
        f"({share[1]:.0%}); better in {sum(d > 0.05 for d in apart)}, worse in "
        f"{sum(d < -0.05 for d in apart)}."
    )


def seconds(clip: Path, models: bool) -> tuple[float, float]:
    """Wall and processor seconds of one `vidcheck score` in a process of its own."""
    around = dict(os.environ)
    if not models:
        around["VIDCHECK_MODELS"] = "none"
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    call = [
        sys.executable,
        "-m",
        "vidcheck",
        "score",
        str(clip),
        "--fail-on",
        "never",
        "--no-cache",
    ]
    subprocess.run(call, env=around, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, cpu


def speed(clip: Path) -> str:
    """Without and with models in turns; medians of three."""
    rounds = [(seconds(clip, models=False), seconds(clip, models=True)) for _ in range(3)]
    wall = [statistics.median(one[side][0] for one in rounds) for side in (0, 1)]
    cpu = [statistics.median(one[side][1] for one in rounds) for side in (0, 1)]
    return (
        f"| `vidcheck score` of `{clip.name}`, wall s (processor s) | {wall[0]:.1f} ({cpu[0]:.1f}) "
        f"| {wall[1]:.1f} ({cpu[1]:.1f}) |"
    )


def main() -> None:
    """Read, fit, print; write where asked."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name in ("--clips", "--injected"):
        ask.add_argument(name, type=Path, nargs="+", required=True)
    ask.add_argument("--cache", type=Path, required=True)
    ask.add_argument("--looks", type=Path, required=True)
    ask.add_argument("--speed", type=Path)
    ask.add_argument("--only-looks", action="store_true")
    ask.add_argument("--write", action="store_true")
    told = ask.parse_args()
    cv2.setNumThreads(1)
    models = Shelf(folder())
    if isinstance(models.embedding, Absent):
        sys.exit(models.embedding.reason)
    day = dt.datetime.now(tz=dt.UTC).date().isoformat()
    lines = [
        "# What models add inside a clip", "",
        f"{day}, models {', '.join(models.used())}. Refreshed by", "", f"    {COMMAND}", "",
        "Held-out scenes; that looks weigh one each beside the classical sum was chosen seeing it.",
    ]  # fmt: skip
    fitted: dict[Mode, ModeUsual] = {}
    modes: tuple[tuple[Mode, str], ...] = (
        ("located", "The subject's box given"),
        ("guessed", "Nothing given"),
    )
    for mode, title in modes:
        seen = read(told, mode, models)
        held, fitted[mode] = held_out(seen)
        nulls = ", ".join(f"{name} {len(null.logs)}" for name, null in fitted[mode].nulls.items())
        lines += ["", f"## {title}", "", f"Good clips behind each null: {nulls}.", ""]
        lines += ["| | without models | with models |", "|---|---|---|", *table(held)]
        if mode == "guessed":
            lines += ["", "## The outline", "", locks(seen)]
    if told.speed:
        lines += ["", "## Speed", "", "| | without models | with models |", "|---|---|---|"]
        lines += [speed(told.speed)]
    print("\n".join(lines))
    if told.write:
        write_whole(TARGET, "\n".join(lines) + "\n")
        home = folder()
        best = best_for("embedding", home) if home else None
        usual = Usual(date=day, command=COMMAND, embedding=best.id if best else "", modes=fitted)
        write_whole(SHIPPED, usual.model_dump_json(indent=1) + "\n")
        print("wrote", SHIPPED.name, TARGET.name)


if __name__ == "__main__":
    main()
