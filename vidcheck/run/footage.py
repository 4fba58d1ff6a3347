"""What good clips show: strengths and context of each, for a calibration of the user's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.calibration import load_calibration
from vidcheck.calibration.fit import Example
from vidcheck.detect import detect, strongest
from vidcheck.detect.context import context_of
from vidcheck.errors import ClipError
from vidcheck.judge.assessable import still
from vidcheck.judge.judge import mode_of
from vidcheck.run.one_pass import measure_clip
from vidcheck.run.reference import read_reference

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vidcheck.calibration.model import Mode
    from vidcheck.run.job import ClipJob


def examples_of(
    jobs: Sequence[ClipJob], progress: Callable[[int, int, str], None]
) -> tuple[dict[Mode, list[Example]], list[tuple[str, str]]]:
    """Measure good clips; by mode what each showed, and which could not be used and why."""
    good: dict[Mode, list[Example]] = {"located": [], "guessed": []}
    left: list[tuple[str, str]] = []
    for number, job in enumerate(jobs, 1):
        answer = _one(job)
        if isinstance(answer, str):
            left.append((str(job.path), answer))
        else:
            mode, example = answer
            good[mode].append(example)
        progress(number, len(jobs), job.path.name)
    return good, left


def _one(job: ClipJob) -> tuple[Mode, Example] | str:
    pictures = [read_reference(picture) for picture in job.references]
    try:
        seen = measure_clip(job.path, subject=job.subject, references=pictures)
    except ClipError as error:
        return error.message
    if (reason := still(seen.evidence, load_calibration())) is not None:
        return reason[0]
    strengths, context = strongest(detect(seen.evidence)), context_of(seen.evidence)
    return mode_of(seen.source), Example(strengths, False, str(job.path), "real", context=context)
