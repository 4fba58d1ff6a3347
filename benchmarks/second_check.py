"""A project that has not changed: how long the second `vidcheck check` takes.

    python benchmarks/second_check.py [--takes 100] [--mb 5]

Draws a project in a temporary folder: shots with four takes each, half a second of small pictures,
so that the first check is short, in files padded to the size of ordinary takes, since the second
check reads every byte of them. Prints seconds (wall and processor) of the first check, of the
second, of one whose report folder is gone, and of one after a single take has changed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import struct
import sys
import tempfile
import time
from pathlib import Path

import av
import cv2
import numpy as np
import start_up

TAKES_A_SHOT = 4
FRAMES = 14  # the fewest that are assessed are 12
HEAD = """\
vidcheck: 1
project: {title: Hundred takes, aspect: "16:9"}
style: {prompt: night drama}
places: {room: {prompt: a bare room}}
scenes:
  - id: sc01
    place: room
    shots:
"""


def draw(path: Path, seed: int, megabytes: float) -> None:
    """Half a second of a textured square that crosses a wall, padded by a box that players skip."""
    random = np.random.default_rng(seed)
    wall = cv2.resize(random.integers(40, 200, (23, 40, 3), np.uint8), (320, 180))
    thing = random.integers(0, 255, (48, 48, 3), np.uint8)
    with av.open(str(path), "w", format="mp4") as out:
        stream = out.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        stream.options = {"preset": "ultrafast", "crf": "20"}
        for i in range(FRAMES):
            picture = wall.copy()
            picture[60:108, 20 + 6 * i : 68 + 6 * i] = thing
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode())
    room = max(8, int(megabytes * 1e6) - path.stat().st_size)
    with path.open("ab") as end:
        end.write(struct.pack(">I4s", room, b"free") + bytes(room - 8))


def project(folder: Path, takes: int, megabytes: float) -> Path:
    """A storyboard and its takes; the path of the storyboard."""
    (folder / "takes").mkdir()
    board = HEAD
    for number in range(takes):
        shot = f"s{number // TAKES_A_SHOT:02}"
        if number % TAKES_A_SHOT == 0:
            board += f'      - {{id: "{shot}", duration: 1, action: A square crosses a wall.}}\n'
        take = f"{shot}_kling-3.0_t{number % TAKES_A_SHOT + 1}.mp4"
        draw(folder / "takes" / take, number, megabytes)
    path = folder / "storyboard.yaml"
    path.write_text(board, encoding="utf-8")
    return path


def check(board: Path) -> tuple[float, float]:
    """Seconds of a check: wall, processor."""
    command = [sys.executable, "-m", "vidcheck", "check", str(board), "--target", "kling-3.0",
               "--fail-on", "never", "--out", str(board.parent / "report")]  # fmt: skip
    start = time.perf_counter()
    cpu = start_up.processor_ms(command) / 1000
    return time.perf_counter() - start, cpu


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--takes", type=int, default=100)
    parser.add_argument("--mb", type=float, default=5.0, help="size of a take")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["VIDCHECK_CACHE"] = str(folder / "cache")
        board = project(folder, asked.takes, asked.mb)
        print(f"{asked.takes} takes of {asked.mb:g} MB; load {os.getloadavg()[0]:.1f}")
        print("| | wall s | processor s |\n|---|---|---|")
        print("| the first check | {:.1f} | {:.1f} |".format(*check(board)))
        for _ in range(3):
            print("| nothing has changed | {:.2f} | {:.2f} |".format(*check(board)))
        shutil.rmtree(folder / "report")
        print("| the report folder is gone | {:.2f} | {:.2f} |".format(*check(board)))
        draw(min((folder / "takes").iterdir()), 12345, asked.mb)
        print("| one take has changed | {:.2f} | {:.2f} |".format(*check(board)))
        kept = sum(one.stat().st_size for one in (folder / "cache").rglob("*.*"))
        print(f"\nkept: {kept / asked.takes / 1024:.0f} KiB a take")


if __name__ == "__main__":
    main()
