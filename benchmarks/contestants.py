"""What is timed: each a function from a clip to the number of frames it looked at, or a command.

Run as a script it does one of them in a process of its own and prints what that cost:

    python benchmarks/contestants.py NAME CLIP
    python benchmarks/contestants.py batch CLIP COUNT WORKERS
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

NAIVE_FRAMES = 12
"""Frames that the naive script is given: each costs the same, and the whole takes minutes."""


def decode_pyav(clip: Path) -> int:
    """Decode only, all threads: the floor."""
    import av  # noqa: PLC0415 (each contestant pays for its own imports only)

    with av.open(str(clip)) as container:
        container.streams.video[0].thread_type = "AUTO"
        return sum(1 for _ in container.decode(video=0))


def decode_opencv(clip: Path) -> int:
    """Decode with OpenCV, which turns every frame into BGR at full size."""
    import cv2  # noqa: PLC0415

    capture, count = cv2.VideoCapture(str(clip)), 0
    while capture.read()[0]:
        count += 1
    return count


def decode_ours(clip: Path) -> int:
    """What measuring is handed: upright RGB at the working size."""
    from vidcheck.decode import open_clip  # noqa: PLC0415

    with open_clip(clip) as (_, frames):
        return sum(1 for _ in frames)


def naive(clip: Path) -> int:
    """The script a user writes first: gray SSIM of neighbours and a hue histogram, native size."""
    import cv2  # noqa: PLC0415
    from skimage.metrics import structural_similarity  # noqa: PLC0415

    capture, before, count = cv2.VideoCapture(str(clip)), None, 0
    while count < NAIVE_FRAMES:
        ok, bgr = capture.read()
        if not ok:
            break
        gray = cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY)
        hsv = cv2.cvtColor(bgr, cv2.COLOR_BGR2HSV)
        cv2.normalize(cv2.calcHist([hsv], [0, 1], None, [50, 60], [0, 180, 0, 256]), None)
        if before is not None:
            structural_similarity(before, gray, data_range=255)
        before, count = gray, count + 1
    return count


def ours(clip: Path) -> int:
    """The full analysis as `vidcheck score CLIP` runs it, without models."""
    return _scored(clip, threads=0, models=False)


def ours_with_models(clip: Path) -> int:
    """The full analysis with the models that are installed."""
    return _scored(clip, threads=0, models=True)


def ours_one_thread(clip: Path) -> int:
    """The full analysis as each worker of `--jobs` runs it, without models."""
    return _scored(clip, threads=1, models=False)


def _scored(clip: Path, threads: int, *, models: bool) -> int:
    if not models:
        os.environ["VIDCHECK_MODELS"] = "none"
    from vidcheck.run.clip import score_clip  # noqa: PLC0415

    facts = score_clip(clip, threads=threads).clip
    return facts.frames if facts else 0


WITH_MODELS = "vidcheck with models"
FUNCTIONS: dict[str, Callable[[Path], int]] = {
    "decode only, PyAV": decode_pyav,
    "decode only, OpenCV": decode_opencv,
    "decode to working size, ours": decode_ours,
    "naive script": naive,
    "vidcheck": ours,
    "vidcheck, one thread": ours_one_thread,
    WITH_MODELS: ours_with_models,
}


def peak_mib() -> float:
    """This process's own peak; what wait4 tells begins with the peak of its parent."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    for line in lines:
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def command(name: str, clip: Path) -> list[str]:
    """The command line of a contestant."""
    if name == "scenedetect":
        folder = str(clip.parent)
        return ["scenedetect", "-q", "-i", str(clip), "-o", folder, "detect-content"]
    if name == "ffmpeg ssim":
        shifted = "[0:v]split[now][then];[then]setpts=PTS+1/(24*TB)[late];[now][late]ssim"
        return ["ffmpeg", "-v", "error", "-i", str(clip), "-lavfi", shifted, "-f", "null", "-"]
    return [sys.executable, __file__, name, str(clip)]


def installed() -> list[str]:
    """Contestants that can run here."""
    from vidcheck.models.store import folder, stored  # noqa: PLC0415

    home = folder()
    some = home is not None and any(model.state == "installed" for model in stored(home))
    tools = {"scenedetect": "scenedetect", "ffmpeg ssim": "ffmpeg"}
    ours = [name for name in FUNCTIONS if some or name != WITH_MODELS]
    return [*ours, *(name for name, tool in tools.items() if shutil.which(tool))]


def batch(clip: Path, count: int, workers: int) -> int:
    """So many copies of a clip in one thread each, by so many processes (1: this one)."""
    from vidcheck.run.batch import score_clips  # noqa: PLC0415
    from vidcheck.run.job import ClipJob  # noqa: PLC0415

    rows = score_clips([ClipJob(clip, threads=1)] * count, workers=workers)
    return sum(row.clip.frames for row in rows if row.clip)


def spent_s() -> float:
    """Processor seconds of this process and of those it has waited for."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


if __name__ == "__main__":
    name, path, *numbers = sys.argv[1:]
    cpu, wall = spent_s(), time.perf_counter()
    frames = batch(Path(path), *map(int, numbers)) if numbers else FUNCTIONS[name](Path(path))
    spent = {"cpu": spent_s() - cpu, "wall": time.perf_counter() - wall}
    print(json.dumps({"frames": frames, "peak": peak_mib(), **spent}))
