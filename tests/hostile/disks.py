"""Run as a script: the loop of a small project on a disk that is full, read-only, or not ours.

    python -m tests.hostile.disks full|readonly|denied FOLDER

For `full` and `readonly` the folder becomes a disk of its own in memory, so this must run where
that is allowed (`unshare -rm`). Prints one JSON line for each command that was tried: how it ended,
what it said, and what in the project is not whole. The clips are judged by what they say.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

import vidcheck.run.batch
from tests.cli.test_remember import BOARD
from tests.told import put, told
from vidcheck.cli.app import app
from vidcheck.errors import VidcheckError
from vidcheck.ledger.store import opened
from vidcheck.report.model import load_report
from vidcheck.storyboard.load import load_storyboard

DISK_KB = 8192
ROOM_KB = (0, 4, 12, 32, 64, 160)
"""Room that is left: a ledger's entry needs 4 KB, a result and its page some tens."""
NOBODY = 65534


def commands(project: Path) -> dict[str, list[str]]:
    """The commands that write, each to be stopped at its write."""
    board, out = str(project / "storyboard.yaml"), str(project / "report")
    return {
        "check": ["check", board, "--out", out, "-j", "1", "--fail-on", "never"],
        "advise": ["advise", board, f"{out}/run.json", "--shot", "12A", "--apply"],
        "ng": ["ng", "12A", "1", "--project", str(project)],
    }


def ran(project: Path, what: str) -> dict[str, object]:
    """One command, and the state that it left."""
    board = project / "storyboard.yaml"
    before = board.read_text(encoding="utf-8")
    entries = _entries(project)
    done = CliRunner().invoke(app, commands(project)[what], env={"LC_ALL": "C"})
    bug = done.exception if not isinstance(done.exception, SystemExit | None) else None
    after = board.read_text(encoding="utf-8")
    faults = _faults(project)
    if after not in (before, BOARD) and "12A" not in after:
        faults.append("storyboard: neither old nor new")
    if not entries <= _entries(project):
        faults.append("ledger: an entry is gone")
    return {
        "what": what, "code": done.exit_code, "said": done.stderr, "bug": repr(bug) if bug else "",
        "changed": after != before, "more": len(_entries(project)) - len(entries), "faults": faults,
    }  # fmt: skip


def _entries(project: Path) -> set[str]:
    return {path.name for path in (project / ".vidcheck" / "journal").glob("[!.]*.json")}


def _faults(project: Path) -> list[str]:
    found = [f"a draft is left: {path.name}" for path in project.rglob("*.part")]
    try:
        load_report(project / "report" / "run.json")
        load_storyboard(project / "storyboard.yaml")
    except VidcheckError as error:
        found.append(error.message)
    page = (project / "report" / "report.html").read_text(encoding="utf-8")
    if not page.rstrip().endswith("</html>"):
        found.append("report.html: half a page")
    with opened(project) as ledger:
        found += [note.en for note in ledger.notes if "cannot be read" in note.en]
    return found


def prepared(project: Path) -> None:
    """A project with one check behind it."""
    (project / "storyboard.yaml").write_text(BOARD, encoding="utf-8")
    put(project / "takes", _12A_t1="drift 1", _12A_t2="drift 2", _12B_t1="good 3")
    first = ran(project, "check") if (project / "report").exists() else None
    if first is None:
        done = CliRunner().invoke(app, commands(project)["check"], env={"LC_ALL": "C"})
        assert done.exit_code == 0, (done.stderr, done.exception)


def full(project: Path) -> list[dict[str, object]]:
    """Every command with ever more room on the disk."""
    filler, said = project / "filler", []
    for what in commands(project):
        for room in ROOM_KB:
            (project / "storyboard.yaml").write_text(BOARD, encoding="utf-8")
            space = os.statvfs(project)
            free = space.f_bavail * space.f_frsize
            filler.write_bytes(bytes(max(0, free - room * 1024)))
            said.append({"room": room, **ran(project, what)})
            filler.unlink()
    return said


def main(kind: str, project: Path) -> None:
    """Make the project, take the disk away, print how each command ended."""
    defaults = {**(vidcheck.run.batch.score_clips.__kwdefaults__ or {}), "work": told}
    vidcheck.run.batch.score_clips.__kwdefaults__ = defaults
    os.environ["VIDCHECK_CACHE"] = "off"
    if kind != "denied":
        size = f"size={DISK_KB}k"
        subprocess.run(["mount", "-t", "tmpfs", "-o", size, "none", str(project)], check=True)
    os.chdir("/")
    prepared(project)
    if kind == "full":
        rows = full(project)
    elif kind == "readonly":
        subprocess.run(["mount", "-o", "remount,ro", str(project)], check=True)
        rows = [ran(project, what) for what in commands(project)]
    else:
        rows = _denied(project)
    for row in rows:
        sys.stdout.write(json.dumps(row) + "\n")


def _denied(project: Path) -> list[dict[str, object]]:
    """As somebody who may read everything and write nothing."""
    everything = [project, *project.rglob("*")]
    root = os.geteuid() == 0
    for path in everything:
        path.chmod(0o555 if path.is_dir() else 0o444)
    if root:
        os.seteuid(NOBODY)
    try:
        return [ran(project, what) for what in commands(project)]
    finally:
        if root:
            os.seteuid(0)
        for path in everything:
            path.chmod(0o755 if path.is_dir() else 0o644)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
