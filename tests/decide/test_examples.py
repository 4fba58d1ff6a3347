"""Every repair on every shot of the storyboards that travel with the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from vidcheck.decide.patch import apply_patch, make_patch
from vidcheck.decide.rules import repairs
from vidcheck.storyboard.load import load_storyboard, parse_storyboard

ROOT = Path(__file__).parents[2]
BOARDS = [*sorted((ROOT / "storyboards").glob("*/storyboard.yaml")),
          ROOT / "samples" / "project" / "storyboard.yaml"]  # fmt: skip
WHO = {"en": "Mei", "zh": "林梅"}


@pytest.mark.parametrize("path", BOARDS, ids=lambda path: path.parent.name)
def test_a_patch_touches_few_lines_and_what_it_makes_is_a_storyboard(path: Path) -> None:
    loaded = load_storyboard(path)
    edits = [
        repair.edit
        for rows in repairs().values()
        for repair in rows
        if repair.edit and not repair.edit.use
    ]
    made = 0
    for _, shot in list(loaded.storyboard.all_shots())[:2]:
        for edit in edits:
            patch = make_patch(loaded.text, shot.id, edit, WHO, path.name)
            if patch is None:
                continue
            made += 1
            changed = [line for line in patch.splitlines()[2:] if line[:1] in "+-"]
            assert len(changed) <= 4, patch
            parse_storyboard(apply_patch(loaded.text, patch, path.name), path)
    assert made > len(edits) // 2
