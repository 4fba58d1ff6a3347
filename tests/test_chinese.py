"""Every warning and reason that a clip's row can carry is told in Chinese, too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import vidcheck
from vidcheck.chinese.clips import SENTENCES
from vidcheck.chinese.said import in_chinese

ROOMS = Path(vidcheck.__file__).parent
RUN = ROOMS / "run" / "clip.py"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("3 damaged packets or pictures: defects may be the file's own", "3 个数据包"),
        ("40 frames decoded of the 48 the file claims: cut off?", "文件自称 48 帧，只解出 40 帧"),
        ("jun was not found in the first frame and is not measured", "首帧中没有找到 jun"),
        ("the models failed on this clip and are left out: why", "模型在这条片上出错"),
        ("the face models failed on this clip and are left out: why", "人脸模型在这条片上出错"),
        ("a: b.mp4: holds no video stream", "a: b.mp4：里面没有视频流"),
        ("a.mp4: not a readable video: Permission denied", "a.mp4：不是可读的视频：没有权限"),
        ("the process measuring it ended: SIGSEGV", "测量它的进程已中止：SIGSEGV"),
        ("took longer than 900 s and was given up", "超过 900 秒，已放弃"),
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


@pytest.mark.parametrize("room", ["decode.py", "run/batch.py", "run/on_ray.py", "run/fetched.py"])
def test_every_reason_that_a_clip_is_not_measured_has_its_sentence(room: str) -> None:
    source = (ROOMS / room).read_text(encoding="utf-8")
    found = re.findall(r'(?:ClipError\(|(?:reason|said) = |lost\(job.path, )f?"([^"]+)"', source)
    if room == "decode.py":
        why = re.findall(r'return "([a-z][^"]+)"', source)
        found += [f"7: not a readable video: {one}" for one in why]
    assert found
    for sentence in found:
        told = in_chinese(re.sub(r"{[^}]*}", "7", sentence))
        assert re.search("[\u4e00-\u9fff]", told), sentence
        assert not re.search(r"[a-z]{2,} [a-z]{2,}", told), told
