"""Short names that a report shows for measures."""

from __future__ import annotations

from vidcheck.decide.words import Words

CURVES: dict[str, Words] = {
    "appearance_drift": Words("drift of the subject's look", "主体外观漂移"),
    "colour_step": Words("jump of the subject's colour", "主体颜色突变"),
    "flow_failure": Words("motion that cannot be followed", "无法追踪的运动"),
    "histogram_hsv_first": Words("colour against the first frame", "与首帧的颜色差异"),
    "luma_flicker": Words("flicker of brightness", "亮度闪烁"),
    "motion_amount": Words("amount of motion", "运动量"),
    "ssim_adjacent": Words("likeness to the frame before", "与前一帧的相似度"),
    "ssim_compensated": Words("likeness after motion is taken out", "去除运动后的相似度"),
    "unexplained_change": Words("change that motion does not explain", "运动无法解释的变化"),
}
"""Captions under a curve; a measure's full description is `vidcheck metrics list`."""


def measure_words(name: str) -> Words:
    """What a measure is called under a curve; its own name where nobody gave it a short one."""
    plain = name.replace("_", " ").replace(".", " ")
    return CURVES.get(name, Words(plain, plain))
