"""Kill vidcheck at random moments, many times: files are old or new, never half, and work goes on.

    python benchmarks/kills.py [--kills 200] [--seed 1]

A project of three takes in a temporary folder. `check` (with a cache that is emptied now and then,
so that measuring is hit as well), `advise --apply` and `ng`, which writes the ledger, take turns;
each is killed with SIGKILL after a random part of the time it takes. Commands are forked from a
process that has everything imported, so that kills fall into the work and not into Python's start.
After each kill every file must be whole: run.json a result, the storyboard one of the texts that
some command meant to write, the ledger readable. In the end an undisturbed check must decide as the
first one did.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NoReturn

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a process that is forked must have no other threads
os.environ["VIDCHECK_MODELS"] = "none"  # decisions then rest on nothing that a machine may lack

import vidcheck.evidence
import vidcheck.report.as_html
import vidcheck.run.across
import vidcheck.run.check
import vidcheck.run.clip
import vidcheck.run.remember  # noqa: F401 (all of these are imported before the first fork)
from vidcheck.cli.app import app
from vidcheck.errors import VidcheckError
from vidcheck.ledger.store import opened
from vidcheck.report.model import load_report
from vidcheck.storyboard.load import load_storyboard

ROOT = Path(__file__).resolve().parents[1]
TAKES = ("2B_kling-3.0_t1.mp4", "2B_kling-3.0_t2.mp4", "1A_kling-3.0_t1.mp4")


def commands(project: Path) -> dict[str, list[str]]:
    """What is killed."""
    board, out = str(project / "storyboard.yaml"), str(project / "report")
    return {
        "check": ["check", board, "--out", out, "--target", "kling-3.0", "--jobs", "1",
                  "--fail-on", "never"],
        "advise --apply": ["advise", board, f"{out}/run.json", "--shot", "2B", "--apply"],
        "ng": ["ng", "2B", "1", "--project", str(project)],
    }  # fmt: skip


def run(command: list[str], after_s: float | None = None) -> tuple[float, int]:
    """Run a command, killed after so many seconds; how long it took, and how it ended."""
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        _be(command)
    done = 0
    while done == 0:
        if after_s is not None and time.perf_counter() - start >= after_s:
            os.kill(child, signal.SIGKILL)
            after_s = None
        done, status = os.waitpid(child, 0 if after_s is None else os.WNOHANG)
        if after_s is not None and done == 0:
            time.sleep(0.0005)
    return time.perf_counter() - start, os.waitstatus_to_exitcode(status)


def _be(command: list[str]) -> NoReturn:
    """Be the command, in a child, and end with its code."""
    quiet = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(quiet, number)
    code = 1
    try:
        app(command, standalone_mode=False)
        code = 0
    except BaseException as error:  # noqa: BLE001 (a child must not come back)
        code = getattr(error, "exit_code", getattr(error, "code", 1))
    finally:
        os._exit(code if isinstance(code, int) else 1)


def faults(project: Path) -> list[str]:
    """What is not whole in a project."""
    found = []
    for what, read in (
        ("run.json", lambda: load_report(project / "report" / "run.json")),
        ("storyboard", lambda: load_storyboard(project / "storyboard.yaml")),
    ):
        try:
            read()
        except VidcheckError as error:
            found.append(f"{what}: {error.message}")
    with opened(project) as ledger:
        found += [f"ledger: {note.en}" for note in ledger.notes]
    page = project / "report" / "report.html"
    if not page.read_text(encoding="utf-8").rstrip().endswith("</html>"):
        found.append("report.html: half a page")
    return found


def prepared(folder: Path) -> Path:
    """The sample project with three of its takes."""
    project = folder / "project"
    shutil.copytree(ROOT / "samples" / "project", project)
    for take in (project / "takes").rglob("*"):
        if take.is_file() and take.name not in TAKES:
            take.unlink()
    return project


def main() -> None:
    """Kill, look, print; exit code 1 where anything was half."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    dice = random.Random(asked.seed)  # noqa: S311 (no secret)
    with tempfile.TemporaryDirectory() as name:
        project, cache = prepared(Path(name)), Path(name) / "cache"
        os.environ["VIDCHECK_CACHE"] = str(cache)
        took = {}
        run(commands(project)["check"])  # the moments to kill at are those of a warm cache
        for what, command in commands(project).items():
            took[what], code = run(command)
            print(f"{what}: {took[what]:.2f} s, ends with {code}")
        before = [(shot.shot, shot.decision) for shot in load_report(
            project / "report" / "run.json").shots]  # fmt: skip
        original = (project / "storyboard.yaml.bak").read_bytes()
        ends, bad = Counter(), 0
        for number in range(asked.kills):
            what, command = dice.choice(list(commands(project).items()))
            if what == "check" and dice.random() < 0.1:
                shutil.rmtree(cache, ignore_errors=True)
            if what == "advise --apply":
                (project / "storyboard.yaml").write_bytes(original)
            _, code = run(command, dice.uniform(0.0, 1.1) * took[what])
            ends[what, "killed" if code == -signal.SIGKILL else "was done"] += 1
            if number % 20 == 0:
                print(f"{number} of {asked.kills}", file=sys.stderr, flush=True)
            for fault in faults(project):
                bad += 1
                print(f"kill {number}, {what}: {fault}")
        (project / "storyboard.yaml").write_bytes(original)
        run(commands(project)["check"])
        after = [(shot.shot, shot.decision) for shot in load_report(
            project / "report" / "run.json").shots]  # fmt: skip
        drafts = list(project.rglob("*.part"))
        for (what, end), count in sorted(ends.items()):
            print(f"{what} {end}: {count}")
        print(f"{bad} files were half; {len(drafts)} drafts left behind")
        print("decisions as before" if before == after else f"{before} became {after}")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
