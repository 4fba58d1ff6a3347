"""The vocabulary as types: each value is stored as its code, whatever spelling it was read from."""

from __future__ import annotations

import difflib
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from vidcheck.storyboard.text import as_written
from vidcheck.storyboard.words import VOCABULARIES, bare


def _reader(name: str) -> BeforeValidator:
    def read(raw: Any) -> Any:
        text = "none" if raw is False and name == "track" else as_written(raw)
        if not isinstance(text, str):
            raise PydanticCustomError(
                "word", "a word is needed, not {what}", {"what": type(raw).__name__}
            )
        word = VOCABULARIES[name].find(text)
        if word is None:
            raise PydanticCustomError("word", "unknown value '{text}'", _help(name, text))
        return word.code

    return BeforeValidator(read)


def _help(name: str, text: str) -> dict[str, Any]:
    vocabulary = VOCABULARIES[name]
    parts = [vocabulary.find(part) for part in _split(text)]
    if name == "move" and len(parts) > 1 and all(parts):
        hint = "one camera move per shot: keep one, or split the shot"
    else:
        known = {bare(spelling): spelling for spelling in vocabulary.spellings}
        near = difflib.get_close_matches(bare(text), known, n=1, cutoff=0.6)
        word = vocabulary.find(near[0]) if near else None
        values = " · ".join(f"{word.code} {word.zh}" for word in vocabulary.words)
        hint = f"did you mean '{word.code}'?" if word else f"one of: {values}"
    return {"text": text, "hint": hint}


def _split(text: str) -> list[str]:
    for joint in ("+", ",", "，", "、", "/", " then ", " and ", "&"):
        text = text.replace(joint, "\n")
    return [part.strip() for part in text.split("\n") if part.strip()]


ShotSize = Annotated[
    Literal["ELS", "LS", "FS", "MLS", "MS", "MCU", "CU", "ECU", "insert"], _reader("size")
]
Setup = Annotated[
    Literal["single", "two_shot", "group", "over_shoulder", "pov", "establishing", "cutaway"],
    _reader("setup"),
]
Angle = Annotated[
    Literal["eye_level", "low", "high", "overhead", "ground", "dutch"], _reader("angle")
]
Move = Annotated[
    Literal[
        "static",
        "pan_left",
        "pan_right",
        "tilt_up",
        "tilt_down",
        "dolly_in",
        "dolly_out",
        "truck_left",
        "truck_right",
        "pedestal_up",
        "pedestal_down",
        "crane_up",
        "crane_down",
        "arc_left",
        "arc_right",
        "follow",
        "zoom_in",
        "zoom_out",
        "roll_cw",
        "roll_ccw",
        "dolly_zoom",
        "whip_pan",
        "rack_focus",
    ],
    _reader("move"),
]
MoveSpeed = Annotated[Literal["slow", "normal", "fast"], _reader("speed")]
Rig = Annotated[
    Literal["tripod", "handheld", "steadicam", "gimbal", "drone", "crane", "dolly"], _reader("rig")
]
Focus = Annotated[Literal["deep", "shallow", "rack"], _reader("focus")]
LightKey = Annotated[Literal["high_key", "low_key", "natural", "silhouette"], _reader("light_key")]
LightDirection = Annotated[
    Literal["front", "side", "back", "top", "under"], _reader("light_direction")
]
LightQuality = Annotated[Literal["hard", "soft"], _reader("light_quality")]
TimeOfDay = Annotated[
    Literal["dawn", "day", "golden_hour", "dusk", "blue_hour", "night"], _reader("time")
]
Kind = Annotated[
    Literal["person", "animal", "creature", "vehicle", "product", "prop"], _reader("kind")
]
Track = Annotated[Literal["face", "body", "object", "none"], _reader("track")]
Role = Annotated[
    Literal[
        "face",
        "body",
        "turnaround",
        "wardrobe",
        "product",
        "place",
        "style",
        "layout",
        "motion",
        "voice",
    ],
    _reader("role"),
]
View = Annotated[
    Literal["front", "three_quarter", "left", "right", "back", "top", "detail"], _reader("view")
]
Medium = Annotated[
    Literal["live_action", "anime", "3d", "stop_motion", "illustration"], _reader("medium")
]
IntExt = Annotated[Literal["INT", "EXT", "INT/EXT"], _reader("int_ext")]
Position = Annotated[Literal["left", "center", "right"], _reader("position")]
Facing = Annotated[Literal["camera_left", "camera_right", "toward", "away"], _reader("facing")]
Speech = Annotated[Literal["on_screen", "off_screen", "voice_over", "phone"], _reader("speech")]
Transition = Annotated[
    Literal["cut", "dissolve", "fade_in", "fade_out", "wipe", "match"], _reader("transition")
]
ScreenDirection = Annotated[
    Literal["left_to_right", "right_to_left", "neutral"], _reader("screen_direction")
]
Joint = Annotated[Literal["cut", "match_cut", "continuous", "reverse"], _reader("continuity")]
Severity = Annotated[Literal["error", "warn"], _reader("severity")]
TargetMode = Annotated[
    Literal["auto", "t2v", "i2v", "first_last", "reference", "extend"], _reader("mode")
]
TakeVerdict = Annotated[
    Literal["keep", "fix_in_post", "edit", "reroll", "rewrite", "reject"], _reader("verdict")
]
Judge = Annotated[Literal["tool", "human"], _reader("judge")]
Aspect = Annotated[
    Literal["16:9", "9:16", "1:1", "4:3", "3:4", "21:9", "2.39:1"], _reader("aspect")
]
