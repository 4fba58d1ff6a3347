"""What a plan costs: the sums are counted by hand, and unknown is never zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from vidcheck.cli.app import app
from vidcheck.errors import VidcheckError
from vidcheck.generators.load import load_profiles
from vidcheck.plan.compile import compile_plan
from vidcheck.plan.cost import Limit, bill, read_limit, refuse_above
from vidcheck.plan.render import render
from vidcheck.storyboard.load import parse_storyboard

if TYPE_CHECKING:
    from pathlib import Path

    from vidcheck.plan.model import PromptPlan

BOARD = """\
vidcheck: 1
project: {title: Tea}
style: {prompt: soft light}
places: {room: {prompt: a room}}
scenes:
- id: s1
  place: room
  shots:
  - {id: A, duration: 5, action: A cup stands there., frames: {first: a.png}}
  - {id: B, duration: 10, action: The cup is lifted.}
"""
PRICE = "price: {per_second: 0.1, currency: USD, source: our invoice, as_of: 2026-11-01}\n"


def priced(tmp_path: Path, *wanted: str, **prices: str) -> PromptPlan:
    """The plan with prices of the user's own file; names with `_` for `-` and `.`."""
    folder = tmp_path / "generators"
    folder.mkdir(exist_ok=True)
    for number, (name, price) in enumerate(prices.items()):
        one = next(
            key for key in load_profiles() if key.replace("-", "_").replace(".", "_") == name
        )
        (folder / f"{number}.yaml").write_text(f"id: {one}\n{price}", encoding="utf-8")
    known = load_profiles(folder)
    loaded = parse_storyboard(BOARD, tmp_path / "tea.yaml")
    return compile_plan(loaded, [known[name] for name in wanted], takes=2)


def test_known_prices_sum_over_takes_and_a_still_on_offer_is_no_debt(tmp_path: Path) -> None:
    found = bill(priced(tmp_path, "kling-3.0", kling_3_0=PRICE))
    assert found.totals == {"USD": 3.0}  # two takes of 5 s and of 10 s at 0.1 a second
    assert (found.priced, found.unknown, found.offered) == (4, (), ("keyframe:B",))


def test_unknown_prices_are_counted_not_zero(tmp_path: Path) -> None:
    found = bill(priced(tmp_path, "kling-3.0", "veo-3.1", kling_3_0=PRICE))
    assert found.totals == {"USD": 3.0}
    assert found.unknown == (
        "A.veo-3.1.t1", "A.veo-3.1.t2", "B.veo-3.1.t1", "B.veo-3.1.t2",
    )  # fmt: skip
    assert found.say("en") == "3 USD for 4 requests; 4 more of unknown price"
    assert bill(priced(tmp_path, "veo-3.1")).say("zh") == "未知（4 条请求）"


@pytest.mark.parametrize(("form", "lang", "said"), [
    ("text", "en", "Total cost: 3 USD for 4 requests; 4 more of unknown price"),
    ("text", "zh", "总费用： 3 USD（4 条请求）；另有 4 条价格未知"),
    ("md", "en", "Total cost: 3 USD for 4 requests; 4 more of unknown price"),
    ("csv", "zh", "总费用：,,,,,,,,,,,,,,,3 USD（4 条请求）；另有 4 条价格未知"),
])  # fmt: skip
def test_the_total_is_shown(form: str, lang: str, said: str, tmp_path: Path) -> None:
    plan = priced(tmp_path, "kling-3.0", "veo-3.1", kling_3_0=PRICE)
    assert said in render(plan, form, lang)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "limit"),
    [("5", Limit(5, None)), ("5 USD", Limit(5, "USD")), ("cny 20.5", Limit(20.5, "CNY")),
     ("0", Limit(0, None)), ("7eur", Limit(7, "EUR"))],
)  # fmt: skip
def test_limits(text: str, limit: Limit) -> None:
    assert read_limit(text) == limit


@pytest.mark.parametrize("text", ["", "much", "-5", "nan", "USD 5 EUR", "5,5", "1e9", "$5"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(VidcheckError, match="not an amount"):
        read_limit(text)


def test_a_plan_within_the_limit_passes_and_one_above_is_refused(tmp_path: Path) -> None:
    plan = priced(tmp_path, "kling-3.0", kling_3_0=PRICE)
    refuse_above(plan, Limit(3, "USD"))
    refuse_above(plan, Limit(3, None))
    with pytest.raises(VidcheckError, match=r"costs 3 USD for 4 requests, more than 2\.99"):
        refuse_above(plan, Limit(2.99, None))


def test_currencies_are_never_mixed(tmp_path: Path) -> None:
    plan = priced(
        tmp_path, "kling-3.0", "veo-3.1", kling_3_0=PRICE, veo_3_1=PRICE.replace("USD", "CNY")
    )
    for limit in (Limit(1000, None), Limit(1000, "USD")):
        with pytest.raises(VidcheckError, match="prices are in CNY, USD"):
            refuse_above(plan, limit)
    with pytest.raises(VidcheckError, match="prices are in USD"):
        refuse_above(priced(tmp_path, "kling-3.0"), Limit(1000, "CNY"))


def test_a_still_that_is_needed_is_unknown_too(tmp_path: Path) -> None:
    per_clip = PRICE.replace("per_second: 0.1", "per_request: 1")
    plan = priced(tmp_path, "musesteamer", musesteamer=per_clip)
    assert bill(plan).unknown == ("keyframe:B",)
    with pytest.raises(VidcheckError, match="keyframe:B") as caught:
        refuse_above(plan, Limit(1000, None))
    assert "frames" in (caught.value.hint or "")


@pytest.mark.parametrize(("lang", "said"), [("C", "no price is known for 2 requests"),
                                            ("zh_CN", "2 条请求价格未知")])  # fmt: skip
def test_the_command_refuses_and_prints_no_plan(lang: str, said: str, tmp_path: Path) -> None:
    board = tmp_path / "tea.yaml"
    board.write_text(BOARD, encoding="utf-8")
    words = ["plan", str(board), "--target", "veo-3.1", "--max-cost", "5 USD", "--out",
             str(tmp_path / "out")]  # fmt: skip
    done = CliRunner().invoke(app, words, env={"LC_ALL": lang, "VIDCHECK_LANG": ""})
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert "A.veo-3.1.t1" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_command_reads_prices_of_the_projects_own_file(tmp_path: Path) -> None:
    priced(tmp_path, "kling-3.0", kling_3_0=PRICE)
    board = tmp_path / "tea.yaml"
    board.write_text(BOARD, encoding="utf-8")
    words = ["plan", str(board), "--target", "kling-3.0"]
    env = {"LC_ALL": "C", "VIDCHECK_LANG": ""}
    allowed = CliRunner().invoke(app, [*words, "--max-cost", "1.5"], env=env)
    assert allowed.exit_code == 0
    assert "Total cost: 1.5 USD for 2 requests" in allowed.stdout
    assert CliRunner().invoke(app, [*words, "--max-cost", "1.4"], env=env).exit_code == 2
