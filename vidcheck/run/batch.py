"""Many clips on several cores: one single-threaded process per core, one row per clip.

A worker that crashes, hangs or runs out of memory costs the row of its clip, never the run.
"""

from __future__ import annotations

import os
import signal
import time
import traceback
from collections import deque
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING

from vidcheck.contents import remembered_in
from vidcheck.errors import VidcheckError
from vidcheck.judge.rows import ClipRow
from vidcheck.run.kept import Kept, recall_all
from vidcheck.run.store import folder_of
from vidcheck.run.workers import limit_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from vidcheck.run.job import ClipJob
    from vidcheck.run.store import Store

    Work = Callable[["ClipJob"], ClipRow]
    Progress = Callable[[int, int, str], None]

TIMEOUT_S = 900.0
"""Time for one clip, in seconds: an hour of 720p takes less."""
START_S = 120.0
"""Time for a worker to start, in seconds, on top of its first clip's: a busy machine is slow."""


def measure(job: ClipJob) -> ClipRow:
    """Score one clip, and write its pictures where the job names a folder."""
    from vidcheck.run.clip import score_clip  # noqa: PLC0415 (heavy; workers set threads first)

    row = score_clip(
        job.path,
        subject=job.subject,
        references=job.references,
        others=job.others,
        threads=job.threads,
        span=job.span,
        colours=job.colours,
        sign_into=job.pictures if job.sign else None,
    )
    if job.pictures is None:
        return row
    from vidcheck.evidence import make_evidence  # noqa: PLC0415 (heavy)

    return make_evidence(row, job.path, job.pictures)


def score_clips(
    jobs: Sequence[ClipJob],
    *,
    workers: int,
    progress: Progress = lambda _done, _total, _name: None,
    timeout_s: float = TIMEOUT_S,
    work: Work = measure,
    store: Store | None = None,
) -> list[ClipRow]:
    """Measure clips; the rows come back in the order of the jobs.

    Args:
        jobs: what to measure.
        workers: processes; 1 measures in this process.
        progress: told (done, total, name of the clip) after each.
        timeout_s: after which a worker is ended and its clip given up (workers > 1 only).
        work: what to do with a job; importable by name, for workers.
        store: where rows are kept; what is kept is not measured again. None for nowhere.

    Raises: VidcheckError where the run itself cannot go on: a reference that is no picture, a
        full disk.
    """
    if store is not None:
        with remembered_in(folder_of(store)):
            return _with_store(
                jobs, store, workers=workers, progress=progress, timeout_s=timeout_s, work=work
            )
    if workers <= 1 or len(jobs) <= 1:
        rows = []
        for job in jobs:
            rows.append(guarded(job, work))
            progress(len(rows), len(jobs), job.path.name)
        return rows
    crew = _Crew(jobs, min(workers, len(jobs)), timeout_s, work)
    try:
        return crew.run(progress)
    finally:
        crew.dismiss()


def _with_store(
    jobs: Sequence[ClipJob],
    store: Store,
    *,
    workers: int,
    progress: Progress,
    timeout_s: float,
    work: Work,
) -> list[ClipRow]:
    """Rows that are kept, and the others measured; each is kept as soon as it is there."""
    rows = recall_all(jobs, store)
    left = [number for number, row in enumerate(rows) if row is None]
    known = len(jobs) - len(left)
    if known:
        progress(known, len(jobs), "")
    measured = score_clips(
        [jobs[number] for number in left],
        workers=workers,
        progress=lambda done, _, name: progress(known + done, len(jobs), name),
        timeout_s=timeout_s,
        work=Kept(work, store),
    )
    fresh = iter(measured)
    return [row if row is not None else next(fresh) for row in rows]


def lost(path: Path, reason: str) -> ClipRow:
    """The row of a clip that could not be measured."""
    return ClipRow(path=str(path), status="unreadable", reason=reason, verdict="unknown")


def guarded(job: ClipJob, work: Work) -> ClipRow:
    """The row of a job, whatever happens; only what must stop the run is raised (VidcheckError)."""
    try:
        if job.url is None:
            return work(job)
        from vidcheck.run.fetched import fetched  # noqa: PLC0415 (optional)

        return fetched(job, work)
    except MemoryError:
        return lost(job.path, "not enough memory to measure it")
    except (ArithmeticError, LookupError, TypeError, ValueError, RuntimeError) as error:
        # A bug of ours on one clip; the others must not pay for it, and it must be traceable.
        place = traceback.extract_tb(error.__traceback__)[-1]
        what = f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})"
        return lost(job.path, f"internal error, please report it: {what}")


@dataclass
class _Worker:
    process: SpawnProcess
    pipe: Connection
    job: int | None = None
    up: bool = False
    deadline: float = float("inf")


class _Crew:
    """Workers with one job each; every worker is watched for its answer, its end and its time."""

    def __init__(self, jobs: Sequence[ClipJob], size: int, timeout_s: float, work: Work) -> None:
        self.jobs, self.size, self.timeout_s, self.work = jobs, size, timeout_s, work
        self.waiting = deque(range(len(jobs)))
        self.rows: dict[int, ClipRow] = {}
        self.workers: list[_Worker] = []

    def run(self, progress: Progress) -> list[ClipRow]:
        while len(self.rows) < len(self.jobs):
            self._hand_out()
            for worker in self._ready():
                number = worker.job
                if number is not None and self._collect(worker, number):
                    progress(len(self.rows), len(self.jobs), self.jobs[number].path.name)
        return [self.rows[number] for number in range(len(self.jobs))]

    def dismiss(self) -> None:
        for worker in list(self.workers):
            self._end(worker)

    def _hand_out(self) -> None:
        while self.waiting and len(self.workers) < self.size:
            self.workers.append(_hire(self.work))
        for worker in [one for one in self.workers if one.job is None]:
            if not self.waiting:
                return
            worker.job = self.waiting.popleft()
            start_s = 0.0 if worker.up else START_S
            worker.deadline = time.monotonic() + self.timeout_s + start_s
            try:
                worker.pipe.send(replace(self.jobs[worker.job], threads=1))
            except (BrokenPipeError, ConnectionResetError):
                continue  # it died idle: its pipe is at its end, which the next look finds

    def _ready(self) -> list[_Worker]:
        busy = [worker for worker in self.workers if worker.job is not None]
        soonest = min(worker.deadline for worker in busy) - time.monotonic()
        told = wait([worker.pipe for worker in busy], timeout=max(0.0, soonest))
        now = time.monotonic()
        return [one for one in busy if one.pipe in told or one.deadline <= now]

    def _collect(self, worker: _Worker, number: int) -> bool:
        """Take what a worker has to say; whether its job is over."""
        path = self.jobs[number].path
        try:
            if worker.pipe.poll():
                answer = worker.pipe.recv()
                if answer is None:  # it is up: from here on the time is its clip's
                    worker.up = True
                    worker.deadline = time.monotonic() + self.timeout_s
                    return False
                if isinstance(answer, VidcheckError):
                    raise answer
                self.rows[number] = answer
                worker.job = None
                return True
            reason = f"took longer than {self.timeout_s:g} s and was given up"
        except (EOFError, ConnectionResetError):
            worker.process.join(5)
            reason = f"the process measuring it ended: {_last_words(worker.process.exitcode)}"
        self.rows[number] = lost(path, reason)
        self._end(worker)
        return True

    def _end(self, worker: _Worker) -> None:
        self.workers.remove(worker)
        worker.pipe.close()
        worker.process.kill()
        worker.process.join()


def _hire(work: Work) -> _Worker:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, work), daemon=True)
    # Ctrl-C is for the one who leads; a worker inherits the mask, so it is deaf from its birth.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    theirs.close()  # so that the worker's death is the end of our pipe
    return _Worker(process, ours)


def _serve(pipe: Connection, work: Work) -> None:
    """A worker: one thread, one job after the other, until the pipe ends."""
    quietly()
    pipe.send(None)
    while True:
        try:
            job = pipe.recv()
        except EOFError:
            return
        try:
            answer: ClipRow | VidcheckError = guarded(job, work)
        except VidcheckError as error:
            answer = error
        pipe.send(answer)


def quietly() -> None:
    """Hold this process to one thread and to its share of memory."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    import cv2  # noqa: PLC0415 (after the environment says how many threads)

    cv2.setNumThreads(1)
    limit_memory()


def _last_words(exitcode: int | None) -> str:
    if exitcode is not None and exitcode < 0:
        name = signal.Signals(-exitcode).name
        return f"{name} (out of memory?)" if name == "SIGKILL" else name
    return f"exit code {exitcode}"
