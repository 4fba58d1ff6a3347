"""How many clips to measure at a time on this machine, and how much memory each may take."""

from __future__ import annotations

import os
from pathlib import Path

from vidcheck.models.store import folder, stored

WORKER_BYTES = 400 << 20
"""Memory to count on for a worker: 230 MB at the peak for 1080p (benchmarks/speed.md), the rest
for 4K and long references."""
MODELS_BYTES = 400 << 20
"""And for its models: with the small set a worker of a check has 674 MB at the peak for 1080p."""
MOST_BYTES = 6 << 30
"""Memory a worker may ask for: a decoder keeps up to 17 pictures, and 17 of the largest that are
opened (2^26 pixels, 4:2:0 in 16 bits) are below it. More is a bomb."""
_QUOTA = Path("/sys/fs/cgroup/cpu.max")
_LIMIT = Path("/sys/fs/cgroup/memory.max")
_KNOWN = Path("/proc/meminfo")


def usual_workers() -> int:
    """Cores that this process may use, fewer where memory would not do for all of them."""
    allowed = getattr(os, "sched_getaffinity", None)
    cores = len(allowed(0)) if allowed else os.cpu_count() or 1
    each = WORKER_BYTES + (MODELS_BYTES if _with_models() else 0)
    rooms = [cores, *_quota_of(_text(_QUOTA)), *_fitting(_text(_KNOWN), _text(_LIMIT), each)]
    return max(1, min(rooms))


def _with_models() -> bool:
    home = folder()
    return home is not None and any(one.state == "installed" for one in stored(home, hashes=False))


def limit_memory(most_bytes: int = MOST_BYTES) -> None:
    """Hold this process to so much memory, so that a bomb ends as an error and not the machine."""
    try:
        import resource  # noqa: PLC0415 (not on Windows)
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = most_bytes if hard == resource.RLIM_INFINITY else min(hard, most_bytes)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def _quota_of(text: str) -> list[int]:
    """Whole cores of a container's share, from `max 100000` or `150000 100000`."""
    parts = text.split()
    if len(parts) != 2 or not all(part.isdigit() for part in parts):
        return []
    return [max(1, round(int(parts[0]) / int(parts[1])))]


def _fitting(meminfo: str, limit: str, each: int = WORKER_BYTES) -> list[int]:
    """Workers that fit into the memory that is free, and into that of a container."""
    rooms = [int(limit)] if limit.strip().isdigit() else []
    free = [line.split()[1] for line in meminfo.splitlines() if line.startswith("MemAvailable:")]
    rooms += [int(kilobytes) * 1024 for kilobytes in free]
    return [room // each for room in rooms]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:
        return ""
