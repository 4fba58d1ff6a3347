"""Wonder Unit's Storyboarder project (`.storyboarder`): boards into shots.

Source: the JSON that the open-source application writes: `boards[]` with uid, url, newShot, shot,
duration (ms), dialogue, action, notes; `aspectRatio`, `fps`, `defaultBoardTiming` (ms).
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from vidcheck.errors import StoryboardError
from vidcheck.importers.fields import speeches
from vidcheck.importers.film_words import MOST_SECONDS
from vidcheck.importers.script import FoundScene, FoundShot, Script

if TYPE_CHECKING:
    from pathlib import Path

_RATIOS = {"16:9": 16 / 9, "9:16": 9 / 16, "1:1": 1, "4:3": 4 / 3, "3:4": 3 / 4, "21:9": 21 / 9,
           "2.39:1": 2.39}  # fmt: skip


def storyboarder_script(text: str, path: Path) -> Script:
    """One scene with the boards as shots. Raises: StoryboardError with path:line."""
    data = _json(text, path)
    boards = data.get("boards") if isinstance(data, dict) else None
    if not isinstance(boards, list):
        raise StoryboardError(
            f"{path}:1: not a Storyboarder project: it has no boards",
            hint="choose the file that ends in .storyboarder inside the project's folder",
        )
    script = Script(title=path.stem)
    scene = FoundScene(line=1)
    script.scenes.append(scene)
    usual = _milliseconds(data.get("defaultBoardTiming"))
    for place, board in enumerate(boards, 1):
        if not isinstance(board, dict):
            raise StoryboardError(f"{path}:1: boards.{place - 1}: a board is a mapping")
        if not scene.shots or board.get("newShot") is not False:
            scene.shots.append(FoundShot(line=place, number=_words(board.get("shot")) or None))
        _add(scene.shots[-1], board, usual)
    _picture(script, data)
    return script


def _add(shot: FoundShot, board: dict[str, Any], usual: float | None) -> None:
    """A board's words and time to its shot; boards of one shot add up."""
    seconds = _milliseconds(board.get("duration")) or usual
    if seconds is not None:
        shot.seconds = min(MOST_SECONDS, round((shot.seconds or 0) + seconds, 3))
    for name in ("action", "dialogue", "notes"):
        words = _words(board.get(name))
        if not words:
            continue
        shot.source.append(words)
        if name == "dialogue":
            shot.dialogue += speeches(words)
        else:
            getattr(shot, name).append(words)
    drawings = [shot.meta.get("storyboarder_boards", ""), _words(board.get("url"))]
    if joined := " ".join(filter(None, drawings)):
        shot.meta["storyboarder_boards"] = joined


def _picture(script: Script, data: dict[str, Any]) -> None:
    fps, ratio = _number(data.get("fps")), _number(data.get("aspectRatio"))
    if fps is not None and 0 < fps <= 240:
        script.fps = int(fps) if fps == int(fps) else fps
    if ratio is None or ratio <= 0:
        return
    nearest = min(_RATIOS, key=lambda name: abs(math.log(_RATIOS[name] / ratio)))
    script.aspect = nearest
    if abs(_RATIOS[nearest] - ratio) > 0.03:
        script.remark(
            None,
            f"frame shape {ratio:.3g} is not among those generators make: {nearest} is nearest",
            f"画幅 {ratio:.3g} 不是生成模型的画幅：取最接近的 {nearest}",
        )


def _json(text: str, path: Path) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise StoryboardError(
            f"{path}:{error.lineno}:{error.colno}: not valid JSON: {error.msg}",
            hint="choose the file that ends in .storyboarder inside the project's folder",
        ) from error
    except (RecursionError, ValueError) as error:
        raise StoryboardError(f"{path}:1: not JSON that can be read: {error}") from error


def _number(value: Any) -> float | None:
    fits = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if fits and abs(value) < 1e9 else None


def _milliseconds(value: Any) -> float | None:
    found = _number(value)
    return found / 1000 if found is not None and 1 <= found <= MOST_SECONDS * 1000 else None


def _words(value: Any) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"{value:g}" if abs(value) < 1e15 else ""
    return value.strip() if isinstance(value, str) else ""
