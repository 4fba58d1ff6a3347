"""Words that generators take the wrong way, and words that contradict a field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vidcheck.lint.finding import Both, Hit, wordings
from vidcheck.storyboard.defaults import camera_of, target_of
from vidcheck.storyboard.words import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vidcheck.lint.finding import Placed, View
    from vidcheck.storyboard.model import Cast
    from vidcheck.storyboard.strict_yaml import Keys
    from vidcheck.storyboard.text import Text

_NEGATIONS = re.compile(
    r"\b(?:no|not|without|never|don't|doesn't|isn't|aren't|avoid)\b [\w-]+"
    r"|(?:没有|不要|不出现|不能有|避免|禁止|别有|不带)[\u4e00-\u9fff]{1,4}|无(?:人|字|水印|模糊|文字|字幕)",
    re.IGNORECASE,
)
_EDITS = re.compile(
    r"(?:^|[.!;]\s+)(?:add|remove|delete|replace|extend|erase|swap|change)\b [\w ]{1,20}"
    r"|(?:增加|添加|删除|删去|去掉|移除|替换|换成|延长|抹去)[\u4e00-\u9fff]{0,4}",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"\b(?:(?:suddenly )?(?:appears?|materiali[sz]es?|pops? up)"
    r"(?! (?:calm|to be|tired|happy|sad))|out of nowhere)\b"
    r"|突然出现|凭空|冒出|变出|浮现|显现",
    re.IGNORECASE,
)
_CAMERA_EN = {
    "pan": r"pans?|panning",
    "tilt": r"tilts?|tilting",
    "dolly": r"doll(?:y|ies)|push(?:es)? in|pull(?:s)? (?:back|out)|moves? (?:in|closer)",
    "truck": r"trucks?|slides?|tracks? (?:left|right)",
    "crane": r"cranes?|rises|booms?",
    "arc": r"orbits?|circles|arcs?",
    "follow": r"follows?|tracks(?! left| right)",
    "zoom": r"zooms?",
}
_CAMERA_ZH = {
    "pan": "摇",
    "dolly": "推|拉",
    "truck": "横移|平移",
    "crane": "升|降",
    "arc": "环绕",
    "follow": "跟",
    "zoom": "变焦",
}
_FAMILY = {"pedestal": "crane", "whip": "pan", "rack": "focus", "roll": "roll"}
_GARMENTS = (
    "apron|coat|raincoat|jacket|shirt|t-shirt|dress|skirt|sweater|jumper|scarf|hat|cap|suit|hoodie"
    "|trousers|jeans|gloves|helmet|vest|cloak|robe|uniform|boots|tie"
)
_COLOURS = (
    "red|blue|green|yellow|black|white|gray|grey|brown|orange|pink|purple|indigo|mustard|navy|beige"
)
_WORN_EN = re.compile(rf"\b({_COLOURS})\b(?:[ -]\w+)?? ({_GARMENTS})\b", re.IGNORECASE)
_WORN_ZH = re.compile(
    r"([红蓝绿黄黑白灰棕橙粉紫青])色?的?"
    r"(围裙|雨衣|外套|夹克|衬衫|裙子|连衣裙|毛衣|围巾|帽子|西装|卫衣|裤子|手套|头盔|背心|斗篷|长袍|制服|靴子|领带|大衣)"
)


def many_moves(view: View) -> Iterator[Hit]:
    """More than one camera move in one shot, counting those told in the action."""
    for placed in view.shots:
        move = camera_of(view.board, placed.shot).move
        told = _moves_told(placed)
        asked = _family(move)
        families = dict.fromkeys([*([asked] if asked else []), *told])
        if len(families) > 1:
            names = ", ".join(families)
            says = Both(
                f"{len(families)} camera moves in one shot: {names}",
                f"一个镜头里有多种运镜：{names}",
            )
            yield Hit((*placed.keys, "camera"), says, placed.id)


def move_in_text(view: View) -> Iterator[Hit]:
    """A camera move told in the action while camera.move stands still."""
    for placed in view.shots:
        told = _moves_told(placed)
        if len(told) == 1 and camera_of(view.board, placed.shot).move == "static":
            says = Both(
                f"the action tells of a camera move ({told[0]}), camera.move is static",
                f"画面内容写了运镜（{told[0]}），camera.move 却是固定",
            )
            yield Hit((*placed.keys, "action"), says, placed.id)


def _family(move: str) -> str | None:
    if move == "static":
        return None
    start = move.split("_", maxsplit=1)[0]
    return _FAMILY.get(start, start)


def _moves_told(placed: Placed) -> list[str]:
    """Families of camera moves in the action, only where the camera itself is the one moving."""
    found: dict[str, None] = {}
    for text in wordings(placed.shot.action):
        for part in re.split(r"[.;。；]", text):
            english = re.search(r"\bcamera\b(.*)", part, re.IGNORECASE)
            for family, words in _CAMERA_EN.items():
                if english and re.search(rf"\b(?:{words})\b", english[1], re.IGNORECASE):
                    found[family] = None
            chinese = re.search(r"(?:镜头|摄影机|机位)(.*)", part)
            for family, words in _CAMERA_ZH.items():
                if chinese and re.search(words, chinese[1].replace("摇臂", "升")):
                    found[family] = None
    return list(found)


def negation(view: View) -> Iterator[Hit]:
    """A negation in a prompt: many generators draw the thing that is negated."""
    for keys, text, shot in _prompts(view):
        if found := _first(_NEGATIONS, text):
            says = Both(f"'{found}' may be drawn as written", f"“{found}”可能反而被画出来")
            yield Hit(keys, says, shot)


def edit_word(view: View) -> Iterator[Hit]:
    """Words of editing in a reference prompt, which some generators take as an order to edit."""
    for placed in view.shots:
        if target_of(view.board, placed.shot).mode != "reference":
            continue
        for keys, text in placed.prompt_texts():
            if found := _first(_EDITS, text):
                says = Both(f"'{found}' reads like an order to edit", f"“{found}”会被当成编辑指令")
                yield Hit(keys, says, placed.id)


def from_nothing(view: View) -> Iterator[Hit]:
    """Something that appears from nothing, which is what generators do worst."""
    for placed in view.shots:
        if found := _first(_NOTHING, placed.shot.action):
            says = Both(f"'{found}': something comes from nothing", f"“{found}”：有东西凭空出现")
            yield Hit((*placed.keys, "action"), says, placed.id)


def written_text(view: View) -> Iterator[Hit]:
    """Text that the generator would have to write into the picture."""
    for placed in view.shots:
        if placed.shot.text_on_screen is not None:
            says = Both("generators misspell text on screen", "生成模型容易写错画面文字")
            yield Hit((*placed.keys, "text_on_screen"), says, placed.id)


def _prompts(view: View) -> Iterator[tuple[Keys, Text, str | None]]:
    board = view.board
    yield ("style", "prompt"), board.style.prompt, None
    for name, subject in board.subjects.items():
        yield ("subjects", name, "identity"), subject.identity, None
        for look_id, look in subject.looks.items():
            if look.prompt is not None:
                yield ("subjects", name, "looks", look_id, "prompt"), look.prompt, None
    for name, place in board.places.items():
        yield ("places", name, "prompt"), place.prompt, None
    for placed in view.shots:
        for keys, text in placed.prompt_texts():
            yield keys, text, placed.id


def _first(pattern: re.Pattern[str], text: Text) -> str | None:
    hits = (pattern.search(wording) for wording in wordings(text))
    return next((hit[0].strip(" .;!") for hit in hits if hit), None)


def look_told_otherwise(view: View) -> Iterator[Hit]:
    """A garment that the shot's text gives another colour than the look does."""
    for placed in view.shots:
        if len(placed.shot.cast) != 1:
            continue  # whose garment is meant is not certain
        look = _look_text(view, placed.shot.cast[0])
        worn = _worn(wordings(look)) if look else {}
        for keys, text in placed.prompt_texts():
            for garment, colour in _worn(wordings(text)).items():
                if garment in worn and worn[garment] != colour:
                    says = Both(
                        f"{colour} {garment} here, {worn[garment]} {garment} in the look",
                        f"这里写{colour}{garment}，造型里是{worn[garment]}{garment}",
                    )
                    yield Hit(keys, says, placed.id)


def _look_text(view: View, cast: Cast) -> Text | None:
    subject = view.board.subjects.get(cast.who)
    look = subject.looks.get(cast.look or subject.default_look or "") if subject else None
    return look.prompt if look else None


def _worn(texts: tuple[str, ...]) -> dict[str, str]:
    pairs = [hit for text in texts for hit in (*_WORN_EN.findall(text), *_WORN_ZH.findall(text))]
    return {garment.lower(): colour.lower().replace("grey", "gray") for colour, garment in pairs}


def style_forgotten(view: View) -> Iterator[Hit]:
    """A hand-written prompt of a unit of several shots that does not say the style."""
    for index, unit in enumerate(view.board.units):
        prompt = unit.target.prompt if unit.target else None
        if len(unit.shots) < 2 or prompt is None:
            continue
        said = " ".join(wordings(prompt)).casefold()
        parts = [
            part.strip()
            for wording in wordings(view.board.style.prompt)
            for part in re.split(r"[,，、;；]", wording.casefold())
        ]
        if not any(part and part in said for part in parts):
            says = Both(
                f"the prompt of unit {unit.id} never says the style",
                f"单元 {unit.id} 的手写提示词没有写风格",
            )
            yield Hit(("units", index, "target", "prompt"), says)


def left_open(view: View) -> Iterator[Hit]:
    """A move whose spelling does not say the direction, so that one was assumed."""
    moves = VOCABULARIES["move"]
    places: list[tuple[Keys, str | None]] = [(("defaults", "camera", "move"), None)]
    places += [((*placed.keys, "camera", "move"), placed.id) for placed in view.shots]
    for keys, shot in places:
        typed = view.loaded.as_typed(*keys)
        word = moves.find(typed) if isinstance(typed, str) else None
        if word is not None and moves.leaves_open(typed):
            says = Both(
                f"'{typed}' does not say which way; read as {word.code}",
                f"“{typed}”没有说明方向，按 {word.code}（{word.zh}）处理",
            )
            yield Hit(keys, says, shot)
