from __future__ import annotations

import pytest

from tests.report.made import CLIPS
from vidcheck.cli.outcome import FailOn, exit_code

FAILED, PASSED, BROKEN = CLIPS[0], CLIPS[1], CLIPS[4]


@pytest.mark.parametrize(
    ("rows", "fail_on", "code"),
    [
        ([PASSED], FailOn.fail, 0),
        ([PASSED, FAILED], FailOn.fail, 1),
        ([PASSED, FAILED], FailOn.never, 0),
        ([PASSED.model_copy(update={"verdict": "warn"})], FailOn.fail, 0),
        ([PASSED.model_copy(update={"verdict": "warn"})], FailOn.warn, 1),
        ([BROKEN], FailOn.fail, 3),
        ([BROKEN, FAILED], FailOn.fail, 1),
        ([BROKEN, PASSED], FailOn.fail, 0),
        ([], FailOn.fail, 3),
    ],
)
def test_exit_codes(rows: list, fail_on: FailOn, code: int) -> None:
    assert exit_code(rows, fail_on) == code
