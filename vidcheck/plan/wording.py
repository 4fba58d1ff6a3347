"""The creator's words for one request: variables filled in, one language, nothing translated."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2.sandbox import SandboxedEnvironment

from vidcheck.errors import StoryboardError
from vidcheck.storyboard.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vidcheck.storyboard.load import LoadedStoryboard

_CHOICE = re.compile(r"\{([^{}|]*(?:\|[^{}|]*)+)\}")
_SANDBOX = SandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=False)
_END = " \t\n,，、;；.。"


@lru_cache(maxsize=4096)
def _template(source: str) -> jinja2.Template:
    return _SANDBOX.from_string(source)


def choices(text: Text | str | None) -> list[list[str]]:
    """The alternatives of each `{a|b}` in a text, in order, in the text as it stands."""
    if text is None:
        return []
    return [match.group(1).split("|") for match in _CHOICE.finditer(str(text))]


@dataclass
class Wording:
    """Says text fields in one language and remembers which ones were not written in it.

    Args:
        loaded: the storyboard, for places in errors.
        lang: `en` or `zh`, the language wanted.
        variables: the storyboard's `vars`, with a variant's changes.
        picks: for a field's name the number of the alternative at each `{a|b}`; the first without.
    """

    loaded: LoadedStoryboard
    lang: str
    variables: Mapping[str, Any]
    picks: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    missing: list[tuple[str | int, ...]] = field(default_factory=list)

    def say(self, text: Text | str | None, *keys: str | int) -> str:
        """The text in this language, or in the one it was written in; empty for None.

        Raises: StoryboardError with the place of the field where a variable is not defined.
        """
        return " ".join(self.verbatim(text, *keys).split())

    def verbatim(self, text: Text | str | None, *keys: str | int) -> str:
        """As `say`, with line breaks and spaces as they were written."""
        if text is None:
            return ""
        if isinstance(text, str):
            words = text
        else:
            words = text.in_language(self.lang)
            if text.only_in(self.lang) is None:
                self.missing.append(keys)
        filled = self._filled(words, keys)
        picks = iter(self.picks.get(str(keys[-1]) if keys else "", ()))
        return _CHOICE.sub(lambda match: _pick(match.group(1), next(picks, 0)), filled).strip()

    def phrase(self, text: Text | str | None, *keys: str | int) -> str:
        """As `say`, without the punctuation at its end, to stand inside a sentence of ours."""
        return self.say(text, *keys).strip(_END)

    def _filled(self, words: str, keys: tuple[str | int, ...]) -> str:
        if "{{" not in words and "{%" not in words:
            return words
        try:
            return _template(words).render(
                {
                    name: value.in_language(self.lang) if isinstance(value, Text) else value
                    for name, value in self.variables.items()
                }
            )
        except jinja2.UndefinedError as error:
            known = ", ".join(sorted(self.variables)) or "none"
            raise StoryboardError(
                f"{self.loaded.where(*keys)}: {_dotted(keys)}: {error.message}",
                hint=f"name it under `vars:`; there are: {known}",
            ) from error
        except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError) as error:
            raise StoryboardError(
                f"{self.loaded.where(*keys)}: {_dotted(keys)}: not a valid template: {error}",
                hint="a variable is written {{ name }}",
            ) from error


def _pick(body: str, number: int) -> str:
    options = body.split("|")
    return options[number % len(options)]


def _dotted(keys: tuple[str | int, ...]) -> str:
    return ".".join(str(key) for key in keys)
