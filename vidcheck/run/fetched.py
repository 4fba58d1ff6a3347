"""Clips that lie in an object store: fetched to this machine for as long as they are measured."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from vidcheck.judge.rows import ClipRow
from vidcheck.run.store import filesystem_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from vidcheck.run.job import ClipJob


def fetched(job: ClipJob, work: Callable[[ClipJob], ClipRow]) -> ClipRow:
    """The row of a job whose clip is named by a URL; a clip that cannot be fetched is a row, too.

    Raises: VidcheckError where its kind of URL is not known here.
    """
    url = str(job.url)
    system, root = filesystem_of(url)
    with tempfile.TemporaryDirectory(prefix="vidcheck-") as folder:
        path = Path(folder) / job.path.name
        try:
            system.get_file(root, str(path))
        except OSError as error:
            reason = f"cannot be fetched: {error}"
            return ClipRow(path=url, status="unreadable", reason=reason, verdict="unknown")
        return work(replace(job, path=path, url=None)).model_copy(update={"path": url})
