"""Statistics of stories whose counts are known by hand."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from tests.cli.test_project import run
from tests.ledger.made import change, check, day, keeps, request, seen, write
from vidcheck.files import sha256_of
from vidcheck.ledger import interval, verdicts
from vidcheck.ledger.entry import Decided, Price, VerdictEntry

if TYPE_CHECKING:
    from pathlib import Path

DOLLAR = Price(amount=0.5, currency="USD")


def told(project: Path, *more: object) -> dict[str, Any]:
    code, out, err = run("stats", project, "--format", "json", *more)
    assert code == 0, err
    figures: dict[str, Any] = json.loads(out)
    return figures


def group(figures: dict[str, Any], by: str, name: str = "") -> dict[str, Any]:
    [one] = [one for one in figures["groups"] if (one["by"], one["name"]) == (by, name)]
    found: dict[str, Any] = one
    return found


def verdict(number: int, name: str, word: str, shot: str = "12A") -> VerdictEntry:
    return VerdictEntry(
        id=f"202611{number:02d}T130000000000Z-{name}", at=day(number, 13), shot=shot,
        path=f"takes/{name}.mp4", sha256=f"content of {name}", verdict=word,  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_share_is_claimed_only_from_enough_takes(tmp_path: Path) -> None:
    many = [seen(f"k{i}", "pass" if i < 9 else "fail") for i in range(12)]
    few = [seen(f"s{i}", "pass", generator="seedance-2.0") for i in range(4)]
    broken = seen("u", "unknown", status="unreadable", risk=None)
    write(tmp_path, check(1, *many, *few, broken))
    kling = group(told(tmp_path), "generator", "kling-3.0")
    low, high = interval.wilson(9, 12)
    assert kling["takes"] == 13
    assert kling["unjudged"] == 1
    assert kling["usable"] == {"hits": 9, "of": 12, "share": 0.75, "low": low, "high": high}
    seedance = group(told(tmp_path), "generator", "seedance-2.0")
    assert seedance["usable"] == {"hits": 4, "of": 4, "share": None, "low": None, "high": None}
    bolder = group(told(tmp_path, "--least", 4), "generator", "seedance-2.0")
    assert bolder["usable"]["share"] == 1.0


def test_shares_are_told_by_all_that_a_shot_asks_for(tmp_path: Path) -> None:
    write(tmp_path, check(1, seen("a"), seen("b", "fail", mode="i2v")))
    figures = told(tmp_path)
    for by, name in (("size", "CU"), ("motion", "static"), ("subject", "mei"), ("round", "1")):
        assert group(figures, by, name)["usable"]["hits"] == 1
        assert group(figures, by, name)["usable"]["of"] == 2
    assert group(figures, "mode", "i2v")["usable"]["hits"] == 0
    assert group(figures, "mode", "t2v")["usable"]["hits"] == 1


def test_a_persons_word_counts_before_the_verdict(tmp_path: Path) -> None:
    takes = [seen("a", "fail"), seen("b"), seen("c"), seen("d", "warn")]
    words = [("a", "keep"), ("b", "ng"), ("c", "hold")]
    write(tmp_path, check(1, *takes), *(verdict(1, *pair) for pair in words))
    figures = told(tmp_path)
    assert group(figures, "all")["usable"]["hits"] == 2, "a by a person, c by its verdict"
    assert figures["agreement"]["table"] == {
        "hold": {"pass": 1}, "keep": {"fail": 1}, "ng": {"pass": 1}
    }  # fmt: skip
    assert figures["agreement"]["agree"]["hits"] == 0
    assert figures["agreement"]["agree"]["of"] == 2


def test_agreement_is_counted_over_clear_words(tmp_path: Path) -> None:
    takes = [seen(f"a{i}", "pass" if i < 8 else "fail") for i in range(12)]
    words = [verdict(1, f"a{i}", "keep" if i < 7 or i == 11 else "ng") for i in range(12)]
    write(tmp_path, check(1, *takes), *words)
    agree = told(tmp_path)["agreement"]["agree"]
    assert (agree["hits"], agree["of"]) == (10, 12)
    assert "agree on 10 of 12, 83 % (" in run("stats", tmp_path)[1].replace("83%", "83 %")


def test_money_per_usable_second_counts_every_take_that_was_paid(tmp_path: Path) -> None:
    kept = seen("a", price=DOLLAR)
    cut = seen("c", "fail", "freeze", shot="12B", price=DOLLAR)
    free = seen("d", shot="12C")
    mended = Decided(shot="12B", decision="fix_in_post", sha256=cut.sha256, cut_s=(0.0, 1.0))
    write(tmp_path, check(1, kept, seen("b", "fail", price=DOLLAR), cut, free,
                          decisions=(keeps(kept), mended)))  # fmt: skip
    whole = group(told(tmp_path), "all")
    [spent] = whole["cost"]
    assert (spent["currency"], spent["priced"]) == ("USD", 3)
    assert spent["per_usable_s"]["over"] == pytest.approx(1.5), "three takes at 0.5"
    assert spent["per_usable_s"]["under"] == pytest.approx(5.0), "4 s kept and 1 s cut"
    assert (whole["takes_per_kept_shot"]["over"], whole["takes_per_kept_shot"]["under"]) == (4, 2)
    enough = group(told(tmp_path, "--least", 2), "all")["cost"][0]["per_usable_s"]
    assert enough["value"] == pytest.approx(0.3)
    assert enough["low"] <= 0.3 <= enough["high"]


def test_which_change_helped_is_claimed_only_with_its_interval(tmp_path: Path) -> None:
    """Six shots: flicker in all 12 takes before, in one of 12 after; drift advice on one shot."""
    for i in range(6):
        shot = f"S{i}"
        before = [seen(f"{shot}b{n}", "fail", "flicker", shot=shot) for n in range(2)]
        after = [
            seen(f"{shot}a{n}", "fail" if i + n == 0 else "pass", *(["flicker"] * (i + n == 0)),
                 shot=shot, prompt_hash="p2")
            for n in range(2)
        ]  # fmt: skip
        made = change(2, "steady", "flicker", shot)
        made = made.model_copy(update={"id": f"{made.id}{i}"})
        write(tmp_path, check(1, *before, tail=f"b{i}"), made,
              check(3, *before, *after, tail=f"a{i}", requests=(request("p2", shot),)))  # fmt: skip
    write(tmp_path, change(4, "still", "drift", "S0"))
    steady, still = told(tmp_path)["advice"]
    assert (steady["made"], steady["seen"], steady["improved"]) == (6, 6, 6)
    assert (steady["before"]["hits"], steady["before"]["of"]) == (12, 12)
    assert (steady["after"]["hits"], steady["after"]["of"]) == (1, 12)
    assert (steady["low"], steady["high"]) == interval.difference((12, 12), (1, 12))
    assert steady["says"] == "helped"
    assert (still["made"], still["seen"], still["says"]) == (1, 0, "too few")
    careful = told(tmp_path, "--least", 13)["advice"][0]
    assert (careful["says"], careful["low"]) == ("too few", None)
    text = run("stats", tmp_path)[1]
    assert "flicker in 12 of 12, 100% (76%–100%) takes before, 1 of 12, 8% (1%–35%) after" in text
    assert "; helped (-99 … -55 points)" in text


def test_the_second_round_is_told_apart_from_the_first(tmp_path: Path) -> None:
    first = [seen(f"a{i}", "fail" if i < 8 else "pass") for i in range(10)]
    second = [seen(f"b{i}", "pass" if i < 9 else "fail", prompt_hash="p2") for i in range(10)]
    write(tmp_path, check(1, *first), check(2, *first, *second, requests=(request("p2"),)))
    figures = told(tmp_path)
    assert group(figures, "round", "1")["usable"]["share"] == 0.2
    assert group(figures, "round", "2")["usable"]["share"] == 0.9


def test_shots_that_were_made_again_are_held_against_themselves(tmp_path: Path) -> None:
    """A and B are changed, C is not: 0 of 5 usable before, 6 of 6 after; C is in neither."""
    asked = tuple(request(f"p{shot}", shot) for shot in "ABC")
    again = tuple(request(f"{'q' if shot != 'C' else 'p'}{shot}", shot) for shot in "ABC")
    old = [seen(f"{shot}{i}", "fail", shot=shot, prompt_hash=f"p{shot}") for shot in "AB"
           for i in range(2 if shot == "A" else 3)]  # fmt: skip
    kept = [seen(f"C{i}", shot="C", prompt_hash="pC") for i in range(4)]
    write(tmp_path, check(1, *old, *kept, requests=asked))
    assert told(tmp_path)["again"] is None
    new = [seen(f"n{shot}{i}", shot=shot, prompt_hash=f"q{shot}") for shot in "AB"
           for i in range(3)]  # fmt: skip
    write(tmp_path, check(2, *old, *kept, *new, requests=again))
    one = told(tmp_path)["again"]
    assert (one["shots"], one["kept_before"], one["kept"]) == (2, 0, 2)
    assert (one["before"]["hits"], one["before"]["of"]) == (0, 5)
    assert (one["after"]["hits"], one["after"]["of"]) == (6, 6)
    assert (one["low"], one["high"]) == interval.difference((0, 5), (6, 6))
    assert one["low"] > 0.4
    assert one["says"] == "better"
    text = run("stats", tmp_path)[1]
    assert "shots made again: 2 of 2 have a usable take now, 0 before" in text
    assert "usable takes of these shots: 0 of 5 before, 6 of 6 after; better (+42 … +100" in text
    careful = told(tmp_path, "--least", 12)["again"]
    assert (careful["says"], careful["low"]) == ("too few", None)


def drifting(project: Path, later_risk: float, calibration: str = "c") -> None:
    early = [seen(f"e{i}", prompt_hash=f"p{i}", seed=i, risk=0.2 + i / 100) for i in range(10)]
    late = [seen(f"l{i}", prompt_hash=f"p{i}", seed=i, risk=later_risk + i / 50) for i in range(10)]
    asked = tuple(request(f"p{i}", take=i + 1) for i in range(10))
    write(project, check(1, *early, requests=asked, calibration="c"))
    write(project, check(16, *late, requests=asked, calibration=calibration))


def test_a_generator_that_got_worse_is_told_with_plus_and_minus(tmp_path: Path) -> None:
    drifting(tmp_path, 0.5)
    [drift] = told(tmp_path)["drift"]
    gaps = [0.3 + i / 100 for i in range(10)]
    worse_by, within = interval.mean(gaps) or (0, 0)
    assert drift["worse_by"] == pytest.approx(worse_by)
    assert drift["within"] == pytest.approx(within)
    assert (drift["requests"], drift["unseeded"], drift["days"]) == (10, 0, 15)
    assert drift["says"] == "worse"
    said = "kling-3.0: 10 requests, 15 days apart: worse by 0.35 ± 0.02 of risk"
    assert said in run("stats", tmp_path)[1]
    assert told(tmp_path, "--apart", 20)["drift"] == []
    assert told(tmp_path, "--least", 11)["drift"][0]["says"] == "too few"


def test_a_generator_that_stayed_is_not_called_worse(tmp_path: Path) -> None:
    drifting(tmp_path, 0.155)
    assert told(tmp_path)["drift"][0]["says"] == "no difference shown"


def test_risks_of_two_calibrations_are_not_compared(tmp_path: Path) -> None:
    drifting(tmp_path, 0.5, calibration="another")
    assert told(tmp_path)["drift"] == []


def test_takes_go_into_tables(tmp_path: Path) -> None:
    nasty = seen("a", "fail", "drift", "flash", shot="12A", seed=7, price=DOLLAR)
    write(tmp_path, check(1, nasty, seen("b")), verdict(1, "b", "keep"))
    code, out, _ = run("stats", tmp_path, "--takes", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert [row["verdict"] for row in rows] == ["fail", "pass"]
    assert (rows[0]["defects"], rows[0]["seed"], rows[0]["cost"]) == ("drift flash", "7", "0.5")
    assert (rows[1]["human"], rows[1]["seed"]) == ("keep", "")
    parquet = tmp_path / "takes.parquet"
    code, out, err = run("stats", tmp_path, "--takes", "--format", "parquet", "--out", parquet)
    assert (code, out) == (0, ""), err
    table = pq.read_table(parquet).to_pylist()
    assert [row["defects"] for row in table] == ["drift flash", ""]
    assert [row["risk"] for row in table] == [0.9, 0.1]
    told_too = json.loads(run("stats", tmp_path, "--takes", "-f", "json")[1])
    assert [row["shot"] for row in told_too] == ["12A", "12A"]


def test_figures_go_into_tables(tmp_path: Path) -> None:
    write(tmp_path, check(1, *(seen(f"a{i}", price=DOLLAR) for i in range(12))))
    rows = list(csv.DictReader(io.StringIO(run("stats", tmp_path, "--format", "csv")[1])))
    [one] = [row for row in rows if (row["what"], row["by"]) == ("usable", "all")]
    assert (one["hits"], one["of"], one["value"]) == ("12", "12", "1.0")
    parquet = tmp_path / "stats.parquet"
    assert run("stats", tmp_path, "--format", "parquet", "--out", parquet)[0] == 0
    assert len(pq.read_table(parquet).to_pylist()) == len(rows)
    code, _, err = run("stats", tmp_path, "--format", "parquet")
    assert code == 2
    assert "--out stats.parquet" in err


def test_a_note_that_a_spreadsheet_would_run_is_guarded(tmp_path: Path) -> None:
    file = tmp_path / "takes" / "a.mp4"
    file.parent.mkdir()
    file.write_bytes(b"x")
    write(tmp_path, check(1, seen("a").model_copy(update={"sha256": sha256_of(file)})))
    verdicts.record(tmp_path, "12A", file, "keep", "=HYPERLINK(1)")
    [row] = csv.DictReader(io.StringIO(run("stats", tmp_path, "--takes", "-f", "csv")[1]))
    assert row["note"] == "'=HYPERLINK(1)"


def test_where_nothing_was_remembered_it_says_so(tmp_path: Path) -> None:
    code, out, err = run("stats", tmp_path)
    assert (code, out) == (2, "")
    assert "no check has been remembered" in err
    code, _, err = run("stats", tmp_path, lang="zh_CN.UTF-8")
    assert "没有检查记录" in err


def test_it_speaks_chinese(tmp_path: Path) -> None:
    write(tmp_path, check(1, seen("a"), seen("b", "fail", "drift")), change(2, "still", "drift"))
    _, out, _ = run("stats", tmp_path, "--lang", "zh")
    assert out.startswith("1 次检查，1 个镜头，2 条成片，0 条无法判断\n可用: 2 条中 1 条\n")
    assert "按生成模型的可用比例" in out
    assert "太少，不下结论" in out
