"""Short names for verdicts, decisions and defects, in English and Chinese."""

from __future__ import annotations

from typing import NamedTuple

from vidcheck.storyboard.text import written_in


class Words(NamedTuple):
    """The same thing said in both languages."""

    en: str
    zh: str


DEFECTS: dict[str, Words] = {
    "drift": Words("drift", "主体漂移"),
    "swap": Words("swap", "主体被替换"),
    "pop_in": Words("pop-in", "凭空出现"),
    "vanish": Words("vanish", "凭空消失"),
    "morph": Words("morph", "形变"),
    "flicker": Words("flicker", "闪烁"),
    "flash": Words("flash", "闪白"),
    "freeze": Words("freeze", "画面定住"),
    "cut": Words("cut", "跳切"),
    "duplicate": Words("duplicate", "一变成二"),
    "occlusion": Words("occlusion", "遮挡"),
}
VERDICTS: dict[str, Words] = {
    "pass": Words("pass", "通过"),
    "warn": Words("warn", "留意"),
    "fail": Words("fail", "不通过"),
    "unknown": Words("unknown", "无法判断"),
}
STATUSES: dict[str, Words] = {
    "scored": Words("scored", "已测"),
    "not_assessable": Words("not assessable", "不可评估"),
    "unreadable": Words("unreadable", "无法读取"),
}
DECISIONS: dict[str, Words] = {
    "keep": Words("keep", "保留"),
    "fix_in_post": Words("fix in post", "后期修"),
    "edit": Words("edit", "局部编辑"),
    "reroll": Words("reroll", "重抽"),
    "rewrite": Words("rewrite", "改提示词"),
    "split": Words("split", "拆镜头"),
    "switch": Words("switch", "换模型"),
    "stop": Words("stop", "停止"),
    "undecided": Words("undecided", "未定"),
}


def part_in(language: str, name: str) -> str:
    """The half of a name like "The rocket · 火箭" that is in a language, else all of it."""
    halves = [half.strip() for half in name.split("·")]
    return next((half for half in halves if written_in(half) == language), name)
