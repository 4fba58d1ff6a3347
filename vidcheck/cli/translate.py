"""Error messages of the rooms below, said in Chinese where the person reads Chinese."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vidcheck.cli.language import language

if TYPE_CHECKING:
    from vidcheck.errors import VidcheckError

# Places (path:line:column) and values stay as they are; only the sentence around them changes.
_SENTENCES: tuple[tuple[str, str], ...] = (
    (r"cannot be written: (.*)$", r"无法写入：\1"),
    (r"cannot be read: (.*)$", r"无法读取：\1"),
    (r"is a folder, not a report$", "是文件夹，不是报告文件"),
    (r"is a folder, not a storyboard$", "是文件夹，不是分镜文件"),
    (r"is a folder, not a clip$", "是文件夹，不是视频文件"),
    (r"no such file$", "没有这个文件"),
    (r"`vidcheck init` makes a storyboard to start from", "`vidcheck init` 会建立一个起步的分镜"),
    (
        r"not a vidcheck report: it has no schema_version$",
        "不是 vidcheck 报告：缺少 schema_version",
    ),
    (
        r"schema_version: (\d+) is newer than this vidcheck reads \((\d+)\)$",
        r"schema_version：报告的版本 \1 比当前 vidcheck 能读的版本（\2）新",
    ),
    (r"not JSON: (.*)$", r"不是有效的 JSON：\1"),
    (r"unknown key\b", "未知的键"),
    (r"unknown generator\b", "未知的生成模型"),
    (r"no such generator\b", "没有这个生成模型"),
    (
        r"choose another place with --out, or make room; what was there is untouched",
        "换一个 --out 位置，或腾出空间；原有文件没有改动",
    ),
    (r"run `(.*)` again to write it anew", r"重新运行 `\1` 生成"),
    (r"update vidcheck \(this is (.*)\)", r"请升级 vidcheck（当前版本 \1）"),
    (r"did you mean (.*)\?", r"是不是想写 \1？"),
    (r"name the file: (.*)", r"请写明文件：\1"),
    (r"No such file or directory", "没有这个文件或文件夹"),
    (r"Not a directory", "路径中有一段不是文件夹"),
    (r"Permission denied", "没有权限"),
    (r"No space left on device", "磁盘已满"),
)


def translated(error: VidcheckError) -> tuple[str, str | None]:
    """Message and hint of an error in the person's language; English where no sentence is known."""
    if language() == "en":
        return error.message, error.hint
    return _in_chinese(error.message), error.hint and _in_chinese(error.hint)


def _in_chinese(sentence: str) -> str:
    for pattern, chinese in _SENTENCES:
        sentence = re.sub(pattern, chinese, sentence)
    return sentence
