"""The takes of a project, each once: what it answered and what became of it."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from vidcheck.ledger.store import opened
from vidcheck.ledger.verdicts import latest_in

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from vidcheck.ledger.notes import Note
    from vidcheck.ledger.verdicts import HumanVerdict


@dataclass(frozen=True, slots=True)
class PastTake:
    """One take that an earlier check has seen; the same content counts once per shot.

    Attributes:
        path: where it lay when it was last seen.
        prompt_hash: of what it answers, as asked when it was first seen; None where unknown.
        seed: None where none was set or the very take was not planned.
        verdict: the tool's last one: pass, warn, fail or unknown.
        events: kinds of defects of the last check, the gravest first.
        created_at: when it was first seen, UTC.
        round: 1 for answers to the first wording of the shot, 2 after it has been changed, …
        human: what a person said of it last, None for nothing.
        used_s: seconds of it that a person or the last decision uses, None where neither does.
        clean_s: length of its longest clean range in seconds.
        calibration: what the last verdict and risk rest on.
    """

    shot: str
    take: int | None
    path: Path
    sha256: str
    generator: str | None
    prompt_hash: str | None
    seed: int | None
    verdict: str
    events: tuple[str, ...]
    created_at: datetime
    round: int
    status: str
    risk: float | None
    mode: str | None
    price: tuple[float, str] | None
    duration_s: float | None
    clean_s: float | None
    used_s: float | None
    human: HumanVerdict | None
    size: str | None
    motion: str | None
    subject: str | None
    calibration: str | None

    @property
    def part(self) -> tuple[float, float] | None:
        """The seconds of its file that are this take, where the file holds several shots."""
        _, mark, span = self.sha256.partition("#t=")
        if not mark:
            return None
        start, end = span.split(",")
        return float(start), float(end)


def takes_of(project_dir: Path, shot: str) -> tuple[PastTake, ...]:
    """The takes of a shot that earlier checks have seen, the oldest first; () for none."""
    return takes_by_shot(project_dir).get(shot, ())


def takes_by_shot(project_dir: Path) -> dict[str, tuple[PastTake, ...]]:
    """The same for every shot, in one reading."""
    with opened(project_dir) as ledger:
        return by_shot(all_takes(ledger.connection, project_dir))


def takes_and_notes(project_dir: Path) -> tuple[tuple[PastTake, ...], tuple[Note, ...]]:
    """Every take, and what was in the way of reading them."""
    with opened(project_dir) as ledger:
        return all_takes(ledger.connection, project_dir), ledger.notes


def by_shot(takes: Sequence[PastTake]) -> dict[str, tuple[PastTake, ...]]:
    """Takes sorted into their shots, order kept."""
    sorted_: dict[str, list[PastTake]] = defaultdict(list)
    for take in takes:
        sorted_[take.shot].append(take)
    return {shot: tuple(those) for shot, those in sorted_.items()}


def all_takes(connection: sqlite3.Connection, project_dir: Path) -> tuple[PastTake, ...]:
    """Every take, the oldest first; one that was moved to another shot counts there."""
    rows = _dicts(
        connection,
        "SELECT seen.*, entries.at, runs.calibration FROM seen JOIN entries ON seen.entry = id "
        "JOIN runs ON seen.entry = runs.entry ORDER BY seen.entry, path",
    )
    by_content: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_content[row["sha256"]].append(row)
    desk = _Desk(connection, project_dir)
    takes = [desk.take(seen) for seen in by_content.values()]
    return tuple(sorted(takes, key=lambda one: (one.created_at, one.shot, one.take or 0)))


class _Desk:
    """What must be looked up to tell of a take."""

    def __init__(self, connection: sqlite3.Connection, project_dir: Path) -> None:
        self.project_dir = project_dir
        self.rounds = rounds_of(connection)
        self.verdicts = latest_in(connection)
        self.facts = {
            row["shot"]: row for row in _dicts(connection, "SELECT * FROM shots ORDER BY entry")
        }
        self.decided = {
            row["shot"]: row for row in _dicts(connection, "SELECT * FROM decisions ORDER BY entry")
        }

    def take(self, seen: list[dict[str, Any]]) -> PastTake:
        last = seen[-1]
        shot = last["shot"]
        first = next(row for row in seen if row["shot"] == shot)
        facts: Mapping[str, Any] = self.facts.get(shot, {})
        flaws = sorted(json.loads(last["flaws"]), key=lambda flaw: -flaw["severity"])
        return PastTake(
            shot=shot,
            take=last["take"],
            path=self.project_dir / last["path"],
            sha256=last["sha256"],
            generator=last["generator"],
            prompt_hash=first["prompt_hash"],
            seed=first["seed"],
            verdict=last["verdict"],
            events=tuple(dict.fromkeys(flaw["type"] for flaw in flaws)),
            created_at=datetime.fromisoformat(first["at"]),
            round=self.rounds[first["entry"], shot],
            status=last["status"],
            risk=last["risk"],
            mode=first["mode"],
            price=(first["amount"], first["currency"]) if first["currency"] else None,
            duration_s=last["duration_s"],
            clean_s=last["clean_s"],
            used_s=self._used_s(last),
            human=self.verdicts.get((shot, last["sha256"])),
            size=facts.get("size"),
            motion=facts.get("motion"),
            subject=facts.get("subject"),
            calibration=last["calibration"],
        )

    def _used_s(self, seen: dict[str, Any]) -> float | None:
        said = self.verdicts.get((seen["shot"], seen["sha256"]))
        if said is not None and said.verdict != "hold":
            kept: float | None = seen["duration_s"] if said.verdict == "keep" else None
            return kept
        decided = self.decided.get(seen["shot"])
        if decided is None or decided["sha256"] != seen["sha256"]:
            return None
        if decided["decision"] == "keep":
            used: float | None = seen["duration_s"]
            return used
        if decided["decision"] == "fix_in_post" and decided["cut_end_s"] is not None:
            return float(decided["cut_end_s"] - decided["cut_start_s"])
        return None


@dataclass(frozen=True, slots=True)
class _Wish:
    """What one check asked of a shot: prompt hashes by generator."""

    entry: str
    wording: str
    asked: dict[str, frozenset[str]]


def rounds_of(connection: sqlite3.Connection) -> dict[tuple[str, str], int]:
    """The round of every shot in every check, by (entry, shot).

    A round ends where something was asked differently of a generator that was asked before, or
    where none of them is asked any more; where nothing is planned, the wording of the shot tells.
    """
    asked: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in _dicts(connection, "SELECT * FROM requests"):
        asked[row["entry"], row["shot"]][row["generator"]].add(row["prompt_hash"])
    checks: dict[str, list[_Wish]] = defaultdict(list)
    for row in _dicts(connection, "SELECT entry, shot, wording FROM shots ORDER BY entry"):
        prompts = asked.get((row["entry"], row["shot"]), {})
        hashes = {name: frozenset(those) for name, those in prompts.items()}
        checks[row["shot"]].append(_Wish(row["entry"], row["wording"], hashes))
    rounds = {}
    for shot, those in checks.items():
        number = rounds[those[0].entry, shot] = 1
        for before, after in pairwise(those):
            number += _changed(before, after)
            rounds[after.entry, shot] = number
    return rounds


def _changed(before: _Wish, after: _Wish) -> bool:
    if not before.asked or not after.asked:
        return before.wording != after.wording
    both = before.asked.keys() & after.asked.keys()
    return not both or any(before.asked[name] != after.asked[name] for name in both)


def _dicts(connection: sqlite3.Connection, query: str) -> list[dict[str, Any]]:
    found = connection.execute(query)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]
