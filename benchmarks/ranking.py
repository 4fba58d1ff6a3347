"""How often the worse of two clips that answer the same wish is ranked above the better one.

    python benchmarks/ranking.py CLIPS [--work WORK] [--jobs N]

CLIPS holds labels.csv with the columns path, label, confidence, subject_box ("x,y,w,h" in source
pixels of the first frame, may be empty), human_tq (raters' mean for temporal quality, 1..5),
pair_id (what answers the same wish) and pair_side (better, worse or empty). Three figures:

  sides     one side is known to be worse than the other: pair_side better against worse
  siblings  a clip known to be worse against one of the same wish that a viewer found consistent
  raters    two clips of the same wish that raters put at least a whole point apart

Rows are kept in WORK, so that a change of the ranking alone is measured in seconds; delete WORK
after a change of what is measured. Ties are counted apart: a tie is no wrong order.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from vidcheck.decide.rank import better
from vidcheck.decide.take import Take
from vidcheck.files import write_whole
from vidcheck.geometry import Region
from vidcheck.judge.rows import ClipRow
from vidcheck.run.batch import score_clips
from vidcheck.run.job import ClipJob

Label = dict[str, str]
Pair = tuple[Label, Label]


def labels(clips: Path) -> list[Label]:
    """The rows that share a wish with another one."""
    with (clips / "labels.csv").open(encoding="utf-8", newline="") as source:
        return [row for row in csv.DictReader(source) if row["pair_id"]]


def pairs(rows: list[Label]) -> dict[str, list[Pair]]:
    """(worse, better) by figure."""
    groups: dict[str, list[Label]] = defaultdict(list)
    for row in rows:
        groups[row["pair_id"]].append(row)
    found: dict[str, list[Pair]] = {"sides": [], "siblings": [], "raters": []}
    for group in groups.values():
        for one, other in itertools.permutations(group, 2):
            if one["pair_side"] == "worse" and other["pair_side"] == "better":
                found["sides"].append((one, other))
            elif one["pair_side"] == "worse" and not other["pair_side"] and _consistent(other):
                found["siblings"].append((one, other))
            elif _rated(other) - _rated(one) >= 1:
                found["raters"].append((one, other))
    return found


def _rated(row: Label) -> float:
    return float(row["human_tq"] or "nan")


def _consistent(row: Label) -> bool:
    return row["label"] == "consistent" and row["confidence"] in ("high", "med")


def scored(wanted: list[Label], clips: Path, work: Path, jobs: int) -> dict[str, ClipRow]:
    """The row of every clip, from WORK where it is there."""
    kept = {row["path"]: work / (row["path"].replace("/", "+") + ".json") for row in wanted}
    missing = [row for row in wanted if not kept[row["path"]].exists()]
    size = max(1, jobs) * 2
    for few in (missing[i : i + size] for i in range(0, len(missing), size)):
        made = score_clips([_job(row, clips) for row in few], workers=jobs)
        for row, got in zip(few, made, strict=True):
            write_whole(kept[row["path"]], got.model_dump_json())
        print(f"{few[-1]['path']}", flush=True)
    return {
        name: ClipRow.model_validate_json(path.read_text(encoding="utf-8"))
        for name, path in kept.items()
    }


def _job(row: Label, clips: Path) -> ClipJob:
    box = [int(part) for part in row["subject_box"].split(",")] if row["subject_box"] else None
    return ClipJob(clips / row["path"], subject=Region.from_xywh(*box) if box else None, threads=1)


def order(worse: ClipRow, good: ClipRow) -> str:
    """`right`, `tie` or `wrong`; `unjudged` where one of them could not be measured."""
    if "scored" not in {worse.status, good.status} or worse.status != good.status:
        return "unjudged"
    if better(Take(worse), Take(good)):
        return "wrong"
    return "right" if better(Take(good), Take(worse)) else "tie"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How the ranking orders pairs of known order.")
    parser.add_argument("clips", type=Path)
    parser.add_argument("--work", type=Path, default=None)
    parser.add_argument("--jobs", type=int, default=1)
    chosen = parser.parse_args()
    work = chosen.work or Path(tempfile.mkdtemp(prefix="ranking"))
    found = pairs(labels(chosen.clips))
    wanted = {row["path"]: row for those in found.values() for pair in those for row in pair}
    rows = scored(list(wanted.values()), chosen.clips, work, chosen.jobs)
    print(f"{'':10}{'pairs':>7}{'right':>7}{'tie':>7}{'wrong':>7}{'worse never above':>20}")
    for name, those in found.items():
        seen = Counter(order(rows[worse["path"]], rows[good["path"]]) for worse, good in those)
        judged = seen["right"] + seen["tie"] + seen["wrong"]
        share = f"{1 - seen['wrong'] / judged:.0%}" if judged else "-"
        print(f"{name:10}{judged:7}{seen['right']:7}{seen['tie']:7}{seen['wrong']:7}{share:>20}")
        for worse, good in those:
            if order(rows[worse["path"]], rows[good["path"]]) == "wrong":
                print(f"  wrong: {worse['path']} above {good['path']}")


if __name__ == "__main__":
    main()
