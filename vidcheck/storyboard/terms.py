"""The vocabulary as types: each value is stored as its code, whatever spelling it was read from."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic_core import PydanticCustomError, core_schema

from vidcheck.storyboard.text import as_written
from vidcheck.storyboard.words import VOCABULARIES, bare

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler


@dataclass(frozen=True, slots=True)
class Spelt:
    """Marks a type as one vocabulary: reads any spelling, and lists them all in the schema."""

    name: str

    def read(self, raw: Any) -> Any:
        """The code of a spelling. Raises: PydanticCustomError with the nearest word as hint."""
        text = as_written(raw)
        if not isinstance(text, str):
            what = {"what": "nothing" if raw is None else type(raw).__name__}
            raise PydanticCustomError("word", "a word is needed, not {what}", what)
        word = VOCABULARIES[self.name].find(text)
        if word is None:
            raise PydanticCustomError("word", "unknown value '{text}'", _help(self.name, text))
        return word.code

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        del schema, handler
        words = VOCABULARIES[self.name].words
        others = VOCABULARIES[self.name].spellings[len(words) :]
        known = {word.code for word in words}
        meanings = [f"{word.zh} · {word.means} · {word.means_zh}" for word in words]
        return {
            "anyOf": [
                {"enum": [word.code for word in words], "enumDescriptions": meanings},
                {"enum": [spelling for spelling in others if spelling not in known]},
            ]
        }


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
        hint = f"did you mean '{word.code}' ({word.zh})?" if word else f"one of: {values}"
    return {"text": text, "hint": hint}


def _split(text: str) -> list[str]:
    for joint in ("+", ",", "，", "、", "/", " then ", " and ", "&"):
        text = text.replace(joint, "\n")
    return [part.strip() for part in text.split("\n") if part.strip()]


ShotSize = Annotated[
    Literal["ELS", "LS", "FS", "MLS", "MS", "MCU", "CU", "ECU", "insert"], Spelt("size")
]
Setup = Annotated[
    Literal["single", "two_shot", "group", "over_shoulder", "pov", "establishing", "cutaway"],
    Spelt("setup"),
]
Angle = Annotated[
    Literal["eye_level", "low", "high", "overhead", "ground", "dutch"], Spelt("angle")
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
    Spelt("move"),
]
MoveSpeed = Annotated[Literal["slow", "normal", "fast"], Spelt("speed")]
Rig = Annotated[
    Literal["tripod", "handheld", "steadicam", "gimbal", "drone", "crane", "dolly"], Spelt("rig")
]
Focus = Annotated[Literal["deep", "shallow", "rack"], Spelt("focus")]
LightKey = Annotated[Literal["high_key", "low_key", "natural", "silhouette"], Spelt("light_key")]
LightDirection = Annotated[
    Literal["front", "side", "back", "top", "under"], Spelt("light_direction")
]
LightQuality = Annotated[Literal["hard", "soft"], Spelt("light_quality")]
TimeOfDay = Annotated[
    Literal["dawn", "day", "golden_hour", "dusk", "blue_hour", "night"], Spelt("time")
]
Kind = Annotated[
    Literal["person", "animal", "creature", "vehicle", "product", "prop"], Spelt("kind")
]
Track = Annotated[Literal["face", "body", "object", "none"], Spelt("track")]
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
    Spelt("role"),
]
View = Annotated[
    Literal["front", "three_quarter", "left", "right", "back", "top", "detail"], Spelt("view")
]
Medium = Annotated[
    Literal["live_action", "anime", "3d", "stop_motion", "illustration"], Spelt("medium")
]
IntExt = Annotated[Literal["INT", "EXT", "INT/EXT"], Spelt("int_ext")]
Position = Annotated[Literal["left", "center", "right"], Spelt("position")]
Facing = Annotated[Literal["camera_left", "camera_right", "toward", "away"], Spelt("facing")]
Speech = Annotated[Literal["on_screen", "off_screen", "voice_over", "phone"], Spelt("speech")]
Transition = Annotated[
    Literal["cut", "dissolve", "fade_in", "fade_out", "wipe", "match"], Spelt("transition")
]
ScreenDirection = Annotated[
    Literal["left_to_right", "right_to_left", "neutral"], Spelt("screen_direction")
]
Joint = Annotated[Literal["cut", "match_cut", "continuous", "reverse"], Spelt("continuity")]
Change = Annotated[
    Literal["light_change", "transformation", "appears", "disappears", "cut", "stillness"],
    Spelt("expect"),
]
Severity = Annotated[Literal["error", "warn"], Spelt("severity")]
TargetMode = Annotated[
    Literal["auto", "t2v", "i2v", "first_last", "reference", "extend"], Spelt("mode")
]
TakeVerdict = Annotated[
    Literal["keep", "fix_in_post", "edit", "reroll", "rewrite", "reject"], Spelt("verdict")
]
Judge = Annotated[Literal["tool", "human"], Spelt("judge")]
Aspect = Annotated[Literal["16:9", "9:16", "1:1", "4:3", "3:4", "21:9", "2.39:1"], Spelt("aspect")]
