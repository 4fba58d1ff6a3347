"""Fitting on made examples: what tells good from bad is known, because it was put in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import vidcheck.calibration.fit as fitting
from vidcheck.calibration.fit import FAIL_RATE, WARN_RATE, Example, fit
from vidcheck.detect.context import CONTEXT

NAMES = ("telling", "noise", "silent")
NOWHERE = (None,) * len(CONTEXT)


def _examples(seed: int = 0, scenes: int = 40) -> list[Example]:
    """Two clips a scene, one good, one bad; `telling` is lognormal, three times as much if bad."""
    rng = np.random.default_rng(seed)
    made = []
    for number in range(scenes):
        for bad in (False, True):
            strengths = {
                "telling": float(rng.lognormal(0.0, 0.4)) * (4 if bad else 1),
                "noise": float(rng.lognormal(0.0, 1.0)),
            }
            family = "injected" if bad or number % 2 else "real"
            made.append(Example(strengths, bad, f"scene {number}", family))
    return made


EXAMPLES = _examples()
MODE, RISKS = fit(EXAMPLES, NAMES)


def _auc(risks: np.ndarray, examples: list[Example]) -> float:
    bad = np.array([example.defective for example in examples])
    return float((risks[bad][:, None] > risks[~bad][None, :]).mean())


def test_what_tells_gets_the_weight_and_noise_next_to_none() -> None:
    weight = {name: sum(scale.weights) for name, scale in MODE.scales.items()}
    assert weight["telling"] > 1
    assert weight["noise"] < 0.1 * weight["telling"]


def test_a_detector_that_never_looked_has_no_say() -> None:
    strengths = {"telling": 2.0, "noise": 1.0}
    without, there = (
        MODE.risk(MODE.excesses(some, NOWHERE))
        for some in (strengths, {**strengths, "silent": 0.0})
    )
    assert without == pytest.approx(there, abs=0.02)


def test_held_out_risks_part_good_from_bad() -> None:
    assert _auc(RISKS, EXAMPLES) > 0.95
    assert (RISKS >= 0).all()
    assert (RISKS <= 1).all()


def test_without_anything_to_learn_held_out_risks_are_a_coin() -> None:
    """Weights that saw the clip would look clever even where the truth is drawn by lot."""
    rng = np.random.default_rng(5)
    lots = [
        Example({"noise": float(rng.lognormal())}, bool(rng.integers(2)), f"s{n // 2}", "real")
        for n in range(160)
    ]
    _, risks = fit(lots, ["noise"])
    assert 0.3 < _auc(risks, lots) < 0.65


def test_no_scene_is_ever_on_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    taught: list[set[str]] = []
    weights = fitting._weights

    def watching(examples: list[Example], *rest: object) -> object:
        taught.append({example.scene for example in examples})
        return weights(examples, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(fitting, "_weights", watching)
    examples = _examples(3, 12)
    held_out = fitting._held_out(examples, NAMES, 0)
    everything = {example.scene for example in examples}
    left_out = [everything - seen for seen in taught]
    assert set().union(*left_out) == everything
    assert sum(map(len, left_out)) == len(everything)
    assert len(held_out) == len(examples)


def test_a_clip_s_held_out_risk_does_not_depend_on_its_own_truth() -> None:
    """Turning over the truth of one scene leaves that scene's risks as they were."""
    examples = _examples(4, 15)
    turned = [
        replace(e, defective=not e.defective) if e.scene == "scene 7" else e for e in examples
    ]
    _, before = fit(examples, NAMES)
    _, after = fit(turned, NAMES)
    own = [index for index, e in enumerate(examples) if e.scene == "scene 7"]
    assert after[own] == pytest.approx(before[own])
    assert after != pytest.approx(before)


@pytest.mark.parametrize("scenes", [20, 40, 70])
def test_thresholds_keep_their_share_of_the_real_clips(scenes: int) -> None:
    examples = _examples(6, scenes)
    mode, risks = fit(examples, NAMES)
    real = risks[[example.family == "real" for example in examples]]
    for threshold, rate in ((mode.warn, WARN_RATE), (mode.fail, FAIL_RATE)):
        assert (real >= threshold).sum() <= rate * (len(real) + 1)
    assert mode.warn <= mode.fail
    assert mode.real_risks == pytest.approx(sorted(real), abs=1e-5)


def test_nulls_hold_the_good_clips_of_real_scenes() -> None:
    ai = [Example({"telling": 99.0}, False, "ai", "ai")]
    mode, _ = fit(EXAMPLES + ai, NAMES)
    good = [e.strengths["telling"] for e in EXAMPLES if not e.defective]
    unit = mode.scales["telling"].unit
    expected = sorted(np.log1p(np.array(good) / unit))
    assert mode.nulls["telling"].excesses == pytest.approx(expected, abs=1e-3)
    assert set(mode.nulls["silent"].excesses) == {0.0}


def test_the_same_examples_give_the_same_fit() -> None:
    again, risks = fit(EXAMPLES, NAMES)
    assert again == MODE
    assert (risks == RISKS).all()


def _paired(seed: int = 1) -> list[Example]:
    """Forty clips, each with its defective twin: the defect is small beside what scenes differ."""
    rng = np.random.default_rng(seed)
    made = []
    for number in range(40):
        usual = float(rng.lognormal(0, 1.2))
        for bad in (False, True):
            strengths = {"telling": usual * (1.6 if bad else 1.0), "noise": float(rng.lognormal())}
            made.append(Example(strengths, bad, f"s{number}", "injected", f"clip {number}"))
    made += [replace(e, family="real", twin="") for e in made if not e.defective][::2]
    return made


def test_twins_teach_what_scenes_hide() -> None:
    twins = _paired()
    mode, _ = fit(twins, ("telling", "noise"))
    alone, _ = fit([replace(e, twin="") for e in twins], ("telling", "noise"))
    with_twins, without = (sum(m.scales["telling"].weights) for m in (mode, alone))
    assert with_twins > 1.3 * without


def test_strength_that_goes_with_speed_is_no_excess() -> None:
    """Each clip shows what its speed lets expect; a calm clip that shows as much is odd."""
    rng = np.random.default_rng(9)
    made = []
    for number in range(240):
        speed = float(rng.normal())
        strength = float(np.exp(speed + rng.normal(0, 0.25)))
        family = "real" if number % 2 else "injected"
        context = (speed, None, None, None)
        made.append(Example({"telling": strength}, False, f"s{number}", family, context=context))
    made += [replace(e, defective=True, family="injected") for e in made[:20]]
    mode, _ = fit(made, ("telling",))
    fast, calm = (
        mode.excesses({"telling": 4.0}, (place, None, None, None))["telling"] for place in (1.4, -1)
    )
    assert mode.nulls["telling"].p_value(calm) < 0.05
    assert mode.nulls["telling"].p_value(fast) > 0.1
