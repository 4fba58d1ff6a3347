"""What models add inside a clip, side by side with none; with --write the statistics are refitted.

    python benchmarks/identity.py --clips CLIPS … --injected INJECTED … --cache CACHE --looks LOOKS
        [--sources N] [--write]

CLIPS, INJECTED and CACHE are those of benchmarks/fit.py: clips with labels.csv or truth.csv, and
passes over them. What the installed models see of each clip is kept in LOOKS; a clip without a pass
in CACHE, or without looks, is measured, which takes seconds each. All injected clips teach the
classical risk; models look at those of the first folder that were made from N sources. Scenes are
parted into five: nulls, slopes, weights of the classical risk and thresholds come from four, the
figures from the fifth. Writes benchmarks/identity.md, and with --write
vidcheck/identity/usual.json.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import math
import pickle
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from fit import Clip, example_of, injected, labelled, measured
from identity_tables import Held, Seen, table
from scipy.stats import rankdata

from vidcheck.calibration.fit import (
    context_parts,
    fit,
    folds_of,
    slopes_on,
    standardised,
    threshold,
)
from vidcheck.detect import BUILT_IN
from vidcheck.errors import ClipError
from vidcheck.files import write_whole
from vidcheck.geometry import Region
from vidcheck.identity.opinion import opinion
from vidcheck.identity.usual import FAIL_RATE, NOISE, SHIPPED, Fused, ModeUsual, Null, Usual
from vidcheck.identity.watch import Watch
from vidcheck.models.shelf import Absent, Shelf
from vidcheck.models.store import best_for, folder
from vidcheck.run.one_pass import measure_clip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.calibration.model import Mode
    from vidcheck.identity.usual import Strength
    from vidcheck.identity.watch import Looks

    Strengths = dict[Strength, float]

NAMES: tuple[Strength, ...] = ("jump", "halves", "step", "face")
COUNTED: tuple[Strength, ...] = ("jump", "halves", "face")
WEIGHTS: dict[Mode, float] = {"located": 0.5, "guessed": 0.25}
"""Of each distance beside the classical sum: what a guessed subject shows counts half."""
SLOPES = 0.5
"""Of what goes with the context, how much is taken off: all of it finds more generated clips and
fewer injected defects, none the other way. Neither this nor the weights are fitted; they were
chosen seeing these clips."""
FEWEST_GOOD = 10
COMMAND = (
    "python benchmarks/identity.py --clips CLIPS … --injected INJECTED … --cache CACHE "
    "--looks LOOKS --sources 18 --write"
)
TARGET = Path(__file__).with_name("identity.md")


def scene_of(clip: Clip) -> str:
    """The scene, with the pieces of one film together."""
    return re.sub(r"_\d+(_[a-z])?$", "", clip.scene)


def digest(raw: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(raw).hexdigest()


def looked(clip: Clip, mode: Mode, place: Path, models: Shelf) -> Looks | None:
    """What models see of a clip, from `place` where it is there; None where it is unreadable."""
    name = digest(str(clip.path.resolve()).encode())[:16]
    kept = place / f"{name}-{mode}.pickle"
    if not kept.exists():
        box = None
        if mode == "located":
            box = Region.from_xywh(*(float(part) for part in clip.subject.split(",")))
        watch = Watch(models)
        try:
            measure_clip(clip.path, subject=box, threads=1, watch=watch, specs=())
        except ClipError:
            return None
        write_whole(kept, pickle.dumps(watch.looks()))
    looks: Looks = pickle.loads(kept.read_bytes())  # noqa: S301 (written by this script)
    return looks


def read(told: argparse.Namespace, mode: Mode, models: Shelf) -> list[Seen]:
    """All clips, with both kinds of answers; those whose truth is unknown teach nothing."""
    clips = [clip for place in told.clips for clip in labelled(place)]
    looked_at = {clip.path for clip in clips if clip.truth is not None}
    for number, place in enumerate(told.injected):
        versions = injected(place)
        kept = sorted({one.twin for one in versions}, key=lambda twin: digest(twin.encode()))
        kept = kept[: told.sources] if number == 0 else []
        looked_at |= {one.path for one in versions if one.twin in kept}
        clips += versions
    found = []
    for clip in clips:
        if (mode == "located" and not clip.subject) or clip.truth is None:
            continue
        seen = measured((clip, mode == "located", told.cache))
        if seen is None:
            continue
        looks = looked(clip, mode, told.looks, models) if clip.path in looked_at else None
        scene = scene_of(clip)
        example = replace(example_of(clip, seen), scene=scene)
        strengths = {} if looks is None else opinion(looks, seen.evidence.excused).strengths
        found.append(Seen(replace(clip, scene=scene), example, looks, strengths))
    return found


def usual_of(mode: Mode, good: Sequence[Seen], real: Sequence[tuple[float, Seen]]) -> ModeUsual:
    """Nulls of good clips, and the pairs of real ones: rank by classical risk, and looks."""
    parts = context_parts([one.example.context for one in good])
    nulls = {}
    for name in NAMES:
        those = [one for one in good if name in one.strengths]
        if len(those) >= FEWEST_GOOD:
            logs = np.array([math.log(one.strengths[name] + NOISE) for one in those])
            context = np.array([standardised(parts, one.example.context) for one in those])
            slopes = SLOPES * slopes_on(context, logs)
            excesses = sorted(np.round(logs - context @ slopes, 4).tolist())
            nulls[name] = Null(slopes=tuple(np.round(slopes, 4).tolist()), excesses=tuple(excesses))
    weights = dict.fromkeys((name for name in COUNTED if name in nulls), WEIGHTS[mode])
    blank = ModeUsual(context=parts, nulls=nulls, weights=weights, pairs=((0.5, 0.0),))
    ranks = (rankdata([risk for risk, _ in real]) - 0.5) / max(1, len(real))
    sides = [blank.side(blank.excesses(one.strengths, one.example.context)) for _, one in real]
    pairs = zip(np.round(ranks, 4).tolist(), np.round(sides, 4).tolist(), strict=True)
    return blank.model_copy(update={"pairs": tuple(sorted(pairs))})


def held_out(which: Mode, everything: Sequence[Seen]) -> tuple[Held, ModeUsual]:
    """Fit on four parts of the scenes, ask the fifth, five times; and what all of them give."""
    seen = [one for one in everything if one.clip.truth is not None]
    _, risks = fit([one.example for one in seen], [spec.name for spec in BUILT_IN])
    fold = folds_of([one.example for one in seen], 0)

    def usual(without: int | None) -> tuple[ModeUsual, list[float]]:
        both = [
            (float(r), one) for r, one, f in zip(risks, seen, fold, strict=True) if f != without
        ]
        real = [(r, one) for r, one in both if one.clip.family == "real" and one.good]
        return usual_of(which, [one for _, one in both if one.good], real), [
            risk for risk, _ in real
        ]

    fused, alarms, before = (np.zeros(len(seen)) for _ in range(3))
    for part in sorted(set(fold.tolist())):
        known, real = usual(part)
        joint, limit = Fused(tuple(sorted(real)), known), threshold(np.sort(real), FAIL_RATE)
        for index in np.flatnonzero(fold == part).tolist():
            one = seen[index]
            excesses = known.excesses(one.strengths, one.example.context)
            fused[index] = joint.risk(float(risks[index]), excesses)
            before[index] = risks[index] >= limit
            alarms[index] = fused[index] >= joint.fail if excesses else before[index]
    asked = np.flatnonzero([one.looks is not None for one in seen])
    held = Held(
        [seen[index] for index in asked],
        *(values[asked] for values in (np.asarray(risks), fused, before, alarms)),
    )
    return held, usual(None)[0]


def asked() -> argparse.Namespace:
    """The command line."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name in ("--clips", "--injected"):
        ask.add_argument(name, type=Path, nargs="+", required=True)
    ask.add_argument("--cache", type=Path, required=True)
    ask.add_argument("--looks", type=Path, required=True)
    ask.add_argument("--sources", type=int)
    ask.add_argument("--write", action="store_true")
    return ask.parse_args()


def main() -> None:
    """Read, fit, print; write where asked."""
    told = asked()
    cv2.setNumThreads(1)
    models = Shelf(folder())
    if isinstance(models.embedding, Absent):
        sys.exit(models.embedding.reason)
    day = dt.datetime.now(tz=dt.UTC).date().isoformat()
    lines = [
        "# What models add inside a clip", "",
        f"{day}, models {', '.join(models.used())}. Refreshed by", "", f"    {COMMAND}", "",
        "Scenes held out, thresholds too, so that alarms of real clips show what 5 % come to. How",
        "much looks weigh, and how much of what goes with the context is taken off, was chosen",
        "seeing these clips: the figures flatter.",
    ]  # fmt: skip
    fitted: dict[Mode, ModeUsual] = {}
    modes: tuple[tuple[Mode, str], ...] = (
        ("located", "The subject's box given"),
        ("guessed", "Nothing given"),
    )
    for mode, title in modes:
        seen = read(told, mode, models)
        held, fitted[mode] = held_out(mode, seen)
        nulls = ", ".join(
            f"{name} {len(null.excesses)}" for name, null in fitted[mode].nulls.items()
        )
        lines += ["", f"## {title}", "", f"Good clips behind each null: {nulls}.", ""]
        lines += ["| | without models | with models |", "|---|---|---|", *table(held)]
    print("\n".join(lines))
    if told.write:
        write_whole(TARGET, "\n".join(lines) + "\n")
        home = folder()
        best = best_for("embedding", home) if home else None
        usual = Usual(
            date=day,
            command=COMMAND,
            embedding=best.id if best else "",
            modes=fitted,
        )
        write_whole(SHIPPED, usual.model_dump_json(indent=1) + "\n")
        print("wrote", SHIPPED.name, TARGET.name)


if __name__ == "__main__":
    main()
