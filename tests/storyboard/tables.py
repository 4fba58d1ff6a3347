"""The tables of docs/storyboard.md and docs/lint.md, made from the code that they describe.

`python -m tests.storyboard.tables` writes them anew; a test compares.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from vidcheck.lint.table import RULES
from vidcheck.storyboard.schema import storyboard_schema
from vidcheck.storyboard.words import VOCABULARIES

DOCS = Path(__file__).parents[2] / "docs"
# Records in the order of a file, with the key under which they stand.
RECORDS = {
    "Project": "project",
    "Style": "style",
    "Subject": "subjects.ID",
    "Look": "subjects.ID.looks.ID",
    "Ref": "refs[]",
    "Place": "places.ID",
    "Defaults": "defaults",
    "Scene": "scenes[]",
    "Shot": "scenes[].shots[]",
    "Cast": "shots[].cast[]",
    "Camera": "shots[].camera",
    "Light": "shots[].light",
    "Frames": "shots[].frames",
    "Line": "shots[].dialogue[]",
    "Continuity": "shots[].continuity",
    "Target": "target",
    "Variants": "shots[].variants",
    "Expect": "shots[].expect[]",
    "Check": "checks[]",
    "Budget": "budget",
    "Take": "shots[].takes[]",
    "Unit": "units[]",
}


def fields() -> str:
    """Every field of every record, with its meaning in both languages."""
    schema = storyboard_schema()
    parts = [_record("the file", schema)]
    parts += [_record(key, schema["definitions"][name]) for name, key in RECORDS.items()]
    return "\n".join(parts)


def _record(key: str, record: dict[str, Any]) -> str:
    rows = [f"**`{key}`**\n", "| field | | meaning | 含义 |", "|---|---|---|---|"]
    for name, part in record["properties"].items():
        english, _, chinese = part["description"].partition(" · ")
        needed = "required" if name in record.get("required", []) else _default(part)
        rows.append(f"| `{name}` | {needed} | {_cell(english)} | {_cell(chinese)} |")
    return "\n".join(rows) + "\n"


def _default(part: dict[str, Any]) -> str:
    value = part.get("default")
    return f"`{value}`" if isinstance(value, (str, int, float)) and value != "" else ""


def vocabulary() -> str:
    """Every film word, with its Chinese name, its meaning and its other spellings."""
    parts = []
    for table in VOCABULARIES.values():
        rows = [f"**{table.zh} · {table.name}**\n"]
        rows += ["| code | 中文 | means | 含义 | also written |", "|---|---|---|---|---|"]
        for word in table.words:
            also = [word.en] if word.en != word.code else []
            also += [a + ("?" if table.leaves_open(a) else "") for a in word.aliases]
            cells = (f"`{word.code}`", word.zh, word.means, word.means_zh, ", ".join(also))
            rows.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
        parts.append("\n".join(rows) + "\n")
    return "\n".join(parts)


def rules() -> str:
    """Every lint rule with its weight, name and mend in both languages."""
    rows = ["| code | | finds | 问题 | mend | 处理 |", "|---|---|---|---|---|---|"]
    for rule in RULES:
        cells = (rule.code, rule.severity, *rule.title, *rule.hint)
        en, zh, mend, mend_zh = cells[2:]
        row = (rule.code, rule.severity, en, zh, mend, mend_zh)
        rows.append("| " + " | ".join(_cell(cell) for cell in row) + " |")
    return "\n".join(rows) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


TABLES = {
    ("storyboard.md", "fields"): fields,
    ("storyboard.md", "vocabulary"): vocabulary,
    ("lint.md", "rules"): rules,
}


def filled(text: str, name: str, table: str) -> str:
    """A page with what stands between its two marks replaced."""
    start, end = f"<!-- {name}: made by tests/storyboard/tables.py -->", f"<!-- /{name} -->"
    pattern = re.escape(start) + ".*?" + re.escape(end)
    made, count = re.subn(
        pattern, lambda _: f"{start}\n\n{table}\n{end}", text, count=1, flags=re.DOTALL
    )
    if count != 1:
        raise ValueError(f"no place for {name}")
    return made


if __name__ == "__main__":
    for (page, name), make in TABLES.items():
        path = DOCS / page
        path.write_text(filled(path.read_text(encoding="utf-8"), name, make()), encoding="utf-8")
