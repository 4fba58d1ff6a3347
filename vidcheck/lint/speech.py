"""Whether the lines can be spoken in the time there is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vidcheck.lint.finding import Both, Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vidcheck.lint.finding import View

EASY_ZH, HURRIED_ZH = 4.1, 9.0
"""Chinese characters a second: up to 4.1 sounds natural, above 9 generators cut the line silently
(measured by users of short-drama tools, 2026)."""
EASY_EN, HURRIED_EN = 2.5, 5.5
"""English words a second: 2.5 is usual speech (150 words a minute); 5.5 keeps the ratio measured
for Chinese and is not measured itself."""

_SYLLABLE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’-]*")


def seconds_to_say(text: str, *, hurried: bool = False) -> float:
    """Seconds that a line takes at the natural rate, or at the fastest that is not cut."""
    zh, en = (HURRIED_ZH, HURRIED_EN) if hurried else (EASY_ZH, EASY_EN)
    return len(_SYLLABLE.findall(text)) / zh + len(_WORD.findall(_SYLLABLE.sub(" ", text))) / en


def too_much(view: View) -> Iterator[Hit]:
    """Dialogue longer than its shot: hurried is a warning, beyond speaking an error."""
    language = view.board.project.language
    for placed in view.shots:
        lines = placed.shot.dialogue
        texts = [line.text.in_language(line.lang or language) for line in lines]
        natural = sum(seconds_to_say(text) for text in texts)
        fastest = sum(seconds_to_say(text, hurried=True) for text in texts)
        have = placed.shot.duration
        if natural <= have:
            continue
        cut = fastest > have
        yield Hit(
            (*placed.keys, "dialogue"),
            Both(
                f"the lines take {natural:.1f} s to say, the shot is {have:g} s"
                + ("; the end would be cut off" if cut else " and they will sound hurried"),
                f"台词自然说完要 {natural:.1f} 秒，镜头只有 {have:g} 秒"
                + ("，结尾会被截断" if cut else "，会显得赶"),
            ),
            placed.id,
            severity="error" if cut else "warn",
        )
