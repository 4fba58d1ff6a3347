"""The columns of shot lists in English and Chinese, and what a cell says in each."""

from __future__ import annotations

import re
from functools import cache

from vidcheck.importers.film_words import Phrase, read_phrase, seconds_in, word_in
from vidcheck.importers.script import FoundShot, Script, Speech
from vidcheck.storyboard.words import bare

COLUMNS: dict[str, str] = {
    "scene": "scene, scene number, scene no, scene #, sc, 场, 场次, 场号, 场景号, 幕",
    "place": "location, place, set, setting, where, 场景, 地点, 场地, 拍摄地点, 环境",
    "int_ext": "int/ext, i/e, int ext, 内外, 内外景, 内/外, 内/外景",
    "time": "time of day, day/night, d/n, time, 日夜, 日/夜, 时间",
    "shot": "shot, shot number, shot no, shot #, shot id, #, no, number, 镜号, 镜头号, 镜头, 镜, "
    "序号, 编号, 分镜, 分镜号, 镜头编号",
    "size": "size, shot size, framing, shot type, type, 景别, 画面景别",
    "setup": "setup, composition, 构图",
    "move": "move, movement, camera move, camera movement, 运镜, 运镜方式, 镜头运动, 摄法, "
    "运动, 运动方式, 拍摄手法, 拍摄方式, 技巧",
    "angle": "angle, camera angle, camera, 机位, 角度, 机位角度, 拍摄角度",
    "rig": "rig, equipment, gear, support, 器材, 设备, 承托",
    "lens": "lens, focal length, lens mm, 焦距, 镜头焦距, 焦段",
    "focus": "focus, depth of field, 焦点, 景深",
    "description": "description, shot description, visual, visuals, picture, content, what, 画面, "
    "画面内容, 画面描述, 内容, 镜头内容, 描述, 分镜描述, 镜头描述, 剧情",
    "action": "action, action/dialogue, 动作, 人物动作, 表演, 动作描述",
    "dialogue": "dialogue, dialog, line, lines, speech, 台词, 对白, 对话, 台词/旁白, 对白/旁白, "
    "台词对白",
    "narration": "voice over, voiceover, vo, v.o., narration, narrator, 旁白, 解说, 解说词, 配音, "
    "画外音, 文案",
    "cast": "cast, character, characters, actor, actors, talent, who, 人物, 角色, 演员, 出场人物, "
    "出场, 主体",
    "props": "props, prop, 道具",
    "sound": "sound, sounds, sfx, sound effects, audio, fx, 音效, 声音, 音响, 声效",
    "music": "music, score, bgm, 音乐, 配乐, 背景音乐",
    "text": "text, title, super, supers, caption, on screen text, text on screen, 字幕, 画面文字, "
    "花字, 文字",
    "transition": "transition, transitions, 转场, 切换, 转场方式",
    "seconds": "seconds, second, sec, secs, s, duration, length, dur, 时长, 秒数, 秒, 长度, "
    "镜头时长, 镜头长度, 时间长度",
    "notes": "notes, note, comment, comments, remark, remarks, 备注, 说明, 注, 注释, 注意事项",
}
"""Every heading a column may have, by what the column holds."""

OURS = "vidcheck"
"""Headings that begin with this word are results in a shot list of ours; they are passed over."""

_CAMERA = {
    "size": ("size", "setup", "angle"),
    "setup": ("setup",),
    "move": ("move", "speed", "rig"),
    "angle": ("angle", "setup"),
    "rig": ("rig",),
    "focus": ("focus",),
}
_TEXTS = {"description": "action", "action": "action", "sound": "sound", "music": "music",
          "text": "text_on_screen", "notes": "notes"}  # fmt: skip
_EMPTY = {"-", "--", "—", "——", "–", "/", "\\", "无", "n/a", "na", "none", "x", "×", "…", "..."}
_LISTED = re.compile(r"[,，、;；/\n]+|\s+(?:and|&|和|与)\s+")
_SAYS = re.compile(
    r"(?P<who>[^:：,，。.!！?？“”\"]{1,24}?)\s*[:：]\s*(?!//)(?P<what>\S.*)", re.DOTALL
)
_ASIDE = re.compile(r"[(（]([^()（）]{1,40})[)）]")
_QUOTES = '“”"「」『』'


@cache
def _index() -> dict[str, str]:
    return {bare(alias): name for name, aliases in COLUMNS.items() for alias in aliases.split(", ")}


def field_of(heading: str) -> str | None:
    """What a column holds, by its heading; `时长（秒）` and `景别 Size` are known too."""
    heading = heading.strip()
    if not heading or len(heading) > 60:
        return None
    without = re.sub(r"[(（\[【].*?[)）\]】]", "", heading)
    parts = re.split(r"[/|·]+", without)
    chinese = re.sub(r"[^\u3400-\u9fff]", "", without)
    both = (chinese, re.sub(r"[\u3400-\u9fff]", "", without)) if chinese else ()
    for candidate in (heading, without, *parts, *both):
        if found := _index().get(bare(candidate)):
            return found
    return None


def is_empty(cell: str) -> bool:
    """Whether a cell says nothing: blank, a dash, `无`, `n/a`."""
    return not cell.strip() or cell.strip().casefold() in _EMPTY


def put_cell(script: Script, shot: FoundShot, name: str, heading: str, cell: str) -> None:
    """Put what a cell says into the shot; what is not understood becomes a note, and is said."""
    if is_empty(cell):
        return
    if name in _TEXTS:
        getattr(shot, _TEXTS[name]).append(cell)
    elif name in _CAMERA:
        found = read_phrase(cell, _CAMERA[name])
        put_phrase(script, shot, found, heading)
    elif name in {"dialogue", "narration"}:
        shot.dialogue += speeches(cell, "voice_over" if name == "narration" else None)
    elif name in {"cast", "props"}:
        names = [one.strip() for one in _LISTED.split(cell)]
        getattr(shot, name).extend(one for one in names if not is_empty(one))
    else:
        _put_value(script, shot, name, heading, cell)


def _put_value(script: Script, shot: FoundShot, name: str, heading: str, cell: str) -> None:
    if name == "shot":
        shot.number = cell
    elif name == "seconds" and (seconds := seconds_in(cell)):
        shot.seconds = seconds
    elif name == "lens" and (match := re.fullmatch(r"([0-9]{1,4})\s*(?:mm|毫米)?", cell.strip())):
        if 4 <= int(match[1]) <= 2000:
            shot.camera["lens_mm"] = match[1]
    elif name == "transition" and (known := word_in("transition", cell.rstrip(".。:："))):
        shot.transition = known
    else:
        keep(script, shot, heading, [cell])


def put_phrase(script: Script, shot: FoundShot, found: Phrase, heading: str = "") -> None:
    """Put film words into the shot; a second move or size, and unknown words, become notes."""
    for key, value in found.camera.items():
        if shot.camera.setdefault(key, value) != value:
            found.more.append(value)
    shot.seconds = shot.seconds or found.seconds
    for word in found.more:
        shot.notes.append(f"{heading}: {word}" if heading else word)
        script.remark(
            shot.line,
            f"'{word}' is one too many: a shot has one of each; kept as a note",
            f"“{word}”多了：一个镜头每项只有一种；留在备注里",
        )
    keep(script, shot, heading, found.unknown)


def keep(script: Script, shot: FoundShot, heading: str, words: list[str]) -> None:
    """Words that are not understood, as notes of the shot, and said."""
    for word in words:
        shot.notes.append(f"{heading}: {word}" if heading else word)
        script.remark(
            shot.line,
            f"{heading + ': ' if heading else ''}'{word}' is not understood; kept as a note",
            f"{heading + '：' if heading else ''}看不懂“{word}”，留在备注里",
        )


def speeches(cell: str, mode: str | None = None) -> list[Speech]:
    """The lines of a cell: `林梅：你来了。`, `MEI (V.O.): You came.`, or words alone."""
    found = []
    for row in cell.split("\n"):
        words = row.strip()
        if not words:
            continue
        match = _SAYS.fullmatch(words)
        if match is None or not re.search(r"[^\W\d_]", match["who"]):
            found.append(Speech(None, words.strip(_QUOTES) or words, mode))
            continue
        asides = _ASIDE.findall(match["who"])
        who: str | None = _ASIDE.sub("", match["who"]).strip()
        how, delivery = mode, []
        for aside in asides:
            if how is None and word_in("speech", aside):
                how = aside.strip()
            else:
                delivery.append(aside.strip())
        if who and word_in("speech", who):
            who, how = None, how or who
        text = match["what"].strip(_QUOTES) or match["what"]
        found.append(Speech(who or None, text, how, "; ".join(delivery) or None))
    return found
