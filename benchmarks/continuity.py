"""How well subjects are told apart across shots: segments of labelled clips as if they were shots.

    python benchmarks/continuity.py --clips CLIPS --cache CACHE [--most 60] [--write]

CLIPS holds `labels.csv` (path, label, confidence, subject, subject_box) and the clips it names.
Of each consistent clip the first and the last two fifths of its first five seconds stand for two
shots of one subject. Against them: the last one under another light (exposure up to a quarter,
white balance, contrast), the same with the subject recoloured (ΔE 22, a direction of its own), and
shots of other subjects of the same kind. Scenes are parted by their name into two halves: the
yardsticks are taken from one, the figures from the other, and the other way round. `--write` takes
them from all clips and writes vidcheck/continuity/yardsticks.json.
"""

from __future__ import annotations

import argparse
import csv
import json
import pickle
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from scipy.stats import rankdata

from vidcheck.continuity.compare import ASPECTS, Aspect, nearest, table
from vidcheck.continuity.glimpse import Glimpse
from vidcheck.continuity.signature import _outline
from vidcheck.continuity.view import View, describe
from vidcheck.continuity.yardstick import (
    Apart,
    Limit,
    Question,
    Ruler,
    Usual,
    Yardsticks,
    inside,
)
from vidcheck.decode import open_clip
from vidcheck.files import write_whole
from vidcheck.geometry import Region
from vidcheck.locate.carry import CarriedMask
from vidcheck.models.shelf import Shelf
from vidcheck.models.store import folder
from vidcheck.motion import Motion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

SECONDS, PACE_FPS, SHARE, VIEWS = 5.0, 6.0, 0.4, 4
RECOLOUR = 22.0
VARIANTS = ("first", "last", "relit", "recoloured")
SAME = ("last", "relit")
COMMAND = "python benchmarks/continuity.py --clips CLIPS --cache CACHE --write"
WEIGHTS: dict[str, dict[Question, dict[Aspect, float]]] = {
    "without models": {
        "identity": {"colour": 1, "corners": 1, "edges": 1},
        "wardrobe": {"lower_colour": 1, "colour": 1},
        "product": {"colour": 1, "corners": 1, "edges": 1},
    },
    "with models": {
        "identity": {"face": 2, "body": 1, "corners": 0.5, "edges": 0.5, "colour": 0.2},
        "face": {"face": 1},
        "wardrobe": {"lower_colour": 1, "colour": 1},
        "product": {"body": 1, "colour": 0.5, "corners": 0.5, "edges": 0.5},
    },
}
"""How aspects weigh: round numbers, looked for on the first 18 clips; a face says who it is more
than anything, clothes as little as can be where something else speaks."""
KINDS = {
    "person": "man woman girl astronaut superhero santa firefighter snowboarder surfer picker",
    "animal": "dog corgi cat bear lion rabbit fish shark horses monkey stork jellyfish",
    "vehicle": "car train ship",
}
SCENES = (
    "bear", "car-turn", "woman-running", "stork", "kvrecaching", "carphone", "astronaut_hatch",
    "altman", "ironman",
)  # fmt: skip
TARGET = Path(__file__).parents[1] / "vidcheck" / "continuity" / "yardsticks.json"


@dataclass(frozen=True, eq=False)
class Clip:
    """One clip: its kind of subject, its scene, and its views by variant."""

    path: str
    kind: str
    scene: str
    views: dict[str, list[View]]


def main() -> None:
    """Read, compare, print; write where asked."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    ask.add_argument("--clips", type=Path, required=True)
    ask.add_argument("--cache", type=Path, required=True)
    ask.add_argument("--most", type=int, default=60)
    ask.add_argument("--write", action="store_true")
    told = ask.parse_args()
    cv2.setNumThreads(1)
    rows = list(labelled(told.clips))[: told.most]
    for name, shelf in (("without models", Shelf(None)), ("with models", Shelf(folder()))):
        clips = [clip for row in rows if (clip := read(row, told, shelf, name))]
        print(f"\n{name}: {len(clips)} clips, {len({clip.scene for clip in clips})} scenes")
        for line in report(clips, name):
            print(line)
        if told.write:
            write(clips, name)


def labelled(folder_: Path) -> Iterator[dict[str, str]]:
    """Consistent clips with a box, camera-made ones first."""
    with (folder_ / "labels.csv").open(newline="", encoding="utf-8") as file:
        rows = [
            row for row in csv.DictReader(file)
            if row["subject_box"] and row["label"] == "consistent" and row["confidence"] != "low"
        ]  # fmt: skip
    yield from sorted(rows, key=lambda row: (row["kind"] == "ai", row["path"]))


def read(row: dict[str, str], told: argparse.Namespace, shelf: Shelf, name: str) -> Clip | None:
    """The views of a clip, from the cache where they are there."""
    stem = row["path"].replace("/", "__")
    kept = told.cache / f"{stem}.{name.split(maxsplit=1)[0]}.views.pkl"
    kept.parent.mkdir(parents=True, exist_ok=True)
    if not kept.exists():
        shots = told.cache / f"{stem}.shots.pkl"
        if not shots.exists():
            shots.write_bytes(pickle.dumps(two_shots(told.clips / row["path"], row["subject_box"])))
        pair = pickle.loads(shots.read_bytes())  # noqa: S301 (our own cache)
        kept.write_bytes(pickle.dumps(describe_all(pair, shelf, stem) if pair else {}))
        print(".", end="", file=sys.stderr, flush=True)
    views = pickle.loads(kept.read_bytes())  # noqa: S301
    if not views or min(len(views[one]) for one in VARIANTS) < 2:
        return None
    words = row["subject"].lower()
    kind = next(
        (k for k, names in KINDS.items() if any(w in words for w in names.split())), "thing"
    )
    scene = next((one for one in SCENES if one in row["path"]), row["path"])
    return Clip(row["path"], kind, scene, views)


def two_shots(path: Path, box: str) -> tuple[list[Glimpse], list[Glimpse]] | None:
    """The first and the last two fifths of a clip's beginning, four moments each."""
    kept: list[Glimpse] = []
    locator, anchor = None, None
    with open_clip(path, threads=1) as (info, frames):
        step = max(1, round((info.fps or PACE_FPS) / PACE_FPS))
        across, down = info.scale
        region = Region.from_xywh(*map(float, box.split(","))).scaled(1 / across, 1 / down)
        for frame in frames:
            if frame.time_s > SECONDS:
                break
            if frame.index % step:
                continue
            if locator is None or anchor is None:
                locator = CarriedMask(region.inside(info.working) or region, "given", 1.0)
                subject = locator.start(frame)
            else:
                subject = locator.follow(Motion(anchor, frame))
            anchor = frame
            kept.append(Glimpse(frame.time_s, frame.rgb, subject.mask if subject else None))
    if len(kept) < 6:
        return None
    part = max(2, int(len(kept) * SHARE))
    return spread(kept[:part]), spread(kept[-part:])


def spread(moments: list[Glimpse]) -> list[Glimpse]:
    """Four of them, evenly."""
    at = np.linspace(0, len(moments) - 1, VIEWS).round().astype(int)
    return [moments[i] for i in dict.fromkeys(at.tolist())]


def describe_all(
    pair: tuple[list[Glimpse], list[Glimpse]], shelf: Shelf, stem: str
) -> dict[str, list[View]]:
    """Views of both shots, and of the second under another light and in another colour."""
    seed = sum(map(ord, stem))
    found: dict[str, list[View]] = {name: [] for name in VARIANTS}
    for names, shot in ((VARIANTS[:1], pair[0]), (VARIANTS[1:], pair[1])):
        for moment in shot:
            mask = _outline(moment, shelf, sure=True)
            if mask is None:
                continue
            for name in names:
                rgb = moment.rgb
                if name == "relit":
                    rgb = relit(rgb, np.random.default_rng(seed))
                if name == "recoloured":
                    rgb = recoloured(rgb, mask, np.random.default_rng(seed + 1))
                view = describe(rgb, mask, shelf)
                if view is not None:
                    found[name].append(view)
    return found


def relit(rgb: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """The same scene under another light: exposure, white balance, contrast."""
    gain = rng.uniform(0.75, 1.25) * (1 + rng.uniform(-0.06, 0.06, 3))
    lit = (rgb / 255) ** rng.uniform(0.85, 1.18) * gain
    return np.clip(lit * 255, 0, 255).astype(np.uint8)


def recoloured(
    rgb: NDArray[np.uint8], mask: NDArray[np.float32], rng: np.random.Generator
) -> NDArray[np.uint8]:
    """The subject in another colour, the rest as it is."""
    turn = rng.uniform(0, 2 * np.pi)
    lab = cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    lab[..., 1] += RECOLOUR * np.cos(turn) * mask
    lab[..., 2] += RECOLOUR * np.sin(turn) * mask
    return np.clip(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB) * 255, 0, 255).astype(np.uint8)


def fit(clips: list[Clip], name: str) -> Yardsticks:
    """What is usual among these clips, and the limits that follow from it."""
    usual = {}
    for aspect in ASPECTS:
        own = [value for clip in clips for shot in ("first", "last")
               for value in inside(clip.views[shot], aspect)]  # fmt: skip
        if own:
            usual[aspect] = Usual(mean=np.mean(own), spread=np.std(own), much=0)
    weights = {
        question: {aspect: share for aspect, share in shares.items() if aspect in usual}
        for question, shares in WEIGHTS[name].items()
    }
    draft = Yardsticks(
        clips=len(clips), scenes=len({clip.scene for clip in clips}),
        date=datetime.now(UTC).date().isoformat(), command=COMMAND, usual=usual,
        weights={question: shares for question, shares in weights.items() if shares},
        limits={question: Limit(warn=0, fail=0) for question in weights},
    )  # fmt: skip
    limits = {}
    for question in draft.weights:
        z = [value for same in SAME for value in zs(clips, same, question, draft)]
        limits[question] = (
            Limit(warn=np.quantile(z, 0.95), fail=max(z)) if z else Limit(warn=9, fail=9)
        )
    much = {}
    for aspect, one in usual.items():
        z = [value for same in SAME for value in single(clips, same, aspect, draft)]
        much[aspect] = one.model_copy(update={"much": float(np.quantile(z, 0.95))})
    return draft.model_copy(update={"limits": limits, "usual": much})


def zs(clips: list[Clip], variant: str, question: Question, known: Yardsticks) -> list[float]:
    """Z of each clip's first shot against a variant of its last."""
    return [z for clip in clips if (z := asked(clip, clip, variant, question, known).z) is not None]


def single(clips: list[Clip], variant: str, aspect: Aspect, known: Yardsticks) -> list[float]:
    """The same in one aspect alone."""
    found = []
    for clip in clips:
        ruler = Ruler([clip.views["first"], clip.views["last"]], known)
        far = nearest(table(clip.views["first"], clip.views[variant], aspect))
        found.append(ruler.z(far, aspect))
    return [value for value in found if np.isfinite(value)]


def asked(one: Clip, other: Clip, variant: str, question: Question, known: Yardsticks) -> Apart:
    """The first shot of a clip against a shot of another (or of the same)."""
    ruler = Ruler([one.views["first"], other.views["last"]], known)
    return ruler.apart(one.views["first"], other.views[variant], question)


def report(clips: list[Clip], name: str) -> Iterator[str]:
    """Held-out figures: each half of the scenes by the yardsticks of the other."""
    scenes = sorted({clip.scene for clip in clips})
    np.random.default_rng(0).shuffle(scenes)
    halves = [set(scenes[::2]), set(scenes[1::2])]
    told: dict[tuple[str, str], list[tuple[float, bool]]] = {}
    for mine in halves:
        known = fit([clip for clip in clips if clip.scene not in mine], name)
        tested = [clip for clip in clips if clip.scene in mine]
        for question in known.weights:
            warn = known.limits[question].warn
            for variant in VARIANTS[1:]:
                rows = told.setdefault((question, variant), [])
                rows += [(z, z > warn) for z in zs(tested, variant, question, known)]
            rows = told.setdefault((question, "others"), [])
            for one, other in permutations(tested, 2):
                if one.kind == other.kind and one.scene != other.scene:
                    z = asked(one, other, "last", question, known).z
                    rows += [] if z is None else [(z, z > warn)]
    for question in dict.fromkeys(key[0] for key in told):
        same = [row for variant in SAME for row in told[question, variant]]
        others, wrong = told[question, "others"], told[question, "recoloured"]
        yield (
            f"{question:9} same {len(same):3}  others {len(others):3}  "
            f"AUC others {auc(same, others):.3f}  AUC recoloured {auc(same, wrong):.3f}  "
            f"by the other half's limit: false {flagged(same):.2f}, others {flagged(others):.2f}, "
            f"recoloured {flagged(wrong):.2f}; at 5 % false: others {found_at(same, others):.2f}, "
            f"recoloured {found_at(same, wrong):.2f}"
        )


def flagged(rows: list[tuple[float, bool]]) -> float:
    """Share of rows above the limit."""
    return float(np.mean([over for _, over in rows])) if rows else float("nan")


def found_at(same: list[tuple[float, bool]], others: list[tuple[float, bool]]) -> float:
    """Share of `others` above the value that 5 % of `same` exceed."""
    limit = np.quantile([z for z, _ in same], 0.95)
    return float(np.mean([z > limit for z, _ in others]))


def auc(same: list[tuple[float, bool]], others: list[tuple[float, bool]]) -> float:
    """Chance that a pair of `others` has the larger z."""
    ranks = rankdata([z for z, _ in same] + [z for z, _ in others])
    n, m = len(same), len(others)
    return float((ranks[n:].sum() - m * (m + 1) / 2) / (n * m)) if n and m else float("nan")


def write(clips: list[Clip], name: str) -> None:
    """The yardsticks of all clips, into the file beside the code that reads it."""
    raw = json.loads(TARGET.read_text(encoding="utf-8")) if TARGET.exists() else {}
    raw[name] = rounded(fit(clips, name).model_dump(mode="json"))
    write_whole(TARGET, json.dumps(raw, indent=2) + "\n")


def rounded(value: object) -> object:
    """Every number to four digits behind the point."""
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    return round(value, 4) if isinstance(value, float) else value


if __name__ == "__main__":
    main()
