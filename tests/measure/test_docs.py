"""docs/measure.md names every measure, with the unit and range of its spec, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from vidcheck.measure import BUILT_IN

DOCS = Path(__file__).parents[2] / "docs"
ROW = re.compile(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|", re.MULTILINE)


def _range(low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return "any"
    return f"{'' if low is None else f'{low:g}'}..{'' if high is None else f'{high:g}'}"


def test_the_table_is_that_of_the_specs() -> None:
    page = (DOCS / "measure.md").read_text(encoding="utf-8")
    told = {name: (unit, bounds, better) for name, unit, bounds, better in ROW.findall(page)}
    assert told == {
        spec.name: (
            spec.unit,
            _range(spec.low, spec.high),
            {"neither": "–"}.get(spec.better, spec.better),
        )
        for spec in BUILT_IN
    }


def test_pages_are_short_enough_to_be_read() -> None:
    for name in ("motion", "locate", "measure", "detect", "calibration", "judge"):
        lines = (DOCS / f"{name}.md").read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 120, name
