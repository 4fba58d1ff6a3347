"""One shot as two, where its action is too much for one take."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any

from ruamel.yaml.comments import CommentedMap

from vidcheck.decide.patch import patch_of

if TYPE_CHECKING:
    from collections.abc import Collection

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？；])")
_SECOND_WITHOUT = ("title", "intent", "continuity", "dialogue", "takes", "sound", "checks")
LEAST_S = 2
"""Seconds of the shorter half; few generators make less."""


def split_patch(text: str, shot: str, taken: Collection[str], name: str) -> str | None:
    """The diff that makes two shots of one: the first half of its sentences, then the second.

    The second goes on from the first (`continuity: continuous`); what is said aloud stays in the
    first. None where the shot is not in this file, its action is no plain text of two sentences or
    more, or a half would be too short.
    """

    def change(document: Any) -> bool:
        for scene in document.get("scenes") or ():
            shots: list[Any] = scene.get("shots") or []
            for index, node in enumerate(shots):
                if isinstance(node, CommentedMap) and str(node.get("id")) == shot:
                    second = _halved(node, _new_id(shot, taken))
                    if second is not None:
                        shots.insert(index + 1, second)
                    return second is not None
        return False

    return patch_of(text, change, name)


def _halved(node: CommentedMap, new_id: str) -> CommentedMap | None:
    """The second half; the node itself becomes the first."""
    action, seconds = node.get("action"), node.get("duration")
    if not isinstance(action, str) or isinstance(seconds, bool):
        return None
    if not isinstance(seconds, int | float):
        return None
    sentences = [part for part in _SENTENCE.split(action.strip()) if part.strip()]
    later = round(seconds / 2)
    if len(sentences) < 2 or later < LEAST_S or seconds - later < LEAST_S:
        return None
    middle = (len(sentences) + 1) // 2
    gap = "" if re.search(r"[。！？；]", action) else " "
    second = copy.deepcopy(node)
    second["id"] = new_id
    node["action"] = _like(action, gap.join(sentences[:middle]))
    second["action"] = _like(action, gap.join(sentences[middle:]))
    node["duration"], second["duration"] = seconds - later, later
    for key in _SECOND_WITHOUT:
        second.pop(key, None)
    node.pop("end_state", None)
    joined = CommentedMap({"from": str(node["id"]), "kind": "continuous"})
    joined.fa.set_flow_style()
    second["continuity"] = joined
    return second


def _like(old: str, new: str) -> str:
    """The text in the YAML style of the old one, its last line break kept."""
    tail = old[len(old.rstrip()) :]
    return type(old)(new + tail)


def _new_id(shot: str, taken: Collection[str]) -> str:
    """`12A` becomes `12A2`, `12A3`, …, whichever is free."""
    number = 2
    while f"{shot}{number}" in taken:
        number += 1
    return f"{shot}{number}"
