"""The look of the film as a row of its own: lightness, contrast, colour and grain, shot by shot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vidcheck.continuity.grade import STYLE
from vidcheck.continuity.rows import StyleRow, StyleValue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from vidcheck.continuity.rows import StyleAspect
    from vidcheck.continuity.signature import Signature
    from vidcheck.judge.rows import Verdict

FEWEST = 3
"""Shots below which a film has no middle to stand away from."""
ODD = 3.5
"""Modified z from which a value is an outlier: Iglewicz and Hoaglin 1993, "How to Detect and Handle
Outliers"."""
SEEN: Mapping[StyleAspect, float] = {
    "brightness": 6.0, "contrast": 4.0, "saturation": 4.0, "warmth": 4.0, "tint": 3.0, "grain": 0.8,
}  # fmt: skip
"""Spread below which shots are alike to the eye, in each unit: about twice a just noticeable ΔE of
2.3 (Mahy et al. 1994) for colours, more for lightness, which scenes change on purpose; a
hypothesis, no measurement of ours."""
WORDS: Mapping[StyleAspect, tuple[tuple[str, str], tuple[str, str]]] = {
    "brightness": (("darker", "更暗"), ("lighter", "更亮")),
    "contrast": (("flatter", "反差更小"), ("more contrast", "反差更大")),
    "saturation": (("paler", "更淡"), ("more saturated", "更浓")),
    "warmth": (("bluer", "偏蓝"), ("yellower", "偏黄")),
    "tint": (("greener", "偏绿"), ("more magenta", "偏洋红")),
    "grain": (("cleaner", "颗粒更少"), ("grainier", "颗粒更多")),
}


def style_rows(shots: Sequence[tuple[str, str, str, Signature]]) -> tuple[StyleRow, ...]:
    """One row per shot, held against its group.

    Args:
        shots: (shot, take, group, signature) in the order of the film; shots of one group (one
            scene) should look alike, since place and time of day change the rest on purpose.

    A group of fewer than three shots gets its numbers and no verdict.
    """
    means = {shot: signature.grades.mean(0) for shot, _, _, signature in shots}
    spreads = [signature.grades.std(0) for _, _, _, signature in shots]
    inside = np.median(spreads, axis=0) if spreads else np.zeros(len(STYLE))
    groups: dict[str, list[str]] = {}
    for shot, _, group, _ in shots:
        groups.setdefault(group, []).append(shot)
    rows = []
    for shot, take, group, signature in shots:
        peers = [means[one] for one in groups[group]]
        row = _row(shot, means[shot], np.array(peers), np.asarray(inside, np.float32))
        rows.append(row.model_copy(update={"take": take, "palette": signature.palette}))
    return tuple(rows)


def _row(
    shot: str,
    own: NDArray[np.float32],
    peers: NDArray[np.float32],
    inside: NDArray[np.float32],
) -> StyleRow:
    enough = len(peers) >= FEWEST
    middle = np.median(peers, axis=0)
    # 1.4826 makes the median deviation read like a standard deviation of normal noise.
    apart = 1.4826 * np.median(np.abs(peers - middle), axis=0)
    scale = np.maximum(np.maximum(apart, inside), [SEEN[name] / 2 for name in STYLE])
    zs = (own - middle) / scale
    values = {
        name: StyleValue(
            value=round(float(own[i]), 2), z=round(float(zs[i]), 2) if enough else None
        )
        for i, name in enumerate(STYLE)
    }
    odd = [i for i in np.argsort(-np.abs(zs)) if enough and abs(zs[i]) > ODD]
    verdict: Verdict = "warn" if odd else "pass" if enough else "unknown"
    words = [WORDS[STYLE[i]][int(zs[i] > 0)] for i in odd]
    return StyleRow(
        shot=shot,
        take="",
        verdict=verdict,
        values=values,
        evidence=f"{shot} is {', '.join(en for en, _ in words)} than its scene" if words else None,
        evidence_zh=f"{shot} 与同场其他镜头相比{'、'.join(zh for _, zh in words)}"
        if words
        else None,
    )
