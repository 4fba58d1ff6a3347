from collections.abc import Callable
from pathlib import Path

import pytest

from vidcheck.generators.load import profile
from vidcheck.plan.compile import compile_plan
from vidcheck.plan.model import PromptPlan
from vidcheck.storyboard.load import LoadedStoryboard, load_storyboard, parse_storyboard

BOARDS = Path(__file__).parent / "boards"

Compiled = Callable[..., PromptPlan]


@pytest.fixture(scope="session")
def noodles() -> LoadedStoryboard:
    return load_storyboard(BOARDS / "noodles.yaml")


@pytest.fixture(scope="session")
def desert() -> LoadedStoryboard:
    return load_storyboard(BOARDS / "desert.yaml")


@pytest.fixture
def changed() -> Callable[..., LoadedStoryboard]:
    """A board with pieces of its text replaced: old, new, old, new …"""

    def change(board: str, *pieces: str) -> LoadedStoryboard:
        text = (BOARDS / f"{board}.yaml").read_text(encoding="utf-8")
        for old, new in zip(pieces[::2], pieces[1::2], strict=True):
            assert old in text
            text = text.replace(old, new)
        return parse_storyboard(text, Path(f"{board}.yaml"))

    return change


@pytest.fixture(scope="session")
def compiled() -> Compiled:
    """Compile for generators named by id or alias; stills are left out unless asked for."""

    def compile_for(
        loaded: LoadedStoryboard, *names: str, stills: bool = False, **options: object
    ) -> PromptPlan:
        plan = compile_plan(loaded, [profile(name) for name in names], **options)  # type: ignore[arg-type]
        kept = tuple(one for one in plan.requests if stills or one.mode != "image")
        return plan.model_copy(update={"requests": kept})

    return compile_for
