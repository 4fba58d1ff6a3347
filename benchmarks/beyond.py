"""Two defects put into real clips that no other collection has: duplicates and cross-dissolves.

    python benchmarks/beyond.py --clips CLIPS --out FOLDER [--seconds 3]

CLIPS is a folder with labels.csv (path, kind, label, subject_box, …). From each real clip with a
box three are made: untouched, with a second subject that stands beside the first from half time on
and moves as it does, and one that dissolves, within half a second to one, into the next clip.
Prints the AUC of the detectors `double` and `dissolve` against the untouched clips, how many are
told at all, and how far from the truth the beginning is.
"""

from __future__ import annotations

import argparse
import csv
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
from fit import auc

from vidcheck.decode import Frame, open_clip
from vidcheck.detect import detect
from vidcheck.geometry import Region
from vidcheck.locate.base import ellipse
from vidcheck.locate.carry import CarriedMask
from vidcheck.motion import Motion
from vidcheck.run.one_pass import measure_clip

RATE = 24


def pictures(path: Path, seconds: float) -> list[np.ndarray]:
    """The first seconds of a clip at the working size, even sides, RGB."""
    found = []
    with open_clip(path, threads=1) as (_, frames):
        for frame in frames:
            if frame.time_s > seconds:
                break
            found.append(frame.rgb[: frame.rgb.shape[0] // 2 * 2, : frame.rgb.shape[1] // 2 * 2])
    return found


def write(path: Path, frames: list[np.ndarray]) -> None:
    """Lossless, 24 frames a second."""
    with av.open(str(path), "w") as film:
        stream = film.add_stream("ffv1", rate=RATE)
        stream.height, stream.width = frames[0].shape[:2]
        stream.pix_fmt = "yuv444p"
        for rgb in frames:
            film.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, "rgb24")))
        film.mux(stream.encode(None))


def doubled(frames: list[np.ndarray], box: Region) -> list[np.ndarray] | None:
    """A copy of the subject beside it from half time on; None where there is no room."""
    height, width = frames[0].shape[:2]
    sides = ((1.1, 0), (-1.1, 0), (0, 1.1), (0, -1.1), (1.1, 1.1), (-1.1, -1.1))
    room = [
        (right * box.width, down * box.height)
        for right, down in sides
        if box.left + right * box.width >= 0
        and box.right + right * box.width <= width
        and box.top + down * box.height >= 0
        and box.bottom + down * box.height <= height
    ]
    if not room:
        return None
    whole = [Frame(index, index / RATE, rgb) for index, rgb in enumerate(frames)]
    carrier = CarriedMask(box, "given", 1.0, ellipse(box, whole[0].size))
    subject = carrier.start(whole[0])
    masks = [subject.mask]
    for before, after in pairwise(whole):
        masks.append(carrier.follow(Motion(before, after)).mask)
    shift = np.array([[1, 0, room[0][0]], [0, 1, room[0][1]]], np.float32)
    out = []
    for index, (rgb, mask) in enumerate(zip(frames, masks, strict=True)):
        if index < len(frames) // 2:
            out.append(rgb)
            continue
        there = cv2.warpAffine(mask, shift, (width, height))[..., None]
        copy = cv2.warpAffine(rgb, shift, (width, height))
        out.append(np.clip(rgb * (1 - there) + copy * there, 0, 255).astype(np.uint8))
    return out


def dissolved(frames: list[np.ndarray], other: list[np.ndarray], length: int) -> list[np.ndarray]:
    """From one clip into another, in the middle, within `length` frames."""
    size = frames[0].shape[1::-1]
    start, out = len(frames) // 2 - length // 2, []
    for index, rgb in enumerate(frames):
        share = float(np.clip((index - start) / length, 0, 1))
        next_ = cv2.resize(other[index % len(other)], size)
        out.append(np.clip(rgb * (1 - share) + next_ * share, 0, 255).astype(np.uint8))
    return out


def made(clips: Path, out: Path, seconds: float) -> list[tuple[Path, str, Region, float]]:
    """Clips with kind, box at the working size, and when it begins; from the folder where kept."""
    with (clips / "labels.csv").open(newline="", encoding="utf-8") as rows:
        real = [r for r in csv.DictReader(rows) if r["kind"] == "real" and r["subject_box"]]
    found, shots = [], [pictures(clips / row["path"], seconds) for row in real]
    for number, (row, frames) in enumerate(zip(real, shots, strict=True)):
        if len(frames) < 2 * RATE:
            continue
        with open_clip(clips / row["path"], threads=1) as (info, _):
            right, down = info.scale
        given = Region.from_xywh(*(float(part) for part in row["subject_box"].split(",")))
        box = given.scaled(1 / right, 1 / down)
        length = 12 + 6 * (number % 3)
        other = shots[(number + len(shots) // 2) % len(shots)]
        middle = len(frames) // 2
        variants = {
            "clean": (frames, 0.0),
            "duplicate": (doubled(frames, box), middle / RATE),
            "dissolve": (dissolved(frames, other, length), (middle - length // 2) / RATE),
        }
        for kind, (film, begins) in variants.items():
            path = out / f"{number:03d}_{kind}.mkv"
            if film is not None:
                if not path.exists():
                    write(path, film)
                found.append((path, kind, box, begins))
    return found


def main() -> None:
    """Make, measure, compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clips", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=3.0)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    seen = []
    for path, kind, box, begins in made(arguments.clips, arguments.out, arguments.seconds):
        found = detect(measure_clip(path, subject=box, threads=1).evidence)
        seen.append((kind, begins, found))
    for kind, name in (("duplicate", "double"), ("dissolve", "dissolve")):
        strongest = {
            side: np.array(
                [f[name][0].strength if f[name] else 0.0 for k, _, f in seen if k == side]
            )
            for side in ("clean", kind)
        }
        late = [abs(f[name][0].start_s - begins) for k, begins, f in seen if k == kind and f[name]]
        limit = np.sort(strongest["clean"])[-1 - len(strongest["clean"]) // 20]
        told = np.mean(strongest[kind] > limit)
        print(
            f"{kind}: AUC {auc(strongest['clean'], strongest[kind]):.3f} "
            f"(n {len(strongest['clean'])}/{len(strongest[kind])}), "
            f"at 5 % false {told:.2f}, begins within {np.median(late):.2f} s (median)"
        )


if __name__ == "__main__":
    main()
