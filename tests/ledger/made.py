"""Entries made by hand: what a check would have seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vidcheck.ledger import journal
from vidcheck.ledger.entry import (
    Advised,
    ChangeEntry,
    CheckEntry,
    Decided,
    Flaw,
    Price,
    Request,
    Seen,
    ShotFacts,
)
from vidcheck.ledger.store import home_of

if TYPE_CHECKING:
    from pathlib import Path


def day(number: int, hour: int = 12) -> str:
    """A moment of November 2026."""
    return f"2026-11-{number:02d}T{hour:02d}:00:00+00:00"


def entry_id(number: int, tail: str = "0") -> str:
    return f"202611{number:02d}T120000000000Z-{tail}"


def seen(name: str, verdict: str = "pass", *flaws: str, shot: str = "12A", **more: Any) -> Seen:
    """A take called `name`, whose content is told by its name."""
    return Seen.model_validate(
        {
            "shot": shot,
            "path": f"takes/{name}.mp4",
            "sha256": f"content of {name}",
            "take": 1,
            "generator": "kling-3.0",
            "prompt_hash": "p1",
            "mode": "t2v",
            "status": "scored",
            "verdict": verdict,
            "risk": 0.1 if verdict == "pass" else 0.9,
            "duration_s": 4.0,
            "clean_s": 4.0 if verdict == "pass" else 1.0,
            "flaws": [
                Flaw(type=kind, start_s=1.0, end_s=2.0, severity=0.9 - i / 10)  # type: ignore[arg-type]
                for i, kind in enumerate(flaws)
            ],
            **more,
        }
    )


def request(prompt: str, shot: str = "12A", generator: str = "kling-3.0", take: int = 1) -> Request:
    return Request(
        id=f"{shot}.{generator}.t{take}", shots=(shot,), generator=generator, take=take,
        mode="t2v", prompt_hash=prompt, price=Price(amount=0.5, currency="USD"),
    )  # fmt: skip


def check(number: int, *takes: Seen, tail: str = "0", **more: Any) -> CheckEntry:
    """A check on the `number`-th of November."""
    shots = dict.fromkeys(take.shot for take in takes)
    facts = tuple(
        ShotFacts(shot=shot, wording="w", size="CU", motion="static", subject="mei")
        for shot in shots
    )
    fields: dict[str, Any] = {
        "id": entry_id(number, tail),
        "at": day(number),
        "vidcheck": "0.1.0",
        "storyboard": "storyboard.yaml",
        "shots": facts,
        "takes": takes,
        "requests": tuple(request("p1", shot) for shot in shots),
        **more,
    }
    return CheckEntry(**fields)


def keeps(take: Seen) -> Decided:
    return Decided(shot=take.shot, decision="keep", sha256=take.sha256)


def change(number: int, repair: str, against: str, shot: str = "12A") -> ChangeEntry:
    advised = Advised(repair=repair, change="Say it", where="storyboard.yaml:9", against=against)
    return ChangeEntry(id=entry_id(number, "9"), at=day(number), shot=shot, advised=advised)


def write(project: Path, *entries: Any) -> None:
    for entry in entries:
        journal.write(home_of(project), entry)
