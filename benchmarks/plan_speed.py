"""How long compiling takes: 200 shots for 10 generators, and what memory it needs.

Run from the project's folder: python benchmarks/plan_speed.py
"""

from __future__ import annotations

import resource
import time
from pathlib import Path
from typing import Any

from vidcheck.generators.load import load_profiles
from vidcheck.plan.compile import compile_plan
from vidcheck.plan.render import render
from vidcheck.storyboard.load import LoadedStoryboard
from vidcheck.storyboard.model import Storyboard

GENERATORS = (
    "kling-3.0",
    "seedance-2.0",
    "jimeng-3.0",
    "vidu-q3",
    "hunyuan-vclm",
    "wan-3.0",
    "cogvideox-3",
    "minimax-h3",
    "runway-gen4.5",
    "veo-3.1",
)
SHOTS = 200
GOAL_S = 5.0


def _shot(number: int) -> dict[str, Any]:
    return {
        "id": f"s{number:03}",
        "duration": 3 + number % 5,
        "action": {
            "en": "She turns to the window; {{ weather }} runs down the pane.",
            "zh": "她转向窗户。",
        },
        "end_state": {"en": "her hand rests on the glass", "zh": "手停在玻璃上"},
        "cast": [{"who": "mei", "look": "coat", "position": "left"}, {"who": "chen"}],
        "camera": {"size": "MS", "move": "dolly_in", "move_speed": "slow", "lens_mm": 35},
        "light": {"key": "low_key", "source": {"en": "lanterns", "zh": "灯笼"}},
        "dialogue": [{"by": "mei", "text": "他不会来了。"}] if number % 3 == 0 else [],
        "avoid": ["blur"],
    }


def board(shots: int) -> LoadedStoryboard:
    """A film of that many shots: two people, wardrobe, references, dialogue, light."""
    person = {
        "identity": {"en": "woman, early 30s, blunt black bob, scar", "zh": "三十出头，黑色短发"},
        "looks": {"coat": {"prompt": {"en": "mustard raincoat", "zh": "芥末黄雨衣"}}},
        "refs": [{"path": "refs/face.png", "role": "face"}],
    }
    made = [_shot(number) for number in range(shots)]
    raw = {
        "vidcheck": 1,
        "project": {"title": "speed", "aspect": "9:16", "resolution": "1080p"},
        "style": {"prompt": {"en": "night drama, grain", "zh": "夜戏，颗粒"}, "negative": ["字幕"]},
        "subjects": {"mei": person, "chen": person},
        "places": {"shop": {"prompt": {"en": "ramen counter", "zh": "拉面吧台"}}},
        "vars": {"weather": "rain"},
        "scenes": [{"id": "a", "place": "shop", "time": "night", "shots": made}],
    }
    return LoadedStoryboard(Storyboard.model_validate(raw), Path("speed.yaml"), "")


def main() -> None:
    """Measure once warm; print one line per figure."""
    known = load_profiles()
    profiles = [known[name] for name in GENERATORS]
    compile_plan(board(2), profiles)
    for shots in (SHOTS, 2 * SHOTS):
        film = board(shots)
        start = time.perf_counter()
        plan = compile_plan(film, profiles)
        took = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{shots} shots x {len(profiles)} generators: {len(plan.requests)} requests")
        print(f"  compile {took:.2f} s (goal for {SHOTS} shots: {GOAL_S:g} s), peak {peak:.0f} MiB")
        start = time.perf_counter()
        for form in ("text", "md", "csv", "json"):
            render(plan, form)  # type: ignore[arg-type]
        print(f"  all four formats {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
