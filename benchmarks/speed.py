"""Speed, side by side in one run: decoding, what people use today, and vidcheck.

    python benchmarks/speed.py                   # about 4 minutes; writes benchmarks/speed.md
    python benchmarks/speed.py --quick           # 720p h264 only, one round
    python benchmarks/speed.py --long            # also ten minutes of film
    python benchmarks/speed.py --only Length --only Processes   # these sections anew

Every contestant runs in a process of its own, in turns, `--rounds` times. Processor time is what to
trust on a machine that others use too; wall time is what a user waits for on a quiet one.
Peers that are not installed are left out: `pip install scenedetect`, `apt install ffmpeg`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import plan_speed
import start_up
from contestants import NAIVE_FRAMES, WITH_MODELS, command, installed
from speed_clips import CODECS, FPS, SECONDS, SIZES, Made, clip

from vidcheck import __version__
from vidcheck.generators.load import load_profiles
from vidcheck.plan.compile import compile_plan

ROOT = Path(__file__).resolve().parents[1]
FLOOR = "decode only, PyAV"
SECTIONS = ("Length", "Processes", "Shots", "Start")
LENGTHS = [SECONDS, 60, 600]
"""Seconds of film; the last takes minutes."""
HEAD = (
    "| | processor ms a frame | share of decode-only speed (processor) | frames a second (wall) "
    "| against the naive script (wall) | process, CPU s | peak MiB |"
)


@dataclass(frozen=True)
class Cost:
    """One run: seconds of the work itself, and of its process as a whole; MiB at the peak."""

    frames: int
    cpu: float
    wall: float
    whole_cpu: float
    peak: float

    @property
    def ms(self) -> float:
        """Processor milliseconds a frame."""
        return 1000 * self.cpu / max(1, self.frames)


def run(name: str, made: Made) -> Cost:
    """Run one contestant in its own process. Raises RuntimeError where it fails."""
    start = time.perf_counter()
    with subprocess.Popen(
        command(name, made.path), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        out = process.stdout.read() if process.stdout else b""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode:
        raise RuntimeError(f"{name} ended with {process.returncode} on {made.name}")
    whole = used.ru_utime + used.ru_stime
    told = json.loads(out) if out.startswith(b"{") else None
    if told is None:  # a command: all of it is work
        return Cost(FPS * made.seconds, whole, wall, whole, 0.0)
    return Cost(told["frames"], told["cpu"], told["wall"], whole, told["peak"])


def spread(values: list[float]) -> str:
    """Median, and the range where there is more than one."""
    middle = f"{statistics.median(values):.2f}"
    return middle if len(values) < 2 else f"{middle} ({min(values):.2f}–{max(values):.2f})"


def against_peers(made: Made, rounds: int) -> list[str]:
    """The table of one clip: all contestants in turns, ratios within each round."""
    # Without a decoder for it, scenedetect reads no frame of an AV1 clip and ends well.
    names = [one for one in installed() if (one, made.codec) != ("scenedetect", "av1")]
    costs: dict[str, list[Cost]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            costs[name].append(run(name, made))
    bits = made.path.stat().st_size * 8 / made.seconds / 1e6
    lines = [
        f"\n### {made.name}, {bits:.1f} Mbit/s\n",
        HEAD,
        "|---|---|---|---|---|---|---|",
    ]
    for name in names:
        mine = costs[name]
        share = [floor.ms / one.ms for floor, one in zip(costs[FLOOR], mine, strict=True)]
        naive = [
            (other.wall / other.frames) / (one.wall / one.frames)
            for other, one in zip(costs["naive script"], mine, strict=True)
        ]
        fps = statistics.median(one.frames / one.wall for one in mine)
        whole = statistics.median(one.whole_cpu for one in mine)
        peak = round(max(one.peak for one in mine))
        lines.append(
            f"| {name} | {statistics.median(one.ms for one in mine):.2f} | {spread(share)} "
            f"| {fps:.0f} | {spread(naive)}× | {whole:.2f} | {peak or '–'} |"
        )
    return lines


def by_length(folder: Path, lengths: list[int]) -> list[str]:
    """Memory and time of clips of growing length, with the straight line through them."""
    lines = [
        "\n## Length: 720p h264\n",
        "| length | frames | processor ms a frame | peak MiB | peak of decoding alone |",
        "|---|---|---|---|---|",
    ]
    points = []
    for seconds in lengths:
        made = clip(folder, "720p", "h264", seconds)
        cost, floor = run("vidcheck, one thread", made), run(FLOOR, made)
        points.append((cost.frames, cost.cpu))
        lines.append(
            f"| {seconds} s | {cost.frames} | {cost.ms:.2f} | {cost.peak:.0f} | {floor.peak:.0f} |"
        )
    slope, start = np.polyfit(*zip(*points, strict=True), 1)
    lines.append(f"\nProcessor seconds = {start:.2f} + {slope:.5f} × frames.")
    return lines


def two_processes(made: Made, clips: int) -> list[str]:
    """Several clips in one and in two processes of one thread each; how time grows with clips."""
    lines = [
        f"\n## Processes: copies of {made.name}, one thread each\n",
        "| models | clips | processes | wall s | CPU s |",
        "|---|---|---|---|---|",
    ]
    told = []
    for models, off in (("none", {"VIDCHECK_MODELS": "none"}), ("installed", {})):
        if models == "installed" and WITH_MODELS not in installed():
            continue
        costs = {}
        for count, workers in ((clips // 2, 1), (clips, 1), (clips, 2)):
            done = subprocess.run(
                [*command("batch", made.path), str(count), str(workers)],
                env={**os.environ, **off}, capture_output=True, check=True,
            )  # fmt: skip
            cost = costs[count, workers] = json.loads(done.stdout)
            lines.append(
                f"| {models} | {count} | {workers} | {cost['wall']:.1f} | {cost['cpu']:.1f} |"
            )
        one, two, half = costs[clips, 1], costs[clips, 2], costs[clips // 2, 1]
        more = (one["cpu"] - half["cpu"]) / (clips - clips // 2)
        wall, cpu = one["wall"] / two["wall"], 2 * one["cpu"] / two["cpu"]
        told.append(
            f"Models {models}: two processes are {wall:.2f} × as fast as one ({cpu:.2f} × by "
            f"processor time); one more clip costs {more:.2f} processor seconds."
        )
    return [*lines, "", *told]


def by_shots() -> list[str]:
    """How long planning takes as a film grows, with the straight line through it."""
    profiles = [load_profiles()[name] for name in plan_speed.GENERATORS]
    compile_plan(plan_speed.board(2), profiles)
    points = []
    for shots in (25, 50, 100, 200, 400):
        film = plan_speed.board(shots)
        start = time.process_time()
        compile_plan(film, profiles)
        points.append((shots, time.process_time() - start))
    slope, start = np.polyfit(*zip(*points, strict=True), 1)
    return [
        f"\n## Shots: `plan` for {len(profiles)} generators\n",
        "| shots | processor s |\n|---|---|",
        *(f"| {shots} | {took:.2f} |" for shots, took in points),
        f"\nProcessor seconds = {start:.2f} + {slope:.5f} × shots.",
    ]


def starting(runs: int = 5) -> list[str]:
    """How long `--help` takes, beside a Python that does nothing."""
    pairs = [
        (start_up.processor_ms(start_up.HELP), start_up.processor_ms(start_up.NOTHING))
        for _ in range(runs)
    ]
    helps, nothing = (statistics.median(one) for one in zip(*pairs, strict=True))
    return [
        "\n## Start\n",
        f"`vidcheck --help`: {helps:.0f} ms of processor time; `python -c pass`: {nothing:.0f} ms.",
    ]


def machine() -> str:
    """What it ran on."""
    import av  # noqa: PLC0415
    import cv2  # noqa: PLC0415

    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        model = names[0].split(":")[1].strip() if names else model
    return (
        f"{model}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start; "
        f"Python {platform.python_version()}, PyAV {av.__version__}, OpenCV {cv2.__version__}, "
        f"vidcheck {__version__}"
    )


def section(name: str, clips: Path) -> list[str]:
    """One of the sections below the tables of contestants."""
    return {
        "Length": lambda: by_length(clips, LENGTHS),
        "Processes": lambda: two_processes(clip(clips, "720p", "h264"), 8),
        "Shots": by_shots,
        "Start": starting,
    }[name]()


def renew(path: Path, sections: dict[str, list[str]]) -> None:
    """Put sections in the place of those that stand in the file, each with its own day."""
    before, *parts = path.read_text(encoding="utf-8").split("\n## ")
    now = f"(Measured on {datetime.now(UTC):%Y-%m-%d}. {machine()}.)"
    for at, part in enumerate(parts):
        name = part.partition(":")[0].split()[0]
        if name in sections:
            title, _, rest = "\n".join(sections[name]).strip().removeprefix("## ").partition("\n")
            parts[at] = f"{title}\n\n{now}\n{rest}\n"
    path.write_text("\n## ".join([before, *parts]), encoding="utf-8")


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="720p h264, one round, no lengths")
    parser.add_argument("--long", action="store_true", help="also ten minutes of film")
    parser.add_argument("--clips", type=Path, default=ROOT / "build" / "speed", help="kept between")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "speed.md")
    parser.add_argument("--only", action="append", choices=SECTIONS, help="a section to renew")
    asked = parser.parse_args()
    if asked.only:
        renew(asked.out, {name: section(name, asked.clips) for name in asked.only})
        return
    text = [
        "# Speed\n",
        f"Written by `python benchmarks/{' '.join([Path(sys.argv[0]).name, *sys.argv[1:]])}`",
        f"on {datetime.now(UTC):%Y-%m-%d}. {machine()}.\n",
        "Ratios are within one round; in parentheses the range over the rounds. The naive script",
        f"sees the first {NAIVE_FRAMES} frames only; its cost a frame is constant.",
    ]
    kinds = [("720p", "h264")] if asked.quick else [(s, c) for c in CODECS for s in SIZES]

    def add(lines: list[str]) -> None:
        """Told and written as soon as it is there: a run that is ended keeps what it has."""
        print("\n".join(lines), flush=True)
        text.extend(lines)
        asked.out.write_text("\n".join(text) + "\n", encoding="utf-8")

    add([])
    for size, codec in kinds:
        add(against_peers(clip(asked.clips, size, codec), 1 if asked.quick else asked.rounds))
    if not asked.quick:
        add(by_length(asked.clips, LENGTHS if asked.long else LENGTHS[:-1]))
        for name in SECTIONS[1:-1]:
            add(section(name, asked.clips))
    add(starting())


if __name__ == "__main__":
    main()
