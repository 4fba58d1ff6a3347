"""Draw the sample project again: `python samples/draw.py [--out DIR] [--only TEXT]`.

`python samples/draw.py --second TAKES_DIR` draws new takes of the shots that the first check sends
back, so that one can go round the loop a second time.

Writes takes and singles (mp4), the reference pictures, labels.csv (the truth) and frames.sha256
(the hash of each file's frames before encoding). Without --out it draws into its own folder.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import os
import platform
from pathlib import Path

import av
import cv2
import numpy as np
import photos
import skimage
from encode import encode
from scene import FPS, Box, Drawn, draw
from takes import DECISIONS, Sample, all_samples, second_round

COLUMNS = (
    "path", "shot", "take", "generator", "defect", "kind", "start_s", "end_s", "box", "subject",
    "status", "decision", "best",
)  # fmt: skip


def _union(boxes: list[Box]) -> Box | None:
    if not boxes:
        return None
    left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, bottom = max(b[0] + b[2] for b in boxes), max(b[1] + b[3] for b in boxes)
    return left, top, right - left, bottom - top


def _text(box: Box | None) -> str:
    return "" if box is None else ",".join(map(str, box))


def _event_box(sample: Sample, drawn: Drawn) -> Box | None:
    """Where the event is seen while it lasts: the union of its element's boxes."""
    if sample.where is None or sample.start_s is None or sample.end_s is None:
        return None
    seen = drawn.boxes[round(sample.start_s * FPS) : round(sample.end_s * FPS) + 1]
    return _union([box for frame in seen if (box := frame.get(sample.where))])


def label(sample: Sample, drawn: Drawn) -> dict[str, str]:
    """The sample's row of labels.csv."""
    decision, best = DECISIONS.get(sample.shot, ("", ()))
    return {
        "path": sample.path,
        "shot": sample.shot,
        "take": str(sample.take or ""),
        "generator": sample.generator,
        "defect": sample.defect,
        "kind": sample.kind,
        "start_s": "" if sample.start_s is None else f"{sample.start_s:.3f}",
        "end_s": "" if sample.end_s is None else f"{sample.end_s:.3f}",
        "box": _text(_event_box(sample, drawn)),
        "subject": _text(drawn.boxes[0].get(sample.subject)),
        "status": sample.status,
        "decision": decision,
        "best": "yes" if sample.take in best else "",
    }


def draw_references(out: Path) -> None:
    """The reference pictures of the storyboard, cut from the photographs."""
    astronaut, coffee = photos.photograph("astronaut.png"), photos.photograph("coffee.png")
    pictures = {
        "astronaut_face": astronaut[0:210, 125:335],
        "astronaut_suit": astronaut,
        "cat_face": photos.photograph("chelsea.png")[0:300, 20:410],
        "cup": coffee[10:395, 60:500],
        "rocket": photos.photograph("rocket.jpg")[100:427, 180:470],
        "kitchen": photos.table(),
        "pad": photos.pad(),
    }
    out.mkdir(parents=True, exist_ok=True)
    for name, rgb in pictures.items():
        quality = [cv2.IMWRITE_JPEG_QUALITY, 88]
        cv2.imwrite(str(out / f"{name}.jpg"), cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), quality)


def frames_hash(drawn: Drawn) -> str:
    """SHA-256 over all pixels of all frames, RGB, in order."""
    digest = hashlib.sha256()
    for frame in drawn.frames:
        digest.update(frame.tobytes())
    return digest.hexdigest()


def versions() -> str:
    """What the hashes depend on, as the first line of frames.sha256."""
    used = f"numpy {np.__version__}, opencv {cv2.__version__}, scikit-image {skimage.__version__}"
    return f"# {used}, av {av.__version__}, {platform.system()} {platform.machine()}"


def _known(path: Path) -> dict[str, dict[str, str]]:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as source:
        return {row["path"]: row for row in csv.DictReader(source)}


def write_labels(out: Path, rows: dict[str, dict[str, str]]) -> None:
    """labels.csv in the order of the list; rows of files not drawn this time stay."""
    rows = _known(out / "labels.csv") | rows
    table = io.StringIO()
    writer = csv.DictWriter(table, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows[s.path] for s in all_samples() if s.path in rows)
    (out / "labels.csv").write_text(table.getvalue(), encoding="utf-8")


def write_hashes(out: Path, hashes: dict[str, str]) -> None:
    """frames.sha256 in the order of the list; hashes of files not drawn this time stay."""
    path = out / "frames.sha256"
    known = path.read_text(encoding="utf-8").splitlines()[1:] if path.is_file() else []
    old = {line[66:]: line[:64] for line in known}
    all_hashes = old | hashes
    lines = [f"{all_hashes[s.path]}  {s.path}" for s in all_samples() if s.path in all_hashes]
    path.write_text("\n".join([versions(), *lines]) + "\n", encoding="utf-8")


def _one_code_path() -> None:
    """Keep OpenCV on one code path: its IPP rounds differently on newer processors."""
    os.environ["OPENCV_IPP"] = "avx2"  # read when OpenCV first needs it
    cv2.setNumThreads(1)


def draw_second(folder: Path) -> None:
    """The takes of the second round, by their own names."""
    for sample in second_round():
        path = folder / Path(sample.path).name
        path.parent.mkdir(parents=True, exist_ok=True)
        encode(draw(sample.build(), sample.path).frames, path, fps=FPS)
        print(path)


def main() -> None:
    """Draw everything, or only the files whose path contains a text."""
    parser = argparse.ArgumentParser(description="Draw the sample takes, references and labels.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    parser.add_argument("--only", default="", help="only files whose path contains this text")
    parser.add_argument("--second", type=Path, help="only the second round's takes, into here")
    chosen = parser.parse_args()
    _one_code_path()
    if chosen.second is not None:
        draw_second(chosen.second)
        return
    rows, hashes = {}, {}
    for sample in all_samples():
        if chosen.only not in sample.path:
            continue
        drawn = draw(sample.build(), sample.path)
        encode(drawn.frames, chosen.out / sample.path, fps=FPS)
        rows[sample.path] = label(sample, drawn)
        hashes[sample.path] = frames_hash(drawn)
        print(f"{sample.path}: {sample.defect}")
    draw_references(chosen.out / "project" / "refs")
    write_labels(chosen.out, rows)
    write_hashes(chosen.out, hashes)


if __name__ == "__main__":
    main()
