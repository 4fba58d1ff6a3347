"""Golden plans: what each generator is asked, as a person would read it.

Refresh them with `python tests/plan/golden.py`, then read the difference before you commit it.
"""

import json
from pathlib import Path

from vidcheck.generators.load import load_profiles
from vidcheck.plan.compile import compile_plan
from vidcheck.plan.render import render_text
from vidcheck.storyboard.load import load_storyboard

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FOLDER = HERE / "golden"
FIRST_LINE = "# Made by the planner; refresh with: python tests/plan/golden.py"
SPREAD = (
    "kling-1.6",
    "kling-3.0",
    "kling-3.0-omni",
    "seedance-2.0",
    "seedance-2.5",
    "jimeng-3.0",
    "vidu-q3",
    "hunyuan-vclm",
    "wan-3.0",
    "cogvideox-3",
    "minimax-h3",
    "musesteamer",
    "runway-gen4.5",
    "veo-3.1",
    "comfyui-wan-2.2",
    "diffusers-wan-2.2",
)


def boards() -> list[Path]:
    """The planner's own boards and every example that ships."""
    return sorted((HERE / "boards").glob("*.yaml")) + sorted((ROOT / "storyboards").rglob("*.yaml"))


def cases() -> list[tuple[Path, str]]:
    """Every example and one board for every generator, the other board for one of each kind."""
    return [
        (board, name)
        for board in boards()
        for name in (SPREAD if board.stem == "desert" else load_profiles())
    ]


def golden(board: Path, generator: str) -> str:
    """The plan of one storyboard for one generator, with its bodies, as text."""
    plan = compile_plan(load_storyboard(board), [load_profiles()[generator]])
    bodies = [
        f"--- {request.id}: {request.method} {request.path}\n"
        + json.dumps(request.body, ensure_ascii=False, indent=1).replace(
            json.dumps(request.prompt, ensure_ascii=False), "<the prompt above>"
        )
        for request in plan.requests
        if request.body is not None and request.mode != "workflow"
    ]
    return "\n\n".join([FIRST_LINE, render_text(plan).rstrip(), *bodies]) + "\n"


def file_of(board: Path, generator: str) -> Path:
    """Where a golden plan lies."""
    name = board.stem if board.stem != "storyboard" else board.parent.name
    return FOLDER / f"{name}.{generator}.txt"


if __name__ == "__main__":
    for old in FOLDER.glob("*.txt"):
        old.unlink()
    FOLDER.mkdir(exist_ok=True)
    for path, name in cases():
        file_of(path, name).write_text(golden(path, name), encoding="utf-8")
