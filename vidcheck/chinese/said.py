"""A sentence of ours in Chinese."""

from __future__ import annotations

import re
from functools import lru_cache

from vidcheck.chinese import clips, commands, storyboards


@lru_cache(maxsize=1024)
def in_chinese(sentence: str) -> str:
    """The sentence in Chinese; as it is where no translation is known.

    What is said of a clip is known as a whole; of messages the words around places
    (path:line:column) and values are, which stay as they are.

    >>> in_chinese("the subject was out of sight from 1.0 to 2.5 s")
    '1.0–2.5 秒主体不在画面内'
    """
    for pattern, chinese in clips.SENTENCES:
        if found := re.fullmatch(pattern, sentence):
            sentence = found.expand(chinese)
            break
    for pattern, chinese in (*commands.SENTENCES, *storyboards.SENTENCES):
        sentence = re.sub(pattern, chinese, sentence)
    return sentence
