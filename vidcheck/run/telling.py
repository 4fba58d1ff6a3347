"""The storyboard's texts and names in both languages, its variables filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.decide.words import part_in
from vidcheck.errors import StoryboardError
from vidcheck.plan.wording import Wording
from vidcheck.report.film import Said

if TYPE_CHECKING:
    from vidcheck.storyboard.load import LoadedStoryboard
    from vidcheck.storyboard.text import Text


class Teller:
    """Says what a storyboard says."""

    def __init__(self, loaded: LoadedStoryboard) -> None:
        self.board = loaded.storyboard
        self._in = {code: Wording(loaded, code, self.board.vars) for code in ("en", "zh")}

    def said(self, text: Text | None) -> Said | None:
        """A text that may be absent."""
        return self.text(text) if text else None

    def text(self, text: Text) -> Said:
        """A text in both languages."""
        return Said(en=self._filled(text, "en"), zh=self._filled(text, "zh"))

    def named(self, who: str) -> Said:
        """What a subject is called; a name like "The cup · 杯子" is one in each language."""
        subject = self.board.subjects.get(who)
        if subject is None or subject.name is None:
            return Said(en=who, zh=who)
        name = self.text(subject.name)
        return Said(en=part_in("en", name.en), zh=part_in("zh", name.zh))

    def _filled(self, text: Text, language: str) -> str:
        try:
            return self._in[language].verbatim(text)
        except StoryboardError:
            # A note that no prompt uses may name a variable that is not there.
            return text.in_language(language)
