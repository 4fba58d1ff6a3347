"""`calibrate`: learn from clips of your own what good footage looks like."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vidcheck.cli.console import emit, progress_bar, say
from vidcheck.cli.language import either

if TYPE_CHECKING:
    from vidcheck.run.job import ClipJob

SUFFIXES = (".mp4", ".mov", ".webm", ".mkv", ".avi", ".gif", ".m4v")


def add_to(app: typer.Typer) -> None:
    """Add this room's verbs."""
    app.command()(calibrate)


def calibrate(
    clips_dir: Annotated[
        Path | None, typer.Argument(metavar="CLIPS_DIR", help="A folder of clips you accept.")
    ] = None,
    manifest: Annotated[
        Path | None, typer.Option(help="CSV of clips with the subject's box: path, subject.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Where the calibration goes.")] = Path(
        "calibration.json"
    ),
) -> None:
    """Learn what is usual from good clips of your own.

    \b
    Examples:
      vidcheck calibrate accepted/ --out mine.json
      vidcheck --calibration mine.json check storyboard.yaml

    \b
    At least 19 clips of different scenes; clips without a box calibrate the guessed subject,
    clips with one (--manifest) the given subject. Ends with 0 ok, 2 too few clips or wrong use.
    """
    import datetime as dt

    from vidcheck.calibration import load_calibration
    from vidcheck.calibration.own import recalibrated
    from vidcheck.files import write_whole
    from vidcheck.run.footage import examples_of

    jobs = _jobs(clips_dir, manifest)
    with progress_bar(len(jobs)) as progress:
        good, left = examples_of(jobs, progress)
    for path, reason in left:
        say(f"{either('left out', '未采用')}: {path}: {reason}")
    day = dt.datetime.now(tz=dt.UTC).date().isoformat()
    own = recalibrated(load_calibration(), good, day=day, footage=str(clips_dir or manifest))
    write_whole(out, own.model_dump_json(indent=1) + "\n")
    used = either("clips used", "个片段已采用")
    emit(f"{out}: {own.clips} {used}; " + ", ".join(f"{n} {len(e)}" for n, e in good.items()))


def _jobs(folder: Path | None, manifest: Path | None) -> list[ClipJob]:
    from vidcheck.cli.manifest import read_manifest
    from vidcheck.errors import VidcheckError
    from vidcheck.run.job import ClipJob

    if folder is None and manifest is None:
        raise typer.BadParameter(either("name a folder, or --manifest", "请写文件夹或 --manifest"))
    jobs = read_manifest(manifest) if manifest else []
    if folder is not None:
        if not folder.is_dir():
            raise VidcheckError(
                f"{folder}: is no folder", hint=either("a folder of clips", "应为片段文件夹")
            )
        paths = sorted(p for p in folder.rglob("*") if p.suffix.casefold() in SUFFIXES)
        jobs += [ClipJob(path) for path in paths]
    return jobs
