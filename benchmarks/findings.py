"""Draw what is found on the samples, before and after, beside what is truly there.

    python benchmarks/findings.py

Every sample is measured with its box. Of each kind of finding the strongest are drawn, right and
wrong ones alike, twenty in all, onto docs/pictures/findings-1.webp and -2.webp, and listed with
the truth in docs/findings.md, for eyes to compare.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from vidcheck.files import write_whole
from vidcheck.geometry import Region
from vidcheck.run.batch import score_clips
from vidcheck.run.job import ClipJob

if TYPE_CHECKING:
    from vidcheck.judge.rows import ClipRow, Event

ROOT = Path(__file__).resolve().parents[1]
SAMPLES, PAGE = ROOT / "samples", ROOT / "docs" / "findings.md"
RIGHT = {
    "drift": {"drift", "morph"},
    "swap": {"swap"},
    "pop_in": {"pop_in"},
    "vanish": {"vanish", "swap"},
    "morph": {"morph", "drift"},
    "flicker": {"flicker", "flash"},
    "flash": {"flash"},
    "freeze": {"freeze"},
    "cut": {"cut", "swap"},
    "duplicate": {"duplicate", "pop_in"},
}
"""Names that tell the truth."""
COUNT, WIDE, HIGH = 20, 300, 150
GROWN = 1.4


def findings(rows: dict[str, ClipRow], labels: list[dict[str, str]]) -> list[tuple]:
    """(clip, event, label, right) with pictures, the two strongest of each type in each clip."""
    found = []
    for label in labels:
        kept: dict[str, int] = {}
        for event in rows[label["path"]].events:
            if event.before is None or event.type == "occlusion" or kept.get(event.type, 0) >= 1:
                continue
            kept[event.type] = kept.get(event.type, 0) + 1
            right = event.type in RIGHT.get(label["defect"], set()) and meets(event, label)
            found.append((label["path"], event, label, right))
    return found


def meets(event: Event, label: dict[str, str]) -> bool:
    """Whether a finding overlaps the truth in time, give or take a quarter of a second."""
    if not label["start_s"]:
        return True
    start, end = float(label["start_s"]), float(label["end_s"] or label["start_s"])
    return event.start_s <= end + 0.25 and event.end_s >= start - 0.25


def chosen(found: list[tuple]) -> list[tuple]:
    """Twenty, types and right or wrong taking turns, strongest first."""
    ordered = sorted(found, key=lambda one: -one[1].severity)
    queues: dict[tuple[str, bool], list[tuple]] = {}
    for one in ordered:
        queues.setdefault((one[1].type, one[3]), []).append(one)
    picked: list[tuple] = []
    while len(picked) < COUNT and any(queues.values()):
        for queue in queues.values():
            if queue and len(picked) < COUNT:
                picked.append(queue.pop(0))
    return picked


def sheet(picked: list[tuple], pictures: Path, first: int) -> Image.Image:
    """Before and after of each finding, in two columns."""
    image = Image.new("RGB", (2 * 2 * WIDE + 30, (len(picked) + 1) // 2 * (HIGH + 26)), "white")
    draw = ImageDraw.Draw(image)
    for number, (_, event, _, right) in enumerate(picked):
        left, top = (number % 2) * (2 * WIDE + 30), number // 2 * (HIGH + 26)
        colour = (0, 110, 60) if right else (180, 30, 30)
        when = f"{event.start_s:.1f}-{event.end_s:.1f} s, p {event.p_value}"
        text = f"{first + number}. {event.type} {when}"
        draw.text((left + 2, top + 6), text, fill=colour)
        for side, name in enumerate((event.before, event.after)):
            with Image.open(pictures / name) as crop:
                crop.thumbnail((WIDE - 4, HIGH - 4))
                image.paste(crop.convert("RGB"), (left + side * WIDE, top + 24))
    return image


def write_page(picked: list[tuple]) -> None:
    """The table of docs/findings.md, between its two marks."""
    table = ["| | clip | what is truly there | what was said | p | | evidence |", "|---" * 7 + "|"]
    for number, (path, event, label, right) in enumerate(picked, 1):
        times = f" {label['start_s']}–{label['end_s']} s" if label["start_s"] else ""
        said = f"{event.type} {event.start_s:.1f}–{event.end_s:.1f} s"
        verdict = "right" if right else "wrong"
        table.append(
            f"| {number} | `{Path(path).name}` | {label['defect']}{times} | {said} "
            f"| {event.p_value} | {verdict} | {event.evidence} |"
        )
    head, rest = PAGE.read_text(encoding="utf-8").split("<!-- table -->")
    _, tail = rest.split("<!-- end -->")
    body = "\n".join(table)
    write_whole(PAGE, f"{head}<!-- table -->\n\n{body}\n\n<!-- end -->{tail}")


def main() -> None:
    """Measure, draw, list."""
    with (SAMPLES / "labels.csv").open(newline="", encoding="utf-8") as lines:
        labels = list(csv.DictReader(lines))
    with tempfile.TemporaryDirectory() as folder:
        pictures = Path(folder)
        jobs = [
            ClipJob(
                SAMPLES / label["path"],
                Region.from_xywh(*map(float, label["subject"].split(",")))
                if label["subject"]
                else None,
                pictures=pictures,
            )
            for label in labels
        ]
        scored = score_clips(jobs, workers=2)
        rows = {label["path"]: row for label, row in zip(labels, scored, strict=True)}
        picked = chosen(findings(rows, labels))
        half = (len(picked) + 1) // 2
        for part, (first, some) in enumerate(((1, picked[:half]), (half + 1, picked[half:])), 1):
            target = ROOT / "docs" / "pictures" / f"findings-{part}.webp"
            sheet(some, pictures, first).save(target, quality=70, method=6)
    write_page(picked)
    rights = sum(one[3] for one in picked)
    print(f"{len(picked)} findings, {rights} right", file=sys.stderr)


if __name__ == "__main__":
    main()
