"""How long `vidcheck --help` takes, beside a Python that does nothing: processor time and ratio.

    python benchmarks/start_up.py [--runs 9]

Prints the best and the median of the runs in milliseconds; runs of both take turns, so that a
machine whose speed drifts treats them alike.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys

HELP = [sys.executable, "-m", "vidcheck", "--help"]
NOTHING = [sys.executable, "-c", "pass"]


def processor_ms(command: list[str]) -> float:
    """User and system time of one run, in milliseconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    pairs = [(processor_ms(HELP), processor_ms(NOTHING)) for _ in range(runs)]
    for name, times in zip(
        ("vidcheck --help", "python -c pass"), zip(*pairs, strict=True), strict=True
    ):
        print(f"{name:16} best {min(times):6.1f} ms   median {statistics.median(times):6.1f} ms")
    print(f"ratio of medians {statistics.median(h / n for h, n in pairs):.1f}")


if __name__ == "__main__":
    main()
