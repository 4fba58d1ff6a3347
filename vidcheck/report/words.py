"""Short names that a report shows for measures; what stands here is all that is translated."""

from __future__ import annotations

from vidcheck.decide.words import Words

MEASURES: dict[str, Words] = {
    "ssim_adjacent": Words("likeness to the frame before", "与前一帧的相似度"),
    "ssim_first": Words("likeness to the first frame", "与首帧的相似度"),
    "ssim_compensated": Words("likeness after motion", "运动补偿后的相似度"),
}


def measure_words(name: str) -> Words:
    """What a measure is called for people; its own name where nobody gave it one."""
    plain = name.replace("_", " ").replace(".", " ")
    return MEASURES.get(name, Words(plain, plain))
