"""`score`: measure clips without a storyboard."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vidcheck.cli.console import emit, progress_bar, put, say, wants_colour
from vidcheck.cli.guarding import Baseline, Waivers, refuse_broken, watched
from vidcheck.cli.keeping import Cache, NoCache, store_for
from vidcheck.cli.language import either, language
from vidcheck.cli.merging import Part, shard_of
from vidcheck.cli.outcome import FailOn, exit_code

if TYPE_CHECKING:
    from vidcheck.judge.rows import ClipRow
    from vidcheck.report.model import ScoreReport
    from vidcheck.run.job import ClipJob
    from vidcheck.run.store import Store


def add_to(app: typer.Typer) -> None:
    """Add this room's verbs."""
    app.command()(score)


Jobs = Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Clips at a time.")]


def score(
    clips: Annotated[
        list[Path] | None, typer.Argument(metavar="CLIP…", help="Video files.")
    ] = None,
    subject: Annotated[
        list[str] | None,
        typer.Option(
            metavar="X,Y,W,H",
            help="The subject's box in pixels of the first frame; again for a further subject.",
        ),
    ] = None,
    reference: Annotated[
        list[Path] | None, typer.Option(help="A picture of the subject; may be repeated.")
    ] = None,
    manifest: Annotated[
        Path | None, typer.Option(help="CSV of clips: path, subject, reference (optional).")
    ] = None,
    json: Annotated[
        Path | None, typer.Option("--json", help="Write the result here; - for stdout.")
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page here.")] = None,
    jobs: Jobs = None,
    shard: Part = None,
    ray: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Measure on this Ray cluster; auto, or local."),
    ] = None,
    cache: Cache = None,
    no_cache: NoCache = False,
    fail_on: Annotated[FailOn, typer.Option(help="The mildest verdict that ends with 1.")] = (
        FailOn.fail
    ),
    baseline: Baseline = None,
    waivers: Waivers = None,
) -> None:
    """Measure whether the subject stays the same throughout a clip.

    \b
    Examples:
      vidcheck score take.mp4
      vidcheck score take.mp4 --subject 410,96,300,520 --html report.html
      vidcheck score --manifest clips.csv --json scores.json

    \b
    Ends with 0 ok, 1 a clip fails, 2 wrong use, 3 nothing could be measured.
    """
    work = _work(clips or [], subject or [], reference or [], manifest)
    refuse_broken(baseline, waivers)
    part = shard_of(shard)
    work = list(part.of(work)) if part else work
    store = store_for(cache, no_cache)
    with tempfile.TemporaryDirectory() as pictures:
        if ray is not None:
            rows = run_on_ray(work, ray, store)
        if ray is None or html:  # the page's pictures are made here, of rows that are kept
            rows = run(work, jobs, Path(pictures) if html else None, store)
        report = _reported(rows, html, Path(pictures), shard, (baseline, waivers))
    if json is not None:
        from vidcheck.report import as_json

        put(json, as_json.render(report))
    if json is None and html is None:
        _show(report)
    if html is not None:
        say(str(html))
    raise typer.Exit(exit_code(report.clips, fail_on, report.guard))


def workers() -> int:
    """Clips to measure at a time where nobody says."""
    from vidcheck.run.workers import usual_workers

    return usual_workers()


def run(
    work: list[ClipJob], jobs: int | None, pictures: Path | None, store: Store | None
) -> list[ClipRow]:
    """Measure, with a bar in a terminal."""
    from dataclasses import replace

    from vidcheck.run.batch import score_clips

    work = [replace(job, pictures=pictures) for job in work]
    with progress_bar(len(work)) as progress:
        return score_clips(work, workers=jobs or workers(), progress=progress, store=store)


def run_on_ray(work: list[ClipJob], ray: str, store: Store | None) -> list[ClipRow]:
    """Measure on a Ray cluster, with a bar in a terminal."""
    from vidcheck.run.on_ray import score_on_ray

    address = None if ray == "local" else ray
    with progress_bar(len(work)) as progress:
        return score_on_ray(work, address=address, store=store, progress=progress)


def _work(
    clips: list[Path], subjects: list[str], references: list[Path], manifest: Path | None
) -> list[ClipJob]:
    from vidcheck.cli.manifest import parse_subjects, read_manifest
    from vidcheck.run.job import ClipJob

    if not clips and manifest is None:
        raise typer.BadParameter(either("name a clip, or --manifest", "请写视频文件或 --manifest"))
    for path in clips:
        _refuse_folder(path)
    try:
        box, others = parse_subjects(subjects)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--subject") from error
    work = [ClipJob(path, box, tuple(references), others) for path in clips]
    return work + (read_manifest(manifest) if manifest else [])


def _refuse_folder(path: Path) -> None:
    from vidcheck.errors import VidcheckError

    if path.is_dir():
        raise VidcheckError(
            f"{path}: is a folder, not a clip",
            hint=either(f"name its clips: {path}/*.mp4", f"请写明里面的文件：{path}/*.mp4"),
        )


def _reported(
    rows: list[ClipRow],
    html: Path | None,
    pictures: Path,
    shard: str | None,
    guard: tuple[Path | None, Path | None],
) -> ScoreReport:
    """The result without names of pictures that go away; the page, with them, is written here."""
    from vidcheck.run.result import score_report

    report = watched(score_report(rows, shard), *guard)
    if html is None:
        return report
    from vidcheck.report.beside import page_of
    from vidcheck.report.model import RunReport

    whole = RunReport(**dict(report))
    put(html, page_of(whole, pictures, html.parent, language()))
    bare = tuple(row.without_pictures() for row in rows)
    return report.model_copy(update={"clips": bare})


def _show(report: ScoreReport) -> None:
    from vidcheck.report import as_terminal
    from vidcheck.report.model import RunReport

    colour, chinese = wants_colour(sys.stdout), language() == "zh"
    emit(as_terminal.render(RunReport(**dict(report)), colour=colour, chinese=chinese))
