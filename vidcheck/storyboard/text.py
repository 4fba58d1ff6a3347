"""A text as a creator writes it: once, or once per language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, model_serializer, model_validator
from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema

Language = Literal["en", "zh"]

_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")


def written_in(text: str) -> Language:
    """The language a text is in: `zh` where Chinese characters are at least as many as words.

    A Chinese sentence with an English name in it stays Chinese, and the other way round.
    """
    chinese = len(_CJK.findall(text))
    return "zh" if chinese and chinese >= len(_LATIN_WORD.findall(text)) else "en"


class Text(BaseModel):
    """A plain string, or the same thing said in English and in Chinese.

    In the file: `action: She turns.` or `action: {en: She turns., zh: 她转身。}`. Nothing is ever
    translated: a language that was not written is `None` from `only_in` and falls back to what
    was written in `in_language`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    plain: str | None = None
    en: str | None = None
    zh: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _read(cls, raw: Any) -> Any:
        if isinstance(raw, Text):
            return {"plain": raw.plain, "en": raw.en, "zh": raw.zh}
        if isinstance(raw, dict):
            if not any(key in raw for key in ("plain", "en", "zh")):
                raise PydanticCustomError("text_form", "a text is words, or {en: …, zh: …}")
            return raw
        if raw is None or isinstance(raw, (bool, list, tuple)):
            raise PydanticCustomError("text_form", "a text is words, or {en: …, zh: …}")
        return {"plain": as_written(raw)}

    @model_validator(mode="after")
    def _says_something(self) -> Text:
        if not any(part and part.strip() for part in (self.plain, self.en, self.zh)):
            raise PydanticCustomError("text_empty", "the text is empty")
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        del schema, handler
        words = {"type": ["string", "number"], "minLength": 1}
        both = {"type": "object", "properties": {"en": words, "zh": words}}
        return {"anyOf": [words, {**both, "additionalProperties": False, "minProperties": 1}]}

    @model_serializer(mode="plain")
    def _write(self) -> str | dict[str, str]:
        if self.plain is not None:
            return self.plain
        pairs = (("en", self.en), ("zh", self.zh))
        return {language: words for language, words in pairs if words is not None}

    def __str__(self) -> str:
        return self.in_language("en")

    def only_in(self, language: str) -> str | None:
        """The wording in that language, or None where the creator wrote none."""
        if self.plain is not None:
            return self.plain if written_in(self.plain) == language else None
        return {"en": self.en, "zh": self.zh}.get(language)

    def in_language(self, language: str) -> str:
        """The wording in that language, else the one there is; never a translation."""
        words = self.only_in(language) or self.plain or self.en or self.zh
        return cast("str", words)

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages it was written in."""
        if self.plain is not None:
            return (written_in(self.plain),)
        return tuple(code for code in ("en", "zh") if getattr(self, code))


def as_written(raw: Any) -> Any:
    """A number or truth value as the characters the creator typed (`010` stays `010`)."""
    return getattr(raw, "written", raw) if not isinstance(raw, str) else raw
