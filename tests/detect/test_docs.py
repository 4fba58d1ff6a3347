"""docs/detect.md names every detector, with unit and floor of its spec, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from vidcheck.detect import BUILT_IN
from vidcheck.measure import BUILT_IN as METRICS

PAGE = Path(__file__).parents[2] / "docs" / "detect.md"
ROW = re.compile(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \| ([^|]+) \| `(\w+)`", re.MULTILINE)


def test_the_table_is_that_of_the_specs() -> None:
    told = ROW.findall(PAGE.read_text(encoding="utf-8"))
    assert [(name, unit, float(floor)) for name, unit, floor, _ in told] == [
        (spec.name, spec.unit, spec.floor) for spec in BUILT_IN
    ]
    assert {metric for *_, metric in told} <= {spec.name for spec in METRICS}
