"""What the ledger adds to a result: a person's words, what changes did, and contradictions."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from vidcheck.decide.overrule import overruled
from vidcheck.decide.words import DEFECTS, Words
from vidcheck.errors import VidcheckError
from vidcheck.judge.rows import HumanRow
from vidcheck.ledger.history import all_takes
from vidcheck.ledger.store import opened
from vidcheck.ledger.verdicts import latest
from vidcheck.storyboard.load import load_storyboard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.decide.rows import ShotRow
    from vidcheck.judge.rows import ClipRow
    from vidcheck.ledger.changes import Effect
    from vidcheck.ledger.history import PastTake
    from vidcheck.report.model import RunReport
    from vidcheck.run.store import Store
    from vidcheck.storyboard.model import Storyboard

    Whose = tuple[str | None, str | None]


def with_human_words(
    report: RunReport, project: Path | None = None, storyboard: Storyboard | None = None
) -> RunReport:
    """The result with what people have said until now, and their word above the tool's.

    Args:
        report: a result, old or new.
        project: the storyboard's folder; where the result names it otherwise.
        storyboard: for the verdicts that stand in it; a word in the ledger, which has a date,
            stands above them.
    """
    if project is None:
        if report.storyboard is None or not (home := Path(report.storyboard).parent).is_dir():
            return report
        project = home
    words = latest(project)
    clips = []
    for row in report.clips:
        said = words.get((row.shot or "", row.content)) if row.content else None
        human = (
            HumanRow(verdict=said.verdict, note=said.note, at=said.at.isoformat())
            if said
            else _written(row, project, storyboard) or row.human
        )
        clips.append(row if human == row.human else row.model_copy(update={"human": human}))
    shots = overruled(report.shots, clips)
    return report.model_copy(update={"clips": tuple(clips), "shots": tuple(shots)})


def compared_as_kept(report: RunReport, folder: Path, store: Store | None = None) -> RunReport:
    """The result with its shots compared by the takes that stand for them now.

    A person's word may have put another take in a shot's place since they were compared; what was
    kept of every take beside the result is enough to compare again.

    Args:
        report: the result, with people's words worked in.
        folder: where its run.json stands.
        store: where descriptions of references are kept, None for nowhere.

    Raises: OutputError where the folder cannot be written.
    """
    then = {row.shot: row.take for row in report.continuity.style} if report.continuity else {}
    now = {shot.shot: shot.take or _best(shot) for shot in report.shots}
    if report.storyboard is None or all(now.get(shot, take) == take for shot, take in then.items()):
        return report
    from vidcheck.run.across import across_shots  # noqa: PLC0415 (heavy, and seldom needed)

    try:
        loaded = load_storyboard(Path(report.storyboard))
    except VidcheckError:
        return report  # the page says what is wrong with the storyboard when it measures again
    there = {shot.id for _, shot in loaded.storyboard.all_shots()}
    shots = [shot for shot in report.shots if shot.shot in there]
    told = across_shots(loaded, shots, report.clips, folder, store)
    return report.model_copy(update={"continuity": told})


def _best(shot: ShotRow) -> str | None:
    best = min(shot.ranking, key=lambda one: one.rank, default=None)
    return best.path if best else None


def _written(row: ClipRow, project: Path, storyboard: Storyboard | None) -> HumanRow | None:
    """What the storyboard's own `takes` say of a clip: keep, or reject as no good."""
    if storyboard is None or row.shot is None:
        return None
    for take in storyboard.shot(row.shot).takes or ():
        same = (project / take.path).resolve() == Path(row.path).resolve()
        word = {"keep": "keep", "reject": "ng"}.get(take.verdict or "")
        if same and word and take.by == "human":
            note = take.note.in_language("en") if take.note else ""
            return HumanRow.model_validate({"verdict": word, "note": note})
    return None


def learned(effect: Effect) -> Words:
    """What was seen before and after a change, as counts; no claim."""
    change = effect.change
    what = DEFECTS.get(change.against or "", Words("no pass", "未通过"))
    before, after = len(effect.before), len(effect.after)
    return Words(
        en=f"{change.shot}: since “{change.change}”: {what.en} in {effect.flawed_after} of {after} "
        f"takes, before it in {effect.flawed_before} of {before}",
        zh=f"{change.shot}：“{change.change}”之后：{after} 条中 {effect.flawed_after} 条{what.zh}，"
        f"之前 {before} 条中 {effect.flawed_before} 条",
    )


def contradictions(clips: Sequence[ClipRow], project: Path) -> list[Words]:
    """Where names, folders or takes.yaml now say otherwise of a file than when it was last seen."""
    with opened(project) as ledger:
        takes = all_takes(ledger.connection, project)
    known: dict[str, set[Whose]] = defaultdict(set)
    today: dict[str | None, set[Whose]] = defaultdict(set)
    for take in takes:
        known[take.sha256].add(_whose(take))
    for row in clips:
        today[row.content].add(_whose(row))
    said = []
    for row in clips:
        if row.content is None:
            continue
        now, before = _whose(row), known[row.content]
        gone = [
            one for one in before if not any(_alike(one, other) for other in today[row.content])
        ]
        if gone and not any(_alike(now, one) for one in before):
            name, now_, then_ = Path(row.path).name, _told(now), _told(max(gone, key=str))
            said.append(
                Words(
                    en=f"{name}: now it is {now_}, but the ledger has it as {then_}; what is said "
                    "now counts, what was said of it there stays",
                    zh=f"{name}：现在是 {now_}，账本里是 {then_}；以现在为准，以前的记录保留",
                )
            )
    return said


def _alike(one: Whose, other: Whose) -> bool:
    """Whether two agree, as far as both say something."""
    return not any(a and b and a != b for a, b in zip(one, other, strict=True))


def _whose(take: ClipRow | PastTake) -> Whose:
    return take.shot, take.generator


def _told(whose: Whose) -> str:
    shot, generator = whose
    return f"{shot or '?'}, {generator}" if generator else shot or "?"
