"""Whether the lines can be spoken in the time there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.lint.finding import Both, Hit
from vidcheck.storyboard.speech import seconds_to_say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vidcheck.lint.finding import View


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
