"""The kinds of defects, and of what else is told of a clip: the words that files hold."""

from __future__ import annotations

from typing import Literal

DefectType = Literal[
    "drift",
    "swap",
    "pop_in",
    "vanish",
    "morph",
    "flicker",
    "flash",
    "freeze",
    "cut",
    "duplicate",
]
EventType = Literal[DefectType, "occlusion"]
"""An occlusion is reported, and never a defect by itself."""
