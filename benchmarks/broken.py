"""Break clips on purpose and see that every one ends as a row.

    python benchmarks/broken.py                         # 20 samples, each broken once in each way
    python benchmarks/broken.py --count 2000            # 2000 broken clips: some ten minutes
    python benchmarks/broken.py FOLDER --clips 20 --jobs 2 --seed 7

Takes clips of a folder (and the folders in it), cuts them to --frames frames, packets as they were
or coded anew in turn (h264, hevc, vp9, av1, mjpeg, gif; mp4, webm, mkv, avi, ts), damages copies in
a temporary folder, scores them in worker processes, and prints how they ended. A worker that dies,
a clip that takes longer than --limit, and an internal error are failures: exit code 1. The damaged
files of failures are kept in --keep.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np

from vidcheck.run.batch import measure, score_clips
from vidcheck.run.job import ClipJob

if TYPE_CHECKING:
    from collections.abc import Callable

    from vidcheck.judge.rows import ClipRow

    Damage = Callable[[bytes, np.random.Generator], bytes]

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
SUFFIXES = (".mp4", ".mov", ".webm", ".mkv", ".avi", ".gif")
CODINGS = {  # suffix: encoder, pixel format; None keeps the packets
    "": (None, ""),
    "h265.mp4": ("libx265", "yuv420p10le"),
    "vp9.webm": ("libvpx-vp9", "yuv420p"),
    "av1.mkv": ("libsvtav1", "yuv420p"),
    "mjpeg.avi": ("mjpeg", "yuvj420p"),
    "h264.ts": ("libx264", "yuv420p"),
    "gif.gif": ("gif", "rgb8"),
}
"""Coded anew at a quarter of the pixels, which is quick and breaks the same decoders."""
FAILURES = ("internal error", "the process measuring it ended", "took longer than")


def _cut(share: float) -> Damage:
    return lambda raw, _: raw[: int(len(raw) * share)]


def _flip(share: float) -> Damage:
    def damage(raw: bytes, rng: np.random.Generator) -> bytes:
        out = np.frombuffer(raw, np.uint8).copy()
        at = rng.integers(0, len(raw), max(3, int(len(raw) * share)))
        out[at] ^= (1 << rng.integers(0, 8, at.size)).astype(np.uint8)
        return out.tobytes()

    return damage


def _zero(start: float, stop: float) -> Damage:
    def damage(raw: bytes, _: np.random.Generator) -> bytes:
        first, last = int(len(raw) * start), max(int(len(raw) * stop), 4096 if start == 0 else 0)
        return raw[:first] + bytes(last - first) + raw[last:]

    return damage


BOXES = (b"tkhd", b"mdhd", b"mvhd", b"stts", b"ctts", b"stsz", b"stco", b"stsc", b"stss", b"elst",
         b"avcC", b"stsd", b"trun", b"tfdt")  # fmt: skip
"""MP4 boxes that say sizes, times, rates, places: 16k pictures, no duration, times below zero."""


def _lie(raw: bytes, rng: np.random.Generator) -> bytes:
    """Other numbers in one of the boxes that describe the clip."""
    found = [raw.find(name) for name in BOXES if name in raw]
    if not found:
        return _flip(1e-3)(raw, rng)
    out, at = bytearray(raw), int(rng.choice(found)) + 4
    for _ in range(int(rng.integers(1, 4))):
        place = at + int(rng.integers(0, 40))
        number = rng.choice([0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 16384 << 16, 1 << 24])
        out[place : place + 4] = int(number).to_bytes(4, "big")
    return bytes(out[: len(raw)])


def _rename(raw: bytes, rng: np.random.Generator) -> bytes:
    """One box goes unread: no index, no sizes, no track."""
    names = [name for name in (b"moov", b"trak", b"stbl", b"mdat", *BOXES) if name in raw]
    name = names[int(rng.integers(0, len(names)))] if names else raw[:4]
    return raw.replace(name, b"free", 1)


def _stuff(raw: bytes, rng: np.random.Generator) -> bytes:
    """A title of up to 8 MB behind the clip, where metadata may stand."""
    title = bytes(rng.integers(32, 127, int(rng.integers(1, 1 << 23)), np.uint8))
    return raw + (len(title) + 8).to_bytes(4, "big") + b"udta" + title


def _polyglot(raw: bytes, rng: np.random.Generator) -> bytes:
    """A file that is something else as well, or says that it is."""
    heads = (b"%PDF-1.7\n", b"PK\x03\x04", b"GIF89a", b"RIFF\xff\xff\xff\x7fAVI ", b"#EXTM3U\n",
             b"<svg xmlns='http://www.w3.org/2000/svg'>", b"\x1aE\xdf\xa3", b"\0\0\1")  # fmt: skip
    head = heads[int(rng.integers(0, len(heads)))]
    return head + raw if rng.random() < 0.5 else head + raw[len(head) :] + b"PK\x05\x06" + bytes(18)


def _say(number: int, *boxes: tuple[bytes, int]) -> Damage:
    """The same number in given places of the boxes of an MP4; other formats get flipped bits."""

    def damage(raw: bytes, rng: np.random.Generator) -> bytes:
        out, hit = bytearray(raw), False
        for name, offset in boxes:
            at = raw.find(name)
            if 0 <= at < len(raw) - offset - 8:
                out[at + 4 + offset : at + 8 + offset] = number.to_bytes(4, "big")
                hit = True
        return bytes(out) if hit else _flip(1e-4)(raw, rng)

    return damage


def _other_name(raw: bytes, _: np.random.Generator) -> bytes:
    """The bytes stay; `broken_copies` gives them the suffix of another format."""
    return raw


def _shuffle(raw: bytes, rng: np.random.Generator) -> bytes:
    """Blocks of 1 kB change places, as after a bad download."""
    blocks = [raw[i : i + 1024] for i in range(0, len(raw), 1024)]
    one, other = rng.integers(0, len(blocks), 2)
    blocks[one], blocks[other] = blocks[other], blocks[one]
    return b"".join(blocks)


DAMAGES: dict[str, Damage] = {
    "cut at 10 %": _cut(0.1),
    "cut at 50 %": _cut(0.5),
    "cut at 90 %": _cut(0.9),
    "few bits flipped": _flip(1e-5),
    "many bits flipped": _flip(1e-3),
    "header zeroed": _zero(0.0, 0.0),
    "middle zeroed": _zero(0.45, 0.55),
    "numbers in a header": _lie,
    "no duration": _say(0, (b"mvhd", 16), (b"mdhd", 16), (b"tkhd", 20), (b"stts", 12)),
    "16384 × 16384": _say(0x40004000, (b"avc1", 24), (b"hvc1", 24), (b"hev1", 24), (b"tkhd", 76)),
    "times below zero": _say(0x80000001, (b"ctts", 12), (b"elst", 12), (b"tfdt", 4)),
    "another suffix": _other_name,
    "a box renamed": _rename,
    "huge metadata": _stuff,
    "two formats at once": _polyglot,
    "blocks shuffled": _shuffle,
}


def timed(job: ClipJob) -> ClipRow:
    """Score one clip; the seconds it took stand last among its warnings."""
    start = time.perf_counter()
    row = measure(job)
    seconds = f"{time.perf_counter() - start:.2f}"
    return row.model_copy(update={"warnings": (*row.warnings, seconds)})


def shortened(clip: Path, folder: Path, frames: int) -> bytes:
    """The first frames of a clip, packets as they were; the clip itself where that fails."""
    target = folder / f"short{clip.suffix}"
    try:
        with av.open(str(clip)) as source, av.open(str(target), "w") as out:
            stream = source.streams.video[0]
            to = out.add_stream_from_template(stream)
            for packet in islice(source.demux(stream), frames):
                if packet.dts is not None:
                    packet.stream = to
                    out.mux(packet)
        return target.read_bytes()
    except (av.FFmpegError, ValueError, IndexError):
        return clip.read_bytes()
    finally:
        target.unlink(missing_ok=True)


def coded(clip: Path, folder: Path, frames: int, coding: str) -> tuple[str, bytes]:
    """The suffix and bytes of a clip's first frames in one of CODINGS."""
    encoder, pixels = CODINGS[coding]
    if encoder is None or encoder not in av.codecs_available:
        return clip.suffix, shortened(clip, folder, frames)
    target = folder / f"coded.{coding}"
    with av.open(str(clip)) as source, av.open(str(target), "w") as out:
        pictures = source.decode(video=0)
        first = next(pictures)
        stream = out.add_stream(encoder, rate=24)
        stream.width, stream.height, stream.pix_fmt = (
            first.width // 4 * 2,
            first.height // 4 * 2,
            pixels,
        )
        if encoder == "libx265":
            stream.options = {"x265-params": "log-level=none"}
        for number, picture in enumerate([first, *islice(pictures, frames - 1)]):
            small = picture.reformat(stream.width, stream.height, pixels)
            small.pts, small.time_base = number, Fraction(1, 24)
            out.mux(stream.encode(small))
        out.mux(stream.encode(None))
    raw = target.read_bytes()
    target.unlink()
    return target.suffix, raw


def broken_copies(
    clips: list[Path], folder: Path, seed: int, count: int, frames: int
) -> list[tuple[str, Path]]:
    """Damaged copies of clips, each with the name of its damage; `count` in all, 0: each once."""
    kinds = list(CODINGS)
    whole = [coded(c, folder, frames, kinds[i % len(kinds)]) for i, c in enumerate(clips)]
    copies = []
    for number in range(count or len(clips) * len(DAMAGES)):
        kind, turn = number % len(DAMAGES), number // len(DAMAGES)
        name, damage = list(DAMAGES.items())[kind]
        suffix, raw = whole[turn % len(clips)]
        if damage is _other_name:
            suffix = SUFFIXES[(SUFFIXES.index(suffix) if suffix in SUFFIXES else 0) - 1]
        path = folder / f"{number:05}_{kind}_{clips[turn % len(clips)].stem}{suffix}"
        rng = np.random.default_rng((seed, turn, kind))
        path.write_bytes(damage(raw, rng))
        copies.append((name, path))
    return copies


def told(done: int, total: int, name: str) -> None:
    """Say now and then how far it is."""
    if done % 50 == 0:
        print(f"{done} of {total}: {name}", file=sys.stderr, flush=True)


def report(kinds: list[str], rows: list[ClipRow]) -> list[str]:
    """Print how the clips ended; the paths of failures."""
    statuses = ("scored", "not_assessable", "unreadable")
    ends = Counter((kind, row.status) for kind, row in zip(kinds, rows, strict=True))
    print(f"| damage | {' | '.join(statuses)} |\n|---|---|---|---|")
    for kind in DAMAGES:
        print(f"| {kind} | {' | '.join(str(ends[kind, status]) for status in statuses)} |")
    spent = {row.path: float(row.warnings[-1]) for row in rows if row.warnings}
    slowest = max(spent, key=spent.__getitem__, default="-")
    print(
        f"\n{len(rows)} clips, {sum(spent.values()):.0f} s; slowest {spent.get(slowest, 0):.1f} s"
    )
    print(f"  {Path(slowest).name}")
    reasons = Counter(
        (row.reason or "").removeprefix(f"{row.path}: ").partition(":")[0] for row in rows
    )
    for reason, count in reasons.most_common(12):
        print(f"{count:5}  {reason or 'scored'}")
    failed = [row for row in rows if (row.reason or "").startswith(FAILURES)]
    for row in failed:
        print(f"FAILED {Path(row.path).name}: {row.reason}")
    return [row.path for row in failed]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=SAMPLES)
    parser.add_argument("--clips", type=int, default=20, help="how many clips are broken")
    parser.add_argument("--jobs", type=int, default=2, help="worker processes, at least 2")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=0, help="broken copies in all")
    parser.add_argument("--frames", type=int, default=16, help="frames kept of each clip")
    parser.add_argument("--keep", type=Path, help="folder for the files of failures")
    parser.add_argument("--limit", type=float, default=120.0, help="seconds a clip may take")
    asked = parser.parse_args()
    os.environ.setdefault("SVT_LOG", "0")
    clips = sorted(p for p in asked.folder.rglob("*") if p.suffix.lower() in SUFFIXES)
    rng = np.random.default_rng(asked.seed)
    picked = sorted(rng.choice(len(clips), min(asked.clips, len(clips)), replace=False))
    with tempfile.TemporaryDirectory() as folder:
        copies = broken_copies(
            [clips[i] for i in picked], Path(folder), asked.seed, asked.count, asked.frames
        )
        rows = score_clips(
            [ClipJob(path) for _, path in copies],
            workers=max(2, asked.jobs),  # one worker would be this process, and die with the clip
            timeout_s=asked.limit,
            work=timed,
            progress=told,
        )
        failed = report([kind for kind, _ in copies], rows)
        for path in failed if asked.keep else []:
            asked.keep.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, asked.keep)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
