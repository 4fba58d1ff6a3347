"""A check as an entry of the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vidcheck.contents import content_of
from vidcheck.decide.rules import repairs
from vidcheck.decide.words import DEFECTS
from vidcheck.errors import OutputError
from vidcheck.ledger import changes, journal
from vidcheck.ledger.changes import effects
from vidcheck.ledger.entry import (
    Advised,
    CheckEntry,
    Decided,
    Flaw,
    Price,
    Request,
    Seen,
    ShotFacts,
)
from vidcheck.ledger.history import all_takes
from vidcheck.ledger.store import home_of, opened
from vidcheck.ledger.verdicts import inside
from vidcheck.run.hashes import PromptHashes, digest
from vidcheck.run.recall import contradictions, learned, with_human_words
from vidcheck.storyboard.defaults import camera_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.decide.rows import ShotRow
    from vidcheck.judge.rows import ClipRow
    from vidcheck.plan.model import PromptPlan, PromptRequest
    from vidcheck.report.model import RunReport
    from vidcheck.storyboard.load import LoadedStoryboard
    from vidcheck.storyboard.model import Shot, Storyboard


def remembered(report: RunReport, loaded: LoadedStoryboard, plan: PromptPlan) -> RunReport:
    """Write a check into the project's ledger; the result with what the ledger adds.

    A ledger that cannot be written or read never ends a check: it is a warning of the result.
    """
    project = loaded.path.parent
    warnings: list[tuple[str, str]] = [*contradictions(report.clips, project)]
    report = with_human_words(report, project, loaded.storyboard)
    try:
        journal.write(home_of(project), _entry(report, loaded, plan))
    except OutputError as error:
        warnings.append((f"this check is not remembered: {error.message}",
                         f"这次检查没有记入账本：{error.message}"))  # fmt: skip
    with opened(project) as ledger:
        warnings += [(note.en, note.zh) for note in ledger.notes]
        helped = effects(ledger.connection, all_takes(ledger.connection, project))
    shown = {shot.shot for shot in report.shots}
    notes = [learned(one) for one in helped if one.after and one.change.shot in shown]
    return report.model_copy(
        update={"warnings": (*report.warnings, *warnings), "notes": (*report.notes, *notes)}
    )


def remember_changes(
    board: Path, rows: Sequence[ShotRow], made_before: Sequence[ShotRow] = ()
) -> None:
    """Remember the advice of these shots as followed.

    Args:
        board: the storyboard.
        rows: shots that were changed now.
        made_before: shots that had their change already; remembered where nobody did, as after a
            run that was killed between the change and its entry.

    Raises: OutputError where the ledger cannot be written.
    """
    known = changes.recorded(board.parent) if made_before else set()
    for row in (*rows, *made_before):
        advised = _advised(row)
        if advised is None or row.advice is None or not row.advice.patch:
            continue
        if row in rows or (row.shot, row.advice.patch) not in known:
            changes.record(board.parent, row.shot, advised, row.advice.patch)


def _entry(report: RunReport, loaded: LoadedStoryboard, plan: PromptPlan) -> CheckEntry:
    hashes = PromptHashes(loaded)
    board = loaded.storyboard
    asked = [one for one in plan.requests if one.mode != "image"]
    wanted = {shot.shot for shot in report.shots}
    takes = tuple(
        seen for row in report.clips if (seen := _seen(row, asked, hashes, loaded)) is not None
    )
    return CheckEntry(
        id=journal.new_id(),
        at=journal.now(),
        vidcheck=report.vidcheck,
        calibration=report.calibration.id if report.calibration else None,
        storyboard=loaded.path.name,
        plan_hash=report.plan_hash,
        shots=tuple(_facts(board, shot) for _, shot in board.all_shots() if shot.id in wanted),
        requests=tuple(_request(one, hashes) for one in asked),
        takes=takes,
        decisions=tuple(_decided(shot, report) for shot in report.shots),
    )


def _facts(board: Storyboard, shot: Shot) -> ShotFacts:
    camera = camera_of(board, shot)
    return ShotFacts(
        shot=shot.id,
        wording=digest(shot.model_dump_json(exclude={"takes", "notes", "meta", "locked"})),
        size=camera.size,
        motion=camera.move,
        subject=shot.cast[0].who if shot.cast else next(iter(shot.props), None),
        duration_s=shot.duration,
    )


def _request(one: PromptRequest, hashes: PromptHashes) -> Request:
    return Request(
        id=one.id, shots=one.shots, generator=one.generator, take=one.take, mode=one.mode,
        prompt_hash=hashes.prompt(one), seed=one.seed, price=_price(one),
    )  # fmt: skip


def _price(request: PromptRequest) -> Price | None:
    cost = request.cost
    return Price(amount=cost.amount, currency=cost.currency) if cost else None


def _seen(
    row: ClipRow, asked: Sequence[PromptRequest], hashes: PromptHashes, loaded: LoadedStoryboard
) -> Seen | None:
    path = Path(row.path)
    if row.shot is None or not (row.clip or path.is_file()):
        return None
    alike = [one for one in asked if row.shot in one.shots and one.generator == row.generator]
    exact = next((one for one in alike if one.take == row.take), None)
    like = exact or next(iter(alike), None)
    return Seen(
        shot=row.shot,
        path=inside(path, loaded.path.parent),
        sha256=row.content or content_of(path),
        take=row.take,
        generator=row.generator,
        request=exact.id if exact else None,
        prompt_hash=hashes.prompt(like) if like else None,
        seed=exact.seed if exact else None,
        mode=like.mode if like else None,
        price=_price(like) if like else None,
        status=row.status,
        verdict=row.verdict,
        risk=row.risk,
        consistency=row.consistency,
        duration_s=row.clip.duration_s if row.clip else None,
        clean_s=max((end - start for start, end in row.clean_ranges_s), default=None),
        flaws=tuple(
            Flaw(type=one.type, start_s=one.start_s, end_s=one.end_s, severity=one.severity)
            for one in row.events
            if one.type != "occlusion"
        ),
    )


def _decided(shot: ShotRow, report: RunReport) -> Decided:
    row = report.clip_of(shot)
    return Decided(
        shot=shot.shot,
        decision=shot.decision,
        sha256=row.content if row else None,
        cut_s=shot.cut_s,
        advised=_advised(shot),
    )


def _advised(shot: ShotRow) -> Advised | None:
    if shot.advice is None:
        return None
    against = next(
        (name for name, those in repairs().items() if shot.advice.repair in {r.id for r in those}),
        None,
    )
    return Advised(
        repair=shot.advice.repair,
        change=shot.advice.change,
        where=shot.advice.where,
        against=against if against in DEFECTS else None,
        hypothesis=shot.advice.hypothesis,
    )
