from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcheck.calibration import load_calibration
from vidcheck.calibration.model import ContextPart
from vidcheck.detect.context import CONTEXT
from vidcheck.identity.usual import Fused, ModeUsual, Null, expit, load_usual, logit

LOGS = tuple(np.linspace(-4, -1, 40).tolist())
FLAT = (0.0,) * len(CONTEXT)
PARTS = tuple(ContextPart(name=name, mean=0.0, spread=1.0) for name in CONTEXT)
MODE = ModeUsual(
    context=PARTS,
    nulls={name: Null(slopes=FLAT, excesses=LOGS) for name in ("jump", "halves")},
    weights={"jump": 0.5, "halves": 0.5},
    pairs=tuple(zip(np.linspace(0.01, 0.99, 40).tolist(), [0.4] * 40, strict=True)),
)
RISKS = tuple(sorted(expit(float(x)) for x in np.random.default_rng(0).normal(0, 1, 60)))
SHARES = st.floats(0, 1)


def excesses(**strengths: float) -> dict[str, float]:
    return MODE.excesses(strengths, FLAT)


def test_risk_and_its_sum_are_each_others_inverse() -> None:
    assert logit(0.5) == pytest.approx(1)
    for total in (-3.0, 0.0, 1.0, 4.5):
        assert logit(expit(total)) == pytest.approx(total)


@given(SHARES, SHARES, SHARES, SHARES)
def test_more_of_anything_never_lowers_the_risk(
    risk: float, more: float, jump: float, bigger: float
) -> None:
    both = Fused(RISKS, MODE)
    least = both.risk(min(risk, more), excesses(jump=min(jump, bigger)))
    most = both.risk(max(risk, more), excesses(jump=max(jump, bigger)))
    assert least <= most + 1e-12
    assert both.false_alarms(least) >= both.false_alarms(most)


def test_a_calm_look_excuses_nothing() -> None:
    both = Fused(RISKS, MODE)
    assert both.risk(0.8, excesses(jump=0.0, halves=0.0)) == pytest.approx(0.8)
    assert both.risk(0.8, {}) == pytest.approx(0.8)


@pytest.mark.parametrize("rate", [0.05, 0.10])
@pytest.mark.parametrize("together", [0.0, 0.8])
def test_new_good_clips_raise_no_more_alarms_than_promised(rate: float, together: float) -> None:
    """Also where restless clips are high in both, and under a calibration on another scale."""
    rng = np.random.default_rng(1)
    shape = np.array([[1, together], [together, 1]])
    shares = []
    for _ in range(60):
        known = rng.multivariate_normal([0, 0], shape, 60)
        distances = np.exp(known[:, 1] / 2 - 3)
        logs = np.log(distances + 0.01)
        null = Null(slopes=FLAT, excesses=tuple(sorted(logs.tolist())))
        blank = MODE.model_copy(update={"nulls": {"jump": null}, "weights": {"jump": 0.5}})
        ranks = (known[:, 0].argsort().argsort() + 0.5) / 60
        sides = [blank.side({"jump": float(one)}) for one in logs]
        pairs = tuple(zip(ranks.tolist(), sides, strict=True))
        risks = tuple(sorted(expit(2 * total + 1) for total in known[:, 0].tolist()))
        both = Fused(risks, blank.model_copy(update={"pairs": pairs}))
        fresh = rng.multivariate_normal([0, 0], shape, 100)
        limit = both.fail if rate == 0.05 else both.warn
        shares.append(
            np.mean([
                both.risk(
                    expit(2 * total + 1), {"jump": float(np.log(np.exp(log / 2 - 3) + 0.01))}
                )
                >= limit
                for total, log in fresh.tolist()
            ])
        )  # fmt: skip
    assert rate / 3 < np.mean(shares) <= rate + 0.01


def test_too_few_good_clips_promise_nothing() -> None:
    few = Fused(RISKS[:10], MODE)
    assert few.fail > expit(float(few.sums[-1]))


def test_the_p_value_counts_good_clips() -> None:
    null = Null(slopes=FLAT, excesses=LOGS)
    assert null.p_value(null.excess(10.0, FLAT)) == pytest.approx(1 / 41)
    assert null.p_value(null.excess(0.0, FLAT)) == 1


def test_a_fast_clip_may_show_more() -> None:
    null = Null(slopes=(0.5, 0.0, 0.0, 0.0), excesses=LOGS)
    mode = MODE.model_copy(update={"nulls": {"jump": null}})
    unknown, slow, fast = (
        mode.excesses({"jump": 0.2}, (speed, None, None, None))["jump"] for speed in (None, -1, 1)
    )
    assert slow > unknown > fast
    assert slow - fast == pytest.approx(1)
    assert mode.side({"jump": slow}) > mode.side({"jump": fast})


def test_the_shipped_statistics_join_the_shipped_calibration() -> None:
    usual, calibration = load_usual(), load_calibration()
    for mode, known in usual.modes.items():
        both = Fused(calibration.modes[mode].real_risks, known)
        assert set(known.weights) <= set(known.nulls)
        assert len(known.pairs) >= 40
        assert 0.5 < both.warn <= both.fail < 1
        assert both.false_alarms(both.fail) <= 0.05
        assert both.false_alarms(both.warn) <= 0.10
