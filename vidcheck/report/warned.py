"""Warnings of a clip's row in Chinese: they are kept in run.json as English sentences."""

from __future__ import annotations

import re

SENTENCES = (
    (r"(\d+) damaged packets or pictures: defects may be the file's own",
     r"\1 个数据包或画面已损坏：缺陷可能来自文件本身"),
    (r"its clock jumps (\d+) times; times run on from there", r"时间戳跳变 \1 次，其后按顺序累计"),
    (r"its picture size changes (\d+) times; all are brought to the first",
     r"画面尺寸变化 \1 次，均缩放到最初的尺寸"),
    (r"(\d+) frames decoded of the (\d+) the file claims: cut off\?",
     r"文件自称 \2 帧，只解出 \1 帧：可能被截断"),
    (r"the subject was out of sight from ([\d.]+) to ([\d.]+) s", r"\1–\2 秒主体不在画面内"),
    (r"no reference picture was found in the first frame; the middle was taken",
     "首帧中没有找到参考图里的主体，改为猜测画面中的主体"),
    (r"(.*) was not found in the first frame and is not measured", r"首帧中没有找到 \1，未测量"),
    (r"no face found in the reference pictures: the subject's face is compared with itself only",
     "参考图里没有找到人脸：主体的脸只与自身比较"),
    (r"VBench's subject_consistency is for whole files, not for parts of them",
     "VBench 的 subject_consistency 只用于整个文件，不用于其中一段"),
    (r"VBench's subject_consistency is not computed: (.*)",
     r"没有计算 VBench 的 subject_consistency：\1"),
    (r"the face models failed on this clip and are left out: (.*)",
     r"人脸模型在这条片上出错，未使用：\1"),
    (r"the models failed on this clip and are left out: (.*)", r"模型在这条片上出错，未使用：\1"),
)  # fmt: skip


def in_chinese(warning: str) -> str:
    """The sentence in Chinese; as it is where no translation is known.

    >>> in_chinese("the subject was out of sight from 1.0 to 2.5 s")
    '1.0–2.5 秒主体不在画面内'
    """
    for pattern, chinese in SENTENCES:
        if re.fullmatch(pattern, warning):
            return re.sub(pattern, chinese, warning)
    return warning
