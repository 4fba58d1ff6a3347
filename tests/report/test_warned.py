"""Every warning that a clip's row can carry is told in Chinese, too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from vidcheck.report.warned import SENTENCES, in_chinese

RUN = Path(__file__).parents[2] / "vidcheck" / "run" / "clip.py"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("3 damaged packets or pictures: defects may be the file's own", "3 个数据包"),
        ("40 frames decoded of the 48 the file claims: cut off?", "文件自称 48 帧，只解出 40 帧"),
        ("jun was not found in the first frame and is not measured", "首帧中没有找到 jun"),
        ("the models failed on this clip and are left out: why", "模型在这条片上出错"),
        ("the face models failed on this clip and are left out: why", "人脸模型在这条片上出错"),
    ],
)
def test_the_values_stay(said: str, told: str) -> None:
    assert in_chinese(said).startswith(told)


def test_what_is_unknown_stays_as_it_is() -> None:
    assert in_chinese("something new") == "something new"


def test_every_warning_of_a_clip_has_its_sentence() -> None:
    """The sentences stand in run/clip.py as f-strings; their fixed words are in a pattern here."""
    source = RUN.read_text(encoding="utf-8")
    found = re.findall(r'notes(?:\.append\(| \+= \[)f?"([^"]+)"', source)
    assert len(found) >= 6
    known = " ".join(pattern.replace("\\", "") for pattern, _ in SENTENCES)
    for sentence in found:
        words = max(re.split(r"{[^}]*}", sentence), key=len).strip()
        assert words.rstrip("?: ") in known, sentence
