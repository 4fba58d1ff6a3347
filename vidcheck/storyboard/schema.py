"""The storyboard's JSON Schema, for editors and other tools: draft-07, with every spelling."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from vidcheck.storyboard.model import Storyboard

DRAFT_07 = "http://json-schema.org/draft-07/schema#"


@cache
def storyboard_schema() -> dict[str, Any]:
    """The schema as data; treat it as read-only."""
    raw = Storyboard.model_json_schema(ref_template="#/definitions/{model}")
    raw["definitions"] = raw.pop("$defs")
    schema: dict[str, Any] = _safe(raw)
    return {"$schema": DRAFT_07, "title": "vidcheck storyboard", **schema}


def schema_json() -> str:
    """The schema as text, the same bytes each time."""
    return json.dumps(storyboard_schema(), ensure_ascii=False, indent=2) + "\n"


def _safe(node: Any) -> Any:
    if isinstance(node, list):
        return [_safe(part) for part in node]
    if not isinstance(node, dict):
        return node
    safe = {key: _safe(value) for key, value in node.items()}
    if "$ref" in safe and len(safe) > 1:  # draft-07 ignores whatever stands beside $ref
        safe = {"allOf": [{"$ref": safe.pop("$ref")}], **safe}
    if "patternProperties" in safe:
        safe.setdefault("additionalProperties", False)  # else a malformed id would pass
    return safe
