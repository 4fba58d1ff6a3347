"""Where the time of measuring goes: processor milliseconds a frame, function by function.

    python benchmarks/stages.py                     # the first sample
    python benchmarks/stages.py CLIP… --rows 40 [--subject x,y,w,h]

One thread, processor time, so that other work on the machine changes little. The time of a
function is its own and that of the libraries it calls (OpenCV, NumPy, FFmpeg); functions of
vidcheck that it calls have their own rows. Set-up and first calls are left out by a first run over
the same clip.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from vidcheck.cli.manifest import parse_subject
from vidcheck.run.clip import score_clip

ROOT = Path(__file__).resolve().parents[1]
FIRST = ROOT / "samples" / "project" / "takes" / "1A_kling-3.0_t1.mp4"
Place = tuple[str, int, str]


def own_times(stats: dict[Place, Any]) -> tuple[dict[str, float], dict[str, int]]:
    """Seconds and calls by `room: function`; what a library spends goes to who called it."""
    seconds: dict[str, float] = defaultdict(float)
    calls: dict[str, int] = defaultdict(int)

    def owners(place: Place, above: tuple[Place, ...] = ()) -> dict[str, float]:
        """Which functions of ours a place works for, by share of its time."""
        if (name := _ours(place)) is not None:
            return {name: 1.0}
        callers = stats[place][4]
        whole = sum(row[2] for row in callers.values())
        shares: dict[str, float] = defaultdict(float)
        for caller, row in callers.items():
            if caller not in above and whole > 0:
                for name, share in owners(caller, (*above, place)).items():
                    shares[name] += share * row[2] / whole
        return shares

    for place, (_, count, own, _, _) in stats.items():
        for name, share in owners(place).items():
            seconds[name] += own * share
        if (name := _ours(place)) is not None:
            calls[name] += count
    return seconds, calls


def _ours(place: Place) -> str | None:
    path = Path(place[0])
    if not path.is_relative_to(ROOT / "vidcheck"):
        return None
    return f"{path.relative_to(ROOT / 'vidcheck').with_suffix('').as_posix()}: {place[2]}"


def profiled(clip: Path, subject: str) -> tuple[dict[Place, Any], int]:
    """The profile of one clip, and how many frames it has."""
    box = parse_subject(subject)
    score_clip(clip, subject=box, threads=1)
    profile = cProfile.Profile(time.thread_time)
    row = profile.runcall(score_clip, clip, subject=box, threads=1)
    return pstats.Stats(profile).stats, row.clip.frames if row.clip else 0  # type: ignore[attr-defined]


def table(clip: Path, subject: str, rows: int) -> str:
    """The dearest functions of one clip as Markdown."""
    stats, frames = profiled(clip, subject)
    seconds, calls = own_times(stats)
    whole = sum(seconds.values())
    lines = [
        f"{clip.name}: {frames} frames, {1000 * whole / frames:.2f} ms a frame\n",
        "| room: function | ms a frame | share | calls a frame |\n|---|---|---|---|",
    ]
    rooms: dict[str, float] = defaultdict(float)
    for name, spent in seconds.items():
        rooms[name.split(":")[0]] += spent
    for room, spent in sorted(rooms.items(), key=lambda one: -one[1])[:12]:
        lines.append(f"| **{room}** | {1000 * spent / frames:.2f} | {spent / whole:.0%} | |")
    for name, spent in sorted(seconds.items(), key=lambda one: -one[1])[:rows]:
        lines.append(
            f"| {name} | {1000 * spent / frames:.2f} | {spent / whole:.0%} | "
            f"{calls[name] / frames:.1f} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("clips", type=Path, nargs="*", default=[FIRST])
    parser.add_argument("--rows", type=int, default=24, help="functions shown")
    parser.add_argument("--subject", default="", help="x,y,w,h in pixels of the first frame")
    asked = parser.parse_args()
    for clip in asked.clips:
        print(table(clip, asked.subject, asked.rows))


if __name__ == "__main__":
    main()
