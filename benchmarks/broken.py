"""Break clips on purpose and see that every one ends as a row.

    python benchmarks/broken.py                         # the samples, 2 processes, seed 1
    python benchmarks/broken.py FOLDER --clips 20 --jobs 2 --seed 7

Takes clips of a folder (and the folders in it), damages copies of each in seven ways in a
temporary folder, scores them in worker processes, and prints how they ended. A worker that dies, a
clip that takes longer than --limit, and an internal error are failures: exit code 1.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from vidcheck.run.batch import ClipJob, measure, score_clips

if TYPE_CHECKING:
    from collections.abc import Callable

    from vidcheck.judge.rows import ClipRow

    Damage = Callable[[bytes, np.random.Generator], bytes]

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
SUFFIXES = (".mp4", ".mov", ".webm", ".mkv", ".avi", ".gif")
FAILURES = ("internal error", "the process measuring it ended", "took longer than")


def _cut(share: float) -> Damage:
    return lambda raw, _: raw[: int(len(raw) * share)]


def _flip(share: float) -> Damage:
    def damage(raw: bytes, rng: np.random.Generator) -> bytes:
        out = np.frombuffer(raw, np.uint8).copy()
        at = rng.integers(0, len(raw), max(3, int(len(raw) * share)))
        out[at] ^= (1 << rng.integers(0, 8, at.size)).astype(np.uint8)
        return out.tobytes()

    return damage


def _zero(start: float, stop: float) -> Damage:
    def damage(raw: bytes, _: np.random.Generator) -> bytes:
        first, last = int(len(raw) * start), max(int(len(raw) * stop), 4096 if start == 0 else 0)
        return raw[:first] + bytes(last - first) + raw[last:]

    return damage


DAMAGES: dict[str, Damage] = {
    "cut at 10 %": _cut(0.1),
    "cut at 50 %": _cut(0.5),
    "cut at 90 %": _cut(0.9),
    "few bits flipped": _flip(1e-5),
    "many bits flipped": _flip(1e-3),
    "header zeroed": _zero(0.0, 0.0),
    "middle zeroed": _zero(0.45, 0.55),
}


def timed(job: ClipJob) -> ClipRow:
    """Score one clip; the seconds it took stand last among its warnings."""
    start = time.perf_counter()
    row = measure(job)
    seconds = f"{time.perf_counter() - start:.2f}"
    return row.model_copy(update={"warnings": (*row.warnings, seconds)})


def broken_copies(clips: list[Path], folder: Path, seed: int) -> list[tuple[str, Path]]:
    """Damaged copies of all clips, each with the name of its damage."""
    copies = []
    for number, clip in enumerate(clips):
        raw = clip.read_bytes()
        for kind, (name, damage) in enumerate(DAMAGES.items()):
            path = folder / f"{number:03}_{kind}_{clip.name}"
            path.write_bytes(damage(raw, np.random.default_rng((seed, number, kind))))
            copies.append((name, path))
    return copies


def report(kinds: list[str], rows: list[ClipRow]) -> int:
    """Print how the clips ended; the number of failures."""
    statuses = ("scored", "not_assessable", "unreadable")
    ends = Counter((kind, row.status) for kind, row in zip(kinds, rows, strict=True))
    print(f"| damage | {' | '.join(statuses)} |\n|---|---|---|---|")
    for kind in DAMAGES:
        print(f"| {kind} | {' | '.join(str(ends[kind, status]) for status in statuses)} |")
    spent = {row.path: float(row.warnings[-1]) for row in rows if row.warnings}
    slowest = max(spent, key=spent.__getitem__, default="-")
    print(
        f"\n{len(rows)} clips, {sum(spent.values()):.0f} s; slowest {spent.get(slowest, 0):.1f} s"
    )
    print(f"  {Path(slowest).name}")
    reasons = Counter((row.reason or "").removeprefix(f"{row.path}: ") for row in rows)
    for reason, count in reasons.most_common(12):
        print(f"{count:5}  {reason or 'scored'}")
    failed = [row for row in rows if (row.reason or "").startswith(FAILURES)]
    for row in failed:
        print(f"FAILED {Path(row.path).name}: {row.reason}")
    return len(failed)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=SAMPLES)
    parser.add_argument("--clips", type=int, default=20, help="how many clips are broken")
    parser.add_argument("--jobs", type=int, default=2, help="worker processes, at least 2")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=120.0, help="seconds a clip may take")
    asked = parser.parse_args()
    clips = sorted(p for p in asked.folder.rglob("*") if p.suffix.lower() in SUFFIXES)
    rng = np.random.default_rng(asked.seed)
    picked = sorted(rng.choice(len(clips), min(asked.clips, len(clips)), replace=False))
    with tempfile.TemporaryDirectory() as folder:
        copies = broken_copies([clips[i] for i in picked], Path(folder), asked.seed)
        rows = score_clips(
            [ClipJob(path) for _, path in copies],
            workers=max(2, asked.jobs),  # one worker would be this process, and die with the clip
            timeout_s=asked.limit,
            work=timed,
        )
    sys.exit(1 if report([kind for kind, _ in copies], rows) else 0)


if __name__ == "__main__":
    main()
