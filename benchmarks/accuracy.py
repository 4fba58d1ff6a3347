"""Put vidcheck beside what a user would run today, on the same clips, and write the table down.

    python benchmarks/accuracy.py --bench BENCH --clips CLIPS --work WORK [--peers ssim,flicker,…]

BENCH holds evaluate.py, inject.py and peers.py (how each works stands in its first lines); CLIPS
the labelled clips they read. Injected clips, answers and logs go to WORK and are kept: delete an
answer there to have it measured anew. `models_*` are ours with the installed models, the others
without. Writes benchmarks/accuracy.md.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import os
import shlex
import subprocess
import sys
from pathlib import Path

from vidcheck import __version__
from vidcheck.calibration import load_calibration
from vidcheck.files import write_whole
from vidcheck.models.store import FOLDER_VARIABLE, OFF

PEERS = "ssim,histogram,flicker,warp,fbflow"
OURS = f"{shlex.quote(sys.executable)} -m vidcheck score --fail-on never"
WITHOUT_MODELS = {FOLDER_VARIABLE: OFF}


def call(command: list[str | Path], **variables: str) -> str:
    """Run a command, pass its errors on, return what it printed."""
    words = [str(part) for part in command]
    around = os.environ | variables
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=around)
    if done.returncode not in (0, 1, 3):
        sys.exit(f"{shlex.join(str(part) for part in command)}\n{done.stderr[-2000:]}")
    return done.stdout


def answers(bench: Path, clips: Path, work: Path, peers: list[str]) -> list[Path]:
    """One answer per scorer on one folder of clips, in the order of the table's columns."""
    evaluate = bench / "evaluate.py"
    wanted = {
        f"{who}_{how}": (extra, variables)
        for who, variables in (("vidcheck", WITHOUT_MODELS), ("models", {}))
        for how, extra in (("subject", ["--subjects"]), ("alone", []))
    }
    for name, (extra, variables) in wanted.items():
        out = work / f"{name}.json"
        if not out.exists():
            print(f"{clips.name}: {name}", flush=True)
            run = [sys.executable, evaluate, "run", "--scorer", OURS, "--clips", clips]
            call([*run, "--out", out, *extra], **variables)
    theirs = [work / f"peers.{peer}.json" for peer in peers]
    if not all(path.exists() for path in theirs):
        print(f"{clips.name}: {', '.join(peers)}", flush=True)
        manifest = work / "clips.csv"
        write_whole(manifest, listed(clips))
        out = theirs[0] if len(theirs) == 1 else work / "peers.json"
        names = ",".join(peers)
        call([sys.executable, bench / "peers.py", names, "--manifest", manifest, "--json", out])
    return [*(work / f"{name}.json" for name in wanted), *theirs]


def listed(clips: Path) -> str:
    """A manifest of every clip of labels.csv, without subjects."""
    with (clips / "labels.csv").open(newline="", encoding="utf-8") as rows:
        paths = [str((clips / row["path"]).resolve()) for row in csv.DictReader(rows)]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        [["path", "subject"], *([p, ""] for p in paths)]
    )
    return text.getvalue()


def main() -> None:
    """Measure what is missing, then write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--clips", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--peers", default=PEERS)
    arguments = parser.parse_args()
    bench, clips, work = arguments.bench, arguments.clips, arguments.work
    for folder in (work / "labelled", work / "injected-answers"):
        folder.mkdir(parents=True, exist_ok=True)
    injected = work / "injected"
    if not (injected / "truth.csv").exists():
        call([sys.executable, bench / "inject.py", "make", "--clips", clips, "--out", injected])
    peers = [name for name in arguments.peers.split(",") if name]
    labelled = answers(bench, clips, work / "labelled", peers)
    known = answers(bench, injected, work / "injected-answers", peers)
    first = call([sys.executable, bench / "evaluate.py", "report", *labelled, "--clips", clips])
    truth = injected / "truth.csv"
    second = call([sys.executable, bench / "inject.py", "report", *known, "--truth", truth])
    write_whole(Path(__file__).with_name("accuracy.md"), page(first, second))


def page(labelled: str, injected: str) -> str:
    """The dated page."""
    day = dt.datetime.now(tz=dt.UTC).date().isoformat()
    return f"""# Accuracy, side by side

vidcheck {__version__}, calibration `{load_calibration().id}`, {day}. Refreshed by

    python benchmarks/accuracy.py --bench BENCH --clips CLIPS --work WORK

`vidcheck_subject` was given the subject's box, `vidcheck_alone` nothing; both without models.
`models_subject` and `models_alone` are the same with the small set of models. The others are common
recipes on the whole frame. The clips of both tables also served to fit the shipped calibration, so
these figures flatter us; what scenes give that had no part in the fit is printed by
`benchmarks/fit.py` and stands in docs/calibration.md, with and without models in
benchmarks/identity.md.

## Clips labelled by a viewer

```
{labelled.rstrip()}
```

## Known defects put into real clips

```
{injected.strip()}
```
"""


if __name__ == "__main__":
    main()
