"""A million clips a day on paper: queue, cost and failure, simulated from measured costs.

    python benchmarks/million.py                        # the plan of docs/scale.md
    python benchmarks/million.py --ms 12 --cores 400 --hours 24 --spot 0.05

Clips arrive over the day (twice as many in the eight busy hours as in the others), wait for a free
core, are fetched, measured and kept. Nodes are lost at random (`--spot`: share of nodes an hour)
and replaced after ten minutes; the clips they were at are done again. Some clips hang until the
time limit. Prints the cores needed, how long clips wait, what is done twice, and what it costs at
the prices given. One event per clip, so a tenth of the clips on a tenth of the cores is simulated.
"""

from __future__ import annotations

import argparse
import heapq
import random
import statistics
from dataclasses import dataclass

BACK_S = 600.0
"""Until a lost node has been replaced."""
SHARE = 10
"""One in so many clips and cores is simulated; queues scale."""
HANGING = 1e-5
"""Share of clips that run into the time limit: an assumption; none of 2000 broken ones tried with
broken.py did."""


@dataclass(frozen=True)
class Plan:
    """What is asked: clips a day, their frames, and what a frame, a clip and a core cost."""

    clips: int
    frames: int
    ms: float
    fixed_s: float
    cores: int
    spot: float
    limit_s: float
    cores_price: float

    @property
    def clip_s(self) -> float:
        """Core seconds of one clip."""
        return self.fixed_s + self.frames * self.ms / 1000


@dataclass
class Day:
    """What a day came to."""

    waits: list[float]
    done: int = 0
    again: int = 0
    late: int = 0
    busy_s: float = 0.0
    end_s: float = 0.0


def arrivals(plan: Plan, dice: random.Random) -> list[float]:
    """Seconds of the day at which clips come, sorted: hours 9-17 have twice the others' number."""
    count = plan.clips // SHARE
    hours = (
        dice.uniform(9, 17) if dice.random() < 1 / 4 else dice.uniform(0, 24) for _ in range(count)
    )
    return sorted(hour * 3600 for hour in hours)


def simulate(plan: Plan, seed: int) -> Day:
    """One day, first come, first served."""
    dice = random.Random(seed)  # noqa: S311 (no secret)
    free = [0.0] * max(1, plan.cores // SHARE)
    heapq.heapify(free)
    day = Day([])
    rate = plan.spot / 3600  # losses a second of a node, and so of each of its cores
    for came in arrivals(plan, dice):
        start = max(came, heapq.heappop(free))
        day.waits.append(start - came)
        while True:
            work = plan.limit_s if dice.random() < HANGING else plan.clip_s * dice.uniform(0.5, 1.5)
            lost = dice.expovariate(rate) if rate else float("inf")
            if lost > work:
                break
            day.again += 1
            day.busy_s += lost
            start += lost + BACK_S  # the core is away for so long, and its clip waits for it
        day.busy_s += work
        day.done += 1
        day.late += work >= plan.limit_s
        heapq.heappush(free, start + work)
        day.end_s = max(day.end_s, start + work)
    return day


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clips", type=int, default=1_000_000, help="a day")
    parser.add_argument("--frames", type=int, default=120, help="of a clip")
    parser.add_argument("--ms", type=float, default=17.0, help="core ms a frame (speed.md)")
    parser.add_argument(
        "--fixed", type=float, default=0.15, help="core s a clip: fetch, hash, keep"
    )
    parser.add_argument("--spot", type=float, default=0.05, help="share of nodes lost an hour")
    parser.add_argument("--limit", type=float, default=900.0, help="seconds a clip may take")
    parser.add_argument("--price", type=float, default=0.02, help="of a core hour, any currency")
    parser.add_argument("--cores", type=int, default=0, help="0: tries several")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    need = asked.clips * (asked.fixed + asked.frames * asked.ms / 1000) / 86400
    print(
        f"{need:.0f} cores would be busy all day; {asked.frames} frames of {asked.ms:g} ms a clip\n"
    )
    print("| cores | busy | median wait | 99 % wait | done again | cost a day | a 1000 clips |")
    print("|---|---|---|---|---|---|---|")
    steps = {round(need * more / 8) * 8 for more in (1.2, 1.4, 1.6, 1.8, 2.0)}
    for cores in [asked.cores] if asked.cores else sorted(steps):
        plan = Plan(asked.clips, asked.frames, asked.ms, asked.fixed, cores, asked.spot,
                    asked.limit, asked.price)  # fmt: skip
        day = simulate(plan, asked.seed)
        waits = sorted(day.waits)
        hours = max(24.0, day.end_s / 3600)
        cost = cores * hours * asked.price
        print(
            f"| {cores} | {day.busy_s * SHARE / (cores * hours * 3600):.0%} "
            f"| {statistics.median(waits):.0f} s | {waits[int(0.99 * len(waits))] / 60:.1f} min "
            f"| {day.again / day.done:.3%} | {cost:.0f} | {cost / asked.clips * 1000:.2f} |"
        )


if __name__ == "__main__":
    main()
