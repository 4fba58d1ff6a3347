from __future__ import annotations

from tests.storyboard.made import loaded
from vidcheck.storyboard.defaults import budget_of, camera_of, checks_of, target_of

DEFAULTS = """\
defaults:
  target: {model: kling-3.0, seed: 3, audio: true}
  camera: {angle: low, rig: 手持}
  budget: {max_takes: 4, currency: CNY}
  checks: [{metric: ssim_adjacent, min: 0.8}, {metric: flicker, max: 0.1}]
scenes:
"""


def test_what_the_shot_says_wins_over_the_unit_and_the_unit_over_the_defaults() -> None:
    made = loaded(
        ("scenes:\n", DEFAULTS),
        ("shots: [12A, 12B]", "shots: [12A, 12B], target: {mode: 参考, seed: 5}"),
        ("        props: [letter]\n", "        props: [letter]\n        target: {seed: [7, 8]}\n"),
    ).storyboard
    first, second = (target_of(made, made.shot(name)) for name in ("12A", "12B"))
    assert (first.model, first.mode, first.seed, first.audio) == ("kling-3.0", "reference", 5, True)
    assert (second.model, second.mode, second.seed) == ("kling-3.0", "reference", (7, 8))


def test_a_value_written_out_wins_even_where_it_is_the_usual_one() -> None:
    made = loaded(("scenes:\n", DEFAULTS), ("angle: high", "angle: 平视")).storyboard
    assert camera_of(made, made.shot("12A")).angle == "low"
    camera = camera_of(made, made.shot("12B"))
    assert (camera.angle, camera.rig, camera.size) == ("eye_level", "handheld", "insert")
    assert budget_of(made, made.shot("12A")).currency == "CNY"


def test_checks_of_a_shot_replace_the_default_of_the_same_metric() -> None:
    own = "props: [letter]\n        checks: [{metric: ssim_adjacent, min: 0.5}]"
    made = loaded(("scenes:\n", DEFAULTS), ("props: [letter]", own)).storyboard
    limits = [(check.metric, check.min) for check in checks_of(made, made.shot("12B"))]
    assert limits == [("ssim_adjacent", 0.5), ("flicker", None)]
