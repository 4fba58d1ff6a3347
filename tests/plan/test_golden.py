import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


def _golden() -> ModuleType:
    spec = importlib.util.spec_from_file_location("golden", Path(__file__).parent / "golden.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GOLDEN = _golden()


@pytest.mark.parametrize(
    ("board", "generator"),
    GOLDEN.cases(),
    ids=[GOLDEN.file_of(*case).stem for case in GOLDEN.cases()],
)
def test_the_plan_is_what_was_read_and_agreed(board: Path, generator: str) -> None:
    path = GOLDEN.file_of(board, generator)
    assert path.is_file(), "run: python tests/plan/golden.py"
    agreed = path.read_text(encoding="utf-8")
    assert agreed.splitlines()[0] == GOLDEN.FIRST_LINE
    assert GOLDEN.golden(board, generator) == agreed, "run: python tests/plan/golden.py"


def test_no_golden_file_is_left_over() -> None:
    expected = {GOLDEN.file_of(*case) for case in GOLDEN.cases()}
    assert set(GOLDEN.FOLDER.glob("*.txt")) == expected
