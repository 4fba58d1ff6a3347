"""What is known of past takes, against stories told by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ledger.made import check, day, keeps, request, seen, write
from vidcheck.errors import LedgerError
from vidcheck.files import sha256_of
from vidcheck.ledger import verdicts
from vidcheck.ledger.entry import Decided, ShotFacts
from vidcheck.ledger.history import takes_by_shot, takes_of

if TYPE_CHECKING:
    from pathlib import Path


def test_nothing_is_known_and_nothing_written_where_nothing_was_checked(tmp_path: Path) -> None:
    assert takes_of(tmp_path, "12A") == ()
    assert list(tmp_path.iterdir()) == []


def test_a_take_is_told_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    write(tmp_path, check(1, seen("a", "fail", "drift", "flash", "drift", take=3, seed=7)))
    [take] = takes_of(tmp_path, "12A")
    assert (take.take, take.path, take.sha256) == (3, tmp_path / "takes/a.mp4", "content of a")
    assert (take.generator, take.prompt_hash, take.seed) == ("kling-3.0", "p1", 7)
    assert (take.verdict, take.events, take.round) == ("fail", ("drift", "flash"), 1)
    assert take.created_at.isoformat() == day(1)
    assert (take.size, take.motion, take.subject) == ("CU", "static", "mei")
    assert takes_of(tmp_path, "12B") == ()


def test_the_same_content_counts_once_with_its_first_day_and_its_last_verdict(
    tmp_path: Path,
) -> None:
    renamed = seen("a", "fail", "swap").model_copy(update={"path": "takes/new name.mp4"})
    write(tmp_path, check(1, seen("a")), check(2, renamed, seen("b")))
    first, second = takes_of(tmp_path, "12A")
    assert first.created_at.isoformat() == day(1)
    assert (first.verdict, first.path.name, first.events) == ("fail", "new name.mp4", ("swap",))
    assert (second.path.name, second.created_at.isoformat()) == ("b.mp4", day(2))


def test_a_take_that_was_moved_counts_for_its_new_shot(tmp_path: Path) -> None:
    write(tmp_path, check(1, seen("a"), seen("b")), check(2, seen("a", shot="12B")))
    told = takes_by_shot(tmp_path)
    assert [one.sha256 for one in told["12A"]] == ["content of b"]
    assert [one.sha256 for one in told["12B"]] == ["content of a"]


def test_a_new_prompt_begins_a_round_and_old_takes_stay_in_theirs(tmp_path: Path) -> None:
    write(
        tmp_path,
        check(1, seen("a")),
        check(2, seen("a"), seen("b")),
        check(3, seen("a"), seen("c", prompt_hash="p2"), requests=(request("p2"),)),
        check(4, seen("d", prompt_hash="p2"), requests=(request("p2"), request("p2", take=2))),
    )
    rounds = {take.path.stem: (take.round, take.prompt_hash) for take in takes_of(tmp_path, "12A")}
    assert rounds == {"a": (1, "p1"), "b": (1, "p1"), "c": (2, "p2"), "d": (2, "p2")}


def test_another_generator_alone_is_a_round_one_more_is_not(tmp_path: Path) -> None:
    both = (request("p1"), request("q", generator="seedance-2.0"))
    write(
        tmp_path,
        check(1, seen("a")),
        check(2, seen("b", generator="seedance-2.0"), requests=both),
        check(3, seen("c"), requests=(request("z", generator="wan-2.2"),)),
    )
    assert [take.round for take in takes_of(tmp_path, "12A")] == [1, 1, 2]


def test_where_nothing_is_planned_the_wording_tells_the_round(tmp_path: Path) -> None:
    same, other = (ShotFacts(shot="12A", wording=word) for word in ("w", "v"))
    for number, (name, shot) in enumerate((("a", same), ("b", same), ("c", other)), start=1):
        write(tmp_path, check(number, seen(name), requests=(), shots=(shot,)))
    assert [take.round for take in takes_of(tmp_path, "12A")] == [1, 1, 2]


def test_seconds_used_come_from_the_last_decision(tmp_path: Path) -> None:
    kept, cut = seen("a"), seen("b", "fail", "freeze", shot="12B")
    mended = Decided(shot="12B", decision="fix_in_post", sha256=cut.sha256, cut_s=(0.5, 3.0))
    write(tmp_path, check(1, kept, cut, seen("c"), decisions=(keeps(kept), mended)))
    told = takes_by_shot(tmp_path)
    assert [one.used_s for one in (*told["12A"], *told["12B"])] == [4.0, None, 2.5]


def test_the_last_word_of_a_person_stands_beside_the_tools(tmp_path: Path) -> None:
    file = tmp_path / "takes" / "a.mp4"
    file.parent.mkdir()
    file.write_bytes(b"a clip")
    told = seen("a", "fail", "morph").model_copy(update={"sha256": sha256_of(file)})
    write(tmp_path, check(1, told))
    verdicts.record(tmp_path, "12A", file, "ng", "mouth")
    verdicts.record(tmp_path, "12A", file, "keep", "nobody sees it")
    [take] = takes_of(tmp_path, "12A")
    assert take.verdict == "fail"
    assert take.human is not None
    assert (take.human.verdict, take.human.note) == ("keep", "nobody sees it")
    assert verdicts.latest(tmp_path)["12A", take.sha256] == take.human
    assert ("12B", take.sha256) not in verdicts.latest(tmp_path)


def test_a_verdict_needs_its_file(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"gone\.mp4: cannot be read"):
        verdicts.record(tmp_path, "12A", tmp_path / "gone.mp4", "keep", "")
