"""Short names that a report shows for measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.chinese.said import in_chinese
from vidcheck.decide.words import Words

if TYPE_CHECKING:
    from vidcheck.judge.rows import ClipRow

CURVES: dict[str, Words] = {
    "appearance_drift": Words("drift of the subject's look", "主体外观漂移"),
    "colour_step": Words("jump of the subject's colour", "主体颜色突变"),
    "face_likeness": Words("likeness of the face to itself", "人脸与自身的相似度"),
    "flow_failure": Words("motion that cannot be followed", "无法追踪的运动"),
    "histogram_hsv_first": Words("colour against the first frame", "与首帧的颜色差异"),
    "luma_flicker": Words("flicker of brightness", "亮度闪烁"),
    "motion_amount": Words("amount of motion", "运动量"),
    "ssim_adjacent": Words("likeness to the frame before", "与前一帧的相似度"),
    "ssim_compensated": Words("likeness after motion is taken out", "去除运动后的相似度"),
    "subject_likeness": Words("likeness of the subject to its opening", "主体与开头的相似度"),
    "unexplained_change": Words("change that motion does not explain", "运动无法解释的变化"),
}
"""Captions under a curve; a measure's full description is `vidcheck metrics list`."""


def measure_words(name: str) -> Words:
    """What a measure is called under a curve; its own name where nobody gave it a short one."""
    plain = name.replace("_", " ").replace(".", " ")
    return CURVES.get(name, Words(plain, plain))


def unmeasured(row: ClipRow) -> Words:
    """Why a clip was not measured; empty where it was."""
    reason = row.reason or ""
    return Words(reason, row.reason_zh or in_chinese(reason))


HUMAN: dict[str, Words] = {
    "keep": Words("Keep", "保留"),
    "hold": Words("Hold", "待定"),
    "ng": Words("NG", "NG"),
}
"""What a person may say of a take; script supervisors circle the takes they keep."""
ASKED: dict[str, Words] = {
    "duration": Words("length", "时长"),
    "ratio": Words("format", "画幅"),
    "resolution": Words("resolution", "清晰度"),
    "frame_rate": Words("frame rate", "帧率"),
    "camera_move": Words("camera", "运镜"),
    "colour": Words("colour", "颜色"),
    "change": Words("change", "变化"),
    "limit": Words("limit", "限值"),
}
"""What was asked of a take."""
ASPECTS: dict[str, Words] = {
    "identity": Words("identity", "身份"),
    "face": Words("face", "脸"),
    "wardrobe": Words("wardrobe", "服装"),
    "product": Words("product", "物件"),
}
"""What of a subject is compared across shots."""
SOURCES: dict[str, Words] = {
    "given": Words("your box", "你画的框"),
    "reference": Words("your reference picture", "你的参考图"),
    "face": Words("a face", "人脸"),
    "auto": Words("a guess: the middle of the picture", "猜测：画面中央"),
    "none": Words("not found", "没有找到"),
}
"""How it is known where the subject is."""
