from __future__ import annotations

import pytest
from pydantic import ValidationError

from vidcheck.storyboard.text import Text, written_in


def test_a_plain_text_is_in_the_language_it_is_written_in() -> None:
    text = Text.model_validate("林梅走向 Jun。")
    assert (text.only_in("zh"), text.only_in("en")) == ("林梅走向 Jun。", None)
    assert text.in_language("en") == "林梅走向 Jun。"
    assert text.languages == ("zh",)


def test_two_languages_are_kept_apart_and_nothing_is_translated() -> None:
    text = Text.model_validate({"en": "She turns.", "zh": "她转身。"})
    assert (text.in_language("zh"), text.in_language("en")) == ("她转身。", "She turns.")
    assert (text.only_in("fr"), text.in_language("fr")) == (None, "She turns.")
    assert str(text) == "She turns."
    assert Text.model_validate({"zh": "她转身。"}).in_language("en") == "她转身。"


@pytest.mark.parametrize(
    "raw", ["She turns.", {"en": "She turns.", "zh": "她转身。"}, {"zh": "她"}]
)
def test_it_is_written_back_as_it_was_written(raw: object) -> None:
    assert Text.model_validate(raw).model_dump() == raw


@pytest.mark.parametrize("raw", ["", "  ", {}, {"en": ""}, {"en": 3}, [], None, True, {"fr": "x"}])
def test_what_says_nothing_is_refused(raw: object) -> None:
    with pytest.raises(ValidationError):
        Text.model_validate(raw)


@pytest.mark.parametrize(
    ("text", "language"),
    [("She turns", "en"), ("她转身", "zh"), ("OK", "en"), ("12", "en"), ("看 neon", "zh"),
     ("Lin Mei (林梅) walks on", "en"), ("推近 close-up 面部", "zh")],
)  # fmt: skip
def test_the_language_is_that_of_most_words(text: str, language: str) -> None:
    assert written_in(text) == language
