"""How well reference pictures find their subject in a clip's first frame, beside the way before.

    python benchmarks/references.py                                   the sample project alone
    python benchmarks/references.py --clips CLIPS … --cache CACHE     labelled clips as well

CLIPS and CACHE are those of benchmarks/fit.py. References are made of each labelled clip: its last
frame in which the subject is followed, cropped with up to nine tenths of surroundings a side,
cropped close, cut out, on white, mirrored, in evening light; and, where there is another piece of
the same film, of its labelled first frame. The box to be met is the labelled one of the first
frame. References of other films say how often something is found that is not there. Scenes are
parted in two, which shows how steady the figures are; the constants of vidcheck/locate were chosen
on half of the scenes, spread over both, so neither half is held out. «Before» carries the whole
reference over and takes the window of the likest colours.
Writes benchmarks/references.md.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import re
import sys
import time
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from fit import Clip, labelled, measured

from vidcheck.brief import Reference
from vidcheck.decode import open_clip
from vidcheck.files import write_whole
from vidcheck.geometry import Region, Size
from vidcheck.locate.reference import View, by_features, features_of, find_subject, view_of
from vidcheck.run.check import references_of
from vidcheck.run.reference import read_reference
from vidcheck.storyboard.load import load_storyboard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from vidcheck.storyboard.model import Cast, Shot

    Image = np.ndarray


SAMPLES = Path(__file__).parents[1] / "samples"
TARGET = Path(__file__).with_name("references.md")
COMMAND = "python benchmarks/references.py --clips CLIPS … --cache CACHE"
EVENING = np.array([0.55, 0.5, 0.62], np.float32)
"""Gains of red, green and blue."""


@dataclass(frozen=True, eq=False)
class Case:
    """A first frame, the subject's box in it, and references of it by how they were made."""

    name: str
    scene: str
    first: Image
    truth: Region
    views: dict[str, Reference] = field(default_factory=dict)

    @property
    def in_first(self) -> bool:
        """Which half its scene is in."""
        return zlib.crc32(self.scene.encode()) % 2 == 1


@dataclass(frozen=True)
class Met:
    """One search: how the reference was made, and what came of it; overlap None for no find."""

    kind: str
    overlap: float | None
    confidence: float
    in_first: bool


def case_of(clip: Clip, cache: Path) -> Case | None:
    """A labelled clip with references of its own last frame."""
    seen = measured((clip, True, cache))
    first, scale = frame_at(clip.path, 0, 256)
    box = Region.from_xywh(*(float(part) for part in clip.subject.split(",")))
    truth = box.scaled(1 / scale[0], 1 / scale[1]).inside(size_of(first))
    if seen is None or truth is None:
        return None
    case = Case(clip.path.stem, clip.scene, first, truth)
    start, (late_s, late) = seen.track[0][1], seen.track[-1]
    if start is None or late is None or late_s == seen.first_s:
        return case
    large, _ = frame_at(clip.path, late_s, 512)
    # The track is that of the ellipse's sure pixels: smaller than the box by as much as at first.
    wide, high = late.width * truth.width / start.width, late.height * truth.height / start.height
    across, down = (late.left + late.right) / 2, (late.top + late.bottom) / 2
    grow = large.shape[0] / first.shape[0]
    there = Region.from_xywh(across - wide / 2, down - high / 2, wide, high).scaled(grow, grow)
    inside = there.inside(size_of(large))
    if inside is not None and min(inside.width, inside.height) >= 16:
        case.views.update(made(large, inside, chance_for(clip.path.name)))
    return case


def frame_at(path: Path, time_s: float, side: int) -> tuple[Image, tuple[float, float]]:
    """The first frame from a moment on, and the scale of the source to it."""
    with open_clip(path, side, threads=1) as (info, frames):
        for frame in frames:
            last = frame.rgb
            if frame.time_s >= time_s - 1e-6:
                break
        return last, info.scale


def size_of(rgb: Image) -> Size:
    """Width and height."""
    return Size(rgb.shape[1], rgb.shape[0])


def chance_for(name: str) -> np.random.Generator:
    """The same numbers for the same name."""
    return np.random.default_rng(zlib.crc32(name.encode()))


def made(rgb: Image, box: Region, chance: np.random.Generator) -> dict[str, Reference]:
    """References of what is in a box, by how they are made."""
    left, top, right, bottom = (chance.uniform(0.05, 0.9) for _ in range(4))
    window = Region.from_xywh(
        box.left - left * box.width,
        box.top - top * box.height,
        box.width * (1 + left + right),
        box.height * (1 + top + bottom),
    ).inside(size_of(rgb))
    wide = rgb[window.slices] if window else rgb
    views = {
        "with surroundings": wide,
        "cropped close": rgb[box.slices],
        "mirrored": np.ascontiguousarray(wide[:, ::-1]),
        "evening light": (wide * EVENING).astype(np.uint8),
    }
    found = {kind: Reference(np.ascontiguousarray(view)) for kind, view in views.items()}
    if (parted := cut_out(rgb, box)) is not None:
        alone, solid = parted
        on = {
            level: np.where(solid[..., None], alone, level).astype(np.uint8) for level in (127, 255)
        }
        found["cut out"] = Reference(on[127], solid)
        found["on white"] = Reference(on[255])
    return found


def cut_out(rgb: Image, box: Region) -> tuple[Image, Image] | None:
    """What a person would cut out with a click: GrabCut inside the known box."""
    window = box.grown(0.3).inside(size_of(rgb))
    if window is None or window.area < 1.2 * box.area:
        return None
    alone = np.ascontiguousarray(rgb[window.slices])
    guess = np.full(alone.shape[:2], cv2.GC_BGD, np.uint8)
    guess[box.top - window.top : box.bottom - window.top,
          box.left - window.left : box.right - window.left] = cv2.GC_PR_FGD  # fmt: skip
    cv2.setRNGSeed(0)
    cv2.grabCut(alone, guess, None, np.zeros((1, 65)), np.zeros((1, 65)), 3, cv2.GC_INIT_WITH_MASK)
    count, parts, facts, _ = cv2.connectedComponentsWithStats((guess & 1).astype(np.uint8))
    if count < 2 or facts[1:, cv2.CC_STAT_AREA].max() < 0.2 * box.area:
        return None
    return alone, parts == 1 + facts[1:, cv2.CC_STAT_AREA].argmax()


def with_other_pieces(cases: Sequence[Case], clips: dict[str, Clip]) -> None:
    """References of another piece of the same film (…_a, …_b), by its labelled first frame."""
    films: dict[str, list[Case]] = {}
    for case in cases:
        if piece := re.fullmatch(r"(.+_\d+)_[a-z]", case.name):
            films.setdefault(piece[1], []).append(case)
    for film in films.values():
        for case, other in zip(film, film[1:] + film[:1], strict=True):
            if case is other:
                continue
            large, _ = frame_at(clips[other.name].path, 0, 512)
            grow = large.shape[0] / other.first.shape[0]
            views = made(large, other.truth.scaled(grow, grow), chance_for(other.name))
            for kind in ("with surroundings", "cropped close", "cut out"):
                if kind in views:
                    case.views[f"other piece, {kind}"] = views[kind]


def before(picture: Image, references: Sequence[Reference]) -> tuple[Region, float] | None:
    """The way before: the outline of the whole reference, else the window of its colours."""
    found = []
    there = features_of(picture)
    for view in filter(None, map(view_of, references)):
        height, width = view.outline.shape
        whole = View(view.rgb, np.ones_like(view.outline), Region(0, 0, height, width), sure=False)
        if (find := by_features(picture, there, whole)) is not None:
            found.append(find.region)
    if found:
        return Region(
            min(one.top for one in found),
            min(one.left for one in found),
            max(one.bottom for one in found),
            max(one.right for one in found),
        ), 1.0
    windows = [one for view in references if (one := window_of_colours(picture, view.rgb))]
    return max(windows, key=lambda one: one[1], default=None)


def window_of_colours(picture: Image, view: Image) -> tuple[Region, float] | None:
    """The window of the view's shape whose pixels wear the colours of the view's middle most."""
    hsv_view, hsv = (cv2.cvtColor(image, cv2.COLOR_RGB2HSV) for image in (view, picture))
    sixths = tuple(slice(side // 6, side - side // 6) for side in view.shape[:2])
    space = ([0, 1], None, [24, 16], [0, 180, 0, 256])
    own, everywhere = (cv2.calcHist([one], *space) for one in (hsv_view[sixths], hsv))
    own, everywhere = own / own.sum(), everywhere / everywhere.sum()
    likely = (own / (own + everywhere + 1e-6) * 255).astype(np.float32)
    back = cv2.calcBackProject([hsv], [0, 1], likely, space[3], 1)
    back = cv2.GaussianBlur(back.astype(np.float32) / 255, (0, 0), 3)
    best: tuple[Region, float] | None = None
    for share in (0.25, 0.35, 0.5, 0.7):
        height = round(picture.shape[0] * share)
        width = min(picture.shape[1], max(8, round(height * view.shape[1] / view.shape[0])))
        mean = cv2.boxFilter(back, -1, (width, height), borderType=cv2.BORDER_CONSTANT)
        row, column = np.unravel_index(int(mean.argmax()), mean.shape)
        score = float(mean[row, column]) * share**0.25
        place = Region.from_xywh(column - width / 2, row - height / 2, width, height)
        inside = place.inside(size_of(picture))
        if mean[row, column] >= 0.35 and inside and (best is None or score > best[1]):
            best = inside, min(0.6, score)
    return best


def now(picture: Image, references: Sequence[Reference]) -> tuple[Region, float] | None:
    """The way now."""
    find = find_subject(picture, references)
    return None if find is None else (find.region, find.confidence)


def searched(cases: Sequence[Case], find: Callable[..., tuple[Region, float] | None]) -> list[Met]:
    """Every reference looked for in its own frame, and three of other scenes."""
    met = []
    for case in cases:
        for kind, view in case.views.items():
            met.append(_met(kind, case, find(case.first, [view])))
        chance = chance_for(case.name)
        others = [one for one in cases if one.scene != case.scene and one.views]
        for at in chance.choice(len(others), min(3, len(others)), replace=False).tolist():
            views = others[at].views
            view = views[sorted(views)[int(chance.integers(len(views)))]]
            met.append(_met("of another film", case, find(case.first, [view])))
    return met


def _met(kind: str, case: Case, found: tuple[Region, float] | None) -> Met:
    if found is None:
        return Met(kind, None, 0.0, case.in_first)
    return Met(kind, case.truth.overlap(found[0]), found[1], case.in_first)


def table(then: Sequence[Met], today: Sequence[Met]) -> Iterable[str]:
    """Both ways side by side, one line per way of making references."""
    yield (
        "| reference | searches | found | mean IoU, none counts 0 | "
        "IoU > 0.5 of all | IoU > 0.5 of found |"
    )
    yield "|---|---|---|---|---|---|"
    for kind in dict.fromkeys(one.kind for one in today):
        both = [[one for one in way if one.kind == kind] for way in (then, today)]
        cells = [_cells(way) for way in both]
        row = " | ".join(f"{a} → {b}" for a, b in zip(*cells, strict=True))
        if kind == "of another film":
            row = f"{cells[0][0]} → {cells[1][0]} | – | – | –"
        yield f"| {kind} | {len(both[1])} | {row} |"


def _cells(way: Sequence[Met]) -> tuple[str, str, str, str]:
    found = [one.overlap for one in way if one.overlap is not None]
    right = sum(overlap > 0.5 for overlap in found)
    return (
        f"{len(found) / len(way):.2f}",
        f"{sum(found) / len(way):.2f}",
        f"{right / len(way):.2f}",
        f"{right / len(found):.2f}" if found else "–",
    )


def kept_promises(today: Sequence[Met]) -> Iterable[str]:
    """What a confidence promises and what came of it."""
    yield "| confidence | finds | IoU > 0.5 |"
    yield "|---|---|---|"
    true = [one for one in today if one.overlap is not None and one.kind != "of another film"]
    for level in sorted({one.confidence for one in true}):
        those = [one.overlap or 0 for one in true if one.confidence == level]
        yield f"| {level:.2f} | {len(those)} | {sum(o > 0.5 for o in those) / len(those):.2f} |"


def of_samples() -> Iterable[str]:
    """The sample project: each take's subject by the storyboard's references."""
    loaded = load_storyboard(SAMPLES / "project" / "storyboard.yaml")
    yield "| shot | takes | IoU to the true box |"
    yield "|---|---|---|"
    shots: dict[str, list[tuple[float, float]]] = {}
    with (SAMPLES / "labels.csv").open(newline="", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            if not row["shot"] or not row["subject"]:
                continue
            first, scale = frame_at(SAMPLES / row["path"], 0, 256)
            box = Region.from_xywh(*map(float, row["subject"].split(",")))
            truth = box.scaled(1 / scale[0], 1 / scale[1])
            shot = loaded.storyboard.shot(row["shot"])
            paths = references_of(loaded, shot.model_copy(update={"cast": _all_there(shot)}))
            views = [read_reference(path) for path in paths]
            ways = (before(first, views), now(first, views))
            overlaps = [truth.overlap(way[0]) if way else 0.0 for way in ways]
            shots.setdefault(row["shot"], []).append((overlaps[0], overlaps[1]))
    for shot, those in shots.items():
        then, today = np.mean(those, axis=0)
        yield f"| {shot} | {len(those)} | {then:.2f} → {today:.2f} |"


def _all_there(shot: Shot) -> tuple[Cast, ...]:
    """The cast as if nobody entered later: the labels name who stands at the rim already."""
    return tuple(one.model_copy(update={"enters": False}) for one in shot.cast)


def timed(cases: Sequence[Case]) -> str:
    """CPU time of both ways in the same run."""
    spent = []
    for find in (before, now):
        start = time.process_time()
        for case in cases[:20]:
            for view in case.views.values():
                find(case.first, [view])
        spent.append(time.process_time() - start)
    return f"CPU time per search, now : before = {spent[1] / spent[0]:.1f} : 1."


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=Path, nargs="*", default=[])
    parser.add_argument("--cache", type=Path)
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    told = f"`{COMMAND}`, {dt.datetime.now(dt.UTC).date()}. Each cell: before → now."
    lines = ["# Reference pictures", "", told, "", "## The sample project", "", *of_samples(), ""]
    if asked.clips and asked.cache:
        clips = [clip for folder in asked.clips for clip in labelled(folder) if clip.subject]
        cases = [case for clip in clips if (case := case_of(clip, asked.cache)) is not None]
        with_other_pieces(cases, {clip.path.stem: clip for clip in clips})
        then, today = searched(cases, before), searched(cases, now)
        for title, side in (("first", True), ("second", False)):
            old, new = ([one for one in way if one.in_first == side] for way in (then, today))
            scenes = len({case.scene for case in cases if case.in_first == side})
            lines += [
                f"## The {title} half: {scenes} scenes",
                "",
                *table(old, new),
                "",
                *kept_promises(new),
                "",
            ]
        lines += [timed(cases), ""]
        write_whole(TARGET, "\n".join(lines))
    sys.stdout.write("\n".join(lines))


if __name__ == "__main__":
    main()
