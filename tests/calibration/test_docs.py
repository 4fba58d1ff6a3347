"""docs/calibration.md tells the birth of the calibration that is shipped."""

from __future__ import annotations

from pathlib import Path

from vidcheck.calibration import load_calibration

PAGE = Path(__file__).parents[2] / "docs" / "calibration.md"


def test_the_birth_certificate_is_that_of_the_shipped_file() -> None:
    born = load_calibration()
    page = PAGE.read_text(encoding="utf-8")
    for line in (
        f"| id | `{born.id}` |",
        f"| date | {born.date} |",
        f"| real clips | {born.clips} |",
        f"| command | `{born.command}` |",
    ):
        assert line in page, f"after a refit write into {PAGE.name}: {line}"
