"""Run as a script: a Ray cluster of three nodes on this machine, one of them killed in the middle.

Prints the rows' states, and the clips as they were finished, as JSON. A process of its own, because
Ray leaves threads behind and warns where it likes.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path

import ray
from ray.cluster_utils import Cluster

from tests.run import works
from vidcheck.run import on_ray
from vidcheck.run.job import ClipJob
from vidcheck.run.on_ray import score_on_ray
from vidcheck.run.store import FolderStore

CLIPS = 14


def main(folder: Path) -> None:
    """Draw the clips, start the nodes, kill one, print."""
    jobs = []
    for number in range(CLIPS):
        path = folder / f"{'leave' if number == 5 else 'noted'}{number}.mp4"
        path.write_bytes(b"%d" % number)
        jobs.append(ClipJob(path))
    cluster = Cluster(
        initialize_head=True,
        head_node_args={"num_cpus": 1, "include_dashboard": False, "object_store_memory": 1 << 27},
    )
    doomed = cluster.add_node(num_cpus=2, object_store_memory=1 << 27)
    cluster.add_node(num_cpus=1, object_store_memory=1 << 27)
    finished = folder / "finished.txt"
    killed = threading.Event()

    def kill() -> None:
        while not finished.exists() or len(finished.read_text().splitlines()) < 4:
            time.sleep(0.02)
        cluster.remove_node(doomed, allow_graceful=False)
        killed.set()

    threading.Thread(target=kill, daemon=True).start()
    store = FolderStore(folder / "kept")
    on_ray.RETRIES = 1
    told: list[int] = []
    rows = score_on_ray(jobs, address=cluster.address, store=store, work=works.noted,
                        progress=lambda done, _of, _name: told.append(done))  # fmt: skip
    first = finished.read_text().splitlines()
    again = score_on_ray(jobs[:8], address=cluster.address, store=store, work=works.noted)
    lines = finished.read_text().splitlines()
    ray.shutdown()
    cluster.shutdown()
    told_all = json.dumps({
        "killed": killed.is_set(), "rows": [(row.path, row.status, row.reason) for row in rows],
        "finished": first, "told": told, "again": lines[len(first):],
        "states": [row.status for row in again],
    })  # fmt: skip
    sys.stdout.write(f"{told_all}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
