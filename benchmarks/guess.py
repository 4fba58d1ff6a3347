"""How well the guessed subject overlaps the one a person boxed, beside the bare middle.

    python benchmarks/guess.py --clips CLIPS …

CLIPS are folders with labels.csv, as in benchmarks/fit.py. Overlap is intersection over union of
boxes in the first frame; time is of one thread, decoding left out.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from fit import labelled

from vidcheck.decode import open_clip
from vidcheck.geometry import Region
from vidcheck.locate import middle
from vidcheck.locate.base import Subject
from vidcheck.locate.salient import find_salient
from vidcheck.run.one_pass import MOST_OPENING, OPENING_PAIRS, stride_of

if TYPE_CHECKING:
    from fit import Clip


def overlaps(clip: Clip) -> tuple[float, float, float]:
    """Overlap with the truth of the middle and of the guess, and seconds the guess took."""
    with open_clip(clip.path, threads=1) as (info, frames):
        stride = stride_of(info.fps)
        opening = list(islice(frames, min(MOST_OPENING, 1 + OPENING_PAIRS * stride)))
    across, down = info.scale
    box = Region.from_xywh(*(float(part) for part in clip.subject.split(",")))
    truth = box.scaled(1 / across, 1 / down).inside(info.working)
    if truth is None:
        raise SystemExit(f"{clip.path}: its box lies outside the picture")
    bare = middle(opening[0].size)
    start = time.process_time()
    mask = find_salient(opening[0], opening[2 * stride :: 2 * stride])
    spent = time.process_time() - start
    found = None if mask is None else Subject(mask, 1.0).region
    return truth.overlap(bare), truth.overlap(found or bare), spent


def main() -> None:
    """Print one row a family of clips."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clips", type=Path, nargs="+", required=True)
    cv2.setNumThreads(1)
    rows = defaultdict(list)
    for folder in parser.parse_args().clips:
        for clip in labelled(folder):
            if clip.subject:
                rows[clip.family].append(overlaps(clip))
    print("| clips | middle: mean, above one half | guess: mean, above one half | ms |")
    print("|---|---|---|---|")
    for family, numbers in sorted(rows.items()):
        bare, found, spent = np.array(numbers).T
        middles, guesses = ((part.mean(), (part > 0.5).mean()) for part in (bare, found))
        print(
            f"| {len(bare)} {family} | {middles[0]:.2f}, {middles[1]:.0%} "
            f"| {guesses[0]:.2f}, {guesses[1]:.0%} | {1000 * spent.mean():.0f} |"
        )


if __name__ == "__main__":
    main()
