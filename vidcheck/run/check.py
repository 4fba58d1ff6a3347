"""From a storyboard and a folder of takes to the one result; joins the stages, decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from vidcheck.brief import Also
from vidcheck.contents import remembered_in
from vidcheck.decide.shots import decide_shots
from vidcheck.judge.rows import HumanRow
from vidcheck.match.desk import match_takes
from vidcheck.match.units import split_units
from vidcheck.report.model import Left, RunReport
from vidcheck.run.across import across_shots
from vidcheck.run.batch import score_clips
from vidcheck.run.film import film_of
from vidcheck.run.job import ClipJob
from vidcheck.run.pasts import pasts_of
from vidcheck.run.planned import planned, profiles_for
from vidcheck.run.recall import compared_as_kept
from vidcheck.run.remember import remembered
from vidcheck.run.result import calibration_row
from vidcheck.run.store import folder_of
from vidcheck.storyboard.load import load_storyboard

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vidcheck.judge.rows import ClipRow
    from vidcheck.match.found import ClipMatch, Matching
    from vidcheck.plan.model import PromptPlan
    from vidcheck.run.batch import Progress
    from vidcheck.run.shards import Shard
    from vidcheck.run.store import Store
    from vidcheck.storyboard.load import LoadedStoryboard
    from vidcheck.storyboard.model import Shot

SHOWS_THE_SUBJECT = ("face", "body", "turnaround", "wardrobe", "product")
"""Roles of references that picture the subject itself."""


@dataclass(frozen=True)
class Order:
    """What is to be checked.

    `takes_dir` None means the folder `takes` beside the storyboard; `out` gets the pictures;
    `targets` are generator ids, none for those that the storyboard or the takes' names tell;
    `store` keeps what was measured, None for nowhere; `shard` asks for some of the shots only.
    """

    storyboard: Path
    takes_dir: Path | None
    out: Path
    targets: tuple[str, ...] = ()
    shots: tuple[str, ...] | None = None
    workers: int = 1
    store: Store | None = None
    shard: Shard | None = None


def check(order: Order, progress: Progress) -> RunReport:
    """Load, plan, match, split, measure, picture, decide, remember.

    Raises: VidcheckError (or a child) where the storyboard, takes.yaml, a generator or the folder
        for the pictures is at fault; a clip at fault is a row.
    """
    with remembered_in(folder_of(order.store)):
        return _checked(order, progress)


def _checked(order: Order, progress: Progress) -> RunReport:
    loaded = load_storyboard(order.storyboard)
    takes_dir = order.takes_dir or loaded.path.parent / "takes"
    shots = order.shots
    if order.shard is not None:
        all_of_them = [shot.id for _, shot in loaded.storyboard.all_shots()]
        shots = tuple(order.shard.of(order.shots or all_of_them))
        if not shots:
            return _nothing(loaded, order.shard)
    plan = planned(loaded, takes_dir, order.targets, shots)
    matching = match_takes(plan, loaded, takes_dir)
    matching = split_units(matching, loaded.storyboard, shots)
    jobs = [_job(match, loaded, order.out) for match in matching.matches]
    scored = score_clips(jobs, workers=order.workers, progress=progress, store=order.store)
    rows = [_claimed(row, match) for row, match in zip(scored, matching.matches, strict=True)]
    report = _report(loaded, plan, matching, rows, order)
    told = {
        "takes_dir": str(takes_dir),
        "targets": order.targets,
        "shard": str(order.shard) if order.shard else None,
    }
    report = remembered(report.model_copy(update=told), loaded, plan)
    return compared_as_kept(report, order.out, order.store)


def _claimed(row: ClipRow, match: ClipMatch) -> ClipRow:
    """The row of a clip with whose take it is, and what takes.yaml says of it."""
    said = HumanRow(verdict=match.word, note=match.note) if match.word else None
    return row.model_copy(
        update={
            "shot": match.shot,
            "take": match.take,
            "generator": match.generator,
            "human": said,
            "seed": match.seed,
        }
    )


def _job(match: ClipMatch, loaded: LoadedStoryboard, out: Path) -> ClipJob:
    shot = loaded.storyboard.shot(match.shot)
    return ClipJob(
        path=match.path,
        references=references_of(loaded, shot),
        others=others_of(loaded, shot),
        pictures=out,
        sign=True,
        span=match.span,
        colours=colours_of(loaded, shot),
    )


def references_of(loaded: LoadedStoryboard, shot: Shot) -> tuple[Path, ...]:
    """Pictures of the subject that the shot is about: its first cast, else its first prop.

    Who enters only in the course of the shot is not to be found in its first frame.
    """
    look = next((cast.look for cast in shot.cast if not cast.enters), None)
    return _pictures_of(loaded, _looked_for(shot), look)


def _looked_for(shot: Shot) -> str | None:
    """Whom the first frame is searched for: its first cast that is there, else its first prop."""
    there = [cast.who for cast in shot.cast if not cast.enters]
    return next(iter((*there, *shot.props)), None)


def others_of(loaded: LoadedStoryboard, shot: Shot) -> tuple[Also, ...]:
    """The further cast of a shot that is in sight from the beginning and has pictures."""
    found = (
        Also(cast.who, references=_pictures_of(loaded, cast.who, cast.look))
        for cast in [one for one in shot.cast if not one.enters][1:]
    )
    return tuple(one for one in found if one.references)


def _pictures_of(
    loaded: LoadedStoryboard, who: str | None, look_id: str | None
) -> tuple[Path, ...]:
    subject = loaded.storyboard.subjects.get(who) if who else None
    if subject is None:
        return ()
    worn = look_id or subject.default_look
    look = subject.looks.get(worn) if worn else None
    refs = [*subject.refs, *(look.refs if look else ())]
    paths = [loaded.file(ref.path) for ref in refs if ref.role in SHOWS_THE_SUBJECT]
    return tuple(path for path in paths if path.is_file())


def _nothing(loaded: LoadedStoryboard, shard: Shard) -> RunReport:
    """The result of a part that no shot was left for."""
    return RunReport(
        calibration=calibration_row(),
        clips=(),
        storyboard=str(loaded.path),
        title=loaded.storyboard.project.title.in_language("en"),
        title_zh=loaded.storyboard.project.title.in_language("zh"),
        shard=str(shard),
        film=film_of(loaded),
    )


def colours_of(loaded: LoadedStoryboard, shot: Shot) -> tuple[tuple[str, str, str], ...]:
    """(subject, part, '#rrggbb') that must hold on the subject that the shot is about."""
    who = _looked_for(shot)
    subject = loaded.storyboard.subjects.get(who) if who else None
    if who is None or subject is None:
        return ()
    return tuple((who, part, code) for part, code in subject.colors.items())


def _report(
    loaded: LoadedStoryboard,
    plan: PromptPlan,
    matching: Matching,
    rows: Sequence[ClipRow],
    order: Order,
) -> RunReport:
    shots = decide_shots(loaded, plan, rows, pasts_of(loaded, plan), profiles_for(loaded))
    return RunReport(
        calibration=calibration_row(),
        clips=tuple(rows),
        storyboard=str(loaded.path),
        plan_hash=plan.plan_hash,
        title=loaded.storyboard.project.title.in_language("en"),
        title_zh=loaded.storyboard.project.title.in_language("zh"),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        shots=tuple(shots),
        continuity=across_shots(loaded, shots, rows, order.out, order.store),
        unmatched=tuple(
            Left(path=str(stray.path), reason=stray.reason, reason_zh=stray.reason_zh)
            for stray in matching.unmatched
        ),
        missing=matching.missing,
        warnings=matching.warnings,
        film=film_of(loaded),
    )
