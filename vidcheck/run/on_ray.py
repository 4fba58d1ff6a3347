"""Many machines by Ray: actors that measure, one clip each at a time; only jobs and rows travel.

A clip is named by a path that all nodes reach, or by a URL; its frames never enter Ray's object
store. A node that dies costs the clips its actors were at, and those are given to others; what was
finished is kept in the store before it is told, so that nothing is measured twice.
"""

from __future__ import annotations

import os
import time
from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from vidcheck.errors import VidcheckError
from vidcheck.run.batch import TIMEOUT_S, guarded, lost, measure, quietly
from vidcheck.run.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.judge.rows import ClipRow
    from vidcheck.run.batch import Progress, Work
    from vidcheck.run.job import ClipJob
    from vidcheck.run.store import Store

RETRIES = 2
"""How often a clip is given to another actor after its own has died: once for a lost node, once for
bad luck. A clip that ends three decoders is to blame itself."""
LOOK_S = 5.0
"""Seconds between two looks at the clock while nothing is told."""


def score_on_ray(
    jobs: Sequence[ClipJob],
    *,
    address: str | None,
    store: Store | None,
    progress: Progress = lambda _done, _total, _name: None,
    timeout_s: float = TIMEOUT_S,
    work: Work = measure,
) -> list[ClipRow]:
    """Measure clips on a Ray cluster; the rows come back in the order of the jobs.

    Args:
        jobs: what to measure; paths and URLs must mean the same on every node.
        address: of the cluster, as `ray.init` takes it; None starts one on this machine.
        store: where rows are kept; reachable from every node.
        progress: told (done, total, name of the clip) after each.
        timeout_s: after which an actor is ended and its clip given up.
        work: what to do with a job; importable by name on every node.

    Raises: VidcheckError where Ray is not installed, no cluster answers, or the run itself cannot
        go on (a reference that is no picture, a full disk).
    """
    ray = _ray()
    _join(ray, address)
    try:
        nodes = int(ray.cluster_resources().get("CPU", 1))
        crew = _Crew(ray, jobs, work if store is None else Kept(work, store), timeout_s)
        return crew.run(min(nodes, len(jobs)), progress)
    finally:
        ray.shutdown()


class Scorer:
    """An actor: one thread, one clip at a time."""

    def __init__(self, work: Work) -> None:
        quietly()
        self.work = work

    def up(self) -> None:
        """Answered once the actor has found a place to run."""

    def score(self, job: ClipJob) -> ClipRow | VidcheckError:
        """The row of a job; what must stop the run comes back as a value, unharmed by pickling."""
        try:
            return guarded(replace(job, threads=1), self.work)
        except VidcheckError as error:
            return error


def _ray() -> Any:
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")  # or it warns on every start
    try:
        import ray  # noqa: PLC0415 (optional)
    except ImportError as error:
        raise VidcheckError(
            "measuring on many machines needs the package ray", hint="pip install 'vidcheck[ray]'"
        ) from error
    return ray


def _join(ray: Any, address: str | None) -> None:
    options = {"log_to_driver": False, "logging_level": "ERROR"}
    if address is None:
        options["include_dashboard"] = False
    try:
        ray.init(address=address, **options)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise VidcheckError(
            f"{address}: no Ray cluster answers: {str(error).splitlines()[0]}",
            hint="start one with `ray start --head`, and name it as `ray status` does",
        ) from error


@dataclass
class _Crew:
    """Actors with one call each: to find a place (`up`), or to score a job."""

    ray: Any
    jobs: Sequence[ClipJob]
    work: Work
    timeout_s: float
    rows: dict[int, ClipRow] = field(default_factory=dict)
    tried: dict[int, int] = field(default_factory=dict)
    calls: dict[Any, tuple[Any, int | None, float]] = field(default_factory=dict)
    """By what is awaited: the actor, the number of its job or None, when it began."""

    def __post_init__(self) -> None:
        self.waiting = deque(range(len(self.jobs)))
        self.kind = self.ray.remote(num_cpus=1, max_restarts=0)(Scorer)

    def run(self, size: int, progress: Progress) -> list[ClipRow]:
        for _ in range(size):
            self._hire()
        while len(self.rows) < len(self.jobs):
            done = len(self.rows)
            ready, _ = self.ray.wait(list(self.calls), num_returns=1, timeout=LOOK_S)
            for call in ready:
                self._take(call)
            self._give_up_late()
            if len(self.rows) > done:
                progress(len(self.rows), len(self.jobs), self.jobs[max(self.rows)].path.name)
        return [self.rows[number] for number in range(len(self.jobs))]

    def _hire(self) -> None:
        actor = self.kind.remote(self.work)
        self.calls[actor.up.remote()] = (actor, None, time.monotonic())

    def _take(self, call: Any) -> None:
        actor, number, _ = self.calls.pop(call)
        try:
            answer = self.ray.get(call)
        except self.ray.exceptions.RayError as error:  # the actor has died, or its node
            if number is not None:
                self._again(number, f"{type(error).__name__}")
            self._hire()
            return
        if isinstance(answer, VidcheckError):
            raise answer
        if number is not None:
            self.rows[number] = answer
        if self.waiting:
            number = self.waiting.popleft()
            began = time.monotonic()
            self.calls[actor.score.remote(self.jobs[number])] = (actor, number, began)
        else:
            self.ray.kill(actor)

    def _again(self, number: int, reason: str) -> None:
        self.tried[number] = self.tried.get(number, 0) + 1
        if self.tried[number] <= RETRIES:
            self.waiting.appendleft(number)
            return
        said = f"the process measuring it ended {self.tried[number]} times: {reason}"
        self.rows[number] = lost(self.jobs[number].path, said)

    def _give_up_late(self) -> None:
        now = time.monotonic()
        for call, (actor, number, began) in list(self.calls.items()):
            if number is not None and now - began > self.timeout_s:
                del self.calls[call]
                self.ray.kill(actor)
                said = f"took longer than {self.timeout_s:g} s and was given up"
                self.rows[number] = lost(self.jobs[number].path, said)
                self._hire()
