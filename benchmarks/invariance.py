"""The same film coded another way: how far does the answer move?

    python benchmarks/invariance.py CLIP … [--out FOLDER]

Each clip is written again at other frame rates, qualities, sizes and codecs, scored without a box,
and held against a copy at full quality. Prints per variant the mean and largest change of
`consistency` in points and of `risk`, and over all clips the rank correlation of the risks.
"""

from __future__ import annotations

import argparse
import tempfile
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from scipy.stats import spearmanr

from vidcheck.run.batch import score_clips
from vidcheck.run.job import ClipJob

VARIANTS: dict[str, dict[str, object]] = {
    "full quality": {"crf": 12},
    "crf 18": {"crf": 18},
    "crf 28": {"crf": 28},
    "half size": {"crf": 16, "scale": 0.5},
    "hevc": {"crf": 20, "codec": "libx265"},
    "vp9": {"crf": 30, "codec": "libvpx-vp9"},
    "15 frames a second": {"crf": 16, "fps": 15},
    "8 frames a second": {"crf": 16, "fps": 8},
}
MOST_S = 5.0


def write(source: Path, target: Path, wish: dict[str, object]) -> None:
    """The first five seconds of `source`, coded as wished."""
    fps, scale = wish.get("fps"), float(str(wish.get("scale", 1.0)))
    with av.open(str(source)) as film, av.open(str(target), "w") as copy:
        stream = film.streams.video[0]
        rate = Fraction(str(fps)) if fps else Fraction(stream.average_rate or 24)
        out = None
        due = count = 0
        for frame in film.decode(stream):
            if frame.time is None or frame.time > MOST_S:
                break
            if frame.time + 1e-6 < due / rate:
                continue
            due = int(frame.time * rate + 1e-6) + 1
            if out is None:
                out = copy.add_stream(str(wish.get("codec", "libx264")), rate=rate)
                out.width, out.height = (
                    int(side * scale) // 2 * 2 for side in (frame.width, frame.height)
                )
                out.pix_fmt, out.time_base = "yuv420p", 1 / rate
                out.options = {
                    "crf": str(wish["crf"]),
                    "preset": "fast",
                    "x265-params": "log-level=error",
                }
            picture = frame.reformat(out.width, out.height, "yuv420p", interpolation="AREA")
            picture.pts, picture.time_base = count, 1 / rate
            count += 1
            copy.mux(out.encode(picture))
        if out is not None:
            copy.mux(out.encode(None))


def main() -> None:
    """Write, score, compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("clips", type=Path, nargs="+")
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    folder = arguments.out or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    jobs = []
    for number, clip in enumerate(arguments.clips):
        for name, wish in VARIANTS.items():
            path = folder / f"{number:03d} {name}.mkv"
            if not path.exists():
                write(clip, path, wish)
            jobs.append(ClipJob(path))
    rows = score_clips(jobs, workers=2)
    shape = (len(arguments.clips), len(VARIANTS))
    numbers = [(row.risk, row.consistency) for row in rows]
    risk, rank = (np.array(part, np.float64).reshape(shape) for part in zip(*numbers, strict=True))
    for column, name in enumerate(VARIANTS):
        known = np.isfinite(risk[:, column]) & np.isfinite(risk[:, 0])
        points = np.abs(rank[known, column] - rank[known, 0])
        moved = np.abs(risk[known, column] - risk[known, 0]).mean()
        order = spearmanr(risk[known, column], risk[known, 0])[0] if known.sum() > 2 else np.nan
        print(
            f"{name:20} n {known.sum():2d} of {len(known)}  points: mean {points.mean():5.1f} "
            f"most {points.max():3.0f}  risk: mean {moved:.3f}  order {order:.3f}"
        )


if __name__ == "__main__":
    main()
