"""Kill vidcheck at random moments, many times: files are old or new, never half, and work goes on.

    python benchmarks/kills.py [--kills 200] [--seed 1]

A project of three takes in a temporary folder. `check` (with a cache that is emptied now and then,
so that measuring is hit as well), `advise --apply` and `ng`, which writes the ledger, take turns;
each is killed with SIGKILL after a random part of the time it takes. After each kill every file
must be whole: run.json a result, the storyboard one of the texts that some command meant to write,
the ledger readable. In the end an undisturbed check must decide as the first one did.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from vidcheck.errors import VidcheckError
from vidcheck.ledger.store import opened
from vidcheck.report.model import load_report
from vidcheck.storyboard.load import load_storyboard

ROOT = Path(__file__).resolve().parents[1]
TAKES = ("3A_kling-3.0_t1.mp4", "3A_seedance-2.0_t2.mp4", "1A_kling-3.0_t1.mp4")


def commands(project: Path) -> dict[str, list[str]]:
    """What is killed."""
    base = [sys.executable, "-m", "vidcheck"]
    board, out = str(project / "storyboard.yaml"), str(project / "report")
    return {
        "check": [*base, "check", board, "--out", out, "--target", "kling-3.0", "--jobs", "1",
                  "--fail-on", "never"],
        "advise --apply": [*base, "advise", board, f"{out}/run.json", "--shot", "3A", "--apply"],
        "ng": [*base, "ng", "3A", "1", "--project", str(project)],
    }  # fmt: skip


def run(command: list[str], after_s: float | None = None) -> tuple[float, int]:
    """Run a command, killed after so many seconds; how long it took, and how it ended."""
    start = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        try:
            process.communicate(timeout=after_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
    return time.perf_counter() - start, process.returncode


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
        ends, bad = {"killed": 0, "was done": 0}, 0
        for number in range(asked.kills):
            what, command = dice.choice(list(commands(project).items()))
            if what == "check" and dice.random() < 0.3:
                shutil.rmtree(cache, ignore_errors=True)
            if what == "advise --apply":
                (project / "storyboard.yaml").write_bytes(original)
            _, code = run(command, dice.uniform(0.05, 1.1) * took[what])
            ends["killed" if code == -9 else "was done"] += 1
            for fault in faults(project):
                bad += 1
                print(f"kill {number}, {what}: {fault}")
        (project / "storyboard.yaml").write_bytes(original)
        run(commands(project)["check"])
        after = [(shot.shot, shot.decision) for shot in load_report(
            project / "report" / "run.json").shots]  # fmt: skip
        drafts = list(project.rglob("*.part"))
        print(f"{ends}; {bad} files were half; {len(drafts)} drafts left behind")
        print("decisions as before" if before == after else f"{before} became {after}")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
