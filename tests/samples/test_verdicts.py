"""What the analyzer says of every sample, held against the truth the sample was drawn with.

`verdicts.csv` keeps what is said today, so that a change shows; refresh it with
`python tests/samples/test_verdicts.py` and read the diff before you commit it.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from vidcheck.geometry import Region
from vidcheck.run.batch import score_clips
from vidcheck.run.job import ClipJob

if TYPE_CHECKING:
    from vidcheck.judge.rows import ClipRow

SAMPLES = Path(__file__).parents[2] / "samples"
KEPT = Path(__file__).with_name("verdicts.csv")
RIGHT = {
    "drift": {"drift"},
    "swap": {"swap"},
    "pop_in": {"pop_in"},
    "vanish": {"vanish", "swap"},
    "morph": {"morph"},
    "flicker": {"flicker", "flash"},
    "flash": {"flash"},
    "freeze": {"freeze"},
    "cut": {"cut"},
    "duplicate": {"duplicate", "pop_in"},
}


@lru_cache(maxsize=1)
def labels() -> list[dict[str, str]]:
    with (SAMPLES / "labels.csv").open(newline="", encoding="utf-8") as rows:
        return list(csv.DictReader(rows))


@lru_cache(maxsize=1)
def scored() -> dict[str, ClipRow]:
    jobs = []
    for label in labels():
        box = (
            Region.from_xywh(*map(float, label["subject"].split(","))) if label["subject"] else None
        )
        jobs.append(ClipJob(SAMPLES / label["path"], subject=box))
    rows = score_clips(jobs, workers=2)
    return {label["path"]: row for label, row in zip(labels(), rows, strict=True)}


def said() -> list[dict[str, str]]:
    """One line a clip: what was said, and whether the defect was named at its time."""
    lines = []
    for label in labels():
        row = scored()[label["path"]]
        lines.append(
            {
                "path": label["path"],
                "truth": label["defect"],
                "status": row.status,
                "verdict": row.verdict,
                "named": "yes" if named(label, row) else "",
            }
        )
    return lines


def named(label: dict[str, str], row: ClipRow) -> bool:
    if label["defect"] not in RIGHT or not label["start_s"]:
        return False
    start, end = float(label["start_s"]), float(label["end_s"])
    return any(
        event.type in RIGHT[label["defect"]]
        and event.end_s >= start - 0.2
        and event.start_s <= end + 0.2
        for event in row.events
    )


def test_no_clean_or_innocent_sample_fails() -> None:
    for label in labels():
        if label["defect"] == "clean" or "innocent" in label["defect"] + label["kind"]:
            assert scored()[label["path"]].verdict != "fail", label["path"]


def test_the_frozen_sample_is_not_assessable() -> None:
    frozen = [label for label in labels() if label["status"] == "not_assessable"]
    assert frozen
    for label in frozen:
        row = scored()[label["path"]]
        assert (row.status, row.verdict, row.risk) == ("not_assessable", "unknown", None)


def test_what_is_said_is_what_was_said() -> None:
    with KEPT.open(newline="", encoding="utf-8") as rows:
        assert said() == list(csv.DictReader(rows))


def test_most_defects_are_named_at_their_time() -> None:
    defective = [line for line in said() if line["truth"] in RIGHT and line["status"] == "scored"]
    found = [line for line in defective if line["named"]]
    assert len(found) >= 0.6 * len(defective), [line["path"] for line in defective]


if __name__ == "__main__":
    with KEPT.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, list(said()[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(said())
